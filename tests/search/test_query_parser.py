"""What may be written into the search box."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.query_parser import MAX_EXCLUDED_PHRASES, MAX_QUERY_LENGTH, MAX_QUERY_WORDS, parse_query


class TestRead:
    def test_words_that_follow_one_another_are_a_run(self) -> None:
        assert parse_query("Sở Tư pháp").word_sequences == (("sở", "tư", "pháp"),)

    def test_a_phrase_stands_between_quotation_marks_of_any_kind(self) -> None:
        for typed in ('"thi đua yêu nước"', "“thi đua yêu nước”", "«thi đua yêu nước»", '"thi đua yêu nước'):
            assert parse_query(typed).phrases == (("thi", "đua", "yêu", "nước"),)

    def test_what_is_not_wanted_has_a_hyphen_before_it(self) -> None:
        query = parse_query('hòa giải -tòa -"thi hành án"')
        assert query.word_sequences == (("hòa", "giải"),)
        assert query.excluded_phrases == (("tòa",), ("thi", "hành", "án"))

    def test_a_hyphen_inside_a_word_excludes_nothing(self) -> None:
        query = parse_query("vắc-xin 348/QĐ-UBND")
        assert query.word_sequences == (("vắc", "xin", "348", "qđ", "ubnd"),)
        assert query.excluded_phrases == ()

    def test_a_category_and_an_author_are_named(self) -> None:
        query = parse_query('họp chuyen-muc:thong-bao tac-gia:"Nông Thúy Quỳnh"')
        assert (query.words, query.category, query.author) == (("họp",), "thong-bao", "Nông Thúy Quỳnh")

    def test_days_are_read_as_vietnamese_write_them(self) -> None:
        query = parse_query("họp tu:01/02/2018 den:31-12-2018")
        assert (query.since, query.until) == (dt.date(2018, 2, 1), dt.date(2018, 12, 31))

    def test_days_in_the_box_come_before_those_beside_it(self) -> None:
        query = parse_query("tu:01/02/2018", since="01/01/2001", until="02/02/2020")
        assert (query.since, query.until) == (dt.date(2018, 2, 1), dt.date(2020, 2, 2))

    def test_days_upside_down_are_turned_and_it_is_said(self) -> None:
        query = parse_query("họp", since="31/12/2018", until="01/01/2018")
        assert (query.since, query.until) == (dt.date(2018, 1, 1), dt.date(2018, 12, 31))
        assert len(query.warnings) == 1

    def test_a_day_that_cannot_be_read_is_said_and_left_out(self) -> None:
        query = parse_query("họp tu:hôm-qua")
        assert query.since is None
        assert "ngày/tháng/năm" in query.warnings[0]

    def test_a_colon_after_any_other_word_is_no_order(self) -> None:
        assert parse_query("lưu ý:thi đua").words == ("lưu", "ý", "thi", "đua")

    @pytest.mark.parametrize("typed", ["", "   ", "?!…", '""', "-", "()&|!:*", "\0", "\u202e\u200f", '-""'])
    def test_nothing_to_look_for_is_empty(self, typed: str) -> None:
        assert parse_query(typed).is_empty

    def test_marks_that_nobody_sees_are_left_out(self) -> None:
        assert parse_query("thi\u202e \0đua\u200f").words == ("thi", "đua")

    def test_a_long_query_is_cut_and_it_is_said(self) -> None:
        query = parse_query("từ " * 5_000)
        assert len(query.words) == MAX_QUERY_WORDS
        assert len(query.typed) <= MAX_QUERY_LENGTH
        assert query.warnings

    def test_so_many_exclusions_count(self) -> None:
        assert len(parse_query(" ".join(f"-từ{n}" for n in range(40))).excluded_phrases) == MAX_EXCLUDED_PHRASES

    @given(st.text(max_size=400))
    def test_whatever_is_typed_is_read(self, typed: str) -> None:
        query = parse_query(typed)
        assert len(query.words) <= MAX_QUERY_WORDS
        assert all(word.strip() for word in query.words)
