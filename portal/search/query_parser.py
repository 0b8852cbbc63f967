"""Parser of the search box syntax. No database access.

Words (all must occur), ``"a phrase"``, ``-without`` and ``-"without this phrase"``, ``chuyen-muc:``, ``tac-gia:``,
``tu:`` and ``den:`` with a day. No input is an error: what cannot be parsed is reported, or is searched as a word.
"""

import datetime as dt
import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from portal.core.text import dates, vietnamese
from portal.search import tokens

MAX_QUERY_LENGTH = 300
MAX_QUERY_WORDS = 12
MAX_EXCLUDED_PHRASES = 6

# NUL, other control characters and bidirectional marks, which are never typed on purpose.
_INVISIBLE_CHARACTERS = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_QUERY_PART = re.compile(r'(-?)(?:([a-z]+(?:-[a-z]+)?):)?(?:"([^"]*)"?|([^\s"]+))', re.IGNORECASE)
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})


@dataclass(frozen=True)
class Query:
    """A parsed query. ``word_sequences`` are consecutive words; all of them must occur."""

    typed: str = ""
    word_sequences: tuple[tuple[str, ...], ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded_phrases: tuple[tuple[str, ...], ...] = ()
    category: str = ""
    author: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    warnings: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Every word that must occur, in the order written."""
        return tuple(word for run in (*self.word_sequences, *self.phrases) for word in run)

    @property
    def is_empty(self) -> bool:
        """Whether the query has neither words nor filters."""
        return not self.words and not self.has_filters

    @property
    def has_filters(self) -> bool:
        return bool(self.category or self.author or self.since or self.until)


@dataclass
class _QueryBuilder:
    """State of the parser."""

    word_sequences: list[tuple[str, ...]] = field(default_factory=list)
    current_sequence: list[str] = field(default_factory=list)
    phrases: list[tuple[str, ...]] = field(default_factory=list)
    excluded_phrases: list[tuple[str, ...]] = field(default_factory=list)
    operators: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    remaining_words: int = MAX_QUERY_WORDS

    def end_sequence(self) -> None:
        if self.current_sequence:
            self.word_sequences.append(tuple(self.current_sequence))
            self.current_sequence = []

    def take_words(self, found: list[str]) -> list[str]:
        """Takes words up to the limit of the query."""
        taken = found[: self.remaining_words]
        self.remaining_words -= len(taken)
        if len(taken) < len(found) and not self.warnings:
            self.warnings.append(_("Câu tìm dài quá: chỉ tìm theo %d từ đầu.") % MAX_QUERY_WORDS)
        return taken


def clean_query(typed: str) -> str:
    """Normalizes the input to one line without invisible characters, cut to the maximum length."""
    return vietnamese.normalize_line(_INVISIBLE_CHARACTERS.sub(" ", typed[: 4 * MAX_QUERY_LENGTH]))[
        :MAX_QUERY_LENGTH
    ].strip()


def parse_query(typed: str, *, since: str = "", until: str = "") -> Query:
    """Parses the search box and its two date fields; dates in the box have precedence."""
    written = clean_query(typed)
    reading = _QueryBuilder()
    for sign, name, phrase, word in _QUERY_PART.findall(written.translate(_QUOTES)):
        _parse_part(reading, bool(sign), name.lower(), phrase, word)
    reading.end_sequence()
    first = _parse_day(reading, reading.operators.get("tu") or since)
    last = _parse_day(reading, reading.operators.get("den") or until)
    if first and last and first > last:
        first, last = last, first
        reading.warnings.append(_("Ngày “từ” ở sau ngày “đến” nên hai ngày đã được đổi chỗ."))
    return Query(
        typed=written,
        word_sequences=tuple(reading.word_sequences),
        phrases=tuple(reading.phrases),
        excluded_phrases=tuple(reading.excluded_phrases[:MAX_EXCLUDED_PHRASES]),
        category=reading.operators.get("chuyen-muc", ""),
        author=reading.operators.get("tac-gia", ""),
        since=first,
        until=last,
        warnings=tuple(dict.fromkeys(reading.warnings)),
    )


def _parse_part(reading: _QueryBuilder, is_excluded: bool, name: str, phrase: str, word: str) -> None:
    if name in {"chuyen-muc", "tac-gia", "tu", "den"} and not is_excluded:
        reading.end_sequence()
        reading.operators[name] = phrase or word
        return
    found = tokens.split_words(f"{name} {phrase or word}" if name else phrase or word)
    if not found:
        return
    if is_excluded:
        reading.excluded_phrases.append(tuple(found[:MAX_QUERY_WORDS]))
    elif phrase:
        reading.end_sequence()
        if taken := reading.take_words(found):
            reading.phrases.append(tuple(taken))
    else:
        reading.current_sequence.extend(reading.take_words(found))


def _parse_day(reading: _QueryBuilder, written: str) -> dt.date | None:
    if not written.strip():
        return None
    try:
        return dates.parse_date(written[:40])
    except ValueError as error:
        reading.warnings.append(str(error))
        return None
