"""The feeds of questions answered and of drafts laid open for comment (those of the news: tests/news/test_feeds.py)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import feedparser
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from portal.consultations.models import Consultation
from portal.questions.models import Question, Topic
from tests.consultations.factories import make_closed, make_consultation
from tests.news.feed_rules import atom_faults, rss_faults
from tests.questions.factories import make_published, make_question

pytestmark = pytest.mark.django_db

TIMESTAMP = dt.datetime(2018, 3, 27, 2, 0, tzinfo=dt.UTC)
MAKERS: dict[str, Callable[..., Any]] = {"/hoi-dap/": make_published, "/lay-y-kien/": make_consultation}
FORMS = ["rss.xml", "atom.xml", "rss.xml?day-du=1", "atom.xml?day-du=1"]
ADDRESSES = [feed + form for feed in MAKERS for form in FORMS]


def make_of(address: str, **fields: Any) -> Any:
    return next(make for feed, make in MAKERS.items() if address.startswith(feed))(**fields)


def faults(address: str, document: bytes) -> list[str]:
    return rss_faults(document) if "rss.xml" in address else atom_faults(document)


def read(client: Client, address: str) -> Any:
    return feedparser.parse(client.get(address).content)


class TestEveryFeed:
    @pytest.mark.parametrize("address", ADDRESSES)
    def test_keeps_to_its_standard(self, client: Client, address: str) -> None:
        assert faults(address, client.get(address).content) == []
        make_of(address)
        document = client.get(address).content
        assert faults(address, document) == []
        assert not feedparser.parse(document).bozo
        assert client.get(address).content == document

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_says_where_it_is_and_what_it_stands_for(self, client: Client, address: str) -> None:
        feed = read(client, address).feed
        assert {link["rel"]: link["href"] for link in feed.links}["self"] == f"http://testserver{address}"
        assert feed.link == f"http://testserver{address.rpartition('/')[0]}/"

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_is_told_briefly_when_nothing_is_new(self, client: Client, address: str) -> None:
        make_of(address)
        response = client.get(address)
        for asked in (
            {"if-none-match": response.headers["ETag"]},
            {"if-modified-since": response.headers["Last-Modified"]},
        ):
            assert client.get(address, headers=asked).status_code == 304

    @pytest.mark.parametrize("prefix", ["", "/en"])
    @pytest.mark.parametrize("feed", MAKERS)
    def test_is_named_in_the_head_of_its_page(self, client: Client, feed: str, prefix: str) -> None:
        head = html.fromstring(client.get(prefix + feed).content).find("head")
        named = {link.get("type"): link.get("href") for link in head.findall("link[@rel='alternate'][@type]")}
        assert named == {"application/rss+xml": f"{feed}rss.xml", "application/atom+xml": f"{feed}atom.xml"}

    @pytest.mark.parametrize("feed", MAKERS)
    def test_has_no_english_twin(self, client: Client, feed: str) -> None:
        assert client.get(f"/en{feed}rss.xml").status_code == 404

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_costs_the_same_however_much_it_holds(self, client: Client, address: str) -> None:
        make_of(address)
        few = self.queries_of(client, address)
        for _ in range(4):
            make_of(address)
        assert self.queries_of(client, address) == few <= 3

    def queries_of(self, client: Client, address: str) -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_survives_characters_that_xml_cannot_hold(self, client: Client, address: str) -> None:
        odd = "Chữ \x0b\x0c\x1f\ufffe\uffff\x85]]> &amp; \U0001f600"
        make_of(address)
        Question.objects.update(public_subject=odd, public_text=odd, unit=odd, answer_rendered=f"<p>{odd}</p>")
        Consultation.objects.update(title=odd, unit=odd, explanation=odd, explanation_rendered=f"<p>{odd}</p>")
        document = client.get(address).content
        assert faults(address, document) == []
        assert not feedparser.parse(document).bozo


class TestQuestions:
    def test_come_newest_first_in_the_words_that_are_for_the_public(self, client: Client) -> None:
        topic = Topic.objects.create(name="Đăng ký thi đua")
        first = make_published(at=TIMESTAMP, topic=topic, name="Nông Văn Bí Mật", email="bi-mat@example.vn")
        make_published(at=TIMESTAMP + dt.timedelta(days=9), subject="Câu hỏi sau")
        Question.objects.filter(pk=first.pk).update(public_subject="Xem giao ước", public_text="Ở đâu < thế?")
        for form in FORMS:
            document = client.get(f"/hoi-dap/{form}").content
            assert "Bí Mật".encode() not in document
            assert b"bi-mat" not in document
            entries = feedparser.parse(document).entries
            assert [entry.title for entry in entries] == ["Câu hỏi sau", "Xem giao ước"]
            assert entries[1].link == f"http://testserver/hoi-dap/{first.pk}/"
            assert entries[1].author == "Thường trực Khối thi đua"
            assert [tag.term for tag in entries[1].tags] == ["Đăng ký thi đua"]
            assert entries[1].published_parsed[:3] == (2018, 3, 27)
            assert entries[1].summary == "Ở đâu &lt; thế?"

    def test_carry_the_answer_when_asked(self, client: Client) -> None:
        make_published(answer='<p>Xem <a href="/khoi-thi-dua/">các khối</a>.</p>')
        for form in ("rss.xml", "atom.xml"):
            assert "content" not in read(client, f"/hoi-dap/{form}").entries[0]
            whole = read(client, f"/hoi-dap/{form}?day-du=1").entries[0]
            assert 'href="http://testserver/khoi-thi-dua/"' in whole.content[0].value

    def test_without_a_public_answer_do_not_come(self, client: Client) -> None:
        make_question(subject="Chưa trả lời")
        assert read(client, "/hoi-dap/rss.xml?day-du=1").entries == []


class TestConsultations:
    def test_come_with_their_period_newest_first(self, client: Client) -> None:
        first = make_consultation(
            title="Dự thảo đầu",
            explanation="<p>Về nơi < chốn.</p>",
            published_at=TIMESTAMP,
            opens_at=TIMESTAMP,
            closes_at=TIMESTAMP + dt.timedelta(days=20),
        )
        make_consultation(title="Dự thảo sau")
        for form in FORMS:
            entries = read(client, f"/lay-y-kien/{form}").entries
            assert [entry.title for entry in entries] == ["Dự thảo sau", "Dự thảo đầu"]
            assert entries[1].link == f"http://testserver{first.get_absolute_url()}"
            assert entries[1].author == "Văn phòng"
            assert entries[1].published_parsed[:3] == (2018, 3, 27)
            assert "Nhận ý kiến từ 09:00 27/03/2018 đến 09:00 16/04/2018." in entries[1].summary

    def test_keep_their_name_when_the_title_is_mended(self, client: Client) -> None:
        consultation = make_consultation()
        before = read(client, "/lay-y-kien/atom.xml").entries[0]
        consultation.title = "Dự thảo có tên khác"
        consultation.save()
        after = read(client, "/lay-y-kien/atom.xml").entries[0]
        assert after.id == before.id
        assert after.link != before.link

    def test_carry_what_was_made_of_the_comments_once_that_is_public(self, client: Client) -> None:
        consultation = make_closed(summary="<p>Đã tiếp thu.</p>")
        whole = read(client, "/lay-y-kien/atom.xml?day-du=1").entries[0].content[0].value
        assert "Mời góp ý" in whole
        assert "Đã tiếp thu" not in whole
        Consultation.objects.filter(pk=consultation.pk).update(summary_published_at=timezone.now())
        assert "Đã tiếp thu" in read(client, "/lay-y-kien/atom.xml?day-du=1").entries[0].content[0].value

    @pytest.mark.parametrize(
        "hidden",
        [
            {"published": False},
            {"published_at": timezone.now() + dt.timedelta(days=1)},
            {"withdrawn_at": timezone.now(), "withdrawal_reason": "Nhầm"},
        ],
    )
    def test_that_are_not_public_do_not_come(self, client: Client, hidden: dict[str, Any]) -> None:
        make_consultation(**hidden)
        assert read(client, "/lay-y-kien/rss.xml?day-du=1").entries == []
