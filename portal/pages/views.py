"""Static pages, the page of links to other agencies, and the HTML site map."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core import site_map as site_map_registry
from portal.core import structured_data
from portal.core.content import offline_copy
from portal.core.http.absolute_urls import base_url
from portal.core.http.caching import public_page
from portal.core.http.errors import NotFoundWithMessage
from portal.core.site_map import LinkNode
from portal.core.text import languages
from portal.pages.models import Language, LinkGroup, Page
from portal.pages.models.pages import offline_copy_url
from portal.pages.sections import SiteSection
from portal.pages.tree import PageNavigation, build_page_navigation, build_page_tree


@require_safe
@public_page
def page_detail(request: HttpRequest, path: str, language: str = Language.VIETNAMESE) -> HttpResponse:
    """/<path>/, in English /en/<path>/ — three queries."""
    found = _get_published_page_or_404(path, language)
    with translation.override(language):
        context = {**page_context(request, found), "offline_copy_url": offline_copy_url(found)}
        return render(request, "pages/page_detail.html", context)


@require_safe
@public_page
def page_offline_copy(request: HttpRequest, path: str, language: str = Language.VIETNAMESE) -> HttpResponse:
    """…/luu/ — the page as one downloadable file with embedded images. Three queries."""
    found = _get_published_page_or_404(path, language)
    with translation.override(language):
        context = page_context(request, found)
        url = found.get_absolute_url()
        return offline_copy.offline_copy_response(
            request, "pages/page_offline_copy.html", context, path=url, name=found.slug
        )


def _get_published_page_or_404(path: str, language: str) -> Page:
    found = Page.objects.in_language(language).for_path(path).first()
    if found is None:
        raise Http404
    if not found.is_published():
        raise NotFoundWithMessage(
            _("Trang này không còn được đăng.") if found.was_published() else _("Không có trang này.")
        )
    return found


def page_context(request: HttpRequest, page: Page, *, preview: bool = False) -> dict[str, Any]:
    """Template context of a page. Two queries."""
    root_path = page.path.partition("/")[0]
    section_pages = Page.objects.published().in_language(page.language).subtree_of(root_path)
    navigation = build_page_navigation(page, list(section_pages.in_order().for_list()))
    return {
        "page": page,
        "navigation": navigation,
        "other_language": Page.objects.published().translations_of(page).for_list().first(),
        "linked_data": _page_json_ld(request, page, navigation),
        "offline_copy_url": "",
        "preview": preview,
    }


def _page_json_ld(request: HttpRequest, page: Page, navigation: PageNavigation) -> structured_data.Node:
    root, url = base_url(request), page.get_absolute_url()
    breadcrumb_nodes = [*navigation.ancestors, LinkNode(page.title, url)]
    return structured_data.graph(
        structured_data.node(
            "WebPage",
            name=page.title,
            url=root + url,
            description=page.summary,
            inLanguage=page.language,
            dateModified=page.changed_at,
            publisher={"@id": f"{root}/#co-quan"},
        ),
        structured_data.publisher_node(root),
        structured_data.breadcrumb_node([(step.title, step.url) for step in breadcrumb_nodes], root),
    )


@require_safe
@public_page
def link_list(request: HttpRequest) -> HttpResponse:
    """/lien-ket/ — two queries."""
    groups = [
        {"name": group.shown_name, "links": [(link.shown_name, link.url) for link in group.shown]}
        for group in LinkGroup.objects.with_links()
    ]
    return render(request, "pages/links.html", {"groups": groups})


@require_safe
@public_page
def site_map(request: HttpRequest) -> HttpResponse:
    """/so-do-trang/ — four queries beside the menu's."""
    pages = list(Page.objects.published().in_order().for_list())
    parts = [(part, part.links()) for part in site_map_registry.parts]
    context = {
        "sections": [
            LinkNode(languages.in_current_language(str(section.label)), languages.localized_url(section.url))
            for section in SiteSection.available()
        ],
        "pages": build_page_tree([page for page in pages if page.language == Language.VIETNAMESE]),
        "english_pages": build_page_tree([page for page in pages if page.language == Language.ENGLISH]),
        "parts": [{"slug": part.slug, "heading": part.heading, "links": links} for part, links in parts if links],
    }
    return render(request, "pages/sitemap.html", context)
