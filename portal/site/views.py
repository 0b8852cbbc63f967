"""Pages of the tree, the links to other agencies, and the map of the portal for people."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from emulation.models import Bloc
from news.models import Category
from portal.kit import dates, languages, linked_data, saving
from portal.kit.addresses import root_of
from portal.kit.errors import NotFoundForReader
from portal.kit.httpcache import public_page
from portal.site.models import Language, LinkGroup, Page
from portal.site.models.pages import saved_address
from portal.site.rooms import Room
from portal.site.trees import Branch, Surroundings, surroundings_of, tree_of


@require_safe
@public_page
def page(request: HttpRequest, path: str, language: str = Language.VIETNAMESE) -> HttpResponse:
    """/<path>/, in English /en/<path>/ — three queries."""
    found = _published(path, language)
    with translation.override(language):
        context = {**page_context(request, found), "saved": saved_address(found)}
        return render(request, "site/page.html", context)


@require_safe
@public_page
def page_saved(request: HttpRequest, path: str, language: str = Language.VIETNAMESE) -> HttpResponse:
    """…/luu/ — the page as one file with its pictures inside, to be kept. Three queries."""
    found = _published(path, language)
    with translation.override(language):
        context = page_context(request, found)
        address = found.get_absolute_url()
        return saving.answer(request, "site/page_saved.html", context, path=address, name=found.slug)


def _published(path: str, language: str) -> Page:
    found = Page.objects.in_language(language).at(path).first()
    if found is None:
        raise Http404
    if not found.is_published():
        raise NotFoundForReader(
            _("Trang này không còn được đăng.") if found.was_published() else _("Không có trang này.")
        )
    return found


def page_context(request: HttpRequest, shown: Page, *, preview: bool = False) -> dict[str, Any]:
    """What the page's template shows. Two queries."""
    root = shown.path.partition("/")[0]
    part = Page.objects.published().in_language(shown.language).within(root)
    around = surroundings_of(shown, list(part.in_order().for_list()))
    return {
        "page": shown,
        "around": around,
        "other_language": Page.objects.published().in_other_language(shown).for_list().first(),
        "linked_data": _told(request, shown, around),
        "saved": "",
        "preview": preview,
    }


def _told(request: HttpRequest, shown: Page, around: Surroundings) -> linked_data.Thing:
    root, address = root_of(request), shown.get_absolute_url()
    steps = [*around.trail, Branch(shown.title, address)]
    return linked_data.graph(
        linked_data.thing(
            "WebPage",
            name=shown.title,
            url=root + address,
            description=shown.summary,
            inLanguage=shown.language,
            dateModified=shown.changed_at,
            publisher={"@id": f"{root}/#co-quan"},
        ),
        linked_data.publisher(root),
        linked_data.breadcrumb([(step.title, step.address) for step in steps], root),
    )


@require_safe
@public_page
def links(request: HttpRequest) -> HttpResponse:
    """/lien-ket/ — two queries."""
    groups = [
        {"name": group.shown_name, "links": [(link.shown_name, link.address) for link in group.shown]}
        for group in LinkGroup.objects.with_links()
    ]
    return render(request, "site/links.html", {"groups": groups})


@require_safe
@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """/so-do-trang/ — four queries beside the menu's."""
    pages = list(Page.objects.published().in_order().for_list())
    today = dates.local_day(timezone.now())
    context = {
        "rooms": [Branch(languages.spoken(str(room.label)), languages.here(room.address)) for room in Room.open_ones()],
        "pages": tree_of([page for page in pages if page.language == Language.VIETNAMESE]),
        "english_pages": tree_of([page for page in pages if page.language == Language.ENGLISH]),
        "categories": _categories(),
        "blocs": [Branch(bloc.shown_name_on(today), bloc.get_absolute_url()) for bloc in Bloc.objects.with_names()],
    }
    return render(request, "site/sitemap.html", context)


def _categories() -> list[Branch]:
    found = list(Category.objects.in_order())
    return [
        Branch(section.shown_name, section.get_absolute_url(), _children(section, found))
        for section in found
        if section.parent_id is None
    ]


def _children(section: Category, found: list[Category]) -> tuple[Branch, ...]:
    return tuple(Branch(own.shown_name, own.get_absolute_url()) for own in found if own.parent_id == section.pk)
