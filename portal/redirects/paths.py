"""Normalized form of URL paths: decoded, NFC, without host, query string and trailing slash."""

import re
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import reverse

from portal.core.form_fields import exceeds_length_before_normalizing
from portal.core.http.absolute_urls import split_url
from portal.core.text import vietnamese

MAX_LENGTH = 500
# Common probes of vulnerability scanners; each kind is one row. Old portals did have /index.php.
_PROBE_PATTERNS = {
    "/wp-*": re.compile(r"/wp-|/wordpress(/|$)|/xmlrpc\.php", re.IGNORECASE),
    "/.*": re.compile(r"/\.(?!well-known/)"),
    "*.php": re.compile(r"(?<!/index)\.php[0-9]?(/|$)", re.IGNORECASE),
    "*.cgi": re.compile(r"/cgi-bin/|\.(?:cgi|jsp|action|env|sql|bak|git)$", re.IGNORECASE),
}


def normalize_path(path: str) -> str:
    """The form in which a path is stored and looked up; ``/cu/`` and ``/cu`` are the same."""
    return vietnamese.nfc(path).rstrip("/") or "/"


def is_storable(path: str) -> bool:
    """Whether it fits the column and has no characters that a database or a screen cannot handle."""
    return (
        not exceeds_length_before_normalizing(path, MAX_LENGTH)
        and len(normalize_path(path)) <= MAX_LENGTH
        and path.isprintable()
    )


def to_local_path(url: str) -> str | None:
    """The path on this site that a typed or copied URL refers to; None for another site's.

    Percent encoding such as ``%C4%91`` is decoded.
    """
    parts = split_url(url)
    if parts.netloc and parts.hostname not in get_site_hosts():
        return None
    return normalize_path(unquote(parts.path)) if parts.path.startswith("/") or parts.netloc else None


def get_site_hosts() -> set[str]:
    """Host names of the site."""
    public = urlsplit(settings.BASE_URL).hostname
    return {host for host in [*settings.ALLOWED_HOSTS, public] if host}


def is_reserved_path(path: str) -> bool:
    """Whether it is in the admin or served by the front-end web server, where redirects do not apply."""
    prefixes = (reverse("admin:index"), settings.MEDIA_URL, settings.STATIC_URL)
    return f"{path}/".startswith(prefixes)


def probe_kind_of(path: str) -> str | None:
    """The kind of probe under which the path is counted; None for a normal path."""
    return next((name for name, pattern in _PROBE_PATTERNS.items() if pattern.search(path)), None)
