"""Abstract model and query set for rows valid from one date to another (half-open).

The date is always an argument, never read from a clock.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.backends.ddl_references import Statement, Table
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.core.db.constraints import TriggerConstraint

ENDS_AFTER_START = _("Ngày kết thúc phải sau ngày bắt đầu.")


class PeriodQuerySet(models.QuerySet):
    def valid_on(self, day: dt.date) -> Self:
        """Rows valid on a day. ``Period.is_valid_on`` is the same for one row."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)

    def overlapping(self, start: dt.date, end: dt.date | None) -> Self:
        """Rows valid on some day of ``start <= day < end`` (None: no end).

        ``Period.overlaps`` is the same for one row.
        """
        found = self.filter(Q(valid_to=None) | Q(valid_to__gt=start))
        return found if end is None else found.filter(valid_from__lt=end)

    def current_or_future(self, day: dt.date) -> Self:
        """Rows valid on the day or later."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day))

    def started_by(self, day: dt.date) -> Self:
        """Rows that had begun by a day, whether or not they have ended since."""
        return self.filter(valid_from__lte=day)

    def oldest_first(self) -> Self:
        return self.order_by("valid_from", "pk")

    def latest_first(self) -> Self:
        return self.order_by("-valid_from", "-pk")


class Period(models.Model):
    """Half-open: valid on ``valid_from`` and no longer on ``valid_to``; without ``valid_to`` still valid."""

    valid_from = models.DateField(_("từ ngày"), help_text=_("Ngày đầu tiên có hiệu lực."))
    valid_to = models.DateField(
        _("đến trước ngày"),
        null=True,
        blank=True,
        help_text=_("Ngày đầu tiên không còn hiệu lực. Để trống nếu vẫn còn."),
    )

    objects = PeriodQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="%(class)s_ends_after_it_starts",
                violation_error_message=ENDS_AFTER_START,
            )
        ]

    @property
    def last_day(self) -> dt.date | None:
        """The last valid day, as periods are shown to people; None for an open period."""
        return self.valid_to - dt.timedelta(days=1) if self.valid_to else None

    def is_valid_on(self, day: dt.date) -> bool:
        """``PeriodQuerySet.valid_on`` is the same for many rows."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def overlaps(self, start: dt.date, end: dt.date | None) -> bool:
        """Whether valid on some day of ``start <= day < end``.

        ``PeriodQuerySet.overlapping`` is the same for many rows.
        """
        return (self.valid_to is None or self.valid_to > start) and (end is None or self.valid_from < end)

    @property
    def has_valid_range(self) -> bool:
        """Whether both dates are set well enough to compare."""
        return self.valid_from is not None and (self.valid_to is None or self.valid_from < self.valid_to)


class NoOverlapConstraint(TriggerConstraint):
    """No two rows with equal ``fields`` have overlapping periods.

    Enforced by an exclusion constraint on PostgreSQL and by triggers on SQLite. ``period`` names the first day and the
    day after the last; NULL as the latter means no end.
    """

    def __init__(
        self,
        *,
        fields: Iterable[str],
        name: str,
        period: tuple[str, str] = ("valid_from", "valid_to"),
        violation_error_code: str | None = None,
        violation_error_message: Any = None,
    ) -> None:
        self.fields = tuple(fields)
        self.period = tuple(period)
        super().__init__(
            name=name,
            violation_error_code=violation_error_code,
            violation_error_message=violation_error_message,
        )

    def _columns(self, model: type[models.Model], names: Iterable[str]) -> list[str]:
        columns = {field.name: field.column for field in model._meta.concrete_fields}
        return [columns[name] for name in names]

    def sqlite_events(self) -> Sequence[str]:
        return ["insert", "update"]

    def sqlite_condition(self, model: Any, schema_editor: Any) -> Statement:
        quoted = [schema_editor.quote_name(column) for column in self._columns(model, self.fields)]
        start, end = (schema_editor.quote_name(column) for column in self._columns(model, self.period))
        key = schema_editor.quote_name(model._meta.pk.column)
        conditions = [f"other.{column} = NEW.{column}" for column in quoted] + [
            f"other.{key} <> NEW.{key}",
            f"(other.{end} IS NULL OR other.{end} > NEW.{start})",
            f"(NEW.{end} IS NULL OR other.{start} < NEW.{end})",
        ]
        return Statement(
            "EXISTS (SELECT 1 FROM %(table)s AS other WHERE %(conditions)s)",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            conditions=" AND ".join(conditions),
        )

    def _exclusion(self, model: Any, schema_editor: Any) -> str:
        equal = [f"{schema_editor.quote_name(column)} WITH =" for column in self._columns(model, self.fields)]
        start, end = (schema_editor.quote_name(column) for column in self._columns(model, self.period))
        parts = ", ".join([*equal, f"daterange({start}, {end}, '[)') WITH &&"])
        return f"CONSTRAINT {schema_editor.quote_name(self.name)} EXCLUDE USING gist ({parts})"

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        if schema_editor.connection.vendor == "postgresql":
            return self._exclusion(model, schema_editor)
        return super().constraint_sql(model, schema_editor)

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        if schema_editor.connection.vendor != "postgresql":
            return super().create_sql(model, schema_editor)
        return Statement(
            "ALTER TABLE %(table)s ADD %(exclusion)s",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            exclusion=self._exclusion(model, schema_editor),
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        return Statement(
            "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            name=schema_editor.quote_name(self.name),
        )

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Iterable[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Raises a Vietnamese error before the database would. Fields excluded by a form are checked all the same."""
        attributes = {field.name: field.attname for field in model._meta.concrete_fields}
        same = {name: getattr(instance, attributes[name]) for name in self.fields}
        start, end = (getattr(instance, name) for name in self.period)
        if start is None or None in same.values() or (end is not None and end <= start):
            return
        first, after = self.period
        others = model._default_manager.using(using).filter(**same).exclude(pk=instance.pk)
        others = others.filter(Q(**{after: None}) | Q(**{f"{after}__gt": start}))
        if end is not None:
            others = others.filter(**{f"{first}__lt": end})
        if others.exists():
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code or self.name)

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"fields": self.fields, "period": self.period}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NoOverlapConstraint) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((self.name, self.fields, self.period))
