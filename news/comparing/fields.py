"""What differs between two snapshots of an article, field by field, in the order of the form and in its words."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news.comparing.blocks import Shown
from news.comparing.bodies import Row, compare_bodies
from news.comparing.sequences import Budget, hunks
from news.comparing.words import Change, Segment, compare_texts

# Enough for every article that people write to be compared word by word, and still answered well within a second.
PAIRS_IN_ALL = 1_000_000

Snapshot = Mapping[str, Any]

_LABELS: dict[str, str | Promise] = {
    "title": gettext_lazy("Tiêu đề"),
    "summary": gettext_lazy("Sapo"),
    "body": gettext_lazy("Nội dung"),
    "lead_picture": gettext_lazy("Ảnh đại diện"),
    "lead_caption": gettext_lazy("Chú thích ảnh đại diện"),
    "gallery": gettext_lazy("Bộ ảnh"),
    "attachments": gettext_lazy("Tệp đính kèm"),
    "category": gettext_lazy("Chuyên mục"),
    "author": gettext_lazy("Tác giả"),
    "bylines": gettext_lazy("Ký tên"),
    "source_name": gettext_lazy("Nguồn tin"),
    "source_url": gettext_lazy("Liên kết nguồn"),
    "published_at": gettext_lazy("Đăng lúc"),
    "expires_at": gettext_lazy("Hết hạn lúc"),
    "withdrawn_at": gettext_lazy("Rút xuống lúc"),
    "slug": gettext_lazy("Liên kết tĩnh"),
    "parent": gettext_lazy("Thuộc trang"),
    "language": gettext_lazy("Ngôn ngữ"),
    "is_featured": gettext_lazy("Tin nổi bật"),
    "is_pinned": gettext_lazy("Ghim"),
}
_TEXTS = frozenset({"title", "summary", "lead_caption"})
_MOMENTS = frozenset({"published_at", "expires_at", "withdrawn_at"})
_LISTS = frozenset({"gallery", "attachments", "bylines"})
_BY_ROWS = _LISTS | {"body"}
# What an entry of a list is known by; the rest of it may change.
_IDENTITY = {"gallery": "picture", "attachments": "file", "bylines": "author"}


@dataclass(frozen=True)
class Labels:
    """The names behind the keys in snapshots. What is missing here has been deleted since."""

    categories: Mapping[int, str] = field(default_factory=dict)
    authors: Mapping[int, str] = field(default_factory=dict)
    pictures: Mapping[int, Shown] = field(default_factory=dict)
    contributions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FieldDifference:
    """One field that differs. ``segments`` for a text, ``rows`` for the body and for lists, else two values.

    ``is_coarse``: the texts are so long and so different that they were compared by whole lines in places.
    """

    name: str
    old: str = ""
    new: str = ""
    segments: list[Segment] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    old_picture: Shown | None = None
    new_picture: Shown | None = None
    is_coarse: bool = False

    @property
    def label(self) -> str | Promise:
        return label_of(self.name)


def label_of(name: str) -> str | Promise:
    """What the form calls a field."""
    return _LABELS.get(name, name)


def in_form_order(names: Collection[str]) -> list[str]:
    """The fields in the order in which the form shows them; what it does not know comes last."""
    return [*(name for name in _LABELS if name in names), *sorted(set(names) - set(_LABELS))]


def linked_keys(*snapshots: Snapshot) -> dict[str, set[int]]:
    """The keys of ``categories``, ``authors`` and ``pictures`` that the snapshots point at, to look their names up."""
    keys: dict[str, set[int]] = {"categories": set(), "authors": set(), "pictures": set()}
    for snapshot in snapshots:
        keys["categories"].add(snapshot.get("category"))
        keys["authors"].add(snapshot.get("author"))
        keys["authors"].update(entry.get("author") for entry in snapshot.get("bylines", []))
        keys["pictures"].add(snapshot.get("lead_picture"))
        keys["pictures"].update(entry.get("picture") for entry in snapshot.get("gallery", []))
    return {kind: found - {None} for kind, found in keys.items()}


def differences(before: Snapshot, after: Snapshot, names: Labels) -> list[FieldDifference]:
    """Every field that differs, in the order of the form. A field that one snapshot lacks was not kept then."""
    budget = Budget(PAIRS_IN_ALL)
    shared = set(before) & set(after)
    found = (
        _difference(name, before[name], after[name], names, budget)
        for name in in_form_order(shared)
        if before[name] != after[name]
    )
    # Blanks between blocks, another row for the same file: nothing that anybody sees.
    return [difference for difference in found if difference.rows or difference.name not in _BY_ROWS]


def _difference(name: str, before: Any, after: Any, names: Labels, budget: Budget) -> FieldDifference:
    if name == "body":
        rows = compare_bodies(before, after, budget)
        return FieldDifference(name, rows=rows, is_coarse=budget.is_spent)
    if name in _TEXTS:
        return FieldDifference(name, segments=compare_texts(before, after, budget))
    if name in _LISTS:
        return FieldDifference(name, rows=_compare_lists(name, before, after, names))
    if name == "lead_picture":
        old, new = _picture(before, names), _picture(after, names)
        return FieldDifference(name, _words(old), _words(new), old_picture=old, new_picture=new)
    return FieldDifference(name, _written(name, before, names), _written(name, after, names))


def _written(name: str, value: Any, names: Labels) -> str:
    """A value as people read it."""
    if value is None or value == "":
        return _("(để trống)")
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if name in _MOMENTS:
        moment = parse_datetime(value) if isinstance(value, str) else value
        return f"{timezone.localtime(moment):%d/%m/%Y %H:%M}" if moment else str(value)
    if name == "category":
        return names.categories.get(value) or _deleted(value)
    if name == "author":
        return names.authors.get(value) or _deleted(value)
    return str(value)


def _deleted(key: Any) -> str:
    return _("(đã xóa, số %s)") % key


def _picture(key: int | None, names: Labels) -> Shown | None:
    return names.pictures.get(key, Shown("", _deleted(key))) if key is not None else None


def _words(picture: Shown | None) -> str:
    if picture is None:
        return _("(không có ảnh)")
    return picture.words or _("ảnh trang trí")


# --- lists: gallery, attachments, by-lines --------------------------------------------------------------------


def _compare_lists(name: str, before: Iterable[Snapshot], after: Iterable[Snapshot], names: Labels) -> list[Row]:
    """The entries that went, came, changed or moved; those that stayed as they were are left out."""
    old, new = _by_identity(name, before), _by_identity(name, after)
    rows: list[Row] = []
    stayed = [key for key in old if key in new]
    moved = _moved(stayed, [key for key in new if key in old])
    for key, entry in old.items():
        if key not in new:
            rows.append(Row(Change.REMOVED, name, [_entry(name, entry, names, Change.REMOVED)]))
    for key, entry in new.items():
        if key not in old:
            rows.append(Row(Change.ADDED, name, [_entry(name, entry, names, Change.ADDED)]))
        elif notes := _entry_notes(name, old[key], entry, names, is_moved=key in moved):
            rows.append(Row(Change.CHANGED, name, [_entry(name, entry, names, Change.KEPT)], notes))
    return rows


def _by_identity(name: str, entries: Iterable[Snapshot]) -> dict[tuple[Any, int], Snapshot]:
    """The entries by what they are known by; the same picture may stand in a gallery twice."""
    found: dict[tuple[Any, int], Snapshot] = {}
    for entry in entries:
        identity = entry.get(_IDENTITY[name])
        found[identity, sum(1 for known, _count in found if known == identity)] = entry
    return found


def _moved(before: list[Any], after: list[Any]) -> set[Any]:
    return {key for hunk in hunks(before, after, Budget(PAIRS_IN_ALL)) for key in after[hunk.b1 : hunk.b2]}


def _entry(name: str, entry: Snapshot, names: Labels, change: Change) -> Segment:
    match name:
        case "gallery":
            picture = _picture(entry.get("picture"), names)
            return Segment(change, str(entry.get("caption") or ""), picture)
        case "attachments":
            return Segment(change, str(entry.get("name") or entry.get("file")))
        case _:
            return Segment(change, _signed(entry, names))


def _signed(entry: Snapshot, names: Labels) -> str:
    name = names.authors.get(entry.get("author")) or _deleted(entry.get("author"))  # type: ignore[arg-type]  # no key, no name
    contribution = str(entry.get("contribution") or "")
    return f"{names.contributions.get(contribution, contribution)}: {name}" if contribution else name


def _entry_notes(name: str, old: Snapshot, new: Snapshot, names: Labels, *, is_moved: bool) -> list[str]:
    notes = []
    if name == "gallery" and old.get("caption") != new.get("caption"):
        notes.append(_changed(_("đổi chú thích"), old.get("caption"), new.get("caption")))
    if name == "attachments" and old.get("name") != new.get("name"):
        notes.append(_changed(_("đổi tên hiển thị"), old.get("name"), new.get("name")))
    if name == "bylines" and old.get("contribution") != new.get("contribution"):
        notes.append(_changed(_("đổi phần việc"), _signed(old, names), _signed(new, names)))
    if is_moved:
        notes.append(_("đổi thứ tự"))
    return notes


def _changed(what: str, old: Any, new: Any) -> str:
    return _("%(what)s: “%(old)s” → “%(new)s”") % {"what": what, "old": old or "", "new": new or ""}
