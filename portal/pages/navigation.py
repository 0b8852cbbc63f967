"""Main menu and footer pages, cached for a few seconds.

Uses the menu configured by the administrator (``portal.pages``); by default it lists the news, its top categories, the
blocs and the documents.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db.models import CharField, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from news.models import Category
from portal.core.text import languages
from portal.core.text.languages import TranslatedStr
from portal.pages import cached_reads
from portal.pages.models import Language, MenuEntry, Page
from portal.pages.models.pages import page_url
from portal.pages.sections import SiteSection

CACHE_KEY = cached_reads.MENU_KEY
_CUSTOM, _CATEGORY, _FOOTER = range(3)


@dataclass(frozen=True)
class MenuItem:
    """Menu item; ``is_current`` marks the current page and its ancestors.

    ``url`` is empty for a heading without a target.
    """

    name: TranslatedStr
    url: str
    children: tuple["MenuItem", ...] = ()
    is_current: bool = False

    def with_current(self, path: str) -> "MenuItem":
        children = tuple(child.with_current(path) for child in self.children)
        is_current = self.url == path or any(child.is_current for child in children)
        return replace(self, children=children, is_current=is_current)


@dataclass(frozen=True)
class Navigation:
    """Menu and footer of every page in a language."""

    menu: tuple[MenuItem, ...] = ()
    footer: tuple[MenuItem, ...] = ()


class _MenuRow(NamedTuple):
    """Row of the combined query: a menu entry, a top category or a footer page, with its target."""

    kind: int
    key: int
    parent: int
    position: int
    title: str
    title_en: str
    section: str
    url: str
    slug: str
    path: str
    language: str
    path_en: str


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``menu`` and ``footer_pages``, lists of ``MenuItem``.

    They are loaded lazily: one query for both, or none while cached.
    """
    return {
        "menu": SimpleLazyObject(lambda: [entry.with_current(request.path) for entry in menu_items()]),
        "footer_pages": SimpleLazyObject(
            lambda: [entry.with_current(request.path) for entry in _current_navigation().footer]
        ),
    }


def menu_items() -> list[MenuItem]:
    return list(_current_navigation().menu)


def _current_navigation() -> Navigation:
    """Navigation in the current language. Without database and cache it is the default menu, without categories."""
    frames = cached_reads.cached_or_stale(CACHE_KEY, _load_navigation, fallback={})
    return frames.get(languages.current_language()) or Navigation(menu=_default_menu([]))


def _load_navigation() -> dict[str, Navigation]:
    found = _custom_rows().union(_category_rows(), _footer_rows(), all=True)
    rows = sorted((_MenuRow(*row) for row in found), key=lambda row: (row.position, row.title, row.key))
    return {language.value: _in_language(rows, language) for language in Language}


def _in_language(rows: Sequence[_MenuRow], language: Language) -> Navigation:
    """Builds the navigation with texts and URLs in that language, whatever the language of the request."""
    with languages.override(language.value):
        return _build_navigation(rows, language)


def _build_navigation(rows: Sequence[_MenuRow], language: Language) -> Navigation:
    own = [row for row in rows if row.kind == _CUSTOM]
    menu = _custom_menu(own, language) if own else _default_menu(row for row in rows if row.kind == _CATEGORY)
    return Navigation(menu=tuple(menu), footer=tuple(_footer_items(rows, language)))


def _footer_items(rows: Sequence[_MenuRow], language: Language) -> Iterable[MenuItem]:
    """Footer pages; an untranslated policy is linked in Vietnamese on English pages."""
    found = [_footer_item(row, language) for row in rows if row.kind == _FOOTER and row.language in {"vi", language}]
    return {entry.url: entry for entry in found}.values()


def _footer_item(row: _MenuRow, language: Language) -> MenuItem:
    if row.path_en and language == Language.ENGLISH:
        return MenuItem(TranslatedStr(row.title_en, Language.ENGLISH), page_url(row.path_en, Language.ENGLISH))
    return MenuItem(TranslatedStr(row.title, row.language), page_url(row.path, row.language))


def _default_menu(sections: Iterable[_MenuRow]) -> tuple[MenuItem, ...]:
    """Menu used until an administrator configures one."""
    category_items = [
        MenuItem(languages.pick_translation(row.title, row.title_en), reverse("news:category-detail", args=[row.slug]))
        for row in sections
    ]
    site_sections = (SiteSection.NEWS, SiteSection.BLOCS, SiteSection.LIBRARY)
    news, *others = (
        MenuItem(languages.in_current_language(str(site_section.label)), languages.localized_url(site_section.url))
        for site_section in site_sections
    )
    return (news, *category_items, *others)


def _custom_menu(rows: Sequence[_MenuRow], language: Language) -> Iterable[MenuItem]:
    """Two levels; items without target and children are left out."""
    for row in rows:
        if row.parent:
            continue
        children = tuple(filter(None, (_menu_item(child, language) for child in rows if child.parent == row.key)))
        item = _menu_item(row, language)
        if item is not None:
            yield replace(item, children=children)
        elif children and _title_in(row, language):
            yield MenuItem(_title_in(row, language), "", children)


def _title_in(row: _MenuRow, language: Language) -> TranslatedStr:
    """Title in exactly this language; items without one are left out of a custom menu."""
    return TranslatedStr(row.title_en if language == Language.ENGLISH else row.title, language.value)


def _menu_item(row: _MenuRow, language: Language) -> MenuItem | None:
    title, url = _title_in(row, language), _row_url(row, language)
    return MenuItem(title, url) if title and url else None


def _row_url(row: _MenuRow, language: Language) -> str:
    if row.section:
        site_section = SiteSection(row.section) if row.section in SiteSection.values else None
        return languages.localized_url(site_section.url) if site_section and site_section.is_available else ""
    if row.path_en and language == Language.ENGLISH:
        return page_url(row.path_en, Language.ENGLISH)
    if row.path:
        return page_url(row.path, row.language)
    return reverse("news:category-detail", args=[row.slug]) if row.slug else languages.localized_url(row.url)


# Combined query


def _custom_rows() -> QuerySet:
    return _row_columns(
        MenuEntry.objects.shown().with_visible_target(),
        kind=Value(_CUSTOM),
        parent=_integer_column("parent_id"),
        title="title",
        title_en="title_en",
        section="section",
        url="url",
        slug=_text_column("category__slug"),
        path=_text_column("page__path"),
        language=_text_column("page__language"),
        path_en=_translated_column("page", "path"),
    )


def _category_rows() -> QuerySet:
    return _row_columns(
        Category.objects.sections(), kind=Value(_CATEGORY), title="name", title_en="name_en", slug="slug"
    )


def _footer_rows() -> QuerySet:
    shown = Page.objects.published().filter(is_in_footer=True)
    return _row_columns(
        shown,
        kind=Value(_FOOTER),
        title="title",
        title_en=_translated_column("pk", "title"),
        path="path",
        language="language",
        path_en=_translated_column("pk", "path"),
    )


def _translated_column(page: str, column: str) -> Coalesce:
    """Subquery for a column of a page's published English translation."""
    english = Page.objects.published().in_language(Language.ENGLISH).filter(translation_of=OuterRef(page))
    return Coalesce(Subquery(english.values(column)[:1]), Value(""), output_field=CharField())


def _row_columns(rows: QuerySet, **given: Any) -> QuerySet:
    """Values of the columns of ``_MenuRow`` in order; those not given are empty."""
    numbers = {"kind", "parent"}
    empty = {name: Value(0) if name in numbers else Value("", CharField()) for name in _MenuRow._fields}
    columns = {**empty, "key": F("pk"), "position": F("position"), **given}
    expressions = {f"row_{name}": F(value) if isinstance(value, str) else value for name, value in columns.items()}
    return rows.order_by().annotate(**expressions).values_list(*(f"row_{name}" for name in _MenuRow._fields))


def _text_column(name: str) -> Coalesce:
    return Coalesce(F(name), Value(""), output_field=CharField())


def _integer_column(name: str) -> Coalesce:
    return Coalesce(F(name), Value(0), output_field=IntegerField())
