"""Sitemap of the documents app."""

from portal.core.sitemaps import SitemapEntry, SitemapSection, landing_pages, sections
from portal.documents.models import Document

landing_pages.register("documents:document-list")
sections.register(
    SitemapSection(
        "thu-vien-van-ban",
        lambda: Document.objects.public().for_sitemap(),
        lambda document: SitemapEntry(document.get_absolute_url(), document.updated_at),
    ),
)
