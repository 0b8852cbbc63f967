"""The heads of pages: one canonical address, cards for those who share them, and data for machines."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from PIL import Image

from emulation.demo_data import loader as emulation_demo
from emulation.documents import adopt_document
from emulation.models import Agency, Bloc
from news.models import Article, Category
from portal.core.templatetags.page_heads import canonical_url, json_ld_script
from tests.consultations.factories import make_consultation
from tests.documents.factories import make_library_document
from tests.emulation.factories import make_agency
from tests.emulation.year_factories import SIGNED_ON, make_document, make_version
from tests.factories import make_article, make_author, make_category, make_image
from tests.questions.factories import make_published

pytestmark = pytest.mark.django_db

NEWS_PAGES = [
    "/",
    "/tin-tuc/",
    "/tin-tuc/2018/",
    "/tin-tuc/2018/03/",
    "/tin-tuc/2018/03/27/",
    "/tin-tuc/2018/03/27/hoi-nghi/",
    "/chuyen-muc/tin-hoat-dong/",
    "/tac-gia/nong-thuy-quynh/",
]
BLOC_PAGES = [
    "/khoi-thi-dua/",
    "/khoi-thi-dua/so-iv/",
    "/khoi-thi-dua/so-iv/2018/",
    "/khoi-thi-dua/so-iv/2018/giao-uoc/",
    "/khoi-thi-dua/so-iv/2018/van-ban/{document}/",
    "/co-quan/so-tu-phap/",
]


@pytest.fixture
def article() -> Article:
    return make_article(
        title="Hội nghị </script><script>alert(1)</script> & “ký kết”",
        slug="hoi-nghi",
        category=make_category("Tin hoạt động"),
        author=make_author("Nông Thúy Quỳnh"),
    )


@pytest.fixture
def bloc() -> Bloc:
    emulation_demo.load(force=False, stored=[])
    return Bloc.objects.get(slug="so-iv")


def head_of(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200
    return html.fromstring(response.content.decode()).find("head")


def meta(head: Any) -> dict[str, str]:
    named = [(tag.get("property") or tag.get("name"), tag.get("content")) for tag in head.iter("meta")]
    return {name: content for name, content in named if name}


def things(client: Client, address: str) -> dict[str, dict[str, Any]]:
    """The things a page tells of, by their kind."""
    blocks = head_of(client, address).findall("script[@type='application/ld+json']")
    assert len(blocks) == 1
    told = json.loads(blocks[0].text)
    assert told["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in told["@graph"]}


def audit_log(thing: dict[str, Any]) -> list[tuple[str, str]]:
    assert [step["position"] for step in thing["itemListElement"]] == list(range(1, len(thing["itemListElement"]) + 1))
    return [(step["name"], step["item"].removeprefix("http://testserver")) for step in thing["itemListElement"]]


class TestEveryPage:
    @pytest.mark.parametrize("address", NEWS_PAGES + BLOC_PAGES)
    def test_has_one_address_and_a_card(self, client: Client, article: Article, bloc: Bloc, address: str) -> None:
        document = make_document(bloc.years.get(year=2018))
        make_version(document)
        adopt_document(document=document, on=SIGNED_ON)
        address = address.format(document=document.pk)
        head = head_of(client, address)
        assert [link.get("href") for link in head.findall("link[@rel='canonical']")] == [f"http://testserver{address}"]
        told = meta(head)
        assert told["og:url"] == f"http://testserver{address}"
        assert told["og:title"].strip()
        assert told["og:locale"] == "vi_VN"
        assert told["twitter:card"] == "summary_large_image"
        assert told["og:image"] == "http://testserver/static/img/share.png"

    @pytest.mark.parametrize("address", ["/tim-kiem/", "/tim-kiem/?q=thi+dua", "/hoi-dap/gui/", "/dang-nhap/"])
    def test_that_no_search_engine_lists_says_what_it_is_all_the_same(self, client: Client, address: str) -> None:
        told = meta(head_of(client, address))
        assert "noindex" in told["robots"]
        assert len(told["description"]) > 20

    @pytest.mark.parametrize(
        ("query", "kept"),
        [
            ("", ""),
            ("?trang=1", ""),
            ("?trang=2", "?trang=2"),
            ("?utm_source=x&trang=3&fbclid=y", "?trang=3"),
            ("?nam=2018", "?nam=2018"),
            ("?trang=%22%3E", "?trang=%22%3E"),
        ],
    )
    def test_keeps_of_a_query_what_makes_another_page(self, query: str, kept: str) -> None:
        request = RequestFactory().get(f"/tin-tuc/{query}")
        assert canonical_url(request) == f"http://testserver/tin-tuc/{kept}"

    def test_a_preview_is_for_no_search_engine(self, client: Client, article: Article, admin_user: Any) -> None:
        client.force_login(admin_user)
        head = head_of(client, f"/quan-tri/news/article/{article.pk}/xem-truoc/")
        assert meta(head)["robots"] == "noindex"
        assert not head.findall("link[@rel='canonical']")


class TestArticle:
    ADDRESS = "/tin-tuc/2018/03/27/hoi-nghi/"

    def test_is_told_as_a_news_article(self, client: Client, article: Article) -> None:
        Article.objects.update(updated_at=dt.datetime(2018, 3, 28, 3, tzinfo=dt.UTC))
        told = things(client, self.ADDRESS)
        report = told["NewsArticle"]
        assert report["headline"] == article.title
        assert report["datePublished"] == "2018-03-27T08:00:00+07:00"
        assert report["dateModified"] == "2018-03-28T10:00:00+07:00"
        assert report["mainEntityOfPage"] == f"http://testserver{self.ADDRESS}"
        assert report["author"] == [
            {"@type": "Person", "name": "Nông Thúy Quỳnh", "url": "http://testserver/tac-gia/nong-thuy-quynh/"}
        ]
        assert report["publisher"] == {"@id": told["GovernmentOrganization"]["@id"]}
        assert told["GovernmentOrganization"]["name"] == settings.SITE_IDENTITY["organisation"]
        assert audit_log(told["BreadcrumbList"]) == [
            ("Trang chủ", "/"),
            ("Tin hoạt động", "/chuyen-muc/tin-hoat-dong/"),
            (article.title, self.ADDRESS),
        ]

    def test_without_an_author_the_agency_wrote_it(self, client: Client, article: Article) -> None:
        article.bylines.all().delete()
        told = things(client, self.ADDRESS)
        assert told["NewsArticle"]["author"] == [{"@id": told["GovernmentOrganization"]["@id"]}]

    def test_its_image_stands_on_the_card(self, client: Client, article: Article) -> None:
        article.lead_image = make_image(size=(1300, 800))
        article.save()
        card = meta(head_of(client, self.ADDRESS))["og:image"]
        assert card.startswith("http://testserver/media/")
        assert things(client, self.ADDRESS)["NewsArticle"]["image"] == [card]
        response = client.get(card.removeprefix("http://testserver"))
        response.close()
        assert response.status_code == 200

    def test_its_times_are_whole_seconds(self, client: Client, article: Article) -> None:
        told = meta(head_of(client, self.ADDRESS))
        assert told["article:published_time"] == "2018-03-27T08:00:00+07:00"
        assert "." not in told["article:modified_time"]
        assert told["article:section"] == "Tin hoạt động"


class TestTrails:
    @pytest.mark.parametrize(
        ("address", "last"),
        [
            ("/tin-tuc/2018/", ("2018", "/tin-tuc/2018/")),
            ("/tin-tuc/2018/03/", ("03/2018", "/tin-tuc/2018/03/")),
            ("/tin-tuc/2018/03/27/", ("27/03/2018", "/tin-tuc/2018/03/27/")),
            ("/chuyen-muc/tin-hoat-dong/", ("Tin hoạt động", "/chuyen-muc/tin-hoat-dong/")),
        ],
    )
    def test_of_the_news_end_at_the_page(
        self, client: Client, article: Article, address: str, last: tuple[str, str]
    ) -> None:
        assert audit_log(things(client, address)["BreadcrumbList"])[-1] == last

    @pytest.mark.parametrize("address", BLOC_PAGES[1:4] + BLOC_PAGES[5:])
    def test_of_the_blocs_lead_back_step_by_step(self, client: Client, bloc: Bloc, address: str) -> None:
        steps = audit_log(things(client, address)["BreadcrumbList"])
        assert steps[0] == ("Trang chủ", "/")
        assert steps[-1][1] == address
        for _name, path in steps:
            assert client.get(path).status_code == 200


class TestBlocs:
    def test_a_meeting_is_an_event(self, client: Client, bloc: Bloc) -> None:
        event = things(client, "/khoi-thi-dua/so-iv/2018/")["Event"]
        assert event["startDate"] == "2018-03-21"
        assert event["location"]["name"] == "Sở Tư pháp tỉnh Cao Bằng"
        assert "Nội chính" in event["organizer"]["name"]

    def test_an_agency_is_told_with_what_is_known(self, client: Client) -> None:
        make_agency("Sở Tư pháp", slug="so-tu-phap", initials="STP", phone="0206 3852 000", address="Phường Thục Phán")
        told = things(client, "/co-quan/so-tu-phap/")["GovernmentOrganization"]
        assert told == {
            "@type": "GovernmentOrganization",
            "name": "Sở Tư pháp",
            "alternateName": ["STP"],
            "url": "http://testserver/co-quan/so-tu-phap/",
            "address": "Phường Thục Phán",
            "telephone": "0206 3852 000",
        }

    def test_an_enterprise_is_no_organ_of_the_state(self, client: Client) -> None:
        make_agency("Công ty Điện lực", slug="dien-luc", line=Agency.Line.ENTERPRISE)
        assert "GovernmentOrganization" not in things(client, "/co-quan/dien-luc/")


class TestHome:
    def test_names_the_agency(self, client: Client) -> None:
        told = things(client, "/")
        assert told["WebSite"]["publisher"] == {"@id": told["GovernmentOrganization"]["@id"]}


class TestEnglish:
    """On an English page the frame is English, and what is stored stays what and where it is."""

    @pytest.mark.parametrize(("address", "language"), [("/", "vi"), ("/en/", "en")])
    def test_the_site_is_in_the_language_of_the_frame(self, client: Client, address: str, language: str) -> None:
        site = things(client, address)["WebSite"]
        assert (site["inLanguage"], site["url"]) == (language, f"http://testserver{address}")

    def test_a_page_about_an_author_is_english(self, client: Client, article: Article) -> None:
        assert things(client, "/tac-gia/nong-thuy-quynh/")["ProfilePage"]["inLanguage"] == "vi"
        assert things(client, "/en/tac-gia/nong-thuy-quynh/")["ProfilePage"]["inLanguage"] == "en"

    def test_a_breadcrumb_is_english(self, client: Client, article: Article) -> None:
        Category.objects.update(name_en="Activities")
        assert audit_log(things(client, "/en/chuyen-muc/tin-hoat-dong/")["BreadcrumbList"]) == [
            ("Home", "/en/"),
            ("Activities", "/en/chuyen-muc/tin-hoat-dong/"),
        ]

    @pytest.mark.parametrize(
        ("kind", "make"),
        [
            ("NewsArticle", make_article),
            ("Legislation", make_library_document),
            ("CreativeWork", make_consultation),
            ("QAPage", make_published),
        ],
    )
    def test_a_stored_text_is_vietnamese_and_has_one_address(
        self, client: Client, kind: str, make: Callable[[], Any]
    ) -> None:
        address = make().get_absolute_url()
        told = things(client, f"/en{address}")[kind]
        assert (told["inLanguage"], told["url"]) == ("vi", f"http://testserver{address}")


class TestLinkedData:
    @given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
    def test_nothing_ends_the_element_and_nothing_is_lost(self, data: Any) -> None:
        written = json_ld_script({"a": data})
        assert not set(written) & set("<>&\u2028\u2029")
        assert json.loads(written) == {"a": data}


class TestTheDrawnImage:
    def test_has_the_size_of_a_card_and_weighs_little(self) -> None:
        path = Path(settings.BASE_DIR) / "static/img/share.png"
        with Image.open(path) as image:
            assert image.size == (1200, 630)
        assert path.stat().st_size < 20_000
