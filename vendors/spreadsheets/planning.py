"""Planning: what the rows of one sheet would change, and what keeps them from it.

A row is known by its id, which stands in a hidden column, or else by its names. A column that the file does not have
leaves what is stored; an empty cell empties it, and in a new row stands for the usual value.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from vendors.spreadsheets.cells import plain
from vendors.spreadsheets.reading import Grid
from vendors.spreadsheets.records import Faults, Record, records
from vendors.spreadsheets.tables import ID, REMOVE, Change, Entry, Misplaced, Table, What


def planned(table: Table, grid: Grid, faults: Faults) -> list[Entry]:
    """What each row of the sheet would do; what is wrong goes to the faults."""
    return _Planning(table, grid, faults).entries()


class _Planning:
    """Goes through the rows of one sheet."""

    def __init__(self, table: Table, grid: Grid, faults: Faults) -> None:
        self.table, self.grid, self.faults = table, grid, faults
        self.rows = {table.id_of(row): row for row in table.stored()}
        self.texts = {pk: table.texts(row) for pk, row in self.rows.items()}
        self.usual = table.texts(table.fresh())
        self.ids_by_name: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
        for pk, texts in self.texts.items():
            self.ids_by_name[table.name_of(texts)].append(pk)

    def entries(self) -> list[Entry]:
        """One for each row that says something reliable."""
        found = records(self.grid, self.table.all_columns, self.faults, needed=self.table.needed)
        for record in found:
            if not record.is_sound:
                self.table.passed_over(self.table.settled(record.texts))
        sound = [replace(each, texts=self.table.settled(each.texts)) for each in found if each.is_sound]
        matched = self._matched(sound)
        if self.table.names_differ:
            self._refuse_doubles(matched)
        entries = (self._entry(record, pk) for record, pk in matched)
        return [entry for entry in entries if entry is not None]

    def _matched(self, found: list[Record]) -> list[tuple[Record, str]]:
        """Each record with the id of its stored row, or "" for a new one; what cannot be told is left out."""
        by_id: defaultdict[str, list[Record]] = defaultdict(list)
        for record in found:
            by_id[record.texts.get(ID.key, "")].append(record)
        without, lost = by_id.pop("", []), list[Record]()
        pairs: list[tuple[Record, str]] = []
        for pk, claims in by_id.items():
            if pk not in self.rows:
                lost += claims
                continue
            if (owner := self._owner(pk, claims)) is not None:
                pairs += [(record, pk if record is owner else "") for record in claims]
        taken = {pk for _record, pk in pairs}
        for record in sorted([*without, *lost], key=lambda record: record.row):
            found_pk = self._by_name(record, taken)
            if found_pk == "" and record in lost and not self.table.takes_unknown_ids:
                message = _("The row of this id is not there any more. Clear the id to add it anew.")
                self._fault(record, ID.key, message)
            elif found_pk is not None:
                taken.add(found_pk)
                pairs.append((record, found_pk))
        return sorted(pairs, key=lambda pair: pair[0].row)

    def _owner(self, pk: str, claims: list[Record]) -> Record | None:
        """Which of several rows with one id is the stored one: that with its name. The others are copies, thus new."""
        if len(claims) == 1:
            return claims[0]
        name = self.table.name_of(self.texts[pk])
        owners = [record for record in claims if self.table.name_of(record.texts) == name]
        if len(owners) == 1:
            return owners[0]
        for record in claims[1:]:
            message = _("This row is a copy of row %d with the same id. Delete it, or clear its id to add a new one.")
            self._fault(record, ID.key, message % claims[0].row)
        return None

    def _by_name(self, record: Record, taken: set[str]) -> str | None:
        named = [pk for pk in self.ids_by_name[self.table.name_of(record.texts)] if pk not in taken]
        if len(named) <= 1:
            return named[0] if named else ""
        message = _("Several rows are called “%s”. Download the template anew and edit there: it holds their ids.")
        self._fault(record, self.table.names[-1], message % self.table.named(record.texts))
        return None

    def _refuse_doubles(self, matched: list[tuple[Record, str]]) -> None:
        """A new or renamed row must not be called as another one is."""
        first: dict[tuple[str, ...], int] = {}
        for record, pk in list(matched):
            name = self.table.name_of({**self.texts.get(pk, {}), **record.texts})
            is_renamed = not pk or name != self.table.name_of(self.texts[pk])
            if name in first and is_renamed:
                message = _("Row %d is called the same. Two rows never share a name.")
                self._fault(record, self.table.names[-1], message % first[name])
                matched.remove((record, pk))
            first.setdefault(name, record.row)

    def _entry(self, record: Record, pk: str) -> Entry | None:
        old = self.texts.get(pk, {})
        said = {key: text for key, text in record.texts.items() if key not in {ID.key, REMOVE.key}}
        if record.texts.get(REMOVE.key):
            return self._removed(record, pk, old)
        texts = {**old, **said} if pk else {**self.usual, **{key: text for key, text in said.items() if text}}
        name = self.table.named(texts)
        if pk and texts == old:
            return Entry(table=self.table, row=record.row, what=What.SAME, name=name, stored=self.rows[pk])
        try:
            form = self.table.form(self.rows.get(pk), texts, record)
        except Misplaced as misplaced:
            self.table.passed_over(record.texts)
            if str(misplaced):
                self._fault(record, misplaced.column, str(misplaced))
            return None
        if not form.is_valid():
            self._refused(record, form)
            return None
        texts = self._as_stored(texts, form)
        if texts == old:
            return Entry(table=self.table, row=record.row, what=What.SAME, name=name, stored=self.rows[pk])
        return Entry(
            table=self.table,
            row=record.row,
            what=What.CHANGED if pk else What.NEW,
            name=name,
            stored=self.rows.get(pk),
            changes=[
                Change(column, old.get(column.key, ""), texts[column.key])
                for column in self.table.readable_columns
                if old.get(column.key, "") != texts[column.key]
            ],
            form=form,
        )

    def _as_stored(self, texts: Mapping[str, str], form: Any) -> dict[str, str]:
        """Text as the form will store it: an address with its https, a currency in capitals."""
        columns = {column.key: column for column in self.table.readable_columns}
        cleaned = {key: each for key, each in form.cleaned_data.items() if key in columns and isinstance(each, str)}
        return {**texts, **{key: plain(columns[key], each) for key, each in cleaned.items()}}

    def _removed(self, record: Record, pk: str, old: Mapping[str, str]) -> Entry | None:
        if not pk:
            self._fault(record, REMOVE.key, _("There is no such row to remove."))
            return None
        name = self.table.named(old)
        return Entry(table=self.table, row=record.row, what=What.REMOVED, name=name, stored=self.rows[pk])

    def _refused(self, record: Record, form: forms.BaseForm) -> None:
        columns = {column.key: column for column in self.table.readable_columns}
        for key, messages in form.errors.items():
            for message in messages:
                if key in columns and key not in record.columns:
                    named = _("“%(column)s”: %(message)s") % {"column": columns[key].name, "message": message}
                    self._fault(record, "", named)
                else:
                    self._fault(record, key, str(message))

    def _fault(self, record: Record, key: str, message: str) -> None:
        self.faults.add(self.grid.title, record.row, record.columns.get(key, ""), message)
