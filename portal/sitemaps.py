"""/sitemap.xml and its parts: every public page, composed from both wings."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from emulation.sitemaps import SECTIONS as EMULATION_SECTIONS
from news.sitemaps import SECTIONS as NEWS_SECTIONS
from news.sitemaps import recent_document
from portal.consultations.sitemaps import SECTIONS as CONSULTATION_SECTIONS
from portal.kit import languages
from portal.kit.addresses import root_of
from portal.kit.httpcache import public_page
from portal.kit.sitemaps import CONTENT_TYPE, Entry, Pages, Section, index_document, part_document
from portal.library.sitemaps import SECTIONS as LIBRARY_SECTIONS
from portal.organisation.sitemaps import OPENINGS as ORGANISATION_OPENINGS
from portal.organisation.sitemaps import SECTIONS as ORGANISATION_SECTIONS
from portal.questions.sitemaps import SECTIONS as QUESTION_SECTIONS
from portal.site.models import Page

OPENINGS = (
    "home",
    "news:list",
    "emulation:bloc-list",
    *ORGANISATION_OPENINGS,
    "library:list",
    "consultations:list",
    "questions:list",
    "visits:statistics",
    "site:links",
    "site:sitemap",
    "api:page",
)
PAGES = Section(
    "trang-thong-tin",
    lambda: Page.objects.published().for_sitemap(),
    lambda page: Entry(page.get_absolute_url(), page.changed_at),
)


def _openings() -> list[str]:
    """Where the ways in begin, in both languages."""
    ours = [reverse(name) for name in OPENINGS]
    with languages.speaking(languages.ENGLISH):
        return [*ours, *(path for path in map(reverse, OPENINGS) if path not in ours)]


SECTIONS = {
    section.name: section
    for section in (
        Pages("trang", _openings),
        *NEWS_SECTIONS,
        *EMULATION_SECTIONS,
        *ORGANISATION_SECTIONS,
        *LIBRARY_SECTIONS,
        *CONSULTATION_SECTIONS,
        *QUESTION_SECTIONS,
        PAGES,
    )
}


@require_safe
@public_page
def index(request: HttpRequest) -> HttpResponse:
    """/sitemap.xml — two queries for each section, whatever it holds."""
    root = root_of(request)
    paths = [
        reverse("sitemap-part", args=[name, number]) for name, section in SECTIONS.items() for number in section.parts()
    ]
    return HttpResponse(index_document(root + path for path in paths), content_type=CONTENT_TYPE)


@require_safe
@public_page
def part(request: HttpRequest, section: str, number: int) -> HttpResponse:
    """/sitemap-<section>-<n>.xml — the n-th range of keys."""
    entries = SECTIONS[section].entries(number) if section in SECTIONS and number < 10**9 else []
    if not entries:
        raise Http404
    return HttpResponse(part_document(entries, root_of(request)), content_type=CONTENT_TYPE)


@require_safe
@public_page
def recent(request: HttpRequest) -> HttpResponse:
    """/sitemap-tin-moi.xml — the news of the last two days."""
    return HttpResponse(recent_document(root_of(request)), content_type=CONTENT_TYPE)
