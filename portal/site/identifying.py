"""The site's identity as it was entered, for every page's head and foot."""

from typing import Any

from portal.site import keeping
from portal.site.models import SiteIdentity


def facts() -> dict[str, Any]:
    """The facts of ``kit.identity.Identity`` that were entered; nothing while none were. One query, or none."""
    return keeping.kept(keeping.IDENTITY, _read, fallback={})


def _read() -> dict[str, Any]:
    row = SiteIdentity.objects.first()
    return row.as_facts() if row else {}
