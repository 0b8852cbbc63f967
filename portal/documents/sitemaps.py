"""Sitemap of the documents app."""

from portal.core.sitemaps import SitemapEntry, SitemapSection
from portal.documents.models import Document

SECTIONS = [
    SitemapSection(
        "thu-vien-van-ban",
        lambda: Document.objects.public().for_sitemap(),
        lambda document: SitemapEntry(document.get_absolute_url(), document.updated_at),
    ),
]
