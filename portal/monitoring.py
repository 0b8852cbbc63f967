"""The script of the State's monitoring system on the pages of the public, where the agency was given one.

Thông tư 22/2023/TT-BTTTT asks that portals be connected to such a system. Without ``MONITORING_SCRIPT`` nothing here
does anything; with it the script stands on public pages only, and only they may ask its host
(docs/adr/0025-monitoring.md).
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from portal.kit import policy

DIRECTIVES = ("script-src", "connect-src", "img-src")


def monitoring_script(request: HttpRequest) -> dict[str, str]:
    """Context processor: the address of the script, on a page that carries it."""
    if not settings.MONITORING_SCRIPT or not _is_public(request):
        return {}
    host = "{0.scheme}://{0.netloc}".format(urlsplit(settings.MONITORING_SCRIPT))
    for directive in DIRECTIVES:
        policy.allow(request, directive, host)
    return {"monitoring_script": settings.MONITORING_SCRIPT}


def _is_public(request: HttpRequest) -> bool:
    """Staff pages, previews and the secret pages of those who asked a question are nobody else's business."""
    match = request.resolver_match
    return match is not None and getattr(match.func, "is_public_page", False)
