"""Same-origin check for public forms, which have neither cookie nor CSRF token."""

from django.conf import settings
from django.http import HttpRequest

from portal.core.http.absolute_urls import base_url


def is_same_origin(request: HttpRequest) -> bool:
    """Whether the browser's headers name our origin.

    Without such headers (an old or a text browser) it is True: as there is no cookie, a cross-site request gains
    nothing.
    """
    if (site := request.headers.get("Sec-Fetch-Site")) is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    own = {base_url(request), f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return origin is None or origin in own
