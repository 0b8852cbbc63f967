"""/sitemap.xml and its parts: every public page of the portal."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from emulation.sitemaps import SECTIONS as EMULATION_SECTIONS
from news.sitemaps import SECTIONS as NEWS_SECTIONS
from news.sitemaps import news_sitemap as render_news_sitemap
from portal.consultations.sitemaps import SECTIONS as CONSULTATION_SECTIONS
from portal.core.http.absolute_urls import base_url
from portal.core.http.caching import public_page
from portal.core.sitemaps import (
    CONTENT_TYPE,
    SitemapEntry,
    SitemapSection,
    StaticSitemapSection,
    render_sitemap,
    render_sitemap_index,
)
from portal.core.text import languages
from portal.documents.sitemaps import SECTIONS as LIBRARY_SECTIONS
from portal.organisation.sitemaps import SECTIONS as ORGANISATION_SECTIONS
from portal.organisation.sitemaps import URL_NAMES as ORGANISATION_OPENINGS
from portal.pages.models import Page
from portal.questions.sitemaps import SECTIONS as QUESTION_SECTIONS

LANDING_URL_NAMES = (
    "home",
    "news:article-list",
    "emulation:bloc-list",
    *ORGANISATION_OPENINGS,
    "documents:document-list",
    "consultations:consultation-list",
    "questions:question-list",
    "analytics:statistics",
    "pages:link-list",
    "pages:site-map",
    "api:docs",
)
STATIC_PAGES = SitemapSection(
    "trang-thong-tin",
    lambda: Page.objects.published().for_sitemap(),
    lambda page: SitemapEntry(page.get_absolute_url(), page.changed_at),
)


def _landing_paths() -> list[str]:
    """The landing pages, in both languages."""
    ours = [reverse(name) for name in LANDING_URL_NAMES]
    with languages.override(languages.ENGLISH):
        return [*ours, *(path for path in map(reverse, LANDING_URL_NAMES) if path not in ours)]


SECTIONS = {
    section.name: section
    for section in (
        StaticSitemapSection("trang", _landing_paths),
        *NEWS_SECTIONS,
        *EMULATION_SECTIONS,
        *ORGANISATION_SECTIONS,
        *LIBRARY_SECTIONS,
        *CONSULTATION_SECTIONS,
        *QUESTION_SECTIONS,
        STATIC_PAGES,
    )
}


@require_safe
@public_page
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """/sitemap.xml — two queries per section, whatever its size."""
    root = base_url(request)
    paths = [
        reverse("sitemap-part", args=[name, number]) for name, section in SECTIONS.items() for number in section.parts()
    ]
    return HttpResponse(render_sitemap_index(root + path for path in paths), content_type=CONTENT_TYPE)


@require_safe
@public_page
def sitemap_part(request: HttpRequest, section: str, number: int) -> HttpResponse:
    """/sitemap-<section>-<n>.xml — the n-th range of primary keys."""
    entries = SECTIONS[section].entries(number) if section in SECTIONS and number < 10**9 else []
    if not entries:
        raise Http404
    return HttpResponse(render_sitemap(entries, base_url(request)), content_type=CONTENT_TYPE)


@require_safe
@public_page
def news_sitemap(request: HttpRequest) -> HttpResponse:
    """/sitemap-tin-moi.xml — the news of the last two days."""
    return HttpResponse(render_news_sitemap(base_url(request)), content_type=CONTENT_TYPE)
