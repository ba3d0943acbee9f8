"""Writing: a workbook as XLSX or CSV, filled with what is stored, in which no text is ever a formula."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from vendors.spreadsheets.cells import NUMBERS, Written, options, written
from vendors.spreadsheets.columns import Column, Kind
from vendors.spreadsheets.guarding import safe_cell
from vendors.spreadsheets.how_to import Guide, guide
from vendors.spreadsheets.questionnaires import ANSWER, LAYOUT, Questionnaire
from vendors.spreadsheets.safety import MOST_ROWS, letters
from vendors.spreadsheets.tables import ID, REMOVE, Table
from vendors.spreadsheets.workbooks import CHOICES, HOW_TO, Workbook
from vendors.wording import worded_for_reader

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
# Whatever a text begins with.
TEXT_STAYS_TEXT = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_LONGEST_HINT = 255
_DIGITS = 15  # that a spreadsheet keeps


def as_xlsx(workbook: Workbook) -> bytes:
    """All sheets, a sheet that explains them, and a hidden one with the choices."""
    held = BytesIO()
    file = xlsxwriter.Workbook(held, {**TEXT_STAYS_TEXT, "in_memory": True})
    looks = {
        "heading": file.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E7EDF5", "bottom": 1}
        ),
        "text": file.add_format({"num_format": "@", "valign": "top"}),
        "several lines": file.add_format({"num_format": "@", "valign": "top", "text_wrap": True}),
        "day": file.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
        "number": file.add_format({"valign": "top"}),
        "title": file.add_format({"bold": True, "font_size": 14}),
        "wrapped": file.add_format({"text_wrap": True, "valign": "top"}),
    }
    choices = _Choices(workbook)
    for table in workbook.tables:
        sheet = file.add_worksheet(worded_for_reader(table.name))
        write = _write_questions if isinstance(table, Questionnaire) else _write_table
        write(sheet, table, looks, choices)
    _write_guide(file.add_worksheet(worded_for_reader(HOW_TO)), guide(workbook), looks)
    choices.write(file.add_worksheet(worded_for_reader(CHOICES)))
    file.close()
    return held.getvalue()


def as_csv(table: Table) -> bytes:
    """One sheet, with the mark by which spreadsheets know UTF-8."""
    text = StringIO()
    writer = csv.writer(text)
    if isinstance(table, Questionnaire):
        writer.writerow([column.heading for column in LAYOUT])
        writer.writerows([safe_cell(_plain(cell)) for cell in line] for _column, line in _questions(table))
    else:
        columns = _columns(table)
        writer.writerow([safe_cell(column.heading) for column in columns])
        for line in table.lines():
            cells = [written(column, line.get(column.key, "")) for column in columns]
            writer.writerow([safe_cell(_plain(cell)) for cell in cells])
    return text.getvalue().encode("utf-8-sig")


def _plain(cell: Written) -> Any:
    return format(cell, "f") if isinstance(cell, Decimal) else cell


def _columns(table: Table) -> list[Column]:
    return [ID, *table.columns, *([REMOVE] if table.can_remove else [])]


class _Choices:
    """The choices of every column, one below the other on a sheet of their own: a list in a cell must stay short."""

    def __init__(self, workbook: Workbook) -> None:
        self._lists: dict[tuple[str, ...], int] = {}
        for table in workbook.tables:
            for column in _columns(table):
                if column.kind in {Kind.CHOICE, Kind.YES_NO} and (offered := tuple(options(column))):
                    self._lists.setdefault(offered, len(self._lists))

    def range_of(self, column: Column) -> str:
        """Where the choices of a column stand."""
        offered = tuple(options(column))
        place = letters(self._lists[offered])
        return f"='{worded_for_reader(CHOICES)}'!${place}$1:${place}${len(offered)}"

    def write(self, sheet: Worksheet) -> None:
        """One column for each list."""
        for offered, place in self._lists.items():
            for row, choice in enumerate(offered):
                sheet.write_string(row, place, choice)
        sheet.hide()


def _write_table(sheet: Worksheet, table: Table, looks: dict[str, Any], choices: _Choices) -> None:
    columns = _columns(table)
    lines = table.lines()
    for place, column in enumerate(columns):
        look = looks[_look(column)]
        sheet.set_column(place, place, column.width, look, {"hidden": column.is_hidden})
        sheet.write_string(0, place, f"{column.heading} *" if column.required else column.heading, looks["heading"])
        _offer_choices(sheet, (1, place, MOST_ROWS, place), column, choices)
    for row, line in enumerate(lines, start=1):
        for place, column in enumerate(columns):
            _write_cell(sheet, row, place, written(column, line.get(column.key, "")), looks[_look(column)])
    sheet.set_row(0, 45)
    sheet.freeze_panes(1, 1 + len(table.names_shown or table.names[:2]))
    sheet.autofilter(0, 0, max(1, len(lines)), len(columns) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _look(column: Column) -> str:
    if column.kind in NUMBERS:
        return "number"
    return {Kind.DAY: "day", Kind.TEXT: "several lines"}.get(column.kind, "text")


def _offer_choices(sheet: Worksheet, area: tuple[int, int, int, int], column: Column, choices: _Choices) -> None:
    """The list that opens in a cell, and the words that help beside it."""
    hint = worded_for_reader(column.help)[:_LONGEST_HINT]
    rule: dict[str, Any] = {"validate": "any"}
    if column.kind in {Kind.CHOICE, Kind.YES_NO} and options(column):
        # A word of the other language is right as well, so that the list advises and does not stop.
        rule = {"validate": "list", "source": choices.range_of(column), "error_type": "information"}
        rule |= {"error_title": column.name[:32], "error_message": _("Choose one of the list.")}
        rule |= {"show_error": not column.is_open}
    if hint:
        rule |= {"input_title": column.name[:32], "input_message": hint}
    if len(rule) > 1:
        sheet.data_validation(*area, rule)


def _write_cell(sheet: Worksheet, row: int, place: int, cell: Written, look: Any) -> None:
    if isinstance(cell, Decimal) and len(cell.as_tuple().digits) <= _DIGITS:
        sheet.write_number(row, place, float(cell), look)
    elif isinstance(cell, date):
        sheet.write_datetime(row, place, datetime(cell.year, cell.month, cell.day), look)  # noqa: DTZ001 - a day has no zone
    elif cell is not None:
        sheet.write_string(row, place, str(_plain(cell)), look)


def _questions(table: Table) -> Iterator[tuple[Column, list[Written]]]:
    """Key, question, answer and help of each line."""
    line = next(iter(table.lines()))
    for column in table.columns:
        helped = worded_for_reader(column.help)
        if column.kind is Kind.SEVERAL:
            helped = f"{helped} {'; '.join(options(column))}"
        heading = f"{column.heading} *" if column.required else column.heading
        yield column, [column.key, heading, written(column, line.get(column.key, "")), helped]


def _write_questions(sheet: Worksheet, table: Table, looks: dict[str, Any], choices: _Choices) -> None:
    for place, column in enumerate(LAYOUT):
        sheet.set_column(place, place, column.width, looks["wrapped"], {"hidden": column.is_hidden})
        sheet.write_string(0, place, column.heading, looks["heading"])
    for row, (column, line) in enumerate(_questions(table), start=1):
        for place, cell in enumerate(line):
            is_answer = LAYOUT[place] is ANSWER
            _write_cell(sheet, row, place, cell, looks[_look(column)] if is_answer else looks["wrapped"])
            if is_answer and cell is None:
                sheet.write_blank(row, place, None, looks[_look(column)])
            if is_answer:
                _offer_choices(sheet, (row, place, row, place), column, choices)
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write_guide(sheet: Worksheet, guide: Guide, looks: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 34, looks["wrapped"])
    sheet.set_column(1, 4, 40, looks["wrapped"])
    sheet.write_string(0, 0, guide.title, looks["title"])
    row = 2
    for sentence in guide.rules:
        sheet.merge_range(row, 0, row, 4, "", looks["wrapped"])
        sheet.write_string(row, 0, sentence, looks["wrapped"])
        sheet.set_row(row, 32)
        row += 1
    for title, lines in guide.tables:
        row += 1
        sheet.write_string(row, 0, title, looks["title"])
        for line in [guide.headings, *lines]:
            row += 1
            _write_line(sheet, row, line, looks["heading" if line is guide.headings else "wrapped"])
        row += 1
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write_line(sheet: Worksheet, row: int, line: Sequence[str], look: Any) -> None:
    for place, text in enumerate(line):
        sheet.write_string(row, place, text, look)
