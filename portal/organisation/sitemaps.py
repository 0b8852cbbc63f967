"""The agency's own pages for search engines."""

from portal.kit.sitemaps import Entry, Section
from portal.organisation.models import Unit

OPENINGS = ("organisation:structure", "organisation:leaders", "organisation:contacts")
SECTIONS = [Section("don-vi", Unit.objects.all, lambda unit: Entry(unit.get_absolute_url()))]
