"""The pages of the library for search engines."""

from portal.kit.sitemaps import Entry, Section
from portal.library.models import Document

SECTIONS = [
    Section(
        "thu-vien-van-ban",
        lambda: Document.objects.public().for_sitemap(),
        lambda document: Entry(document.get_absolute_url(), document.updated_at),
    ),
]
