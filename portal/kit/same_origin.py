"""Whether a form was sent from a page of ours: for public forms, which have neither cookie nor token."""

from django.conf import settings
from django.http import HttpRequest

from portal.kit.addresses import root_of


def is_from_own_page(request: HttpRequest) -> bool:
    """As far as the browser says where the form stood.

    One that says nothing (an old or a text browser) is let through: without a cookie a foreign page gains nothing that
    it could not send itself.
    """
    if (site := request.headers.get("Sec-Fetch-Site")) is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    own = {root_of(request), f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return origin is None or origin in own
