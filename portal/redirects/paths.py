"""In what form an address is kept: decoded, NFC, without host, query and closing slash."""

import re
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.urls import reverse

from portal.kit import vietnamese

MAX_LENGTH = 500
# What robots try on every site of the world; each kind is one row. Old portals did have /index.php.
_PROBES = {
    "/wp-*": re.compile(r"/wp-|/wordpress(/|$)|/xmlrpc\.php", re.IGNORECASE),
    "/.*": re.compile(r"/\.(?!well-known/)"),
    "*.php": re.compile(r"(?<!/index)\.php[0-9]?(/|$)", re.IGNORECASE),
    "*.cgi": re.compile(r"/cgi-bin/|\.(?:cgi|jsp|action|env|sql|bak|git)$", re.IGNORECASE),
}


def kept(path: str) -> str:
    """The form in which a path is stored and looked up; ``/cu/`` and ``/cu`` are one address."""
    return vietnamese.nfc(path).rstrip("/") or "/"


def is_keepable(path: str) -> bool:
    """Whether it fits the column and holds nothing that a database or a screen chokes on."""
    return len(kept(path)) <= MAX_LENGTH and path.isprintable()


def split(address: str) -> SplitResult:
    """Like ``urlsplit``; what is no address at all (``https://[``) has no parts."""
    try:
        return urlsplit(address.strip())
    except ValueError:
        return SplitResult("", "", "", "", "")


def own_path(address: str) -> str | None:
    """The path on this site that a typed or copied address leads to; None for another site's.

    ``%C4%91`` is read as the letter it stands for.
    """
    parts = split(address)
    if parts.netloc and parts.hostname not in own_hosts():
        return None
    return kept(unquote(parts.path)) if parts.path.startswith("/") or parts.netloc else None


def own_hosts() -> set[str]:
    """The host names under which the site is served."""
    public = urlsplit(settings.PUBLIC_ADDRESS).hostname
    return {host for host in [*settings.ALLOWED_HOSTS, public] if host}


def is_staffs(path: str) -> bool:
    """Below the admin or among files that a server in front of us gives out: no business of redirects."""
    closed = (reverse("admin:index"), settings.MEDIA_URL, settings.STATIC_URL)
    return f"{path}/".startswith(closed)


def probe_of(path: str) -> str | None:
    """The kind of rubbish that a path is, by the name under which it is counted; None for an honest one."""
    return next((name for name, pattern in _PROBES.items() if pattern.search(path)), None)
