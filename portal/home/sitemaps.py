"""/sitemap.xml and its parts: every public page of the portal."""

from functools import cache

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from news.sitemaps import news_sitemap as render_news_sitemap
from portal.core.http.absolute_urls import base_url
from portal.core.http.caching import public_page
from portal.core.sitemaps import (
    CONTENT_TYPE,
    SitemapSection,
    StaticSitemapSection,
    landing_pages,
    render_sitemap,
    render_sitemap_index,
    sections,
)
from portal.core.text import languages


def _landing_paths() -> list[str]:
    """The landing pages, in both languages."""
    names = ("home", *landing_pages, "api:docs")
    ours = [reverse(name) for name in names]
    with languages.override(languages.ENGLISH):
        return [*ours, *(path for path in map(reverse, names) if path not in ours)]


@cache
def sections_by_name() -> dict[str, SitemapSection | StaticSitemapSection]:
    return {section.name: section for section in (StaticSitemapSection("trang", _landing_paths), *sections)}


@require_safe
@public_page
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """/sitemap.xml — two queries per section, whatever its size."""
    root = base_url(request)
    paths = [
        reverse("sitemap-part", args=[name, number])
        for name, section in sections_by_name().items()
        for number in section.parts()
    ]
    return HttpResponse(render_sitemap_index(root + path for path in paths), content_type=CONTENT_TYPE)


@require_safe
@public_page
def sitemap_part(request: HttpRequest, section: str, number: int) -> HttpResponse:
    """/sitemap-<section>-<n>.xml — the n-th range of primary keys."""
    found = sections_by_name().get(section)
    entries = found.entries(number) if found is not None and number < 10**9 else []
    if not entries:
        raise Http404
    return HttpResponse(render_sitemap(entries, base_url(request)), content_type=CONTENT_TYPE)


@require_safe
@public_page
def news_sitemap(request: HttpRequest) -> HttpResponse:
    """/sitemap-tin-moi.xml — the news of the last two days."""
    return HttpResponse(render_news_sitemap(base_url(request)), content_type=CONTENT_TYPE)
