"""How to fill in: the rules of a workbook and of each of its columns, in the reader's language."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from vendors.spreadsheets.cells import options
from vendors.spreadsheets.columns import Column, Kind
from vendors.spreadsheets.safety import MOST_ROWS
from vendors.spreadsheets.tables import REMOVE, Table
from vendors.spreadsheets.workbooks import Workbook
from vendors.wording import worded_for_reader


@dataclass(frozen=True, slots=True)
class Guide:
    """What the sheet “How to fill in” says."""

    title: str
    rules: list[str]
    headings: list[str]
    tables: list[tuple[str, list[list[str]]]]


def guide(workbook: Workbook) -> Guide:
    """The rules, and a line for each column."""
    return Guide(
        title=str(workbook),
        rules=rules(workbook),
        headings=[_("Column"), _("What it holds"), _("Needed"), _("Example"), _("Help")],
        tables=[(worded_for_reader(table.name), _lines(table)) for table in workbook.tables],
    )


def rules(workbook: Workbook) -> list[str]:
    """What holds for every sheet, for the page as well."""
    if workbook.own_rules:
        return [worded_for_reader(rule) for rule in workbook.own_rules]
    sentences = [
        _("Change cells, or add rows at the end. Nothing is taken over before you have seen what it would change."),
        _("Leave the headings as they are; the order of columns and rows does not matter."),
        _("The hidden column “Row id” tells which row is which. Leave it empty in a new row."),
        _("A row that you delete from the sheet stays in the database."),
        _("An empty cell empties the value. A column that you delete leaves it as it was."),
        _("Write numbers with a point before decimals, days as 2026-11-02, and choices in English or Chinese."),
        _("At most %d rows a sheet are read. Formulas are read as the values that they show.") % MOST_ROWS,
    ]
    if any(table.can_remove for table in workbook.tables):
        sentences.insert(4, _("To delete a row, choose “Remove” in its last column."))
    return sentences


def _lines(table: Table) -> list[list[str]]:
    columns = [*table.columns, *([REMOVE] if table.can_remove else [])]
    return [
        [
            column.heading,
            _holds(column),
            _("Yes") if column.required else _("No"),
            worded_for_reader(column.example),
            worded_for_reader(column.help),
        ]
        for column in columns
    ]


def _holds(column: Column) -> str:
    if offered := options(column):
        return "; ".join(offered)
    texts = {
        Kind.LINE: _("Text of one line"),
        Kind.TEXT: _("Text"),
        Kind.WHOLE: _("A whole number"),
        Kind.NUMBER: _("A number"),
        Kind.PERCENT: _("A number: 20 stands for 20 %"),
        Kind.DAY: _("A day"),
    }
    return str(texts.get(column.kind, ""))
