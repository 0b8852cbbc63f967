"""The catalogues of translations: each .mo says what its .po says, and the compiler refuses what it cannot read."""

import gettext
import io
from pathlib import Path

import pytest

from deploy.compile_words import LOCALE, compile_mo, parse_po

CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(LOCALE)))
def test_what_is_compiled_is_what_is_written(path: Path) -> None:
    assert path.with_suffix(".mo").read_bytes() == compile_mo(parse_po(path.read_text(encoding="utf-8")))


def test_every_compiled_catalogue_has_its_source() -> None:
    assert [path.with_suffix(".po") for path in sorted(LOCALE.glob("*/LC_MESSAGES/*.mo"))] == CATALOGUES


class TestCompiling:
    def read(self, text: str) -> gettext.GNUTranslations:
        return gettext.GNUTranslations(io.BytesIO(compile_mo(parse_po(HEAD + text))))

    def test_words_contexts_and_plurals(self) -> None:
        words = self.read(
            'msgid "Save"\nmsgstr "Lưu"\n\n'
            'msgctxt "month"\nmsgid "May"\nmsgstr "Tháng "\n"Năm"\n\n'
            'msgid "%d day"\nmsgid_plural "%d days"\nmsgstr[0] "%d ngày"\n'
        )
        assert words.gettext("Save") == "Lưu"
        assert words.pgettext("month", "May") == "Tháng Năm"
        assert words.ngettext("%d day", "%d days", 1) == "%d ngày"

    def test_what_is_not_translated_is_left_out(self) -> None:
        assert self.read('msgid "Save"\nmsgstr ""\n').gettext("Save") == "Save"

    @pytest.mark.parametrize(
        "text", ["nonsense\n", 'msgid "Save"\nmsgstr "Lưu"\n\nmsgid "Save"\nmsgstr "Ghi"\n'], ids=["nonsense", "twice"]
    )
    def test_what_is_wrong_is_refused(self, text: str) -> None:
        with pytest.raises(ValueError, match=r"No line|Given twice"):
            parse_po(HEAD + text)
