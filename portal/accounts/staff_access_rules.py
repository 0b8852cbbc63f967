"""Staff access rules: parses and evaluates two settings (pure).

``STAFF_NETWORKS`` are networks, like ``10.20.0.0/16``; ``STAFF_HOURS`` are weekly hours in local time, like ``Mon-Fri
06:00-22:00, Sat 07:00-12:00``. Empty means everywhere and always.
"""

import datetime as dt
import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from portal.core.http.client_ip import parse_ip

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAY = "|".join(DAYS)
_SPAN = re.compile(rf"({_DAY})(?:-({_DAY}))? (\d\d):(\d\d)-(\d\d):(\d\d)")
_MINUTES_OF_DAY = 24 * 60


@dataclass(frozen=True)
class WeeklyHours:
    """From one minute to another on each of these days; minutes count from midnight, days from Monday (0)."""

    days: range
    opens: int
    closes: int

    def contains(self, local: dt.datetime) -> bool:
        return local.weekday() in self.days and self.opens <= local.hour * 60 + local.minute < self.closes


@cache
def parse_networks(written: tuple[str, ...]) -> tuple[Network, ...]:
    """Raises ValueError for an invalid network, and for one with host bits set."""
    return tuple(ipaddress.ip_network(text.strip()) for text in written)


@cache
def parse_hours(written: str) -> tuple[WeeklyHours, ...]:
    """Raises ValueError with the part that is invalid or empty."""
    return tuple(_parse_span(text.strip()) for text in written.split(",")) if written.strip() else ()


def is_network_allowed(ip_address: str | None, allowed_networks: Iterable[str]) -> bool:
    """Whether an IP address may have access; an unknown one only if every network is allowed."""
    networks = parse_networks(tuple(allowed_networks))
    if not networks:
        return True
    known = parse_ip(ip_address or "")
    return known is not None and any(known in network for network in networks)


def is_within_hours(local: dt.datetime, hours: str) -> bool:
    spans = parse_hours(hours)
    return not spans or any(span.contains(local) for span in spans)


def _parse_span(text: str) -> WeeklyHours:
    match = _SPAN.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not like 'Mon-Sat 06:00-22:00'")
    first, last = DAYS.index(match[1]), DAYS.index(match[2] or match[1])
    opens, closes = int(match[3]) * 60 + int(match[4]), int(match[5]) * 60 + int(match[6])
    if max(int(match[4]), int(match[6])) > 59 or closes > _MINUTES_OF_DAY:
        raise ValueError(f"{text!r} names an hour that no day has")
    if last < first or closes <= opens:
        raise ValueError(f"{text!r} ends before it begins")
    return WeeklyHours(range(first, last + 1), opens, closes)
