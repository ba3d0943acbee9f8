"""Questionnaires: sheets that ask one thing a line, with the answer beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from vendors.spreadsheets.cells import Unreadable
from vendors.spreadsheets.columns import Column, both, folded, known_by
from vendors.spreadsheets.reading import Grid
from vendors.spreadsheets.records import Faults, read_cell
from vendors.spreadsheets.safety import ROOM_ABOVE, letters
from vendors.spreadsheets.tables import Table

KEY = Column(key="key", label=both("Key", "键"), is_hidden=True, width=8)
QUESTION = Column(key="question", label=both("Question", "问题"), width=44)
ANSWER = Column(key="answer", label=both("Answer", "回答"), width=36)
HELP = Column(key="help", label=both("Help", "说明"), width=60)
LAYOUT = (KEY, QUESTION, ANSWER, HELP)


class Questionnaire(Table):
    """One thing that is stored, a line for each of its values."""

    names = ()
    headings = LAYOUT

    def id_of(self, row: Any) -> str:  # noqa: ARG002 - there is only one
        """There is only one."""
        return self.key


@dataclass(slots=True)
class Answers:
    """What a sheet answers: the plain text of each question that it has, and where each stands."""

    texts: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    column: str = ""


def answers_in(grid: Grid, table: Questionnaire, faults: Faults) -> Answers:
    """Read the sheet; what cannot be read goes to the faults."""
    found = Answers()
    top, places = _headings(grid)
    if ANSWER.key not in places or not places.keys() & {KEY.key, QUESTION.key}:
        comma = pgettext("between the items of a list", ", ")
        wanted = comma.join(f"“{column.heading}”" for column in (QUESTION, ANSWER))
        faults.add(
            grid.title, 1, "", _("No headings of the template were found. The first row must hold them: %s.") % wanted
        )
        return found
    place = places[ANSWER.key]
    found.column = letters(place)
    for number in range(top + 1, len(grid.rows)):
        column, asked = _asked(grid, number, places, table)
        if column is None:
            if asked:
                message = _("The template has no question “%s”. Delete the line.") % asked[:60]
                faults.add(grid.title, number + 1, "", message)
            continue
        if column.key in found.rows:
            faults.add(grid.title, number + 1, "", _("This is answered in row %d already.") % found.rows[column.key])
            continue
        found.rows[column.key] = number + 1
        try:
            found.texts[column.key] = read_cell(grid, number, place, column)
        except Unreadable as fault:
            faults.add(grid.title, number + 1, found.column, str(fault))
    return found


def _headings(grid: Grid) -> tuple[int, Mapping[str, int]]:
    """The row of the headings, and where each stands."""
    for number, row in enumerate(grid.rows[:ROOM_ABOVE]):
        known = {place: known_by(cell, LAYOUT) for place, cell in enumerate(row) if isinstance(cell, str)}
        places = {column.key: place for place, column in known.items() if column is not None}
        if ANSWER.key in places:
            return number, places
    return 0, {}


def _asked(grid: Grid, number: int, places: Mapping[str, int], table: Table) -> tuple[Column | None, str]:
    """The question of a line, by its key or by its words; and the words."""
    row, words = grid.rows[number], ""
    for key in (KEY.key, QUESTION.key):
        place = places.get(key, len(row))
        words = str(row[place] or "").strip() if place < len(row) else ""
        column = known_by(words, table.columns) if folded(words) else None
        if column is not None:
            return column, words
    return None, words
