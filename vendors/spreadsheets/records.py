"""Records: the rows of one sheet under the headings that are known, and what is wrong with them, cell by cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from vendors.spreadsheets.cells import Cell, Unreadable, text_of
from vendors.spreadsheets.columns import Column, known_by
from vendors.spreadsheets.reading import Grid
from vendors.spreadsheets.safety import MOST_ROWS, ROOM_ABOVE, letters

MOST_FAULTS = 500


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where: a cell, a row, or a whole sheet (row 0)."""

    sheet: str
    row: int
    column: str  # its letters; empty for a whole row
    message: str

    @property
    def address(self) -> str:
        """As a spreadsheet names it: "C7", or the number of the row."""
        return f"{self.column}{self.row}" if self.row else ""


@dataclass(slots=True)
class Faults:
    """Everything that is wrong with a file, up to a number that somebody might still read."""

    kept: list[Fault] = field(default_factory=list)
    more: int = 0

    def add(self, sheet: str, row: int, column: str, message: str) -> None:
        """One more."""
        if len(self.kept) < MOST_FAULTS:
            self.kept.append(Fault(sheet, row, column, message))
        else:
            self.more += 1

    def __len__(self) -> int:
        return len(self.kept) + self.more


@dataclass(frozen=True, slots=True)
class Record:
    """One row: the plain text under each heading, and the letters of the columns."""

    row: int
    texts: Mapping[str, str]
    columns: Mapping[str, str]
    is_sound: bool  # every cell could be read


def records(grid: Grid, columns: Sequence[Column], faults: Faults, *, needed: Sequence[str]) -> list[Record]:
    """The rows below the headings; empty ones are left out, and what cannot be read goes to the faults.

    Args:
        needed: keys of columns without which no row can be told from another.
    """
    top = _row_of_headings(grid, columns)
    if top is None:
        comma = pgettext("between the items of a list", ", ")
        first = comma.join(column.name for column in columns if not column.is_hidden)[:120]
        message = _("No headings of the template were found. The first row must hold them: %s …") % first
        faults.add(grid.title, 1, "", message)
        return []
    found = _headings(grid, top, columns, faults)
    missing = [column for column in columns if column.key in needed and column.key not in found]
    for column in missing:
        faults.add(grid.title, top + 1, "", _("The column “%s” is missing.") % column.heading)
    below = [number for number in range(top + 1, len(grid.rows)) if _is_filled(grid, number, found)]
    if len(below) > MOST_ROWS:
        faults.add(grid.title, below[MOST_ROWS] + 1, "", _("At most %d rows are read. Upload it in parts.") % MOST_ROWS)
        return []
    by_key = {column.key: column for column in columns}
    return [] if missing else [_record(grid, number, found, by_key, faults) for number in below]


def _row_of_headings(grid: Grid, columns: Sequence[Column]) -> int | None:
    """The first row with a known heading in half of its cells or more; there may be a title above."""
    for number, row in enumerate(grid.rows[:ROOM_ABOVE]):
        headings = [cell for cell in row if isinstance(cell, str) and cell.strip()]
        known = sum(known_by(heading, columns) is not None for heading in headings)
        if known and known * 2 >= len(headings):
            return number
    return None


def _headings(grid: Grid, top: int, columns: Sequence[Column], faults: Faults) -> dict[str, int]:
    """Key of each column -> where it stands."""
    found: dict[str, int] = {}
    for place, cell in enumerate(grid.rows[top]):
        heading = str(cell or "").strip()
        column = known_by(heading, columns)
        if not heading:
            if any(_cell(grid, number, place) not in ("", None) for number in range(top + 1, len(grid.rows))):
                faults.add(grid.title, top + 1, letters(place), _("This column has values but no heading."))
        elif column is None:
            message = _("No column is called “%s”. Delete it, or give it a heading of the template.") % heading[:60]
            faults.add(grid.title, top + 1, letters(place), message)
        elif column.key in found:
            message = _("This heading stands over column %s already.") % letters(found[column.key])
            faults.add(grid.title, top + 1, letters(place), message)
        else:
            found[column.key] = place
    return found


def _is_filled(grid: Grid, number: int, found: Mapping[str, int]) -> bool:
    return any(
        (number, place) in grid.ill or str("" if (cell := _cell(grid, number, place)) is None else cell).strip()
        for place in found.values()
    )


def _record(grid: Grid, number: int, found: Mapping[str, int], columns: Mapping[str, Column], faults: Faults) -> Record:
    texts: dict[str, str] = {}
    is_sound = True
    for key, place in found.items():
        try:
            texts[key] = read_cell(grid, number, place, columns[key])
        except Unreadable as fault:
            is_sound = False
            faults.add(grid.title, number + 1, letters(place), str(fault))
    return Record(number + 1, texts, {key: letters(place) for key, place in found.items()}, is_sound)


def read_cell(grid: Grid, number: int, place: int, column: Column) -> str:
    """The plain text of a cell. Raises: Unreadable: it does not say what its column asks for."""
    if (number, place) in grid.ill:
        raise Unreadable(grid.ill[number, place])
    return text_of(column, _cell(grid, number, place), has_decimal_commas=grid.has_decimal_commas)


def _cell(grid: Grid, number: int, place: int) -> Cell:
    row = grid.rows[number]
    return row[place] if place < len(row) else None
