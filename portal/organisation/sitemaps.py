"""Sitemap of the organisation app."""

from portal.core.sitemaps import SitemapEntry, SitemapSection
from portal.organisation.models import Unit

URL_NAMES = ("organisation:structure", "organisation:leader-list", "organisation:contact-list")
SECTIONS = [SitemapSection("don-vi", Unit.objects.all, lambda unit: SitemapEntry(unit.get_absolute_url()))]
