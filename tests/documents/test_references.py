"""Number and symbol as people type them."""

import unicodedata

import pytest

from portal.documents import references


class TestParsing:
    @pytest.mark.parametrize(
        ("typed", "shown"),
        [
            ("12/QĐ-UBND", "12/QĐ-UBND"),
            ("Số: 05/KH-KTĐ", "05/KH-KTĐ"),
            ("số 5 / KH – KTĐ ", "05/KH-KTĐ"),
            ("Số, ký hiệu: 012/BC-STP", "12/BC-STP"),
            ("12/2024/QĐ-UBND", "12/2024/QĐ-UBND"),
            ("07-KH/ĐU", "07-KH/ĐU"),
            ("15a/TB-VP", "15a/TB-VP"),
            (unicodedata.normalize("NFD", "3/QyĐ-UBND."), "03/QyĐ-UBND"),
        ],
    )
    def test_comes_into_one_form(self, typed: str, shown: str) -> None:
        assert references.format_reference(*references.parse_reference(typed)) == shown

    @pytest.mark.parametrize(
        "typed", ["", "QĐ-UBND", "12", "12/", "/QĐ", "12QĐ", "\0", f"1/{'K' * 70}", f"{'1' * 40}/QĐ-UBND"]
    )
    def test_anything_else_is_refused_in_words(self, typed: str) -> None:
        with pytest.raises(ValueError, match="ý hiệu"):
            references.parse_reference(typed)

    @pytest.mark.parametrize("typed", ["12/QĐ-UBND", "012/qđ-ubnd", "12 / QD - UBND"])
    def test_ways_of_writing_one_reference_have_one_key(self, typed: str) -> None:
        assert references.normalize_reference(*references.parse_reference(typed)) == "12/qd-ubnd"
