"""Words as the index knows them."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.text import vietnamese
from portal.search import tokens


class TestSplit:
    @given(st.text(alphabet=st.characters() | st.sampled_from("hoà_ -,\u0301\u00a0đĐΣ")))
    def test_words_are_runs_of_letters_and_figures_wherever_the_blanks_are(self, text: str) -> None:
        whole = re.findall(rf"[^\W_]{{1,{tokens.MAX_WORD_LENGTH}}}", vietnamese.canonical(text).lower())
        assert tokens.split_words(text) == whole


class TestKeys:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("hòa", "hoà"),
            ("thủy", "thuỷ"),
            ("Đồng", "dong"),
            ("kỷ", "kỉ"),
            ("lý", "lí"),
            ("quý", "quí"),
            ("SỞ", "sở"),
            (unicodedata.normalize("NFD", "thưởng"), "thưởng"),
        ],
    )
    def test_ways_of_writing_one_word_have_one_key(self, one: str, other: str) -> None:
        assert tokens.folded_forms(tokens.split_words(one)) == tokens.folded_forms(tokens.split_words(other))

    @pytest.mark.parametrize(("one", "other"), [("hay", "hai"), ("thúy", "thúi"), ("mây", "mai"), ("bò", "bà")])
    def test_different_words_keep_different_keys(self, one: str, other: str) -> None:
        assert tokens.folded_form(one) != tokens.folded_form(other)

    @pytest.mark.parametrize("word", ["đắng", "ước", "quyết", "nghiêng", "ỡ", "ß", "năm2018", "中国"])
    def test_a_key_is_one_word(self, word: str) -> None:
        assert tokens.split_words(tokens.folded_form(word)) == [tokens.folded_form(word)]


class TestExactForms:
    @pytest.mark.parametrize(("one", "other"), [("hòa", "hoà"), ("khỏe", "khoẻ"), ("thủy", "thuỷ"), ("kỷ", "kỉ")])
    def test_the_place_of_the_tone_does_not_matter(self, one: str, other: str) -> None:
        assert tokens.exact_form(one) == tokens.exact_form(other)

    def test_marks_and_tones_do(self) -> None:
        forms = {tokens.exact_form(word) for word in ("bo", "bò", "bó", "bộ", "bô", "bơ", "bỏ", "bõ", "bọ")}
        assert len(forms) == 9

    @pytest.mark.parametrize(("word", "expected"), [("sở", True), ("đi", True), ("thi", False), ("2018", False)])
    def test_tells_whether_marks_were_written(self, word: str, expected: bool) -> None:
        assert tokens.has_diacritics(word) is expected


class TestTokens:
    def test_knows_words_neighbours_and_the_title(self) -> None:
        found = tokens.tokens("Sở họp", "Thi đua")
        assert found == {
            *("so", "hop", "so_hop", "so73_", "hop5_"),
            *("_so", "_hop", "_so_hop", "_so73_", "_hop5_"),
            *("thi", "dua", "thi_dua", "d9ua_"),
        }

    @given(st.text(max_size=200), st.text(max_size=200))
    def test_hold_nothing_an_engine_could_take_for_its_own(self, title: str, text: str) -> None:
        for token in tokens.tokens(title, text):
            assert token.strip("_")
            assert not set(token) & set(" '\"()&|!:*<>\\\0\n")
