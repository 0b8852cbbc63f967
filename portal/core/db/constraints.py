"""Constraints enforced by triggers on both databases, below every form and every ``update()``.

They are listed in ``Meta.constraints``, so migrations include them. SQLite recreates an altered table and drops its
triggers with the old one; as constraints, they are created again each time.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connections, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table

# Django's prefix for the copy of a table that SQLite recreates.
_REMADE_TABLE_PREFIX = "new__"

_SQLITE_DUPLICATE = re.compile(r"UNIQUE constraint failed: ([\w.]+(?:, [\w.]+)*)")
_POSTGRESQL_DUPLICATE = re.compile(r"Key \(([\w, ]+)\)=")
_NEW_COLUMN = re.compile(r"\bNEW\.(\w+)")

_SQLITE_TRIGGER = (
    "CREATE TRIGGER %(trigger)s AFTER %(event)s ON %(table)s BEGIN SELECT RAISE(ABORT, '%(name)s') WHERE %(when)s; END"
)
_POSTGRESQL_TRIGGER = """
CREATE OR REPLACE FUNCTION %(trigger)s() RETURNS trigger LANGUAGE plpgsql AS $refuse$
BEGIN
    IF %(when)s THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = '%(name)s', MESSAGE = '%(name)s';
    END IF;
    RETURN NULL;
END $refuse$;
CREATE TRIGGER %(trigger)s AFTER %(event)s ON %(table)s FOR EACH ROW EXECUTE FUNCTION %(trigger)s()
"""


class TriggerConstraint(models.BaseConstraint):
    """Base of trigger constraints; on SQLite each event has a trigger of its own, ``<name>_<event>``.

    ``model`` is the model's class, ``schema_editor`` the editor of its database; the stubs say that they may be None.
    """

    def sqlite_events(self) -> Sequence[str]:
        raise NotImplementedError

    def sqlite_condition(self, model: Any, schema_editor: Any) -> Any:
        """When a row is refused: SQL, or a Statement if it names the constraint's own table."""
        raise NotImplementedError

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))
        return None

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        """The first trigger; those of further events are deferred, as SQLite executes one statement at a time."""
        _suspend_triggers_on(model._meta.db_table.removeprefix(_REMADE_TABLE_PREFIX), schema_editor)
        statements = [
            Statement(
                _SQLITE_TRIGGER,
                trigger=schema_editor.quote_name(f"{self.name}_{event}"),
                event=event.upper(),
                table=Table(model._meta.db_table, schema_editor.quote_name),
                name=self.name,
                when=self.sqlite_condition(model, schema_editor),
            )
            for event in self.sqlite_events()
        ]
        schema_editor.deferred_sql.extend(statements[1:])
        return statements[0]

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        raise NotImplementedError


class ForbidWhen(TriggerConstraint):
    """Refuses a change of a row after which ``when`` is true: SQL for both databases, about NEW or OLD.

    ``events`` are of insert, update, delete (``when`` must name only what they have). It applies below every form and
    every ``update()``; the model's ``clean`` checks the same with a message beforehand, so ``validate`` does nothing.
    On PostgreSQL it sees committed rows only: services that may conflict lock the row they share (the bloc, the
    agency). A table that another table's ``when`` reads needs a constraint of this module too, from its first migration
    on (in ``CreateModel``, not added afterwards), so that SQLite can recreate it.
    """

    def __init__(
        self,
        *,
        name: str,
        events: Iterable[str],
        when: str,
        violation_error_code: str | None = None,
        violation_error_message: Any = None,
    ) -> None:
        self.events = tuple(events)
        # One line, single spaces: reformatting the SQL must not cause a migration.
        self.when = " ".join(when.split())
        super().__init__(
            name=name,
            violation_error_code=violation_error_code,
            violation_error_message=violation_error_message,
        )

    def sqlite_events(self) -> Sequence[str]:
        return self.events

    def sqlite_condition(self, model: Any, schema_editor: Any) -> str:
        return self.when

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        if schema_editor.connection.vendor != "postgresql":
            return super().create_sql(model, schema_editor)
        return Statement(
            _POSTGRESQL_TRIGGER,
            trigger=schema_editor.quote_name(self.name),
            event=" OR ".join(self.events).upper(),
            table=Table(model._meta.db_table, schema_editor.quote_name),
            name=self.name,
            when=self.when,
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        return Statement("DROP FUNCTION %(name)s() CASCADE", name=schema_editor.quote_name(self.name))

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Iterable[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        return None

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"events": self.events, "when": self.when}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ForbidWhen) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((self.name, self.events, self.when))


def _suspend_triggers_on(table: str, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drops the triggers of *other* tables that read this one, and defers creating them again.

    SQLite refuses to rename the new copy of a table into place while a trigger names the missing table.
    """
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name <> %s AND instr(sql, %s) > 0",
            [table, table],
        )
        found = cursor.fetchall()
    for name, sql in found:
        schema_editor.execute(f"DROP TRIGGER {schema_editor.quote_name(name)}")
        schema_editor.deferred_sql.append(sql)


@contextmanager
def triggers_disabled(using: str) -> Iterator[None]:
    """Disables triggers while whole tables are emptied on SQLite, row by row in no order; within one transaction.

    PostgreSQL truncates, which fires no row triggers.
    """
    if connections[using].vendor != "sqlite":
        yield
        return
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        found = cursor.fetchall()
        for name, _sql in found:
            cursor.execute(f"DROP TRIGGER {connections[using].ops.quote_name(name)}")
        yield
        for _name, sql in found:
            cursor.execute(sql)


class ConstraintViolation(ValidationError):
    """A constraint violation: the constraint's message, the model and the fields."""

    def __init__(self, message: Any, *, code: str, model: type[models.Model], fields: Iterable[str]) -> None:
        super().__init__(message, code=code)
        self.model = model
        self.fields = tuple(fields)


@contextmanager
def constraint_errors_as_validation(*models_checked: type[models.Model]) -> Iterator[None]:
    """Turns an IntegrityError into a ValidationError with the message of the violated constraint.

    For services: two of them may pass the same check at the same time, and the database lets only one through.
    """
    try:
        yield
    except IntegrityError as error:
        violation = _find_violation(error, models_checked)
        if violation is None:
            raise
        raise violation from error


def _find_violation(error: IntegrityError, models_checked: Iterable[type[models.Model]]) -> ConstraintViolation | None:
    """Finds the violated constraint.

    PostgreSQL names it in the diagnostics, SQLite in the message, which for a unique constraint names the columns
    instead.
    """
    diagnosis = getattr(error.__cause__, "diag", None)
    named = getattr(diagnosis, "constraint_name", None) or str(error).removeprefix("CHECK constraint failed: ")
    table, columns = _duplicate_columns(error, diagnosis)
    for model in models_checked:
        for constraint in model._meta.constraints:
            if constraint.name in {named, named.partition("index '")[2].rstrip("'")} or (
                model._meta.db_table == table and columns and _columns_of(model, constraint) == columns
            ):
                message = constraint.get_violation_error_message()
                return ConstraintViolation(
                    message, code=constraint.name, model=model, fields=constraint_fields(constraint)
                )
        if model._meta.db_table == table and len(columns) == 1:
            field = next(field for field in model._meta.concrete_fields if field.column in columns)
            refusal = model().unique_error_message(model, [field.name])
            return ConstraintViolation(refusal, code="unique", model=model, fields=[field.name])
    return None


def _duplicate_columns(error: IntegrityError, diagnosis: Any) -> tuple[str, set[str]]:
    """The table and the columns of a violated unique constraint; empty for any other error."""
    if match := _SQLITE_DUPLICATE.fullmatch(str(error)):
        pairs = [name.partition(".") for name in match[1].split(", ")]
        return pairs[0][0], {column for _table, _dot, column in pairs}
    match = _POSTGRESQL_DUPLICATE.match(getattr(diagnosis, "message_detail", None) or "")
    return (diagnosis.table_name, set(match[1].split(", "))) if match else ("", set())


def _columns_of(model: type[models.Model], constraint: models.BaseConstraint) -> set[str]:
    if not isinstance(constraint, models.UniqueConstraint):
        return set()
    return {field.column for field in model._meta.concrete_fields if field.name in constraint.fields}


def constraint_fields(constraint: models.BaseConstraint) -> list[str]:
    """The fields of its own row that a constraint is about, as far as it tells."""
    if isinstance(constraint, models.CheckConstraint):
        condition = constraint.condition
        return sorted(condition.referenced_base_fields) if isinstance(condition, models.Q) else []
    if isinstance(constraint, ForbidWhen):
        columns = dict.fromkeys(_NEW_COLUMN.findall(constraint.when))
        return [column.removesuffix("_id") for column in columns if column != "id"]
    # Unique constraints, and exclusion constraints on periods.
    return list(getattr(constraint, "fields", ()))
