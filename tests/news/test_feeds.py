"""Feeds: what they hold, that every reader of feeds can read them, and what they cost."""

import datetime as dt
from pathlib import Path

import feedparser
import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from news import services as article_services
from news.models import Article
from portal.core.http.absolute_urls import absolute_url, make_urls_absolute
from portal.core.text.xml_text import strip_illegal_characters
from tests.factories import make_article, make_author, make_category, make_image
from tests.news.feed_rules import ATOM, CONTENT, atom_faults, rss_faults

pytestmark = pytest.mark.django_db

DAY = dt.date(2018, 3, 27)
FEEDS = ["/tin-tuc/", "/chuyen-muc/tin-hoat-dong/", "/tac-gia/nong-thuy-quynh/"]
FORMS = ["rss.xml", "atom.xml", "rss.xml?day-du=1", "atom.xml?day-du=1"]
ADDRESSES = [feed + form for feed in FEEDS for form in FORMS]


@pytest.fixture
def article() -> Article:
    return make_article(
        title="Hội nghị “ký kết” & giao ước <2018>",
        summary="Tám cơ quan < chín & đủ.",
        slug="hoi-nghi",
        day=DAY,
        body='<p>Xem <a href="/co-quan/so-tu-phap/">Sở Tư pháp</a>, <a href="#muc-2">mục 2</a> và '
        '<a href="https://example.org/a?b=1&amp;c=2">nguồn</a>.</p>',
        category=make_category("Tin hoạt động"),
        author=make_author("Nông Thúy Quỳnh"),
        lead_image=make_image(size=(900, 600)),
    )


def faults(address: str, document: bytes) -> list[str]:
    return rss_faults(document) if "rss.xml" in address else atom_faults(document)


class TestEveryFeed:
    @pytest.mark.parametrize("address", ADDRESSES)
    def test_keeps_to_its_standard(self, client: Client, article: Article, address: str) -> None:
        make_article(category=article.category, author=article.bylines.get().author, source_name="Báo tỉnh")
        document = client.get(address).content
        assert faults(address, document) == []
        read = feedparser.parse(document)
        assert not read.bozo, read.get("bozo_exception")
        assert [entry.title for entry in read.entries][-1] == "Hội nghị “ký kết” & giao ước <2018>"

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_keeps_to_it_when_it_is_empty(self, client: Client, address: str) -> None:
        make_category("Tin hoạt động")
        make_author("Nông Thúy Quỳnh")
        response = client.get(address)
        assert faults(address, response.content) == []
        assert client.get(address).content == response.content
        assert "Last-Modified" not in response.headers

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_says_where_it_is_and_what_it_stands_for(self, client: Client, article: Article, address: str) -> None:
        feed = feedparser.parse(client.get(address).content).feed
        links = {link["rel"]: link["href"] for link in feed.links}
        assert links["self"] == f"http://testserver{address}"
        assert feed.link == f"http://testserver{address.rpartition('/')[0]}/"

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_is_told_briefly_when_nothing_is_new(self, client: Client, article: Article, address: str) -> None:
        response = client.get(address)
        assert client.get(address, headers={"if-none-match": response.headers["ETag"]}).status_code == 304
        since = {"if-modified-since": response.headers["Last-Modified"]}
        assert client.get(address, headers=since).status_code == 304
        article.title = "Tên mới"
        with time_machine.travel(timezone.now() + dt.timedelta(minutes=5), tick=False):
            article_services.save_article(article=article, by=None)
            assert client.get(address, headers=since).status_code == 200

    @pytest.mark.parametrize("feed", FEEDS)
    def test_is_named_in_the_head_of_its_page(self, client: Client, article: Article, feed: str) -> None:
        head = html.fromstring(client.get(feed).content).find("head")
        named = {link.get("type"): link.get("href") for link in head.findall("link[@rel='alternate'][@type]")}
        assert named == {"application/rss+xml": f"{feed}rss.xml", "application/atom+xml": f"{feed}atom.xml"}

    @pytest.mark.parametrize("address", ["/chuyen-muc/khong-co/rss.xml", "/tac-gia/khong-co/atom.xml"])
    def test_of_what_is_not_there_is_a_404(self, client: Client, address: str) -> None:
        assert client.get(address).status_code == 404

    @pytest.mark.parametrize("form", ["rss.xml", "atom.xml"])
    @pytest.mark.parametrize(
        "hidden",
        [
            {"published": False},
            {"status": Article.Status.WITHDRAWN},
            {"published_at": timezone.now() + dt.timedelta(days=1)},
        ],
    )
    def test_holds_nothing_that_is_not_public(self, client: Client, hidden: dict[str, object], form: str) -> None:
        make_article(title="Chưa được thấy", body="<p>Bí mật.</p>", category=make_category("Tin hoạt động"), **hidden)
        for feed in FEEDS[:2]:
            text = client.get(f"{feed}{form}?day-du=1").content.decode()
            assert "Chưa được thấy" not in text
            assert "Bí mật" not in text


class TestItems:
    def test_are_the_newest_ones_of_the_page(self, client: Client) -> None:
        parent, author = make_category("Tin hoạt động"), make_author("Nông Thúy Quỳnh")
        child = make_category("Hội nghị", parent=parent)
        for number in range(25):
            day = DAY + dt.timedelta(days=number)
            make_article(title=f"Bài {number:02d}", day=day, category=child, author=author)
        make_article(title="Bài của mục khác", day=DAY + dt.timedelta(days=99))
        for feed in FEEDS[1:]:
            titles = [entry.title for entry in feedparser.parse(client.get(f"{feed}atom.xml").content).entries]
            assert titles == [f"Bài {number:02d}" for number in range(24, 4, -1)]

    def test_carry_what_readers_of_feeds_show(self, client: Client, article: Article) -> None:
        for form in ("rss.xml", "atom.xml"):
            entry = feedparser.parse(client.get(f"/tin-tuc/{form}").content).entries[0]
            assert entry.link == "http://testserver/tin-tuc/2018/03/27/hoi-nghi/"
            assert entry.author == "Nông Thúy Quỳnh"
            assert [tag.term for tag in entry.tags] == ["Tin hoạt động"]
            assert entry.published_parsed[:5] == (2018, 3, 27, 1, 0)
            # The summary is text; as HTML its angle bracket is written out.
            assert entry.summary == "Tám cơ quan &lt; chín &amp; đủ."

    def test_enclose_the_lead_image(self, client: Client, article: Article) -> None:
        enclosed = [
            feedparser.parse(client.get(f"/tin-tuc/{form}").content).entries[0].enclosures[0]
            for form in ("rss.xml", "atom.xml")
        ]
        assert enclosed[0]["href"] == enclosed[1]["href"]
        response = client.get(enclosed[0]["href"].removeprefix("http://testserver"))
        image = b"".join(response.streaming_content)
        response.close()
        for enclosure in enclosed:
            assert (enclosure["type"], int(enclosure["length"])) == ("image/png", len(image))

    def test_do_without_an_image_whose_file_is_gone(self, client: Client, article: Article) -> None:
        for path in Path(article.lead_image.file.storage.location).rglob("*.png"):
            path.unlink()
        document = client.get("/tin-tuc/rss.xml").content
        assert rss_faults(document) == []
        assert b"<enclosure" not in document

    def test_keep_their_name_when_the_article_moves(self, client: Client, article: Article) -> None:
        before = feedparser.parse(client.get("/tin-tuc/atom.xml").content).entries[0].id
        article.slug, article.published_at = "ten-moi", article.published_at + dt.timedelta(days=40)
        article_services.save_article(article=article, by=None)
        entry = feedparser.parse(client.get("/tin-tuc/atom.xml").content).entries[0]
        assert entry.link.endswith("/ten-moi/")
        assert entry.id == before

    def test_hold_the_whole_text_only_when_asked(self, client: Client, article: Article) -> None:
        for form in ("rss.xml", "atom.xml"):
            assert "content" not in feedparser.parse(client.get(f"/tin-tuc/{form}").content).entries[0]
            assert "content" not in feedparser.parse(client.get(f"/tin-tuc/{form}?day-du=2").content).entries[0]
            whole = feedparser.parse(client.get(f"/tin-tuc/{form}?day-du=1").content).entries[0]
            assert "Sở Tư pháp</a>" in whole.content[0].value

    @pytest.mark.parametrize("form", ["rss.xml", "atom.xml"])
    def test_have_whole_addresses_in_their_text(self, client: Client, article: Article, form: str) -> None:
        root = etree.fromstring(client.get(f"/tin-tuc/{form}?day-du=1").content)
        text = root.findtext(f".//{CONTENT}") or root.findtext(f".//{ATOM}content")
        assert [link.get("href") for link in html.fromstring(text).iter("a")] == [
            "http://testserver/co-quan/so-tu-phap/",
            "http://testserver/tin-tuc/2018/03/27/hoi-nghi/#muc-2",
            "https://example.org/a?b=1&c=2",
        ]

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_survive_characters_that_xml_cannot_hold(self, client: Client, article: Article, address: str) -> None:
        odd = "Tin \x0b\x0c\x1f\ufffe\uffff\x85]]> &amp; \U0001f600"
        Article.objects.update(title=odd, summary=odd, body_rendered=f"<p>{odd}</p>", source_name=odd)
        article.category.name = odd
        article.category.save()
        document = client.get(address).content
        assert faults(address, document) == []
        assert not feedparser.parse(document).bozo


class TestCost:
    @pytest.mark.parametrize("address", ADDRESSES)
    def test_does_not_grow(self, client: Client, article: Article, address: str) -> None:
        few = self.queries_of(client, address)
        for _ in range(5):
            make_article(category=article.category, author=article.bylines.get().author, lead_image=make_image())
        assert self.queries_of(client, address) == few <= 6

    def queries_of(self, client: Client, address: str) -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)


class TestAbsolute:
    BASE = "https://tinh.example/tin-tuc/2018/03/27/hoi-nghi/"

    @pytest.mark.parametrize(
        ("rendered", "expected"),
        [
            ("", ""),
            ('<a href="/a/">x</a>', '<a href="https://tinh.example/a/">x</a>'),
            ('<a href="#b">x</a>', f'<a href="{BASE}#b">x</a>'),
            ('<a href="mailto:a@b.vn">x</a>', '<a href="mailto:a@b.vn">x</a>'),
            ('<a href="http://[">x</a>', '<a href="http://[">x</a>'),
            (
                '<img src="/m/a.jpg" srcset="/m/a.jpg 400w, /m/b.jpg 800w">',
                '<img src="https://tinh.example/m/a.jpg" '
                'srcset="https://tinh.example/m/a.jpg 400w, https://tinh.example/m/b.jpg 800w">',
            ),
            ('<div tabindex="0" data-portal-video="https://x">a</div>', "<div>a</div>"),
            ("chữ <b>đậm</b> đuôi", "chữ <b>đậm</b> đuôi"),
        ],
    )
    def test_leads_home_from_anywhere(self, rendered: str, expected: str) -> None:
        assert make_urls_absolute(rendered, self.BASE) == expected

    @given(st.text())
    def test_any_address_is_taken(self, address: str) -> None:
        assert isinstance(absolute_url(address, self.BASE), str)


class TestLegal:
    @given(st.text())
    def test_what_is_left_is_xml(self, text: str) -> None:
        root = etree.Element("a")
        root.text = strip_illegal_characters(text)
        assert (etree.fromstring(etree.tostring(root)).text or "") == strip_illegal_characters(text)

    @pytest.mark.parametrize("text", ["Đại hội", "dòng\n\tmới", "\U0001f600", ""])
    def test_ordinary_text_stays(self, text: str) -> None:
        assert strip_illegal_characters(text) == text


class TestTheRulesThemselves:
    """Each rule of the checkers finds what it is there to find."""

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            (b"<id>http", b"<id>x</id><id>http"),
            (b"<updated>2018", b"<updated>18"),
            (b' rel="self"', b' rel="other"'),
            (b"<name>N\xc3\xb4ng Th\xc3\xbay Qu\xe1\xbb\xb3nh</name>", b"<name> </name>"),
            (b'type="html"', b'type="markdown"'),
            (b'href="http://testserver/tin-tuc/2018', b'href="/tin-tuc/2018'),
            (b"<entry>", b"<entry><title>x</title>"),
        ],
    )
    def test_a_fault_in_atom_is_found(self, client: Client, article: Article, old: bytes, new: bytes) -> None:
        Article.objects.update(updated_at=dt.datetime(2018, 3, 28, tzinfo=dt.UTC))
        document = client.get("/tin-tuc/atom.xml").content
        assert old in document
        assert atom_faults(document.replace(old, new))

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            (b"<pubDate>Tue", b"<pubDate>27/03"),
            (b'isPermaLink="false"', b""),
            (b'version="2.0"', b'version="0.9"'),
            (b'rel="self"', b'rel="other"'),
            (b"<item>", b"<item><link>x</link>"),
            (b"<link>http://testserver/tin-tuc/2018", b"<link>/tin-tuc/2018"),
            (b'length="', b'length="x'),
        ],
    )
    def test_a_fault_in_rss_is_found(self, client: Client, article: Article, old: bytes, new: bytes) -> None:
        document = client.get("/tin-tuc/rss.xml").content
        assert old in document
        assert rss_faults(document.replace(old, new))
