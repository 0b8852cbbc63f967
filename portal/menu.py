"""The main menu and the pages named in the foot, read again every few seconds, not for every page.

What the administrator set out (``portal.site``) stands; until then the news, its top categories, the blocs and the
documents do.
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
from portal.kit import languages
from portal.kit.languages import Wording
from portal.site import keeping
from portal.site.models import Language, MenuEntry, Page
from portal.site.models.pages import address_of
from portal.site.rooms import Room

CACHE_KEY = keeping.MENU
_OWN, _SECTION, _FOOT = range(3)


@dataclass(frozen=True)
class Entry:
    """A heading of the menu and where it leads, if anywhere; ``is_current`` marks the page at hand and what is
    above it."""

    name: Wording
    address: str
    children: tuple["Entry", ...] = ()
    is_current: bool = False

    def marked(self, path: str) -> "Entry":
        children = tuple(child.marked(path) for child in self.children)
        is_current = self.address == path or any(child.is_current for child in children)
        return replace(self, children=children, is_current=is_current)


@dataclass(frozen=True)
class Frame:
    """What every page of a language leads to."""

    menu: tuple[Entry, ...] = ()
    foot: tuple[Entry, ...] = ()


class _Row(NamedTuple):
    """A row of the one query: a menu entry, a top category or a page of the foot, with what it may lead to."""

    kind: int
    key: int
    parent: int
    position: int
    title: str
    title_en: str
    room: str
    address: str
    slug: str
    path: str
    language: str
    path_en: str


def main_menu(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``menu`` and ``footer_pages``, lists of ``Entry``. They are read only when a page shows
    them: one query for both, or none while the kept ones are fresh."""
    return {
        "menu": SimpleLazyObject(lambda: [entry.marked(request.path) for entry in entries()]),
        "footer_pages": SimpleLazyObject(lambda: [entry.marked(request.path) for entry in _frame().foot]),
    }


def entries() -> list[Entry]:
    return list(_frame().menu)


def _frame() -> Frame:
    """In the language of the page at hand. A database that never answered gives the rooms, which need none."""
    frames = keeping.kept(CACHE_KEY, _read, fallback={})
    return frames.get(languages.current()) or Frame(menu=_usual([]))


def _read() -> dict[str, Frame]:
    found = _own().union(_sections(), _foot(), all=True)
    rows = sorted((_Row(*row) for row in found), key=lambda row: (row.position, row.title, row.key))
    return {language.value: _spoken(rows, language) for language in Language}


def _spoken(rows: Sequence[_Row], language: Language) -> Frame:
    """Whoever asks first: each frame has the words and addresses of its own language."""
    with languages.speaking(language.value):
        return _frame_of(rows, language)


def _frame_of(rows: Sequence[_Row], language: Language) -> Frame:
    own = [row for row in rows if row.kind == _OWN]
    menu = _set_out(own, language) if own else _usual(row for row in rows if row.kind == _SECTION)
    return Frame(menu=tuple(menu), foot=tuple(_foot_of(rows, language)))


def _foot_of(rows: Sequence[_Row], language: Language) -> Iterable[Entry]:
    """A policy that nobody has translated is better read in Vietnamese than not found, so an English page names it."""
    found = [_in_foot(row, language) for row in rows if row.kind == _FOOT and row.language in {"vi", language}]
    return {entry.address: entry for entry in found}.values()


def _in_foot(row: _Row, language: Language) -> Entry:
    if row.path_en and language == Language.ENGLISH:
        return Entry(Wording(row.title_en, Language.ENGLISH), address_of(row.path_en, Language.ENGLISH))
    return Entry(Wording(row.title, row.language), address_of(row.path, row.language))


def _usual(sections: Iterable[_Row]) -> tuple[Entry, ...]:
    """Until somebody sets a menu out."""
    named = [
        Entry(languages.wording(row.title, row.title_en), reverse("news:category", args=[row.slug])) for row in sections
    ]
    rooms = (Room.NEWS, Room.BLOCS, Room.LIBRARY)
    news, *others = (Entry(languages.spoken(str(room.label)), languages.here(room.address)) for room in rooms)
    return (news, *named, *others)


def _set_out(rows: Sequence[_Row], language: Language) -> Iterable[Entry]:
    """Two levels; what leads nowhere and holds nothing is left out."""
    for row in rows:
        if row.parent:
            continue
        children = tuple(filter(None, (_entry(child, language) for child in rows if child.parent == row.key)))
        entry = _entry(row, language)
        if entry is not None:
            yield replace(entry, children=children)
        elif children and _title(row, language):
            yield Entry(_title(row, language), "", children)


def _title(row: _Row, language: Language) -> Wording:
    """Its words in just this language; what has none is left out of a menu set out by hand."""
    return Wording(row.title_en if language == Language.ENGLISH else row.title, language.value)


def _entry(row: _Row, language: Language) -> Entry | None:
    title, address = _title(row, language), _address(row, language)
    return Entry(title, address) if title and address else None


def _address(row: _Row, language: Language) -> str:
    if row.room:
        room = Room(row.room) if row.room in Room.values else None
        return languages.here(room.address) if room and room.is_open else ""
    if row.path_en and language == Language.ENGLISH:
        return address_of(row.path_en, Language.ENGLISH)
    if row.path:
        return address_of(row.path, row.language)
    return reverse("news:category", args=[row.slug]) if row.slug else languages.here(row.address)


# --- the one query -------------------------------------------------------------------------------------------


def _own() -> QuerySet:
    return _columns(
        MenuEntry.objects.shown().leading_somewhere(),
        kind=Value(_OWN),
        parent=_number("parent_id"),
        title="title",
        title_en="title_en",
        room="room",
        address="address",
        slug=_text("category__slug"),
        path=_text("page__path"),
        language=_text("page__language"),
        path_en=_translated("page", "path"),
    )


def _sections() -> QuerySet:
    return _columns(Category.objects.sections(), kind=Value(_SECTION), title="name", title_en="name_en", slug="slug")


def _foot() -> QuerySet:
    shown = Page.objects.published().filter(in_footer=True)
    return _columns(
        shown,
        kind=Value(_FOOT),
        title="title",
        title_en=_translated("pk", "title"),
        path="path",
        language="language",
        path_en=_translated("pk", "path"),
    )


def _translated(page: str, column: str) -> Coalesce:
    """A column of a page's English translation, while readers have it."""
    english = Page.objects.published().in_language(Language.ENGLISH).filter(translation_of=OuterRef(page))
    return Coalesce(Subquery(english.values(column)[:1]), Value(""), output_field=CharField())


def _columns(rows: QuerySet, **given: Any) -> QuerySet:
    """The columns of ``_Row`` in their order; those not given are empty."""
    numbers = {"kind", "parent"}
    empty = {name: Value(0) if name in numbers else Value("", CharField()) for name in _Row._fields}
    columns = {**empty, "key": F("pk"), "position": F("position"), **given}
    expressions = {f"row_{name}": F(value) if isinstance(value, str) else value for name, value in columns.items()}
    return rows.order_by().annotate(**expressions).values_list(*(f"row_{name}" for name in _Row._fields))


def _text(name: str) -> Coalesce:
    return Coalesce(F(name), Value(""), output_field=CharField())


def _number(name: str) -> Coalesce:
    return Coalesce(F(name), Value(0), output_field=IntegerField())
