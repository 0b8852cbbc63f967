"""Who the site belongs to, for every page's head and foot."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site_identity(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``site`` with name, organisation and the contacts of ``settings.SITE_IDENTITY``."""
    return {"site": settings.SITE_IDENTITY}
