"""The workbook of the company: its figures, channels and live conversations, as the need self-check asks them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from scoring import packs
from scoring.casefile.needs import needs_of
from scoring.forms.needs import SelfCheck
from scoring.forms.needs_rows import MOST_ROWS, ChannelForm, StreamForm, language_choices
from scoring.formulas.adviser import advise
from scoring.models import Evaluation, Needs
from scoring.spreadsheets.company_columns import CHANNELS, COMPANY, STREAMS
from vendors.spreadsheets.columns import Column, both, choices_of
from vendors.spreadsheets.questionnaires import Answers, Questionnaire, answers_in
from vendors.spreadsheets.reading import Grid
from vendors.spreadsheets.records import Faults, Record
from vendors.spreadsheets.tables import Change, Entry, Table, What, data_of
from vendors.spreadsheets.workbooks import Plan, Workbook


class CompanyTable(Questionnaire):
    """One line a question; the answers stand on the evaluation and on its needs."""

    key = "company"
    name = both("Company", "企业情况")

    def __init__(self, evaluation: Evaluation, needs: Needs) -> None:
        self.evaluation, self.needs = evaluation, needs
        spoken = choices_of(lambda: language_choices(needs.languages))
        self._columns = [replace(each, choices=spoken) if each.key == "languages" else each for each in COMPANY]

    @property
    def columns(self) -> Sequence[Column]:
        """The questions."""
        return self._columns

    def stored(self) -> Iterable[Evaluation]:
        """The one evaluation."""
        return [self.evaluation]

    def values(self, row: Evaluation) -> Mapping[str, Any]:
        """As the questions are called; shares in percent, seats as people write them."""
        seats = ", ".join(str(number) for number in row.agent_seats or [])
        percent = round(row.reserve_share * 100, 9)
        return {**vars(row), **vars(self.needs), "agent_seats": seats, "reserve_share": percent}

    def fresh(self) -> Evaluation:
        """One that says nothing yet."""
        return Evaluation()

    def form(self, row: Any, texts: Mapping[str, str], record: Record) -> Any:
        """The lines are no rows of their own: the workbook checks them together."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list that is stored as a whole; `pk` is its place, counted from 1."""

    pk: int
    said: Mapping[str, Any]


class ListTable(Table):
    """Rows of a list that is stored with the needs."""

    can_remove = True
    form_class: type[forms.Form]
    own_columns: tuple[Column, ...]

    def __init__(self, said: Sequence[Mapping[str, Any]]) -> None:
        self.rows = [Row(place, each) for place, each in enumerate(said, start=1)]

    @property
    def columns(self) -> Sequence[Column]:
        """What a row says."""
        return self.own_columns

    def stored(self) -> Iterable[Row]:
        """In their order."""
        return self.rows

    def values(self, row: Row) -> Mapping[str, Any]:
        """As the columns are called."""
        return row.said

    def fresh(self) -> Row:
        """One that says nothing."""
        return Row(0, {})

    def form(self, row: Row | None, texts: Mapping[str, str], record: Record) -> forms.Form:  # noqa: ARG002
        """The form of a row of the self-check."""
        return self.form_class(dict(texts))

    def after(self, entries: Sequence[Entry]) -> list[tuple[int, dict[str, str]]]:
        """Number of the row in the file (0: it is not there), and what it says, for each that is there afterwards."""
        by_pk = {entry.stored.pk: entry for entry in entries if entry.stored is not None}
        kept = [(by_pk.get(row.pk), self.texts(row)) for row in self.rows]
        kept += [(entry, {}) for entry in entries if entry.what is What.NEW]
        return [
            (entry.row if entry else 0, dict(entry.form.data) if entry and entry.form else texts)
            for entry, texts in kept
            if entry is None or entry.what is not What.REMOVED
        ]


# What will be in each list, and in which row of the file it stands.
Lists = dict[ListTable, list[tuple[int, dict[str, str]]]]


class ChannelTable(ListTable):
    """One row a channel."""

    key = "channels"
    name = both("Channels", "咨询渠道")
    names = ("name",)
    form_class = ChannelForm
    own_columns = CHANNELS


class StreamTable(ListTable):
    """One row a kind of live conversation."""

    key = "streams"
    name = both("Live conversations", "实时会话")
    names = ("inquiries_per_day", "peak_hour_share", "minutes_each")
    form_class = StreamForm
    own_columns = STREAMS

    def values(self, row: Row) -> Mapping[str, Any]:
        """The share in percent."""
        share = row.said.get("peak_hour_share")
        return {**row.said, "peak_hour_share": None if share is None else round(share * 100, 9)}


class CompanyWorkbook(Workbook):
    """What the company says of itself."""

    key = "company"
    title = both("Company and needs", "企业情况与需求")
    about = both(
        "Team, budget, load, channels and live conversations: the answers of the need self-check.",
        "团队、预算、负载、渠道与实时会话：即需求自查的全部回答。",
    )

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = copy(evaluation)
        self.answers = Needs.objects.filter(evaluation=evaluation).first() or Needs(evaluation=evaluation)
        self.company = CompanyTable(evaluation, copy(self.answers))
        self.channels = ChannelTable(self.answers.channels)
        self.streams = StreamTable(self.answers.streams)
        self.check: SelfCheck | None = None
        self._said = Answers()
        super().__init__([self.company, self.channels, self.streams])

    def planned(self, table: Table, grid: Grid, faults: Faults) -> list[Entry]:
        """The lines of the company, or the rows of a list."""
        if not isinstance(table, Questionnaire):
            return super().planned(table, grid, faults)
        self._said = answers_in(grid, table, faults)
        return list(self._answered)

    def together(self, entries: Sequence[Entry], grids: Mapping[str, Grid], faults: Faults) -> None:
        """Everything as the one page that it is on the site."""
        if faults:
            return
        lists: Lists = {
            table: table.after([e for e in entries if e.table is table]) for table in (self.channels, self.streams)
        }
        for table, rows in lists.items():
            if len(rows) > MOST_ROWS and table.key in grids:
                faults.add(grids[table.key].title, 0, "", _("At most %d rows are possible here.") % MOST_ROWS)
                return
        self.check = SelfCheck(self._data(lists), evaluation=self.evaluation, answers=self.answers)
        if not self.check.is_valid():
            self._refused(self.check, lists, grids, faults)

    def carry_out(self, plan: Plan, *, by: Any, on: Any) -> None:  # noqa: ARG002 - nothing here keeps a history
        """Store it as the page does: the tier that follows unless criteria were taken, and what follows by itself."""
        if not plan.acting or self.check is None:
            return
        evaluation = self.check.evaluation
        needs = needs_of(evaluation, self.check.needs)
        if needs is not None and not self.company.evaluation.pack:
            evaluation.tier_id = advise(needs).tier
        evaluation.save()
        self.check.save_answers()
        packs.follow_company(evaluation, was=self.company.evaluation)

    @cached_property
    def _stored(self) -> dict[str, str]:
        return self.company.texts(self.company.evaluation)

    @property
    def _answered(self) -> Iterator[Entry]:
        for column in self.company.columns:
            if column.key not in self._said.texts:
                continue
            old, new = self._stored[column.key], self._said.texts[column.key]
            yield Entry(
                table=self.company,
                row=self._said.rows[column.key],
                what=What.SAME if old == new else What.CHANGED,
                name=column.name,
                stored=self.company.evaluation,
                changes=[] if old == new else [Change(column, old, new)],
            )

    def _data(self, lists: Lists) -> QueryDict:
        """All answers as the page would send them."""
        sent = QueryDict(mutable=True)
        for key, said in data_of(self.company.columns, {**self._stored, **self._said.texts}).items():
            if isinstance(said, list):
                sent.setlist(key, said)
            else:
                sent[key] = said
        for table, rows in lists.items():
            sent[f"{table.key}-TOTAL_FORMS"], sent[f"{table.key}-INITIAL_FORMS"] = str(len(rows)), "0"
            for place, (_row, texts) in enumerate(rows):
                sent.update({f"{table.key}-{place}-{key}": text for key, text in texts.items()})
        return sent

    def _refused(
        self,
        check: SelfCheck,
        lists: Lists,
        grids: Mapping[str, Grid],
        faults: Faults,
    ) -> None:
        columns = {column.key: column for column in self.company.columns}
        title = grids[self.company.key].title if self.company.key in grids else ""
        for key, message in _errors(check.company, check.answers):
            row = self._said.rows.get(key, 0)
            named = message if row or key not in columns else _named(columns[key].name, message)
            faults.add(title, row, self._said.column if row else "", named)
        for table, rows in zip(lists, (check.channels, check.streams), strict=True):
            sheet = grids[table.key].title if table.key in grids else ""
            for whole in rows.non_form_errors():
                faults.add(sheet, 0, "", str(whole))
            for (row, _texts), form in zip(lists[table], rows.forms, strict=False):
                for key, message in _errors(form):
                    faults.add(sheet, row, "", _named(_label(table, key), message))


def _errors(*checked: forms.BaseForm) -> Iterator[tuple[str, str]]:
    for form in checked:
        for key, messages in form.errors.items():
            yield from ((key, str(message)) for message in messages)


def _named(name: str, message: str) -> str:
    return _("“%(column)s”: %(message)s") % {"column": name, "message": message}


def _label(table: Table, key: str) -> str:
    return next((column.name for column in table.columns if column.key == key), key)
