"""The catalogues: every text that a public page can show is translated, and what is compiled is what is written."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings

from tools import messages

ENGLISH = polib.pofile(str(messages.CATALOGUE))
WRITTEN = sorted(Path(folder) / path for folder in settings.LOCALE_PATHS for path in Path(folder).rglob("*.po"))
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|%%|<[^>]+>")


def translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_public_text_is_translated() -> None:
    """`make messages` adds the missing ones to the catalogue; what only staff see belongs into STAFF_ONLY."""
    known = {messages.Message(entry.msgid, entry.msgid_plural) for entry in ENGLISH if entry.translated()}
    missing = {message: sorted(files) for message, files in messages.public_messages().items() if message not in known}
    assert missing == {}


def test_nothing_in_it_is_unused_or_unsure() -> None:
    public = messages.public_messages()
    assert [entry.msgid for entry in ENGLISH if messages.Message(entry.msgid, entry.msgid_plural) not in public] == []
    assert [entry.msgid for entry in ENGLISH if entry.fuzzy or entry.obsolete] == []


@pytest.mark.parametrize("entry", ENGLISH, ids=lambda entry: entry.msgid[:40])
def test_a_translation_says_the_same_things(entry: polib.POEntry) -> None:
    for text in translations(entry):
        assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(entry.msgid))
        assert text[:1].isspace() == entry.msgid[:1].isspace()
        assert text[-1:].isspace() == entry.msgid[-1:].isspace()
        assert not re.search("[đăâêôơư\u1ea0-\u1ef9]", text, re.IGNORECASE)


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.parent.parent.name)
def test_what_is_compiled_is_what_is_written(path: Path) -> None:
    compiled = {(e.msgctxt, e.msgid): translations(e) for e in polib.mofile(str(path.with_suffix(".mo")))}
    written = {(e.msgctxt, e.msgid): translations(e) for e in polib.pofile(str(path)).translated_entries()}
    assert compiled == written


class TestWhatIsCollected:
    def test_words_of_templates_at_any_depth(self) -> None:
        found = messages.public_messages()
        assert "templates/home.html" in found[messages.Message("Tin mới nhất")]
        assert messages.Message("%(count)s tin", "%(count)s tin") in found

    def test_choices_and_answers_of_models_but_no_names_of_fields(self) -> None:
        found = messages.public_messages()
        assert messages.Message("Trưởng khối") in found
        assert messages.Message("Đang chuẩn bị") in found
        assert messages.Message("tên tiếng Anh") not in found
