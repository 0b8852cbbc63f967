"""Two people changed one article: what each did to it since the edition that both began from."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from news import revisions
from news.forms import typed
from news.models import Article
from portal.accounts.models import User


@dataclass(frozen=True)
class Dispute:
    """A field that stands differently now. ``is_disputed``: both changed it; else only the other did."""

    name: str
    label: str
    theirs: str
    mine: str
    is_rich: bool
    is_disputed: bool


@dataclass(frozen=True)
class Conflict:
    """Who saved in between, when, and the fields to decide about."""

    by: User | None
    at: dt.datetime
    disputes: list[Dispute]
    lists_changed: bool


def conflict_of(article: Article, data: Mapping[str, str], opened_with: str | int) -> Conflict:
    """What stands between a form that was opened with an older edition and the article as it is now. Three queries."""
    newest = article.revisions.select_related("made_by").first()
    base = article.revisions.filter(edition=opened_with).first() if str(opened_with).isdigit() else None
    now = revisions.snapshot_of(article)
    then = base.snapshot if base else {}
    theirs, began = typed(now), typed(then) if base else {}
    disputes = [
        _dispute(name, theirs, began, data)
        for name in revisions.FIELDS
        if _part(theirs, name) != _part(data, name) and _part(theirs, name) != (_part(began, name) if began else None)
    ]
    lists_changed = base is not None and any(now[name] != then.get(name) for name in revisions.LISTS)
    return Conflict(
        by=newest.made_by if newest else None,
        at=newest.made_at if newest else article.updated_at,
        disputes=disputes,
        lists_changed=lists_changed,
    )


def _dispute(name: str, theirs: Mapping[str, str], began: Mapping[str, str], data: Mapping[str, str]) -> Dispute:
    field = Article._meta.get_field(name)
    mine = _part(data, name)
    return Dispute(
        name=name,
        label=str(field.verbose_name),
        theirs=_shown(name, _part(theirs, name)),
        mine=_shown(name, mine),
        is_rich=name == "body",
        is_disputed=not began or mine != _part(began, name),
    )


def _part(values: Mapping[str, Any], name: str) -> str:
    """A field as it is typed; day and hour together."""
    if f"{name}_0" in values:
        return f"{values[f'{name}_0']} {values.get(f'{name}_1', '')}".strip()
    value = values.get(name) or ""
    return value.replace("\r\n", "\n").strip()


def _shown(name: str, value: str) -> str:
    """A typed value in words: a link's key becomes the name of what it points at."""
    field = Article._meta.get_field(name)
    if field.is_relation and value:
        linked = field.related_model.objects.filter(pk=value).first()
        return str(linked) if linked else value
    return value
