"""Where a request comes from, through the proxies that are ours."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def address_of(request: HttpRequest) -> str | None:
    """The visitor's network address; None where nobody trustworthy tells one. Axes asks this too (settings).

    Each of the ``TRUSTED_PROXIES`` adds to the end of ``X-Forwarded-For`` whom it heard; what stands before is
    anybody's claim.
    """
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    told = hops[-min(settings.TRUSTED_PROXIES, len(hops))] if settings.TRUSTED_PROXIES else ""
    address = parsed(told or request.META.get("REMOTE_ADDR") or "")
    return str(address) if address else None


def parsed(text: str) -> Address | None:
    """An address in the form in which it is compared: of ``::ffff:192.0.2.7`` the IPv4 address within."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
