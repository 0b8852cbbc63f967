"""Findings, how grave each is, and the list of checks that make them."""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from news.checking.text import ArticleText, Page, Place

# More of one kind than an editor can take in at once.
MAX_OF_A_KIND = 10
_EXCERPT_MAX_LENGTH = 90


class Severity(StrEnum):
    """Whether a finding keeps an article from readers, is told only, or is not looked for."""

    BLOCK = "block"
    ADVISE = "advise"
    OFF = "off"


@dataclass(frozen=True)
class Spot:
    """Something found: a Vietnamese sentence that says what to do, the words in question, and where they stand."""

    message: str
    place: Place
    excerpt: str = ""


@dataclass(frozen=True)
class Finding:
    """A spot with the check that found it. ``element`` and ``number`` (from 1) point at a place in the body."""

    code: str
    severity: Severity
    message: str
    excerpt: str
    field: str
    element: str = ""
    number: int = 0

    @property
    def is_blocking(self) -> bool:
        return self.severity is Severity.BLOCK


# Of a text's addresses, those of our own that lead nowhere.
BrokenLinks = Callable[[Collection[str]], set[str]]
Look = Callable[[Page], Iterator[Spot]]


@dataclass(frozen=True)
class Check:
    """One thing to look for. ``severity`` holds unless ARTICLE_CHECKS says otherwise."""

    code: str
    severity: Severity
    look: Look


CHECKS: dict[str, Check] = {}


def looks_for(code: str, severity: Severity = Severity.ADVISE) -> Callable[[Look], Look]:
    """Puts a function on the list of checks, under the name by which it is configured."""

    def listed(look: Look) -> Look:
        CHECKS[code] = Check(code, severity, look)
        return look

    return listed


def check(
    text: ArticleText,
    *,
    severities: Mapping[str, Severity] | None = None,
    broken_links: BrokenLinks | None = None,
    at: dt.datetime | None = None,
    only_blocking: bool = False,
) -> list[Finding]:
    """Everything found, the blocking first, then in the order of the list of checks.

    Broken links are looked for only with ``broken_links``. The work grows with the length of the text, no faster.
    """
    chosen = configured_severities() if severities is None else severities
    wanted = {Severity.BLOCK} if only_blocking else {Severity.BLOCK, Severity.ADVISE}
    page = Page(text, at or timezone.now())
    found: list[Finding] = []
    for one in CHECKS.values():
        severity = chosen.get(one.code, one.severity)
        if severity in wanted:
            found += _of_one(one.code, severity, one.look(page))
    severity = chosen.get(BROKEN_LINK, Severity.ADVISE)
    if broken_links is not None and severity in wanted:
        found += _of_one(BROKEN_LINK, severity, _broken(page, broken_links))
    return sorted(found, key=lambda finding: not finding.is_blocking)


def _of_one(code: str, severity: Severity, spots: Iterator[Spot]) -> Iterator[Finding]:
    for spot in islice(spots, MAX_OF_A_KIND):
        place = spot.place
        yield Finding(code, severity, spot.message, shortened(spot.excerpt), place.field, place.element, place.number)
    more = sum(1 for _spot in spots)
    if more:
        yield Finding(code, severity, _("Còn %(count)d chỗ nữa như vậy.") % {"count": more}, "", "body")


BROKEN_LINK = "broken-link"


def _broken(page: Page, broken_links: BrokenLinks) -> Iterator[Spot]:
    links = [(link, place) for link, place in page.elements("a") if link.get("href")]
    broken = broken_links({link.get("href") for link, _place in links}) if links else set()
    for link, place in links:
        if link.get("href") in broken:
            message = _("Liên kết này dẫn tới một trang không có hoặc chưa đăng trên cổng. Hãy sửa địa chỉ hoặc bỏ đi.")
            yield Spot(message, place, " ".join("".join(link.itertext()).split()) or link.get("href"))


def shortened(words: str) -> str:
    if len(words) <= _EXCERPT_MAX_LENGTH:
        return words
    return words[:_EXCERPT_MAX_LENGTH].rpartition(" ")[0] + "…" if " " in words else words[:_EXCERPT_MAX_LENGTH] + "…"


def parse_severities(written: str) -> dict[str, Severity]:
    """``summary=block,heading-jump=off`` as a mapping. Raises ValueError for an unknown check or severity."""
    chosen = {}
    for part in filter(None, (part.strip() for part in written.split(","))):
        code, equals, severity = (word.strip() for word in part.partition("="))
        if not equals or code not in {*CHECKS, BROKEN_LINK}:
            known = ", ".join(sorted([*CHECKS, BROKEN_LINK]))
            raise ValueError(f"“{part}”: there is no check of this name. Checks: {known}.")
        if severity not in set(Severity):
            raise ValueError(f"“{part}”: a check is set to block, advise or off.")
        chosen[code] = Severity(severity)
    return chosen


def configured_severities() -> dict[str, Severity]:
    """What ARTICLE_CHECKS sets; it was read once at the start already, so nothing is wrong with it."""
    return parse_severities(settings.ARTICLE_CHECKS)
