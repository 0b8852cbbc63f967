"""What something with names over time is called on a day, from within any query; the rule is ``rules.naming.name_on``.

On an English page the English name stands for the full and the short one where the period has one.
"""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat

from portal.kit import languages
from portal.kit.languages import Wording
from portal.kit.periods import PeriodQuerySet

# Before an English name on its way out of the database; no name holds it.
_ENGLISH = "\x1f"
_REPLACED = frozenset({"name", "short_name"})


class Words(models.CharField):
    """Never a column: what a query says, each value knowing its language."""

    def from_db_value(self, value: str | None, *_args: Any) -> Wording | None:
        if value is None:
            return None
        is_english = value.startswith(_ENGLISH)
        return Wording(value.removeprefix(_ENGLISH), languages.ENGLISH if is_english else languages.VIETNAMESE)


def on_day(names: PeriodQuerySet, day: F | OuterRef | dt.date, column: str, *otherwise: Any) -> Coalesce:
    """A column of the name that holds on a day among ``names``, which are those of the row that the query is about."""
    spoken = names.annotate(spoken=_spoken(column))
    return Coalesce(
        Subquery(spoken.begun_by(day).latest_first().values("spoken")[:1]),
        Subquery(spoken.oldest_first().values("spoken")[:1]),
        *otherwise,
        output_field=Words(),
    )


def _spoken(column: str) -> F | Case:
    if column not in _REPLACED or languages.current() != languages.ENGLISH:
        return F(column)
    english = Concat(Value(_ENGLISH), F("name_en"), output_field=Words())
    return Case(When(~Q(name_en=""), then=english), default=F(column), output_field=Words())
