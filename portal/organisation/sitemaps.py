"""Sitemap of the organisation app."""

from portal.core.sitemaps import SitemapEntry, SitemapSection, landing_pages, sections
from portal.organisation.models import Unit

landing_pages.register("organisation:structure", "organisation:leader-list", "organisation:contact-list")
sections.register(SitemapSection("don-vi", Unit.objects.all, lambda unit: SitemapEntry(unit.get_absolute_url())))
