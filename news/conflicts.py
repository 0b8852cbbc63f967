"""Edit conflicts: what each of two users changed in an article since the revision that both started from."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from news import revisions
from news.forms import form_data_from_snapshot
from news.models import Article, ArticleRevision
from portal.accounts.models import User
from portal.core.content import rich_text
from portal.core.diff import field_diff, html_blocks, merge
from portal.core.text.numbers import MAX_INTEGER, parse_int


@dataclass(frozen=True)
class FieldConflict:
    """A field whose saved value changed. ``is_conflicting``: both users changed it; else only the other one did.

    ``change`` is the other user's change as a word diff; None when the base value is unknown. ``can_merge``: both
    changes can be merged into one text.
    """

    name: str
    label: str
    theirs: str
    mine: str
    is_conflicting: bool
    change: field_diff.FieldDifference | None = None
    can_merge: bool = False


@dataclass(frozen=True)
class ConflictDetails:
    """Who saved in between, when, and the fields to decide about.

    ``base_revision_number``: the common base revision.
    """

    by: User | None
    at: dt.datetime
    base_revision_number: int | None
    field_conflicts: list[FieldConflict]
    lists_changed: bool


def find_conflict(article: Article, data: Mapping[str, str], base_revision_number: str | int) -> ConflictDetails:
    """Compares a form opened at an older revision with the saved article.

    Six queries, and those of the labels of conflicting foreign keys.
    """
    newest = article.revisions.select_related("made_by").first()
    base_revision = _find_revision(article, base_revision_number)
    current_snapshot = revisions.snapshot_of(article)
    base_snapshot = base_revision.snapshot if base_revision else {}
    their_data, base_data = (
        form_data_from_snapshot(current_snapshot),
        form_data_from_snapshot(base_snapshot) if base_revision else {},
    )
    changes = (
        field_diff.differences(base_snapshot, current_snapshot, revisions.load_labels(base_snapshot, current_snapshot))
        if base_revision
        else []
    )
    by_name = {change.name: change for change in changes}
    merged_body = _merge_bodies(base_snapshot, data, current_snapshot) if base_revision else None
    field_conflicts = [
        _build_field_conflict(name, their_data, base_data, data, by_name.get(name), merged_body)
        for name in revisions.SNAPSHOT_FIELDS
        if _form_value(their_data, name) != _form_value(data, name)
        and _form_value(their_data, name) != (_form_value(base_data, name) if base_data else None)
    ]
    lists_changed = base_revision is not None and any(
        current_snapshot[name] != base_snapshot.get(name) for name in revisions.SNAPSHOT_LISTS
    )
    return ConflictDetails(
        by=newest.made_by if newest else None,
        at=newest.made_at if newest else article.updated_at,
        base_revision_number=base_revision.revision_number if base_revision else None,
        field_conflicts=field_conflicts,
        lists_changed=lists_changed,
    )


def merge_bodies(article: Article, data: Mapping[str, str], base_revision_number: str) -> str | None:
    """Three-way merge of the body; None when both changes touch the same passage."""
    base_revision = _find_revision(article, base_revision_number)
    return _merge_bodies(base_revision.snapshot, data, revisions.snapshot_of(article)) if base_revision else None


def _merge_bodies(base: field_diff.Snapshot, data: Mapping[str, str], theirs: field_diff.Snapshot) -> str | None:
    sides = (base.get("body", ""), _form_value(data, "body"), theirs["body"])
    body = merge.merge(*({"body": rich_text.clean_html(side)} for side in sides)).fields["body"]
    return None if body.is_conflict else body.value


def _find_revision(article: Article, number: str | int) -> ArticleRevision | None:
    parsed_number = parse_int(str(number), maximum=MAX_INTEGER)
    return None if parsed_number is None else article.revisions.filter(revision_number=parsed_number).first()


def _build_field_conflict(
    name: str,
    theirs: Mapping[str, str],
    base_data: Mapping[str, str],
    data: Mapping[str, str],
    change: field_diff.FieldDifference | None,
    merged_body: str | None,
) -> FieldConflict:
    field = revisions.article_field(name)
    mine = _form_value(data, name)
    is_disputed = not base_data or mine != _form_value(base_data, name)
    return FieldConflict(
        name=name,
        label=str(field.verbose_name),
        theirs=_display_value(name, _form_value(theirs, name)),
        mine=_display_value(name, mine),
        is_conflicting=is_disputed,
        change=change,
        can_merge=name == "body" and is_disputed and merged_body is not None,
    )


def _form_value(values: Mapping[str, Any], name: str) -> str:
    """A field's submitted value; date and time are joined."""
    if f"{name}_0" in values:
        return f"{values[f'{name}_0']} {values.get(f'{name}_1', '')}".strip()
    value = values.get(name) or ""
    return value.replace("\r\n", "\n").strip()


def _display_value(name: str, value: str) -> str:
    """A submitted value for display: the text lines of a body, the label behind a foreign key."""
    if name == "body":
        return "\n".join(line.text for line in html_blocks.parse_lines(rich_text.clean_html(value)))
    field = revisions.article_field(name)
    if field.is_relation and value:
        linked = revisions.linked_rows(field).filter(pk=value).first()
        return str(linked) if linked else value
    return value
