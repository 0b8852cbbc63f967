"""From where and when the rooms of staff are open: what two settings say (pure, asks nothing but its arguments).

``STAFF_NETWORKS`` are networks, like ``10.20.0.0/16``; ``STAFF_HOURS`` spans of a week in local time, like
``Mon-Fri 06:00-22:00, Sat 07:00-12:00``. Empty is everywhere and always.
"""

import datetime as dt
import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from portal.kit.network import parsed

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAY = "|".join(DAYS)
_SPAN = re.compile(rf"({_DAY})(?:-({_DAY}))? (\d\d):(\d\d)-(\d\d):(\d\d)")
_MINUTES_OF_DAY = 24 * 60


@dataclass(frozen=True)
class Span:
    """From one minute of each of these days to another; minutes count from midnight, days from Monday (0)."""

    days: range
    opens: int
    closes: int

    def holds(self, local: dt.datetime) -> bool:
        return local.weekday() in self.days and self.opens <= local.hour * 60 + local.minute < self.closes


@cache
def networks_of(written: tuple[str, ...]) -> tuple[Network, ...]:
    """Raises ValueError for what is no network, and for one whose address says more than its length keeps."""
    return tuple(ipaddress.ip_network(text.strip()) for text in written)


@cache
def spans_of(written: str) -> tuple[Span, ...]:
    """Raises ValueError naming what cannot be read, or holds no minute."""
    return tuple(_span(text.strip()) for text in written.split(",")) if written.strip() else ()


def is_open_to(address: str | None, written: Iterable[str]) -> bool:
    """Whether somebody at this address may come in; an unknown address may only where everybody may."""
    networks = networks_of(tuple(written))
    if not networks:
        return True
    known = parsed(address or "")
    return known is not None and any(known in network for network in networks)


def is_open_at(local: dt.datetime, written: str) -> bool:
    spans = spans_of(written)
    return not spans or any(span.holds(local) for span in spans)


def _span(text: str) -> Span:
    match = _SPAN.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not like 'Mon-Sat 06:00-22:00'")
    first, last = DAYS.index(match[1]), DAYS.index(match[2] or match[1])
    opens, closes = int(match[3]) * 60 + int(match[4]), int(match[5]) * 60 + int(match[6])
    if max(int(match[4]), int(match[6])) > 59 or closes > _MINUTES_OF_DAY:
        raise ValueError(f"{text!r} names an hour that no day has")
    if last < first or closes <= opens:
        raise ValueError(f"{text!r} ends before it begins")
    return Span(range(first, last + 1), opens, closes)
