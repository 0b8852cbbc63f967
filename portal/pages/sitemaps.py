"""Sitemap of static pages."""

from portal.core.sitemaps import SitemapEntry, SitemapSection, landing_pages, sections
from portal.pages.models import Page

landing_pages.register("pages:link-list", "pages:site-map")
sections.register(
    SitemapSection(
        "trang-thong-tin",
        lambda: Page.objects.published().for_sitemap(),
        lambda page: SitemapEntry(page.get_absolute_url(), page.changed_at),
    )
)
