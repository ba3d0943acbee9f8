"""Tables: the sheets that there are, each with its columns, its rows, and the form that checks and saves one."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from vendors.spreadsheets.cells import plain, shown
from vendors.spreadsheets.columns import Choice, Column, Kind, Text, both, folded
from vendors.spreadsheets.records import Record
from vendors.wording import worded_for_reader

ID = Column(key="id", label=both("Row id", "行编号"), is_hidden=True, width=8)
REMOVE = Column(
    key="remove",
    label=both("Remove", "删除"),
    kind=Kind.CHOICE,
    help=both(
        "Choose “Remove” to delete the row. A row that is not in the file stays.",
        "选择“删除”即删除该行。文件中没有的行会保留。",
    ),
    choices=lambda: (Choice("remove", both("Remove", "删除")),),
    width=12,
)


class What(StrEnum):
    """What would become of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One cell, before and after, in plain texts."""

    column: Column
    old: str
    new: str

    @property
    def old_shown(self) -> str:
        """Before, in the reader's words."""
        return shown(self.column, self.old)

    @property
    def new_shown(self) -> str:
        """After, in the reader's words."""
        return shown(self.column, self.new)


@dataclass(slots=True, kw_only=True)
class Entry:
    """One row of a file and what would become of it."""

    table: "Table"
    row: int
    what: What
    name: str
    stored: Any
    changes: list[Change] = field(default_factory=list)
    form: Any = None  # that which saves it

    @property
    def sheet(self) -> str:
        """The sheet in the reader's language."""
        return worded_for_reader(self.table.name)


class Table(ABC):
    """One sheet and the rows that it stands for."""

    key: ClassVar[str]
    name: ClassVar[Text]
    names: ClassVar[tuple[str, ...]]  # keys of the columns that tell one row from another
    names_shown: ClassVar[tuple[str, ...]] = ()  # those by which people call a row, if not all
    names_differ: ClassVar[bool] = True  # no two rows may have the same
    can_remove: ClassVar[bool] = False
    takes_unknown_ids: ClassVar[bool] = False  # rows may come from elsewhere, and are new here

    @property
    @abstractmethod
    def columns(self) -> Sequence[Column]:
        """What the sheet holds, without id and removal."""

    @abstractmethod
    def stored(self) -> Iterable[Any]:
        """The rows that are there, in the order of the sheet."""

    @abstractmethod
    def values(self, row: Any) -> Mapping[str, Any]:
        """The stored value of each column; for a fresh row, what is usual."""

    @abstractmethod
    def fresh(self) -> Any:
        """A row that is not stored, with the usual values."""

    @abstractmethod
    def form(self, row: Any, texts: Mapping[str, str], record: Record) -> Any:
        """The form that checks and saves the row; its fields are called as the columns are.

        Raises: Misplaced: the row belongs to nothing.
        """

    def settled(self, texts: Mapping[str, str]) -> Mapping[str, str]:
        """What a row says, with names as they are stored where they may be written in another way."""
        return texts

    def passed_over(self, texts: Mapping[str, str]) -> None:
        """Called for a row that something is wrong with; what could be read of it. Most tables need not know."""
        del texts

    def at_odds(self, entries: Sequence[Entry]) -> Iterable[tuple[Entry, str]]:  # noqa: ARG002 - most have no such rule
        """Rows that are right each by itself and wrong together, and why."""
        return ()

    @property
    def needed(self) -> Sequence[str]:
        """Keys of the columns without which no row can be told from another."""
        return self.names

    @property
    def readable_columns(self) -> Sequence[Column]:
        """What a file may have: more than is written where the number of columns is open."""
        return self.columns

    def save(self, entry: Entry) -> None:
        """Do what the entry says."""
        if entry.what is What.REMOVED and entry.stored is not None:
            entry.stored.delete()
        elif entry.form is not None:
            entry.form.save()

    @property
    def all_columns(self) -> list[Column]:
        """What is read: with the hidden id, and with the column for removing where rows may be removed."""
        return [ID, *self.readable_columns, *([REMOVE] if self.can_remove else [])]

    @property
    def headings(self) -> Sequence[Column]:
        """What stands in the first row of the sheet."""
        return self.all_columns

    def texts(self, row: Any) -> dict[str, str]:
        """The plain text of each column of a stored or fresh row."""
        values = self.values(row)
        return {column.key: plain(column, values.get(column.key)) for column in self.readable_columns}

    def lines(self) -> list[dict[str, str]]:
        """The stored rows as plain texts, with their ids, as they are written."""
        return [{ID.key: self.id_of(row), **self.texts(row)} for row in self.stored()]

    def id_of(self, row: Any) -> str:
        """What stands in the hidden column."""
        return str(row.pk)

    def named(self, texts: Mapping[str, str]) -> str:
        """A row as people call it."""
        columns = {column.key: column for column in self.columns}
        return " · ".join(
            text for key in self.names_shown or self.names if (text := shown(columns[key], texts.get(key, "")))
        )

    def name_of(self, texts: Mapping[str, str]) -> tuple[str, ...]:
        """What tells the row from others, whatever its capitals."""
        return tuple(folded(texts.get(key, "")) for key in self.names)


class Misplaced(Exception):  # noqa: N818 - it reads as what happened
    """A row that belongs to nothing that is there; the message says to what, and `column` where that stands."""

    def __init__(self, column: str, message: str = "") -> None:
        super().__init__(message)
        self.column = column


def data_of(columns: Iterable[Column], texts: Mapping[str, str]) -> dict[str, Any]:
    """Plain texts as a form takes them."""
    several = {column.key for column in columns if column.kind is Kind.SEVERAL}
    return {key: text.split(",") if text else [] for key, text in texts.items() if key in several} | {
        key: text for key, text in texts.items() if key not in several
    }
