"""Sitemap of the consultations app."""

from portal.consultations.models import Consultation
from portal.core.sitemaps import SitemapEntry, SitemapSection, landing_pages, sections

landing_pages.register("consultations:consultation-list")
sections.register(
    SitemapSection(
        "lay-y-kien",
        lambda: Consultation.objects.public().for_sitemap(),
        lambda consultation: SitemapEntry(consultation.get_absolute_url(), consultation.updated_at),
    ),
)
