"""Rules that both databases enforce by triggers, below every form and every ``update()``.

They stand in ``Meta.constraints`` like Django's own, so migrations carry them. On SQLite a changed table is made
anew and its triggers vanish with the old one; being constraints, they are written again each time.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connections, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table

# What Django calls the copy of a table while SQLite makes it anew.
_REMADE = "new__"

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
    """What constraints by trigger share: on SQLite each event has a trigger of its own, ``<name>_<event>``."""

    def sqlite_events(self) -> Sequence[str]:
        raise NotImplementedError

    def sqlite_condition(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> Any:
        """When a row is refused: SQL, or a Statement if it names the constraint's own table."""
        raise NotImplementedError

    def constraint_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> Any:
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))
        return None

    def create_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> Any:
        """The first trigger; those of further events are deferred, as SQLite takes one statement at a time."""
        _put_aside_triggers_about(model._meta.db_table.removeprefix(_REMADE), schema_editor)
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

    def remove_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> Any:
        raise NotImplementedError


class Refuse(TriggerConstraint):
    """Undoes a change of a row after which ``when`` is true: SQL that both databases read, about NEW or OLD.

    ``events`` are of insert, update, delete (``when`` must name only what they have). It works below every form and
    every ``update()``; the model's ``clean`` says the same to people beforehand, so ``validate`` has nothing to add.
    On PostgreSQL it sees what is committed: acts that may collide lock the row they share (the bloc, the agency).
    A table that another table's ``when`` reads needs a constraint of this module too, and from its first migration on
    (in ``CreateModel``, not added afterwards), so that SQLite can make it anew.
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
        # One line, single blanks: reformatting the text is no new migration.
        self.when = " ".join(when.split())
        super().__init__(
            name=name,
            violation_error_code=violation_error_code,
            violation_error_message=violation_error_message,
        )

    def sqlite_events(self) -> Sequence[str]:
        return self.events

    def sqlite_condition(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        return self.when

    def create_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> Any:
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

    def remove_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> Statement:
        return Statement("DROP FUNCTION %(name)s() CASCADE", name=schema_editor.quote_name(self.name))

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Iterable[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        return None

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"events": self.events, "when": self.when}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Refuse) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((self.name, self.events, self.when))


def _put_aside_triggers_about(table: str, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Takes down the triggers of *other* tables that read this one, and defers putting them up again.

    SQLite refuses to rename the new copy of a table into place while a trigger somewhere names the missing table.
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
def triggers_put_aside(using: str) -> Iterator[None]:
    """For emptying whole tables on SQLite, which does it row by row and in no order. All within one transaction.

    PostgreSQL truncates, and triggers on rows do not hear of it.
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


@contextmanager
def violations_spoken_by(*spoken: type[models.Model]) -> Iterator[None]:
    """Turns a refusal of the database into the ValidationError that the broken constraint holds ready for people.

    For acts: two of them may pass the same check at the same time, and the database lets only one through.
    """
    try:
        yield
    except IntegrityError as error:
        constraint = _violated(error, spoken)
        if constraint is None:
            raise
        raise ValidationError(constraint.get_violation_error_message(), code=constraint.name) from error


def _violated(error: IntegrityError, spoken: Iterable[type[models.Model]]) -> models.BaseConstraint | None:
    """The constraint named by the error: PostgreSQL says so in the diagnosis, SQLite in the message."""
    diagnosis = getattr(error.__cause__, "diag", None)
    named = getattr(diagnosis, "constraint_name", None) or str(error).removeprefix("CHECK constraint failed: ")
    constraints = (constraint for model in spoken for constraint in model._meta.constraints)
    return next((constraint for constraint in constraints if constraint.name == named), None)
