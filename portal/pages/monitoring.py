"""Script of the State's monitoring system on public pages, if it is configured.

Thông tư 22/2023/TT-BTTTT requires that portals be connected to such a system. Without ``MONITORING_SCRIPT_URL`` this
module does nothing; with it the script is on public pages only, and only their CSP allows its host
(docs/adr/0025-monitoring.md).
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from portal.core.http import csp

CSP_DIRECTIVES = ("script-src", "connect-src", "img-src")


def monitoring_script(request: HttpRequest) -> dict[str, str]:
    """Context processor: the URL of the script, on public pages only."""
    if not settings.MONITORING_SCRIPT_URL or not _is_public(request):
        return {}
    host = "{0.scheme}://{0.netloc}".format(urlsplit(settings.MONITORING_SCRIPT_URL))
    for directive in CSP_DIRECTIVES:
        csp.allow_source(request, directive, host)
    return {"monitoring_script_url": settings.MONITORING_SCRIPT_URL}


def _is_public(request: HttpRequest) -> bool:
    """Excludes staff pages, previews and the senders' status pages of questions."""
    match = request.resolver_match
    return match is not None and getattr(match.func, "is_public_page", False)
