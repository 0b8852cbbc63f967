"""Query expressions for names on a day; the rule is ``rules.names.name_on``.

On an English page, the English name replaces the full and the short name if the period has one.
"""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat

from portal.core.db.periods import PeriodQuerySet
from portal.core.text import languages
from portal.core.text.languages import TranslatedStr

# Prefix that marks an English name in a query's result; no name contains it.
_ENGLISH_MARKER = "\x1f"
_TRANSLATED_COLUMNS = frozenset({"name", "short_name"})


class TranslatedStrField(models.CharField):
    """Output field for query expressions only: values are TranslatedStr."""

    def from_db_value(self, value: str | None, *_args: Any) -> TranslatedStr | None:
        if value is None:
            return None
        is_english = value.startswith(_ENGLISH_MARKER)
        return TranslatedStr(
            value.removeprefix(_ENGLISH_MARKER), languages.ENGLISH if is_english else languages.VIETNAMESE
        )


def name_column_on(names: PeriodQuerySet, day: F | OuterRef | dt.date, column: str, *fallbacks: Any) -> Coalesce:
    """Expression for a column of the name on a day; ``names`` are the names of the outer query's row."""
    localized = names.annotate(localized_name=_localized_column(column))
    return Coalesce(
        Subquery(localized.started_by(day).latest_first().values("localized_name")[:1]),
        Subquery(localized.oldest_first().values("localized_name")[:1]),
        *fallbacks,
        output_field=TranslatedStrField(),
    )


def _localized_column(column: str) -> F | Case:
    if column not in _TRANSLATED_COLUMNS or languages.current_language() != languages.ENGLISH:
        return F(column)
    english = Concat(Value(_ENGLISH_MARKER), F("name_en"), output_field=TranslatedStrField())
    return Case(When(~Q(name_en=""), then=english), default=F(column), output_field=TranslatedStrField())
