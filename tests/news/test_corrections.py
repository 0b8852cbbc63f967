"""Corrections that readers are told of: what calls for one, the act, and where they read it."""

import datetime as dt
import random
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from news.corrections import has_substantive_change, record_correction
from news.models import Article, Correction
from tests.factories import make_article, make_user

DAY = dt.date(2018, 3, 27)


@dataclass(frozen=True)
class Written:
    title: str = "Khối thi đua số IV ký giao ước"
    summary: str = "Tám cơ quan cùng ký."
    body: str = "<p>Ngày 21/3/2018, Sở Tư pháp chủ trì.</p>"


def body_changed(before: str, after: str) -> bool:
    return has_substantive_change(Written(body=f"<p>{before}</p>"), Written(body=f"<p>{after}</p>"))


class TestSubstance:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("hòa giải", "hoà giải"),
            ("Thủy lợi, khỏe", "Thuỷ lợi, khoẻ"),
            ("ho\u0300a giải", "hòa giải"),
            ("SỞ TƯ PHÁP", "Sở Tư pháp"),
            ("Đà Nẵng", "ĐÀ NẴNG"),
            ("một , hai", "một, hai"),
            ("một  hai", "một\u00a0hai"),
            ("một hai", "một <strong>hai</strong>"),
            ("một</p><p>hai", "một<br>hai"),
            ("một</p><p>hai", "một</p><h2>hai</h2><p>"),
            ("“Một”", '"một"'),
            ("2018 – 2020", "2018–2020"),
            ("2018-2020", "2018–2020"),
            ("m<sup>2</sup>", "m²"),
            ("một", "một <script>hai</script>"),
            ("một", 'một <img src="/media/a.jpg" alt="ảnh">'),
            ("mộ\u00adt", "một"),
            ("A &amp; B", "A và B".replace("và", "&amp;")),
        ],
    )
    def test_the_look_alone_is_none(self, before: str, after: str) -> None:
        assert not body_changed(before, after)

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("tám cơ quan", "chín cơ quan"),
            ("Lục Thị Mai", "Lục Thị Mại"),
            ("má", "mà"),
            ("ma", "mạ"),
            ("tan", "tân"),
            ("du", "đu"),
            ("1.500 người", "15.00 người"),
            ("3,5", "35"),
            ("10 đồng", "100 đồng"),
            ("5%", "5"),
            ("tăng 5", "tăng -5"),
            ("27/03", "28/03"),
            ("được phép", "không được phép"),
            ("ông An, bà Mai", "bà Mai, ông An"),
            ("một", "một hai"),
            ("một hai", "một"),
            ("một", ""),
            ("kỳ họp", "kì họp"),
        ],
    )
    def test_what_is_said_is(self, before: str, after: str) -> None:
        assert body_changed(before, after)

    @pytest.mark.parametrize("field", ["title", "summary", "body"])
    def test_is_looked_for_in_every_text(self, field: str) -> None:
        before = Written()
        assert not has_substantive_change(before, Written())
        assert has_substantive_change(before, replace(before, **{field: "Lời khác hẳn"}))

    @given(words=st.lists(st.sampled_from(["hoà", "Sở", "27/03/2018", "1.500", "không", "Đạt"]), min_size=1))
    def test_dressing_a_text_never_changes_it(self, words: list[str]) -> None:
        plain = " ".join(words)
        dressed = " ".join(f"<em>{word}</em>" for word in words).upper().replace("<EM>", "<em>")
        assert not body_changed(plain, dressed.replace("</EM>", "</em>") + " .")

    @given(st.text(), st.text())
    def test_is_the_same_seen_from_both_sides(self, one: str, other: str) -> None:
        first, second = Written(title=one), Written(title=other)
        assert has_substantive_change(first, second) == has_substantive_change(second, first)
        assert not has_substantive_change(first, first)

    def test_a_rendered_field_on_the_model_does_not_matter(self) -> None:
        article = Article(title="Một", summary="Hai", body="<p>Ba</p>", body_rendered=str(random.Random(1).random()))
        assert not has_substantive_change(article, Article(title="Một", summary="Hai", body="<div>Ba</div>"))


@pytest.mark.django_db
class TestNoting:
    def test_keeps_when_what_and_who(self) -> None:
        editor, at = make_user(), timezone.now()
        article = make_article()
        correction = record_correction(article=article, by=editor, note="Sửa\n số  liệu.", at=at)
        assert list(article.corrections.all()) == [correction]
        correction.refresh_from_db()
        assert (correction.note, correction.made_by, correction.noted_at) == ("Sửa số liệu.", editor, at)

    def test_needs_no_words_and_takes_the_present_time(self) -> None:
        before = timezone.now()
        correction = record_correction(article=make_article(), by=None, note="")
        assert before <= correction.noted_at <= timezone.now()

    @pytest.mark.parametrize(
        "hidden",
        [
            {"published": False},
            {"status": Article.Status.WITHDRAWN},
            {"published_at": dt.datetime(2999, 1, 1, tzinfo=dt.UTC)},
        ],
    )
    def test_is_refused_where_nobody_reads(self, hidden: dict[str, Any]) -> None:
        with pytest.raises(ValidationError, match="người đọc đang thấy"):
            record_correction(article=make_article(**hidden), by=None, note="Sửa.")
        assert not Correction.objects.exists()

    def test_a_note_has_its_length(self) -> None:
        article = make_article()
        record_correction(article=article, by=None, note="a" * 500)
        with pytest.raises(ValidationError), transaction.atomic():
            record_correction(article=article, by=None, note="a" * 501)
        assert article.corrections.count() == 1

    def test_outlives_the_account_that_made_it(self) -> None:
        editor = make_user()
        correction = record_correction(article=make_article(), by=editor, note="Sửa.")
        editor.delete()
        correction.refresh_from_db()
        assert correction.made_by is None


@pytest.mark.django_db
class TestPage:
    @pytest.fixture
    def article(self) -> Article:
        return make_article(day=DAY, slug="bai")

    def read(self, client: Client) -> str:
        page = client.get("/tin-tuc/2018/03/27/bai/").content.decode()
        return page.split("<article")[1].split("</article>")[0]

    def note(self, article: Article, day: int, note: str) -> None:
        at = dt.datetime(2018, 3, day, 3, 32, tzinfo=dt.UTC)
        record_correction(article=article, by=None, note=note, at=at)

    def test_tells_the_local_hour_and_what_was_corrected(self, client: Client, article: Article) -> None:
        self.note(article, 28, "Sửa số đơn vị ký giao ước từ 7 thành 8.")
        page = self.read(client)
        assert '<time datetime="2018-03-28T10:32:00+07:00">10:32 ngày 28/03/2018</time>:' in page
        assert "Sửa số đơn vị ký giao ước từ 7 thành 8." in page
        assert "<details" not in page

    def test_the_newest_stands_first_and_the_older_are_folded(self, client: Client, article: Article) -> None:
        for day in (28, 30, 29):
            self.note(article, day, f"Lần sửa ngày {day}.")
        page = self.read(client)
        order = [page.index(part) for part in ("ngày 30.", "<details", "ngày 29.", "ngày 28.", "</details>")]
        assert order == sorted(order)
        assert page.count("<details") == page.count("</details>") == 1

    def test_without_words_it_tells_the_time_alone(self, client: Client, article: Article) -> None:
        self.note(article, 28, "")
        assert "10:32 ngày 28/03/2018</time></strong>" in self.read(client)

    def test_replaces_the_machines_own_stamp(self, client: Client, article: Article) -> None:
        assert 'class="byline__updated"' not in self.read(client)
        Article.objects.update(created_at=article.published_at)
        assert 'class="byline__updated"' in self.read(client)
        self.note(article, 28, "Sửa.")
        assert 'class="byline__updated"' not in self.read(client)

    def test_is_text_whatever_it_says(self, client: Client, article: Article) -> None:
        self.note(article, 28, "<script>alert(1)</script>")
        page = self.read(client)
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page

    def test_of_another_article_is_not_shown(self, client: Client, article: Article) -> None:
        record_correction(article=make_article(), by=None, note="Chuyện khác.")
        assert "Cập nhật lúc" not in self.read(client)

    def test_costs_one_query_and_only_where_there_is_one(
        self, client: Client, article: Article, django_assert_num_queries: Any
    ) -> None:
        for expected in (2, 3, 3):
            cache.clear()
            self.read(client)
            with django_assert_num_queries(expected):
                self.read(client)
            self.note(article, 28, "Sửa.")
