"""Absolute addresses, for mails and for whatever else leaves the site."""

from django.conf import settings
from django.http import HttpRequest


def absolute(path: str, request: HttpRequest | None = None) -> str:
    """The path (``/tin-tuc/…``) below the site's public address, else below the host that the request came to.

    Raises ValueError when neither is known: a link without a host leads nowhere in a mail.
    """
    if settings.PUBLIC_ADDRESS:
        return f"{settings.PUBLIC_ADDRESS}{path}"
    if request is None:
        raise ValueError("Set PUBLIC_ADDRESS: nothing else tells under which address the site is known.")
    return request.build_absolute_uri(path)
