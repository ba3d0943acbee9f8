"""Guards: triggers in the database that refuse to change or delete what must stay, on SQLite and on PostgreSQL.

The guarded tables are written once and only added to. `disarmed` is the one way around, for emptying a test database.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GUARDED = (
    "scoring_recordentry",
    "scoring_markrevision",
    "scoring_interest",
    "scoring_note",
    "scoring_baseline",
    "scoring_clarificationmessage",
)
REFUSAL = "append-only: rows of this table are never changed or deleted"


def arm(editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers, anew where they are there. A migration may arm before the newest tables exist."""
    disarm(editor)
    if editor.connection.vendor == "postgresql":
        editor.execute(
            f"CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
        )
    for table in _existing(editor):
        for statement in _arming(editor.connection.vendor, table):
            editor.execute(statement)


def disarm(editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the triggers."""
    for table in _existing(editor):
        for event in _events(editor.connection.vendor):
            on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
            editor.execute(f"DROP TRIGGER IF EXISTS {_name(table, event)}{on}")


@contextmanager
def disarmed(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without the triggers for as long as the block runs."""
    with connection.schema_editor(atomic=False) as editor:
        disarm(editor)
    try:
        yield
    finally:
        with connection.schema_editor(atomic=False) as editor:
            arm(editor)


def _existing(editor: BaseDatabaseSchemaEditor) -> list[str]:
    there = editor.connection.introspection.table_names()
    return [table for table in GUARDED if table in there]


def _arming(vendor: str, table: str) -> Iterator[str]:
    for event in _events(vendor):
        name = _name(table, event)
        if vendor == "postgresql":
            each = "STATEMENT" if event == "TRUNCATE" else "ROW"
            yield f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        else:
            yield f"CREATE TRIGGER {name} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"


def _events(vendor: str) -> tuple[str, ...]:
    """SQLite has no TRUNCATE: its DELETE without a condition fires the same trigger."""
    return ("UPDATE", "DELETE", "TRUNCATE") if vendor == "postgresql" else ("UPDATE", "DELETE")


def _name(table: str, event: str) -> str:
    return f"{table}_no_{event.lower()}"
