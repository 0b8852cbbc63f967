"""What is found, in which order, and how it divides."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.search import query as search_query
from portal.search import retrieval
from portal.search.query import FilterParams
from portal.search.query_plan import intersect
from portal.search.retrieval import ResultCount, fetch_public_entries
from tests.emulation.factories import make_agency
from tests.factories import make_article, make_author, make_category

pytestmark = pytest.mark.django_db


def titles(query: str, choices: FilterParams | None = None) -> list[str]:
    return [entry.title for entry in fetch_public_entries(search_query.search(query, choices).keys)]


def make(title: str, text: str = "Nội dung.", year: int = 2018, **fields: object) -> None:
    make_article(title=title, summary=text, body="<p>Hết.</p>", day=dt.date(year, 3, 27), **fields)


class TestOrder:
    def test_exact_diacritics_come_before_folded(self) -> None:
        make("Nuôi bò", year=2018)
        make("Cán bộ bám bản", year=2024)
        assert titles("bò") == ["Nuôi bò", "Cán bộ bám bản"]

    def test_a_phrase_comes_before_scattered_words(self) -> None:
        make("Đầu năm", "Phong trào thi đua sôi nổi.", year=2018)
        make("Cuối năm", "Kỳ thi có người đua ngựa.", year=2024)
        assert titles("thi đua") == ["Đầu năm", "Cuối năm"]

    def test_the_title_comes_before_the_text(self) -> None:
        make("Chuyển đổi số", year=2018)
        make("Tin khác", "Nói về chuyển đổi số.", year=2024)
        assert titles("chuyển đổi số") == ["Chuyển đổi số", "Tin khác"]

    def test_of_equals_the_newer_comes_first(self) -> None:
        for year in (2019, 2024, 2021):
            make(f"Hội nghị {year}", year=year)
        assert titles("hội nghị") == ["Hội nghị 2024", "Hội nghị 2021", "Hội nghị 2019"]

    def test_initials_lead_to_their_agency(self) -> None:
        make("BCHQS tỉnh quy tập liệt sĩ", year=2024)
        make_agency("Bộ Chỉ huy Quân sự tỉnh")
        assert titles("BCHQS")[0] == "Bộ Chỉ huy Quân sự tỉnh"


class TestWays:
    @pytest.mark.parametrize(
        ("written", "asked"),
        [
            ("Hòa giải", "hoà giải"),
            ("Kỷ niệm", "kỉ niệm"),
            ("Đồng Đăng", "dong dang"),
            ("ĐỒNG ĐĂNG", "đồng đăng"),
            ("Thuỷ điện", "thủy điện"),
            ("Ủy ban", "u\u0309y ban"),
            ("348/QĐ-UBND", "348 qd ubnd"),
        ],
    )
    def test_every_way_of_writing_finds(self, written: str, asked: str) -> None:
        make(written)
        assert titles(asked) == [written]

    def test_an_excluded_word_excludes(self) -> None:
        make("Hòa giải ở tòa")
        make("Hòa giải ở bản")
        assert titles("hòa giải -tòa") == ["Hòa giải ở bản"]

    def test_an_excluded_phrase_leaves_its_scattered_words(self) -> None:
        make("Cao tốc và mặt bằng giải phóng")
        make("Cao tốc: giải phóng mặt bằng")
        assert titles('cao tốc -"giải phóng mặt bằng"') == ["Cao tốc và mặt bằng giải phóng"]

    def test_a_phrase_must_stand_just_so(self) -> None:
        make("Kỳ thi và cuộc đua")
        assert titles('"thi đua"') == []
        assert titles("thi đua") == ["Kỳ thi và cuộc đua"]

    def test_days_bound_both_ends(self) -> None:
        for year in (2018, 2019, 2020):
            make(f"Hội nghị {year}", year=year)
        assert titles("hội nghị tu:27/03/2019 den:27/03/2019") == ["Hội nghị 2019"]
        assert titles("tu:27/03/2019") == ["Hội nghị 2020", "Hội nghị 2019"]

    def test_a_category_or_an_author_that_is_not_there_finds_nothing(self) -> None:
        make("Hội nghị", category=make_category("Thông báo"), author=make_author("Ban Biên tập"))
        assert titles("hội nghị chuyen-muc:khong-co") == []
        assert titles("hội nghị tac-gia:khong-co") == []
        assert titles("hội nghị tac-gia:ban-bien-tap") == ["Hội nghị"]

    def test_a_top_category_holds_those_below(self) -> None:
        top = make_category("Tin tỉnh")
        make("Hội nghị", category=make_category("Tin xã", parent=top))
        assert titles("hội nghị chuyen-muc:tin-tinh") == ["Hội nghị"]

    def test_when_nothing_has_all_words_those_lacking_one_are_shown(self) -> None:
        make("Thủ tục cấp lại căn cước")
        found = search_query.search("thủ tục cấp lại căn cước nhanh")
        assert found.is_partial
        assert len(found.keys) == 1


class TestCounts:
    def test_are_exact_for_few(self) -> None:
        category = make_category("Thông báo")
        for slug, year in (("mot", 2018), ("hai", 2018), ("ba", 2019)):
            make("Hội nghị", year=year, category=category, slug=slug)
        make_agency("Hội nghị hiệp thương")
        found = search_query.search("hội nghị")
        assert found.total == ResultCount(4)
        assert found.kinds == {"article": ResultCount(3), "agency": ResultCount(1)}
        assert found.categories == {category.pk: ResultCount(3)}
        assert found.years == {2018: ResultCount(2), 2019: ResultCount(1)}

    def test_choices_narrow(self) -> None:
        make("Hội nghị 2018", year=2018)
        make("Hội nghị 2019", year=2019)
        make_agency("Hội nghị hiệp thương")
        assert titles("hội nghị", FilterParams(year=2018)) == ["Hội nghị 2018"]
        assert titles("hội nghị", FilterParams(kind="agency")) == ["Hội nghị hiệp thương"]

    def test_of_a_crowd_come_from_a_sample(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(retrieval, "WINDOW_SIZES", (2, 4, 8))
        monkeypatch.setattr(retrieval, "LARGE_SET_SIZE", 1)
        monkeypatch.setattr(retrieval, "in_sample", intersect)
        monkeypatch.setattr(retrieval, "FINE_SAMPLE", "mau")
        monkeypatch.setattr(retrieval, "SAMPLE_INTERVALS", {**retrieval.SAMPLE_INTERVALS, "mau": 32})
        for number in range(12):
            make(f"Hội nghị {number}", "mẫu" if number < 3 else "khác")
        found = search_query.search("hội nghị")
        assert found.total == ResultCount(3 * 32, is_estimate=True)
        assert found.is_truncated
        assert len(found.keys) == 12

    def test_more_than_a_thousand_is_over(self) -> None:
        assert ResultCount(1_001).exceeds_limit
        assert not ResultCount(1_000).exceeds_limit


class TestBadInput:
    @pytest.mark.parametrize(
        "typed",
        [
            "thi đua" * 2_000,
            '"' * 500,
            "AND OR NOT NEAR(a b)",
            'title:a* ^b {x} -"',
            "a & b | !c <-> d:*",
            "'; DROP TABLE search_indexentry; --",
            "x' OR 1=1 --",
            "\0\0\0",
            "\u202ethi đua\u202c",
            "%s %(a)s {matching} {0}",
            "_thi __kagency _",
            "💥 中国 Ω",
            "-a -b -c",
        ],
    )
    def test_finds_something_or_nothing_at_an_ordinary_cost(self, typed: str) -> None:
        make("Thi đua")
        with CaptureQueriesContext(connection) as asked:
            search_query.search(typed)
        assert len(asked) <= 25
        assert titles("thi đua") == ["Thi đua"]

    def test_no_token_of_ours_can_be_asked_for(self) -> None:
        make("Thi đua")
        assert titles("__karticle") == []
