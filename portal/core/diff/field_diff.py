"""Diff of two article snapshots, field by field, in the form's order and with its labels."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.diff.html_blocks import DiffImage
from portal.core.diff.html_diff import DiffRow, compare_bodies
from portal.core.diff.sequence_diff import ComparisonBudget, find_hunks
from portal.core.diff.word_diff import ChangeKind, Segment, compare_texts

# Enough to compare every real article word by word, and well below a second.
MAX_COMPARED_PAIRS = 1_000_000

Snapshot = Mapping[str, Any]

_LABELS: dict[str, str | Promise] = {
    "title": gettext_lazy("Tiêu đề"),
    "summary": gettext_lazy("Sapo"),
    "body": gettext_lazy("Nội dung"),
    "lead_image": gettext_lazy("Ảnh đại diện"),
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
_TEXT_FIELDS = frozenset({"title", "summary", "lead_caption"})
_TIMESTAMP_FIELDS = frozenset({"published_at", "expires_at", "withdrawn_at"})
_LIST_FIELDS = frozenset({"gallery", "attachments", "bylines"})
_FIELDS_SHOWN_BY_ROWS = _LIST_FIELDS | {"body"}
# The key that identifies an entry of a list; its other values may change.
_IDENTITY_KEYS = {"gallery": "image", "attachments": "file", "bylines": "author"}


@dataclass(frozen=True)
class Labels:
    """Names of the rows that snapshots refer to by key. A key without a name was deleted since."""

    categories: Mapping[int, str] = field(default_factory=dict)
    authors: Mapping[int, str] = field(default_factory=dict)
    images: Mapping[int, DiffImage] = field(default_factory=dict)
    contributions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FieldDifference:
    """A changed field: ``segments`` for a text, ``rows`` for the body and for lists, else two values.

    ``is_coarse``: the texts were too long and too different, so some parts were compared by whole lines.
    """

    name: str
    old: str = ""
    new: str = ""
    segments: list[Segment] = field(default_factory=list)
    rows: list[DiffRow] = field(default_factory=list)
    old_image: DiffImage | None = None
    new_image: DiffImage | None = None
    is_coarse: bool = False

    @property
    def label(self) -> str | Promise:
        return field_label(self.name)


def field_label(name: str) -> str | Promise:
    """The form's label of a field."""
    return _LABELS.get(name, name)


def in_form_order(names: Collection[str]) -> list[str]:
    """Fields in the form's order; unknown ones last."""
    return [*(name for name in _LABELS if name in names), *sorted(set(names) - set(_LABELS))]


def referenced_ids(*snapshots: Snapshot) -> dict[str, set[int]]:
    """The keys of ``categories``, ``authors`` and ``images`` in the snapshots, to look their names up."""
    keys: dict[str, set[int | None]] = {"categories": set(), "authors": set(), "images": set()}
    for snapshot in snapshots:
        keys["categories"].add(snapshot.get("category"))
        keys["authors"].add(snapshot.get("author"))
        keys["authors"].update(entry.get("author") for entry in snapshot.get("bylines", []))
        keys["images"].add(snapshot.get("lead_image"))
        keys["images"].update(entry.get("image") for entry in snapshot.get("gallery", []))
    return {kind: {key for key in found if key is not None} for kind, found in keys.items()}


def differences(before: Snapshot, after: Snapshot, names: Labels) -> list[FieldDifference]:
    """All changed fields, in the form's order. A field missing in one snapshot was not recorded then and is skipped."""
    budget = ComparisonBudget(MAX_COMPARED_PAIRS)
    shared = set(before) & set(after)
    found = (
        _diff_field(name, before[name], after[name], names, budget)
        for name in in_form_order(shared)
        if before[name] != after[name]
    )
    # Whitespace between blocks, or another row for the same file, is no visible change.
    return [difference for difference in found if difference.rows or difference.name not in _FIELDS_SHOWN_BY_ROWS]


def _diff_field(name: str, before: Any, after: Any, names: Labels, budget: ComparisonBudget) -> FieldDifference:
    if name == "body":
        rows = compare_bodies(before, after, budget)
        return FieldDifference(name, rows=rows, is_coarse=budget.is_exhausted)
    if name in _TEXT_FIELDS:
        return FieldDifference(name, segments=compare_texts(before, after, budget))
    if name in _LIST_FIELDS:
        return FieldDifference(name, rows=_compare_lists(name, before, after, names))
    if name == "lead_image":
        old, new = _diff_image(before, names), _diff_image(after, names)
        return FieldDifference(name, _image_label(old), _image_label(new), old_image=old, new_image=new)
    return FieldDifference(name, _display_value(name, before, names), _display_value(name, after, names))


def _display_value(name: str, value: Any, names: Labels) -> str:
    """A value as shown to people."""
    if value is None or value == "":
        return _("(để trống)")
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if name in _TIMESTAMP_FIELDS:
        timestamp = parse_datetime(value) if isinstance(value, str) else value
        return f"{timezone.localtime(timestamp):%d/%m/%Y %H:%M}" if timestamp else str(value)
    if name == "category":
        return names.categories.get(value) or _deleted_label(value)
    if name == "author":
        return names.authors.get(value) or _deleted_label(value)
    return str(value)


def _deleted_label(key: Any) -> str:
    return _("(đã xóa, số %s)") % key


def _diff_image(key: int | None, names: Labels) -> DiffImage | None:
    return names.images.get(key, DiffImage("", _deleted_label(key))) if key is not None else None


def _image_label(image: DiffImage | None) -> str:
    if image is None:
        return _("(không có ảnh)")
    return image.alt_text or _("ảnh trang trí")


# --- lists: gallery, attachments, by-lines --------------------------------------------------------------------


def _compare_lists(name: str, before: Iterable[Snapshot], after: Iterable[Snapshot], names: Labels) -> list[DiffRow]:
    """Entries that were removed, added, changed or moved; unchanged ones are left out."""
    old, new = _by_identity(name, before), _by_identity(name, after)
    rows: list[DiffRow] = []
    stayed = [key for key in old if key in new]
    moved = _moved_keys(stayed, [key for key in new if key in old])
    for key, entry in old.items():
        if key not in new:
            rows.append(DiffRow(ChangeKind.REMOVED, name, [_entry_segment(name, entry, names, ChangeKind.REMOVED)]))
    for key, entry in new.items():
        if key not in old:
            rows.append(DiffRow(ChangeKind.ADDED, name, [_entry_segment(name, entry, names, ChangeKind.ADDED)]))
        elif notes := _entry_notes(name, old[key], entry, names, is_moved=key in moved):
            rows.append(DiffRow(ChangeKind.CHANGED, name, [_entry_segment(name, entry, names, ChangeKind.KEPT)], notes))
    return rows


def _by_identity(name: str, entries: Iterable[Snapshot]) -> dict[tuple[Any, int], Snapshot]:
    """Entries by identity; the same image may occur in a gallery twice."""
    found: dict[tuple[Any, int], Snapshot] = {}
    for entry in entries:
        identity = entry.get(_IDENTITY_KEYS[name])
        found[identity, sum(1 for known, _count in found if known == identity)] = entry
    return found


def _moved_keys(before: list[Any], after: list[Any]) -> set[Any]:
    return {
        key
        for hunk in find_hunks(before, after, ComparisonBudget(MAX_COMPARED_PAIRS))
        for key in after[hunk.b1 : hunk.b2]
    }


def _entry_segment(name: str, entry: Snapshot, names: Labels, change: ChangeKind) -> Segment:
    match name:
        case "gallery":
            image = _diff_image(entry.get("image"), names)
            return Segment(change, str(entry.get("caption") or ""), image)
        case "attachments":
            return Segment(change, str(entry.get("name") or entry.get("file")))
        case _:
            return Segment(change, _byline_label(entry, names))


def _byline_label(entry: Snapshot, names: Labels) -> str:
    name = names.authors.get(entry.get("author")) or _deleted_label(entry.get("author"))  # type: ignore[arg-type]  # no key, no name
    contribution = str(entry.get("contribution") or "")
    return f"{names.contributions.get(contribution, contribution)}: {name}" if contribution else name


def _entry_notes(name: str, old: Snapshot, new: Snapshot, names: Labels, *, is_moved: bool) -> list[str]:
    notes = []
    if name == "gallery" and old.get("caption") != new.get("caption"):
        notes.append(_change_note(_("đổi chú thích"), old.get("caption"), new.get("caption")))
    if name == "attachments" and old.get("name") != new.get("name"):
        notes.append(_change_note(_("đổi tên hiển thị"), old.get("name"), new.get("name")))
    if name == "bylines" and old.get("contribution") != new.get("contribution"):
        notes.append(_change_note(_("đổi phần việc"), _byline_label(old, names), _byline_label(new, names)))
    if is_moved:
        notes.append(_("đổi thứ tự"))
    return notes


def _change_note(what: str, old: Any, new: Any) -> str:
    return _("%(what)s: “%(old)s” → “%(new)s”") % {"what": what, "old": old or "", "new": new or ""}
