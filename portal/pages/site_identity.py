"""Loader of the stored site identity."""

from typing import Any

from portal.pages import cached_reads
from portal.pages.models import SiteIdentity


def get_identity_values() -> dict[str, Any]:
    """The stored fields of ``core.site_identity.Identity``, or none. One query, or none while cached."""
    return cached_reads.cached_or_stale(cached_reads.IDENTITY_KEY, _load_identity_values, fallback={})


def _load_identity_values() -> dict[str, Any]:
    row = SiteIdentity.objects.first()
    return row.to_identity_values() if row else {}
