"""Context processor with the site identity for headers and footers."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from portal.core import site_identity as core_site_identity


def site_identity(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``site``, a ``core.site_identity.Identity``; loaded lazily."""
    return {"site": SimpleLazyObject(core_site_identity.current_identity)}
