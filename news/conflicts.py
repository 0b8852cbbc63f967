"""Two people changed one article: what each did to it since the edition that both began from."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from news import comparing, revisions
from news.comparing import blocks
from news.forms import typed
from news.models import Article, ArticleRevision
from portal.accounts.models import User
from portal.kit import richtext


@dataclass(frozen=True)
class Dispute:
    """A field that stands differently now. ``is_disputed``: both changed it; else only the other did.

    ``change`` is what the other did to it, by words; None where nobody knows what it was before.
    ``can_join``: both changes can stand in one text.
    """

    name: str
    label: str
    theirs: str
    mine: str
    is_disputed: bool
    change: comparing.FieldDifference | None = None
    can_join: bool = False


@dataclass(frozen=True)
class Conflict:
    """Who saved in between, when, and the fields to decide about. ``base``: the edition that both began from."""

    by: User | None
    at: dt.datetime
    base: int | None
    disputes: list[Dispute]
    lists_changed: bool


def conflict_of(article: Article, data: Mapping[str, str], opened_with: str | int) -> Conflict:
    """What stands between a form that was opened with an older edition and the article as it is now.

    Six queries, and those of the names behind links in dispute.
    """
    newest = article.revisions.select_related("made_by").first()
    base = _edition(article, opened_with)
    now = revisions.snapshot_of(article)
    then = base.snapshot if base else {}
    theirs, began = typed(now), typed(then) if base else {}
    changes = comparing.differences(then, now, revisions.names_in(then, now)) if base else []
    by_name = {change.name: change for change in changes}
    joined = _joined(then, data, now) if base else None
    disputes = [
        _dispute(name, theirs, began, data, by_name.get(name), joined)
        for name in revisions.FIELDS
        if _part(theirs, name) != _part(data, name) and _part(theirs, name) != (_part(began, name) if began else None)
    ]
    lists_changed = base is not None and any(now[name] != then.get(name) for name in revisions.LISTS)
    return Conflict(
        by=newest.made_by if newest else None,
        at=newest.made_at if newest else article.updated_at,
        base=base.edition if base else None,
        disputes=disputes,
        lists_changed=lists_changed,
    )


def join_bodies(article: Article, data: Mapping[str, str], opened_with: str) -> str | None:
    """The body with the changes of a form and of whoever saved since; None when they touch the same passage."""
    base = _edition(article, opened_with)
    return _joined(base.snapshot, data, revisions.snapshot_of(article)) if base else None


def _joined(base: comparing.Snapshot, data: Mapping[str, str], theirs: comparing.Snapshot) -> str | None:
    sides = (base.get("body", ""), _part(data, "body"), theirs["body"])
    body = comparing.merge(*({"body": richtext.clean_html(side)} for side in sides)).fields["body"]
    return None if body.is_conflict else body.value


def _edition(article: Article, number: str | int) -> ArticleRevision | None:
    text = str(number)
    return article.revisions.filter(edition=text).first() if text.isdecimal() and len(text) < 9 else None


def _dispute(
    name: str,
    theirs: Mapping[str, str],
    began: Mapping[str, str],
    data: Mapping[str, str],
    change: comparing.FieldDifference | None,
    joined: str | None,
) -> Dispute:
    field = Article._meta.get_field(name)
    mine = _part(data, name)
    is_disputed = not began or mine != _part(began, name)
    return Dispute(
        name=name,
        label=str(field.verbose_name),
        theirs=_shown(name, _part(theirs, name)),
        mine=_shown(name, mine),
        is_disputed=is_disputed,
        change=change,
        can_join=name == "body" and is_disputed and joined is not None,
    )


def _part(values: Mapping[str, Any], name: str) -> str:
    """A field as it is typed; day and hour together."""
    if f"{name}_0" in values:
        return f"{values[f'{name}_0']} {values.get(f'{name}_1', '')}".strip()
    value = values.get(name) or ""
    return value.replace("\r\n", "\n").strip()


def _shown(name: str, value: str) -> str:
    """A typed value in words: of a body its lines, for a link's key the name of what it points at."""
    if name == "body":
        return "\n".join(line.text for line in blocks.lines(richtext.clean_html(value)))
    field = Article._meta.get_field(name)
    if field.is_relation and value:
        linked = field.related_model.objects.filter(pk=value).first()
        return str(linked) if linked else value
    return value
