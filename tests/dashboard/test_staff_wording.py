"""No page that staff see speaks English: every list, form, question and refusal of the admin, and the dashboard."""

import json
import re
from collections.abc import Iterator
from unittest import mock

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.db.models import Model
from django.test import TestCase
from django.urls import NoReverseMatch, reverse
from lxml import html

from news.demo_data import loader
from news.models import Article
from portal.accounts.models import User
from tests.factories import make_administrator
from tests.news.demo_images import small_image_content

pytestmark = pytest.mark.django_db

# Words of the framework's messages that are no syllables of Vietnamese.
ENGLISH = frozenset(
    """
    about above action actions add added after algorithm all already and another any application are available
    authentication auto because been before below breadcrumbs cancel change changed changes character characters choice
    choose chosen clear click close confirm confirmation content correct could count counts current currently dark date
    default delete deleted deleting disable disabled does edit edited enable enabled ensure enter entries entry error
    errors exist exists field fields file filter following for forbidden form from general has have hide history hold
    home image incorrect instance invalid item items last least less light links log lookup main match messages midnight
    model models more most must name navigation new none noon not note number object objects old one only open or other
    out page parent password permission permissions please popup remove required reset result results run save search
    select selected server set show sidebar site skip sorting start started status submit successfully summary sure
    system tab text that the theme these this time times today toggle tomorrow total type typing unknown unsaved upload
    user username users valid value values version view was welcome were will with yes yesterday you your
    """.split()  # noqa: SIM905 -- two hundred quoted words would be harder to read
)
# Names of things, which are the same in every language, and the one page that the demonstration has in English.
NAMES = re.compile(
    r"https?://\S+|[\w.-]+@[\w.-]+|Ctrl|Command|CSRF|[\w/-]+\.(?:jpg|png|pdf|docx|xlsx)|argon2\S*|/[\w/-]+"
    r"|\w+-(?:TOTAL|INITIAL)_FORMS|About this portal"
)
SAID_IN = ("aria-label", "title", "placeholder", "alt", "data-confirm", "label")


def said(page: str) -> Iterator[str]:
    """What a page says: its text, and the attributes that are shown or read out."""
    tree = html.fromstring(page)
    for unsaid in tree.xpath("//script | //style | //comment()"):
        unsaid.drop_tree()
    for typed in tree.xpath("//textarea"):
        typed.text = ""
    for element in tree.iter():
        yield from (text for text in (element.text, element.tail) if text and text.strip())
        yield from (element.get(name) for name in SAID_IN if element.get(name))
        if element.tag == "input" and element.get("type") in ("submit", "button", "reset"):
            yield element.get("value", "")
        if rows := element.get("data-inline-formset"):
            options = json.loads(rows)["options"]
            yield from (options["addText"], options["deleteText"])


def english_in(page: str) -> list[str]:
    texts = (NAMES.sub(" ", text) for text in said(page))
    return sorted({text.strip() for text in texts if ENGLISH & set(re.findall(r"(?<!\w)[a-z]+(?!\w)", text.lower()))})


def row_of(model: type[Model]) -> Model | None:
    return model._default_manager.order_by("pk").first()


def addresses_of(model: type[Model]) -> Iterator[str]:
    """The framework's pages of a model, as far as its admin has them."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    row = row_of(model)
    for page in ("changelist", "add"):
        yield from _address(f"{name}_{page}")
    for page in ("change", "delete", "history"):
        if row is not None:
            yield from _address(f"{name}_{page}", row.pk)


def _address(name: str, *args: object) -> Iterator[str]:
    try:
        yield reverse(name, args=args)
    except NoReverseMatch:
        return


class TestEnglish:
    def test_it_is_found(self) -> None:
        assert english_in("<p>Please correct the error below.</p>") == ["Please correct the error below."]
        assert english_in('<button aria-label="Toggle navigation"></button>') == ["Toggle navigation"]

    def test_vietnamese_is_none(self) -> None:
        assert english_in("<p>In văn bản, xem https://example.vn/the/, chọn một mục; không dùng đến tệp.</p>") == []


class TestAdmin(TestCase):
    """An administrator's browser on the demonstration content, which takes longer to load than to look at."""

    @classmethod
    def setUpTestData(cls) -> None:
        with mock.patch.object(loader, "image_content", small_image_content):
            call_command("load_demo_data", verbosity=0)
        cls.administrator = make_administrator(full_name="Nông Thị Quản Trị")

    def setUp(self) -> None:
        self.client.force_login(self.administrator)

    def test_no_page_speaks_english(self) -> None:
        found = {}
        for model in admin.site._registry:
            for address in addresses_of(model):
                response = self.client.get(address)
                if response.status_code == 200 and (english := english_in(response.content.decode())):
                    found[address] = english
        assert found == {}

    def test_no_refused_form_speaks_english(self) -> None:
        """An empty form, one full of nonsense, and one with a row of nonsense in each inline table."""
        found = {}
        for model, section in admin.site._registry.items():
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
            for address in _address(f"{name}_add"):
                shown = self.client.get(address)
                if shown.status_code != 200:
                    continue
                for sent in ({}, nonsense_for(shown.content.decode())):
                    response = self.client.post(address, sent)
                    assert response.status_code in (200, 302, 400), f"{section}: {response.status_code}"
                    if english := english_in(response.content.decode()) if response.content else []:
                        found[address] = english
        assert found == {}

    def test_other_pages(self) -> None:
        for address in ("/quan-tri/", "/quan-tri/news/", "/quan-tri/password_change/", "/ban-lam-viec/"):
            response = self.client.get(address)
            assert response.status_code == 200, address
            assert english_in(response.content.decode()) == [], address

    def test_passwords(self) -> None:
        wrong = {"old_password": "x", "new_password1": "12345", "new_password2": "1234"}
        assert english_in(self.client.post("/quan-tri/password_change/", wrong).content.decode()) == []
        address = reverse("admin:auth_user_password_change", args=[User.objects.get().pk])
        for sent in ({}, {"password1": "1", "password2": "2"}, {"password1": "12345678", "password2": "12345678"}):
            assert english_in(self.client.post(address, sent).content.decode()) == []

    def test_questions_and_answers_of_lists(self) -> None:
        rows = list(Article.objects.values_list("pk", flat=True)[:2])
        address = reverse("admin:news_article_changelist")
        for sent in ({"action": "delete_selected"}, {"action": "delete_selected", "_selected_action": rows}, {}):
            assert english_in(self.client.post(address, sent, follow=True).content.decode()) == []
        assert english_in(self.client.get(f"{address}?q=thi&_facets=1").content.decode()) == []

    def test_scripts_find_their_words(self) -> None:
        """The framework's scripts show a word that this catalogue lacks as it stands in their code."""
        catalogue = self.client.get("/quan-tri/jsi18n/").content.decode()
        for english, vietnamese in (
            ("Sunday", "Chủ Nhật"),
            ("Choose a Date", "Chọn ngày"),
            ("(click to clear)", "(bấm để bỏ)"),
        ):
            assert f"{json.dumps(english)}: {json.dumps(vietnamese)}" in catalogue


def nonsense_for(page: str) -> dict[str, str]:
    """The fields of the form of a page, filled with what none of them takes; one further row in each inline table."""
    form = html.fromstring(page).xpath("//main//form[@method='post']")[-1]
    sent: dict[str, str] = {}
    for field in form.xpath(".//input[@name] | .//select[@name] | .//textarea[@name]"):
        name = field.get("name").replace("__prefix__", "0")
        if name.startswith("_") or name == "csrfmiddlewaretoken":
            continue
        if field.get("type") == "hidden" and field.get("value") is not None:
            sent[name] = field.get("value")
        elif field.get("type") not in ("checkbox", "file", "submit"):
            sent[name] = "0" if field.tag == "select" else "?" * 4000
    for name in list(sent):
        if name.endswith("-TOTAL_FORMS"):
            sent[name] = "1"
    return sent
