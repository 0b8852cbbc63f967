"""The one list of what may stand in an article, on every way into the database."""

import re
import unicodedata

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from news.models import Article
from portal.core.content.rich_text import ATTRIBUTES, TAGS, clean_html, plain_text
from tests.factories import make_article

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<p onclick='alert(1)'>a</p>",
    "<a href='javascript:alert(1)'>a</a>",
    "<a href='JaVa\tScript:alert(1)'>a</a>",
    "<a href='&#106;avascript:alert(1)'>a</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>a</a>",
    "<img src='data:image/svg+xml;base64,PHN2Zz4='>",
    "<svg><script>alert(1)</script></svg>",
    "<svg/onload=alert(1)>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'></mi></math>",
    "<iframe src='https://evil.example'></iframe>",
    "<object data='x'></object><embed src='x'>",
    "<form action='/x'><input name=a><button>b</button></form>",
    "<style>body{display:none}</style>",
    "<p style='position:fixed;inset:0'>a</p>",
    "<base href='//evil.example'><meta http-equiv=refresh content='0'><link rel=stylesheet href=x>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<p>\u0338 onclick=alert(1) <b>x</b></p>",
    "<p>&#x338; onclick=alert(1) <b>x</b></p>",
    "<table background='javascript:alert(1)'><tr><td>a</td></tr></table>",
    "<a href='https://x.vn' target=_blank id=x class=y style=z>a</a>",
]


def breaches(cleaned: str) -> list[str]:
    """What a browser's parser finds in the text that the list does not allow."""
    found = []
    for element in html.fragment_fromstring(cleaned, create_parent="section").iterdescendants():
        allowed = ATTRIBUTES.get(element.tag, set()) | {"class"} | ({"rel"} if element.tag == "a" else set())
        if element.tag not in TAGS:
            found.append(f"<{element.tag}>")
        found += [f"{element.tag}@{name}" for name in element.attrib if name not in allowed]
        for address in (element.get("href"), element.get("src")):
            if address and not re.match(r"https?:|mailto:|tel:|/", address):
                found.append(address)
    return found


class TestCleaning:
    @pytest.mark.parametrize("hostile", HOSTILE)
    def test_nothing_hostile_survives(self, hostile: str) -> None:
        assert breaches(clean_html(f"<p>Trước</p>{hostile}<p>Sau</p>")) == []

    @pytest.mark.parametrize("hostile", ["<p onclick='x'>a</p>", "<script>1</script>", "<a href='javascript:1'>a</a>"])
    def test_the_check_itself_sees_a_breach(self, hostile: str) -> None:
        assert breaches(hostile)

    @pytest.mark.parametrize(
        "text",
        [
            "<h2>Mục</h2><h3>Tiểu mục</h3><h4>Ý</h4>",
            "<ul><li>một</li><li>hai<ol><li>ba</li></ol></li></ul>",
            '<table><caption>Điểm</caption><thead><tr><th scope="col">Tiêu chí</th></tr></thead>'
            '<tbody><tr><td colspan="2">10</td></tr></tbody></table>',
            "<blockquote><p>Trích</p></blockquote>",
            '<figure class="image"><img src="/media/anh/a/b.jpg" alt="Hội trường" width="800" height="500">'
            "<figcaption>Chú thích</figcaption></figure>",
            '<p><a href="https://caobang.gov.vn/" title="Cổng" rel="noopener noreferrer">tỉnh</a></p>',
            '<p><a href="mailto:a@b.vn" rel="noopener noreferrer">thư</a> <a href="tel:+84" rel="noopener noreferrer">gọi</a></p>',
            '<p class="align-center">giữa <strong>đậm</strong> <em>nghiêng</em> <u>gạch</u> <sub>1</sub><sup>2</sup></p>',
        ],
    )
    def test_what_editors_need_survives_untouched(self, text: str) -> None:
        assert clean_html(text) == text

    @pytest.mark.parametrize(
        ("text", "cleaned"),
        [
            ("<h1>Lớn</h1><h6>Nhỏ</h6>", "<h2>Lớn</h2><h4>Nhỏ</h4>"),
            ("<b>a</b><i>b</i>", "<strong>a</strong><em>b</em>"),
            ("<div>một<div>hai</div></div>", "<p>một</p><p>hai</p>"),
            ('<p class="MsoNormal"><span lang="VI">a<o:p></o:p></span></p>', '<p class="">a</p>'),
            ("<!--[if gte mso 9]><xml><w:x>1</w:x></xml><![endif]--><p>a</p>", "<p>a</p>"),
            ("<p>a&nbsp;&nbsp;</p><p>&nbsp;</p><p></p>", "<p>a&nbsp;&nbsp;</p>"),
            ('<p><img src="https://other.example/a.jpg" alt="x">b</p>', "<p>b</p>"),
            ('<p><img src="/media/../secret" alt="x">b</p>', "<p>b</p>"),
            ("<p>a\u200bb\u00adc\x00d</p>", "<p>abcd</p>"),
        ],
    )
    def test_debris_is_put_in_order(self, text: str, cleaned: str) -> None:
        assert clean_html(text) == cleaned

    def test_decomposed_text_becomes_composed_also_when_written_as_entities(self) -> None:
        assert clean_html(unicodedata.normalize("NFD", "<p>Hội nghị</p>")) == "<p>Hội nghị</p>"
        assert clean_html("<p>a&#x301;</p>") == "<p>á</p>"

    @pytest.mark.parametrize(
        "opening", ["<ul>", "<blockquote>", "<b>", "<div>", "<table><tr><td>", "<x>", "</x><ul>", "<b><ul></b>"]
    )
    def test_what_nests_absurdly_deep_keeps_its_words_only(self, opening: str) -> None:
        """Without the limit a megabyte of these took minutes."""
        deep = opening * (1_000_000 // len(opening))
        assert clean_html(f"{deep}chữ") == "chữ"

    def test_what_people_nest_stays_as_it_is(self) -> None:
        nested = "<ul><li>a" * 40 + "</li></ul>" * 40
        assert clean_html(nested) == nested

    def test_many_names_side_by_side_are_not_deep_and_cost_little(self) -> None:
        assert clean_html("".join(f"<a{number}>x</a{number}>" for number in range(50_000))) == "x" * 50_000

    def test_many_open_paragraphs_are_not_deep(self) -> None:
        assert clean_html("<p>a" * 500) == "<p>a</p>" * 500

    def test_emptied_blocks_go_from_the_inside_outwards(self) -> None:
        assert clean_html("<blockquote><ul><li>a</li></ul><blockquote><p> </p></blockquote></blockquote>") == (
            "<blockquote><ul><li>a</li></ul></blockquote>"
        )

    @given(
        st.lists(
            st.sampled_from([*HOSTILE, "<p>", "</p>", "<h2>", "&amp;", "<", ">", "\u0338", "a", '"', "<img ", "src="])
        )
    )
    def test_cleaning_twice_changes_nothing(self, parts: list[str]) -> None:
        cleaned = clean_html("".join(parts))
        assert clean_html(cleaned) == cleaned
        assert breaches(cleaned) == []

    @given(st.text(max_size=200))
    def test_plain_text_never_breaks_it(self, text: str) -> None:
        cleaned = clean_html(text)
        assert clean_html(cleaned) == cleaned


def test_plain_text_keeps_words_apart() -> None:
    assert (
        plain_text("<h2>Một</h2><p>hai &amp; ba<br>bốn</p><ul><li>năm</li><li>sáu</li></ul>")
        == "Một hai & ba bốn năm sáu"
    )


@pytest.mark.django_db
class TestEveryWayIn:
    DIRTY = '<p onclick="x()">sạch</p><script>alert(1)</script>'
    CLEAN = "<p>sạch</p>"

    def test_save_cleans_the_row_and_the_object(self) -> None:
        article = make_article(body=self.DIRTY)
        assert article.body == self.CLEAN
        assert Article.objects.get(pk=article.pk).body == self.CLEAN

    def test_update_cleans(self) -> None:
        article = make_article()
        Article.objects.filter(pk=article.pk).update(body=self.DIRTY)
        assert Article.objects.get(pk=article.pk).body == self.CLEAN

    def test_bulk_create_and_bulk_update_clean(self) -> None:
        first = make_article()
        copy = Article.objects.get(pk=first.pk)
        copy.pk, copy.slug, copy.body = None, "ban-sao", self.DIRTY
        (made,) = Article.objects.bulk_create([copy])
        assert Article.objects.get(pk=made.pk).body == self.CLEAN
        made.body = self.DIRTY
        Article.objects.bulk_update([made], ["body"])
        assert Article.objects.get(pk=made.pk).body == self.CLEAN

    def test_the_page_shows_the_clean_text(self, client: Client) -> None:
        article = make_article(body=self.DIRTY + "<p>đuôi</p>")
        page = client.get(article.get_absolute_url()).content.decode()
        assert "<p>sạch</p><p>đuôi</p>" in page
        assert "alert(1)" not in page
