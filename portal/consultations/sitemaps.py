"""The pages of consultations for search engines."""

from portal.consultations.models import Consultation
from portal.kit.sitemaps import Entry, Section

SECTIONS = [
    Section(
        "lay-y-kien",
        lambda: Consultation.objects.public().for_sitemap(),
        lambda consultation: Entry(consultation.get_absolute_url(), consultation.updated_at),
    ),
]
