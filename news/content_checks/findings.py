"""Findings, severities and the registry of checks."""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from news.content_checks.text import ArticleText, CheckedText, FieldLocation

# Limit per kind of finding; an editor cannot work through more at once.
MAX_FINDINGS_PER_CHECK = 10
_EXCERPT_MAX_LENGTH = 90


class Severity(StrEnum):
    """Whether a finding blocks publication, only warns, or is switched off."""

    BLOCK = "block"
    ADVISE = "advise"
    OFF = "off"


@dataclass(frozen=True)
class Issue:
    """A raw result of a check: a Vietnamese message that says what to do, an excerpt, and the location."""

    message: str
    location: FieldLocation
    excerpt: str = ""


@dataclass(frozen=True)
class Finding:
    """An issue with the code of its check. ``element`` and ``number`` (from 1) locate it in the body."""

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


# Returns the broken internal URLs among the given ones.
BrokenLinkFinder = Callable[[Collection[str]], set[str]]
CheckFunction = Callable[[CheckedText], Iterator[Issue]]


@dataclass(frozen=True)
class ContentCheck:
    """One check. ``severity`` is the default; ARTICLE_CHECKS overrides it."""

    code: str
    severity: Severity
    run: CheckFunction


CHECKS: dict[str, ContentCheck] = {}


def register_check(code: str, severity: Severity = Severity.ADVISE) -> Callable[[CheckFunction], CheckFunction]:
    """Registers a function as a check under the code used in ARTICLE_CHECKS."""

    def listed(look: CheckFunction) -> CheckFunction:
        CHECKS[code] = ContentCheck(code, severity, look)
        return look

    return listed


def check(
    text: ArticleText,
    *,
    severities: Mapping[str, Severity] | None = None,
    broken_links: BrokenLinkFinder | None = None,
    at: dt.datetime | None = None,
    only_blocking: bool = False,
) -> list[Finding]:
    """All findings: blocking ones first, then in registration order.

    Broken links are checked only with ``find_broken_links``. Run time is linear in the length of the text.
    """
    chosen = configured_severities() if severities is None else severities
    wanted = {Severity.BLOCK} if only_blocking else {Severity.BLOCK, Severity.ADVISE}
    checked = CheckedText(text, at or timezone.now())
    found: list[Finding] = []
    for one in CHECKS.values():
        severity = chosen.get(one.code, one.severity)
        if severity in wanted:
            found += _findings_of_check(one.code, severity, one.run(checked))
    severity = chosen.get(BROKEN_LINK, Severity.ADVISE)
    if broken_links is not None and severity in wanted:
        found += _findings_of_check(BROKEN_LINK, severity, _broken_link_issues(checked, broken_links))
    return sorted(found, key=lambda finding: not finding.is_blocking)


def _findings_of_check(code: str, severity: Severity, spots: Iterator[Issue]) -> Iterator[Finding]:
    for spot in islice(spots, MAX_FINDINGS_PER_CHECK):
        place = spot.location
        yield Finding(
            code, severity, spot.message, truncate_excerpt(spot.excerpt), place.field, place.element, place.number
        )
    more = sum(1 for _spot in spots)
    if more:
        yield Finding(code, severity, _("Còn %(count)d chỗ nữa như vậy.") % {"count": more}, "", "body")


BROKEN_LINK = "broken-link"


def _broken_link_issues(checked: CheckedText, broken_links: BrokenLinkFinder) -> Iterator[Issue]:
    links = [(link, place) for link, place in checked.elements("a") if link.get("href")]
    broken = broken_links({link.get("href") for link, _place in links}) if links else set()
    for link, place in links:
        if link.get("href") in broken:
            message = _("Liên kết này dẫn tới một trang không có hoặc chưa đăng trên cổng. Hãy sửa địa chỉ hoặc bỏ đi.")
            yield Issue(message, place, " ".join("".join(link.itertext()).split()) or link.get("href"))


def truncate_excerpt(words: str) -> str:
    if len(words) <= _EXCERPT_MAX_LENGTH:
        return words
    return words[:_EXCERPT_MAX_LENGTH].rpartition(" ")[0] + "…" if " " in words else words[:_EXCERPT_MAX_LENGTH] + "…"


def parse_severities(written: str) -> dict[str, Severity]:
    """Parses ``summary=block,heading-jump=off`` to a mapping. Raises ValueError for an unknown check or severity."""
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
    """The severities from ARTICLE_CHECKS; the value was already validated at startup."""
    return parse_severities(settings.ARTICLE_CHECKS)
