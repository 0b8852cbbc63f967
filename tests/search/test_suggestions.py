"""Slips of the finger."""

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache
from django.db import OperationalError
from django.utils import timezone

from news import services as article_services
from portal.search import index
from portal.search.index import IndexRebuild
from portal.search.query_parser import parse_query
from portal.search.suggestions import correct_query, single_edits, suggest
from tests.factories import make_article


class TestOneSlipAway:
    @pytest.mark.parametrize("slip", ["thong", "thuog", "thuonng", "thunog", "tuong"])
    def test_is_a_letter_changed_lost_doubled_or_two_swapped(self, slip: str) -> None:
        assert "thuong" in single_edits(slip) or slip == "thong"

    def test_is_never_the_word_itself_nor_nothing(self) -> None:
        assert single_edits("a").isdisjoint({"a", ""})


@pytest.mark.django_db
class TestCorrection:
    @pytest.fixture(autouse=True)
    def titles(self) -> None:
        for title in ("Phong trào thi đua yêu nước", "Thi đua sôi nổi", "Kỳ thi có người bị đau", "Khen thưởng"):
            make_article(title=title)

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [("khen thuowng", "khen thưởng"), ("phongg trào", "phong trào"), ("yeu nuoc", ""), ("xyzzy", "")],
    )
    def test_takes_what_titles_have(self, typed: str, meant: str) -> None:
        assert correct_query(parse_query(typed)) == meant

    def test_keeps_what_the_reader_wrote_with_marks(self) -> None:
        assert correct_query(parse_query("sôi nổii")) == "sôi nổi"

    def test_neighbours_decide_between_known_words(self) -> None:
        for number in range(3):
            make_article(title=f"Thi đua {number}")
        assert correct_query(parse_query("thii dua")) == "thi đua"

    def test_a_long_query_is_let_be(self) -> None:
        assert correct_query(parse_query("một hai ba bốn năm sáu bảyy")) == ""


@pytest.mark.django_db
class TestWordsOfWhatIsGone:
    def test_are_suggested_no_longer(self) -> None:
        make_article(title="Thi đua sôi nổi")
        secret = make_article(title="Thi đua Chim Lạc")
        assert suggest("chim l") == ["chim lạc"]
        article_services.withdraw_article(article=secret, by=None, note="Có sai sót.")
        assert suggest("chim l") == []
        assert suggest("thi d") == ["thi đua"]

    def test_nor_those_of_an_older_wording(self) -> None:
        article = make_article(title="Hội nghị Chim Lạc")
        article.title = "Hội nghị tổng kết"
        article.save()
        assert suggest("chim l") == []
        assert suggest("hội ngh") == ["hội nghị"]

    def test_nor_those_of_what_has_ended(self) -> None:
        article = make_article(title="Bí danh xuất kho")
        make_article(title="Bí thư tỉnh ủy")
        assert "bí danh" in [text.lower() for text in suggest("bí da")]
        article.expires_at = timezone.now() + dt.timedelta(minutes=5)
        article_services.save_article(article=article, by=None)
        assert "bí danh" in [text.lower() for text in suggest("bí da")]
        with time_machine.travel(timezone.now() + dt.timedelta(minutes=6)):
            cache.delete(index.NEXT_END_CACHE_KEY)
            assert suggest("bí da") == []
            assert correct_query(parse_query("bí danhh")) == ""
            assert IndexRebuild().run() == 0
            assert suggest("bí da") == []
            assert suggest("bí th") != []
            article.expires_at = None
            article_services.save_article(article=article, by=None)
            assert "bí danh" in [text.lower() for text in suggest("bí da")]

    def test_a_database_that_takes_no_writes_still_suggests(self, monkeypatch: pytest.MonkeyPatch) -> None:
        make_article(title="Bí thư tỉnh ủy")

        def refuse() -> int:
            raise OperationalError("read-only")

        monkeypatch.setattr(index, "remove_ended_entries", refuse)
        assert suggest("bí th") != []
