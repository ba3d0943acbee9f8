"""Workbooks: the files that can be down- and uploaded, what an uploaded one would change, and the change itself."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from vendors.spreadsheets.columns import LANGUAGES, Text, both, folded, known_by
from vendors.spreadsheets.planning import planned
from vendors.spreadsheets.reading import Book, Grid
from vendors.spreadsheets.records import Fault, Faults
from vendors.spreadsheets.safety import ROOM_ABOVE
from vendors.spreadsheets.tables import Entry, Table, What
from vendors.wording import worded_for_reader

HOW_TO: Text = both("How to fill in", "填写说明")
CHOICES: Text = both("Choices", "选项")


class Stale(Exception):  # noqa: N818 - it reads as what happened
    """What was looked at is not what would be done now."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would change as a whole, or why it cannot."""

    entries: list[Entry]
    faults: list[Fault]
    more_faults: int
    unread: list[str]  # sheets that nothing is known about

    @property
    def counts(self) -> Counter[What]:
        """How many rows become what."""
        return Counter(entry.what for entry in self.entries)

    @property
    def acting(self) -> list[Entry]:
        """The rows that change something."""
        return [entry for entry in self.entries if entry.what is not What.SAME]

    @property
    def number_of_faults(self) -> int:
        """Those beyond the most that are kept included."""
        return len(self.faults) + self.more_faults

    @property
    def fingerprint(self) -> str:
        """Of all that would change, from what to what: two plans with the same one do the same."""
        done = [
            [
                entry.table.key,
                entry.what,
                "" if entry.stored is None else entry.table.id_of(entry.stored),
                entry.name,
                [[change.column.key, change.old, change.new] for change in entry.changes],
            ]
            for entry in self.acting
        ]
        return hashlib.sha256(json.dumps(done).encode()).hexdigest()


class Workbook:
    """Sheets that belong together; made anew for each request, since a plan leaves its marks on the tables."""

    key: ClassVar[str]
    title: ClassVar[Text]
    about: ClassVar[Text]
    own_rules: ClassVar[Sequence[Text]] = ()  # instead of the usual ones, for a sheet that goes to somebody else

    def __init__(self, tables: Sequence[Table]) -> None:
        self.tables = tables

    def __str__(self) -> str:
        return worded_for_reader(self.title)

    @property
    def about_for_reader(self) -> str:
        """What it holds, in the reader's language."""
        return worded_for_reader(self.about)

    def plan(self, book: Book) -> Plan:
        """What the file would change."""
        faults, entries = Faults(), list[Entry]()
        pairs = dict(self._pairs(book))
        for table in self.tables:
            if table.key in pairs:
                grid = pairs[table.key]
                found = self.planned(table, grid, faults)
                for entry, message in table.at_odds(found):
                    faults.add(grid.title, entry.row, "", message)
                entries += found
        self.together(entries, pairs, faults)
        known = {id(grid) for grid in pairs.values()}
        unread = [grid.title for grid in book.grids if id(grid) not in known and not _is_beside(grid)]
        if not pairs:
            comma = pgettext("between the items of a list", ", ")
            wanted = comma.join(f"“{worded_for_reader(table.name)}”" for table in self.tables)
            faults.add("", 0, "", _("None of the sheets of this template was found in the file: %s.") % wanted)
        elif not entries and not faults:
            faults.add("", 0, "", _("There is no row below the headings. Fill in at least one."))
        return Plan(entries, faults.kept, faults.more, unread)

    def take_over(self, book: Book, *, fingerprint: str, by: Any, on: Any) -> Plan:
        """Do all that was looked at, or nothing.

        Raises: Stale: since then something has changed, or what is changed meanwhile stands against it.
        """
        try:
            with transaction.atomic():
                self.hold()
                plan = self.plan(book)
                if plan.faults or plan.fingerprint != fingerprint:
                    raise Stale
                self.carry_out(plan, by=by, on=on)
        except IntegrityError as fault:
            raise Stale from fault
        return plan

    def planned(self, table: Table, grid: Grid, faults: Faults) -> list[Entry]:
        """What the rows of one sheet would change."""
        return planned(table, grid, faults)

    def together(self, entries: Sequence[Entry], grids: Mapping[str, Grid], faults: Faults) -> None:
        """Check what is right row by row and may be wrong as a whole; `grids` by key of their table."""

    def hold(self) -> None:
        """Keep others from changing the rows meanwhile."""

    def carry_out(self, plan: Plan, *, by: Any, on: Any) -> None:  # noqa: ARG002 - for workbooks that keep a history
        """Do what the plan says."""
        for entry in plan.acting:
            entry.table.save(entry)

    def _pairs(self, book: Book) -> Iterator[tuple[str, Grid]]:
        """Key of each table -> its sheet: by the name on the tab, or by the headings where there are no names."""
        grids = [grid for grid in book.grids if not _is_beside(grid)]
        named = {folded(grid.title): grid for grid in grids}
        if len(grids) == 1 and not any(_names(table) & named.keys() for table in self.tables):
            yield max(self.tables, key=lambda table: _likeness(grids[0], table)).key, grids[0]
            return
        for table in self.tables:
            found = [named[name] for name in sorted(_names(table)) if name in named]
            if found:
                yield table.key, found[0]


def _names(table: Table) -> set[str]:
    return {folded(name) for name in (table.key, *(table.name[language] for language in LANGUAGES))}


def _is_beside(grid: Grid) -> bool:
    """A sheet that the template brings along, or an empty one."""
    beside = {folded(text) for text in (*HOW_TO.values(), *CHOICES.values())}
    return folded(grid.title) in beside or not any(map(any, grid.rows))


def _likeness(grid: Grid, table: Table) -> int:
    """In how many of its first cells the sheet has a heading of the table; the best row counts."""
    columns = table.headings
    return max(
        (
            sum(isinstance(cell, str) and known_by(cell, columns) is not None for cell in row)
            for row in grid.rows[:ROOM_ABOVE]
        ),
        default=0,
    )
