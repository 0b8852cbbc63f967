"""The client's IP address behind trusted proxies."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


def client_ip(request: HttpRequest) -> str | None:
    """The client's IP address; None if no trusted source gives one. Axes calls this too (settings).

    Each of the ``TRUSTED_PROXIES`` appends its peer to ``X-Forwarded-For``; earlier entries may be forged.
    """
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    told = hops[-min(settings.TRUSTED_PROXIES, len(hops))] if settings.TRUSTED_PROXIES else ""
    address = parse_ip(told or request.META.get("REMOTE_ADDR") or "")
    return str(address) if address else None


def parse_ip(text: str) -> IPAddress | None:
    """Parses an IP address for comparison; ``::ffff:192.0.2.7`` becomes the IPv4 address inside."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def client_network(request: HttpRequest) -> str:
    """The rate-limit key of a client: its IPv4 address, or the /64 of its IPv6 address (one subscriber).

    Empty if no trusted source gives an IP address. Every rate limit by IP address uses it.
    """
    address = parse_ip(client_ip(request) or "")
    if address is None:
        return ""
    if address.version == 4:
        return str(address)
    return str(ipaddress.IPv6Network((address, 64), strict=False))
