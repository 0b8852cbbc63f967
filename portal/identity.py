"""Who the site belongs to, for every page's head and foot."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from portal.kit import identity


def site_identity(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``site``, the facts of ``kit.identity.Identity``; read only when a page shows them."""
    return {"site": SimpleLazyObject(identity.current)}
