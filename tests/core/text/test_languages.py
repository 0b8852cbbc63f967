"""Languages by address: words that know theirs, and stored addresses as the current page links to them."""

import copy

import pytest
from django.template import engines
from django.urls import Resolver404, reverse

from portal.core.text import languages
from portal.core.text.languages import ENGLISH, VIETNAMESE, TranslatedStr, override


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        *[("/", VIETNAMESE), ("/tin-tuc/", VIETNAMESE), ("/english/", VIETNAMESE), ("/tin-tuc/en/", VIETNAMESE)],
        *[("/en", ENGLISH), ("/en/", ENGLISH), ("/en/tin-tuc/", ENGLISH), ("", VIETNAMESE), ("//en/", VIETNAMESE)],
    ],
)
def test_the_path_alone_says_the_language(path: str, expected: str) -> None:
    assert languages.language_of_path(path) == expected


def test_addresses_are_those_of_the_language() -> None:
    with override(ENGLISH):
        assert (reverse("home"), reverse("news:article-list")) == ("/en/", "/en/tin-tuc/")
        assert reverse("news:article-feed", args=["rss"]) == "/tin-tuc/rss.xml"
        assert reverse("accounts:sign-in") == "/dang-nhap/"
        with override(VIETNAMESE):
            assert reverse("news:article-list") == "/tin-tuc/"
    assert reverse("news:article-list") == "/tin-tuc/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ("/tin-tuc/?trang=2", "/en/tin-tuc/?trang=2"),
        ("/tin-tuc/rss.xml", "/tin-tuc/rss.xml"),
        ("/khong-co/", "/khong-co/"),
        ("https://example.org/tin-tuc/", "https://example.org/tin-tuc/"),
        ("", ""),
    ],
)
def test_a_stored_address_leads_to_its_twin(stored: str, expected: str) -> None:
    assert languages.localized_url(stored) == stored
    with override(ENGLISH):
        assert languages.localized_url(stored) == expected


@pytest.mark.django_db
def test_what_answers_is_found_in_either_language_from_either() -> None:
    for translated in (VIETNAMESE, ENGLISH):
        with override(translated):
            assert languages.resolve_path("/tin-tuc/").view_name == languages.resolve_path("/en/tin-tuc/").view_name
            with pytest.raises(Resolver404):
                languages.resolve_path("/en/tin-tuc/rss.xml")


class TestWording:
    def test_falls_back_to_vietnamese_and_says_so(self) -> None:
        assert languages.pick_translation("Thông báo", "Notices") == "Thông báo"
        with override(ENGLISH):
            assert (languages.pick_translation("Thông báo", "Notices"), languages.pick_translation("Tin", "")) == (
                "Notices",
                "Tin",
            )
            assert languages.pick_translation("Thông báo", "Notices").language == ENGLISH
            assert languages.pick_translation("Tin", "").language == VIETNAMESE

    def test_outlives_the_cache(self) -> None:
        kept = copy.copy(TranslatedStr("Notices", ENGLISH))  # as pickling does it
        assert (kept, kept.language) == ("Notices", ENGLISH)


class TestTags:
    def render(self, source: str, **context: object) -> str:
        return engines["django"].from_string("{% load languages %}" + source).render(context)

    def test_stored_words_are_marked_on_english_pages_only(self) -> None:
        source = "<p{% lang_attr title %}>{{ title }}</p>{% lang_span title %}"
        assert self.render(source, title="Tin & bài") == "<p>Tin &amp; bài</p>Tin &amp; bài"
        with override(ENGLISH):
            marked = self.render(source, title="Tin & bài")
            assert marked == '<p lang="vi">Tin &amp; bài</p><span lang="vi">Tin &amp; bài</span>'
            english = self.render(source, title=TranslatedStr("News", ENGLISH))
            assert english == "<p>News</p>News"

    def test_nothing_is_not_marked(self) -> None:
        with override(ENGLISH):
            assert self.render("{% lang_span nothing %}", nothing="") == ""
