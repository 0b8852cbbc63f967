"""What a reader may write into the search box, read without a database.

Words (all must occur), ``"a phrase"``, ``-without`` and ``-"without this phrase"``, ``chuyen-muc:``, ``tac-gia:``,
``tu:`` and ``den:`` with a day. Nothing a reader writes is an error; what cannot be read is said, or is a word.
"""

import datetime as dt
import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from portal.kit import dates, vietnamese
from portal.search import words

MOST_CHARACTERS = 300
MOST_WORDS = 12
MOST_EXCLUDED = 6

# NUL and other controls, and the marks that turn the direction of writing: never meant.
_UNSEEN = re.compile("[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_PART = re.compile(r'(-?)(?:([a-z]+(?:-[a-z]+)?):)?(?:"([^"]*)"?|([^\s"]+))', re.IGNORECASE)
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})


@dataclass(frozen=True)
class Query:
    """What is looked for. ``runs`` are words as they follow one another; every one of them must occur."""

    typed: str = ""
    runs: tuple[tuple[str, ...], ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    without: tuple[tuple[str, ...], ...] = ()
    category: str = ""
    author: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    complaints: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Every word that must occur, in the order written."""
        return tuple(word for run in (*self.runs, *self.phrases) for word in run)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not self.words and not self.narrows

    @property
    def narrows(self) -> bool:
        return bool(self.category or self.author or self.since or self.until)


@dataclass
class _Reading:
    """What has been read so far."""

    runs: list[tuple[str, ...]] = field(default_factory=list)
    run: list[str] = field(default_factory=list)
    phrases: list[tuple[str, ...]] = field(default_factory=list)
    without: list[tuple[str, ...]] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    room: int = MOST_WORDS

    def end_run(self) -> None:
        if self.run:
            self.runs.append(tuple(self.run))
            self.run = []

    def take(self, found: list[str]) -> list[str]:
        """As many of the words as there is still room for."""
        taken = found[: self.room]
        self.room -= len(taken)
        if len(taken) < len(found) and not self.complaints:
            self.complaints.append(_("Câu tìm dài quá: chỉ tìm theo %d từ đầu.") % MOST_WORDS)
        return taken


def tidy(typed: str) -> str:
    """What was typed, on one line, without what nobody sees, cut where no sensible query ends."""
    return vietnamese.tidy_line(_UNSEEN.sub(" ", typed[: 4 * MOST_CHARACTERS]))[:MOST_CHARACTERS].strip()


def read(typed: str, *, since: str = "", until: str = "") -> Query:
    """Reads the search box, and the two fields with days beside it; days in the box have precedence."""
    written = tidy(typed)
    reading = _Reading()
    for sign, name, phrase, word in _PART.findall(written.translate(_QUOTES)):
        _read_part(reading, bool(sign), name.lower(), phrase, word)
    reading.end_run()
    first = _day(reading, reading.named.get("tu") or since)
    last = _day(reading, reading.named.get("den") or until)
    if first and last and first > last:
        first, last = last, first
        reading.complaints.append(_("Ngày “từ” ở sau ngày “đến” nên hai ngày đã được đổi chỗ."))
    return Query(
        typed=written,
        runs=tuple(reading.runs),
        phrases=tuple(reading.phrases),
        without=tuple(reading.without[:MOST_EXCLUDED]),
        category=reading.named.get("chuyen-muc", ""),
        author=reading.named.get("tac-gia", ""),
        since=first,
        until=last,
        complaints=tuple(dict.fromkeys(reading.complaints)),
    )


def _read_part(reading: _Reading, is_excluded: bool, name: str, phrase: str, word: str) -> None:
    if name in {"chuyen-muc", "tac-gia", "tu", "den"} and not is_excluded:
        reading.end_run()
        reading.named[name] = phrase or word
        return
    found = words.split(f"{name} {phrase or word}" if name else phrase or word)
    if not found:
        return
    if is_excluded:
        reading.without.append(tuple(found[:MOST_WORDS]))
    elif phrase:
        reading.end_run()
        if taken := reading.take(found):
            reading.phrases.append(tuple(taken))
    else:
        reading.run.extend(reading.take(found))


def _day(reading: _Reading, written: str) -> dt.date | None:
    if not written.strip():
        return None
    try:
        return dates.parse_day(written[:40])
    except ValueError as error:
        reading.complaints.append(str(error))
        return None
