"""What may be written into the search box."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.language import MOST_CHARACTERS, MOST_EXCLUDED, MOST_WORDS, read


class TestRead:
    def test_words_that_follow_one_another_are_a_run(self) -> None:
        assert read("Sở Tư pháp").runs == (("sở", "tư", "pháp"),)

    def test_a_phrase_stands_between_quotation_marks_of_any_kind(self) -> None:
        for typed in ('"thi đua yêu nước"', "“thi đua yêu nước”", "«thi đua yêu nước»", '"thi đua yêu nước'):
            assert read(typed).phrases == (("thi", "đua", "yêu", "nước"),)

    def test_what_is_not_wanted_has_a_hyphen_before_it(self) -> None:
        query = read('hòa giải -tòa -"thi hành án"')
        assert query.runs == (("hòa", "giải"),)
        assert query.without == (("tòa",), ("thi", "hành", "án"))

    def test_a_hyphen_inside_a_word_excludes_nothing(self) -> None:
        query = read("vắc-xin 348/QĐ-UBND")
        assert query.runs == (("vắc", "xin", "348", "qđ", "ubnd"),)
        assert query.without == ()

    def test_a_category_and_an_author_are_named(self) -> None:
        query = read('họp chuyen-muc:thong-bao tac-gia:"Nông Thúy Quỳnh"')
        assert (query.words, query.category, query.author) == (("họp",), "thong-bao", "Nông Thúy Quỳnh")

    def test_days_are_read_as_vietnamese_write_them(self) -> None:
        query = read("họp tu:01/02/2018 den:31-12-2018")
        assert (query.since, query.until) == (dt.date(2018, 2, 1), dt.date(2018, 12, 31))

    def test_days_in_the_box_come_before_those_beside_it(self) -> None:
        query = read("tu:01/02/2018", since="01/01/2001", until="02/02/2020")
        assert (query.since, query.until) == (dt.date(2018, 2, 1), dt.date(2020, 2, 2))

    def test_days_upside_down_are_turned_and_it_is_said(self) -> None:
        query = read("họp", since="31/12/2018", until="01/01/2018")
        assert (query.since, query.until) == (dt.date(2018, 1, 1), dt.date(2018, 12, 31))
        assert len(query.complaints) == 1

    def test_a_day_that_cannot_be_read_is_said_and_left_out(self) -> None:
        query = read("họp tu:hôm-qua")
        assert query.since is None
        assert "ngày/tháng/năm" in query.complaints[0]

    def test_a_colon_after_any_other_word_is_no_order(self) -> None:
        assert read("lưu ý:thi đua").words == ("lưu", "ý", "thi", "đua")

    @pytest.mark.parametrize("typed", ["", "   ", "?!…", '""', "-", "()&|!:*", "\0", "\u202e\u200f", '-""'])
    def test_nothing_to_look_for_is_empty(self, typed: str) -> None:
        assert read(typed).is_empty

    def test_marks_that_nobody_sees_are_left_out(self) -> None:
        assert read("thi\u202e \0đua\u200f").words == ("thi", "đua")

    def test_a_long_query_is_cut_and_it_is_said(self) -> None:
        query = read("từ " * 5_000)
        assert len(query.words) == MOST_WORDS
        assert len(query.typed) <= MOST_CHARACTERS
        assert query.complaints

    def test_so_many_exclusions_count(self) -> None:
        assert len(read(" ".join(f"-từ{n}" for n in range(40))).without) == MOST_EXCLUDED

    @given(st.text(max_size=400))
    def test_whatever_is_typed_is_read(self, typed: str) -> None:
        query = read(typed)
        assert len(query.words) <= MOST_WORDS
        assert all(word.strip() for word in query.words)
