"""Sitemap of the page of statistics."""

from portal.core.sitemaps import landing_pages

landing_pages.register("analytics:statistics")
