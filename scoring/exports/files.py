"""Files: what one downloads beside the PDF: a workbook, tables as CSV, and two JSON files for programs.

They hold every evaluation, also one that is too large for a PDF: rows are made while they are written, and the
workbook's go to disk one by one. All of it is values; no text from people can become a formula or a link.
"""

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from itertools import islice
from typing import IO, Any

import xlsxwriter
from django.utils.timezone import localtime
from xlsxwriter.worksheet import Worksheet

from scoring.casefile.document import assessment_document, canonical_bytes, canonical_text, read
from scoring.exports.doubt import doubt_parts
from scoring.exports.marks import marks_part, marks_parts
from scoring.exports.money import money_parts
from scoring.exports.parts import Cell, Look, Part, Row
from scoring.exports.proceedings import overview_part, proceedings_parts
from scoring.exports.result import result_parts, results_part
from scoring.formulas.assessment import assess
from scoring.formulas.results import Assessment
from scoring.presentation import Result, present
from scoring.reports.dossier import Dossier
from scoring.reports.words import at_closing_of, find
from vendors.spreadsheets.guarding import safe_cell
from vendors.spreadsheets.writing import TEXT_STAYS_TEXT
from vendors.wording import worded_for_reader

Looks = dict[Look | str, Any]

MOST_ROWS = 1_048_575  # of a sheet, below its heading
LONGEST_TEXT = 32_767  # of a cell
_LONGEST_NAME = 31  # of a sheet
_FORMATS = {
    Look.WHOLE: "0",
    Look.NUMBER: "0.####",
    Look.MONEY: "#,##0.00",
    Look.SHARE: "0.0%",
    Look.DAY: "yyyy-mm-dd",
    Look.MOMENT: "yyyy-mm-dd hh:mm",
}


def write_workbook(dossier: Dossier, file: IO[bytes]) -> None:
    """One sheet for each part, in the language that is active."""
    book = xlsxwriter.Workbook(file, {**TEXT_STAYS_TEXT, "constant_memory": True})
    at = {"created": dossier.dated.astimezone(UTC).replace(tzinfo=None)} if dossier.dated else {}
    book.set_properties({"title": worded_for_reader(dossier.case.title), **at})
    looks = _looks(book, dossier.case.method.decimals)
    for part in parts_of(dossier):
        rows = iter(part.rows())
        number, is_full = 1, True
        while is_full:
            is_full = _write_sheet(book.add_worksheet(_name(part.name, number)), part, rows, looks)
            number += 1
    book.close()


def parts_of(dossier: Dossier) -> Iterator[Part]:
    """Every table of the workbook, in the order of its sheets."""
    found = find(dossier)
    result = _presented(dossier, found.before)
    yield overview_part(result, dossier, found)
    yield from result_parts(result, dossier)
    yield from marks_parts(result, dossier)
    yield from money_parts(result, dossier)
    yield from doubt_parts(result, found)
    yield from proceedings_parts(result, dossier)


def results_table(dossier: Dossier) -> bytes:
    """The ranking with every score, one row for each offer, as CSV."""
    at_closing = at_closing_of(dossier)
    return _as_csv(results_part(_presented(dossier, assess(at_closing))))


def marks_table(dossier: Dossier) -> bytes:
    """Every mark with what was written beside it, as CSV."""
    return _as_csv(marks_part(present(dossier.case, dossier.assessment), dossier))


def assessment_file(dossier: Dossier) -> bytes:
    """The figures unrounded, byte for byte what `manage.py score` prints from the evaluation file."""
    case = read(canonical_bytes(dossier.case))  # in the file's order: sums of floats depend on it in the last digit
    document = assessment_document(case, assess(case))
    return f"{json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)}\n".encode()


def evaluation_file(dossier: Dossier) -> bytes:
    """Everything that the result depends on, without comments."""
    return canonical_text(dossier.case).encode()


def _presented(dossier: Dossier, before: Assessment) -> Result:
    return present(dossier.case, dossier.assessment, before)


def _looks(book: xlsxwriter.Workbook, decimals: int) -> Looks:
    points = f"0.{'0' * decimals}" if decimals else "0"
    top: dict[str, Any] = {"valign": "top"}
    heading = {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#17554B", "font_color": "#FFFFFF"}
    return {
        "heading": book.add_format({**heading, "border": 1, "border_color": "#DCD7CB"}),
        Look.TEXT: book.add_format(top),
        Look.WRAPPED: book.add_format({**top, "text_wrap": True}),
        Look.POINTS: book.add_format({**top, "num_format": points}),
        **{look: book.add_format({**top, "num_format": number}) for look, number in _FORMATS.items()},
    }


def _name(name: str, number: int) -> str:
    """A name that a sheet may have; a table that goes on has its number behind it."""
    plain = "".join(" " if character in "[]:*?/\\'" else character for character in name)
    ending = f" {number}" if number > 1 else ""
    return f"{plain[: _LONGEST_NAME - len(ending)]}{ending}"


def _write_sheet(sheet: Worksheet, part: Part, rows: Iterator[Row], looks: Looks) -> bool:
    """A heading and as many rows as fit. Returns: whether it is full."""
    for place, column in enumerate(part.columns):
        sheet.set_column(place, place, column.width, looks[column.look])
    sheet.freeze_panes(1, part.names)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_row(0, 45)
    for place, column in enumerate(part.columns):
        sheet.write_string(0, place, column.heading[:LONGEST_TEXT], looks["heading"])
    written = 0
    for number, row in enumerate(islice(rows, MOST_ROWS), start=1):
        written = number
        for place, (cell, column) in enumerate(zip(row, part.columns, strict=True)):
            _write_cell(sheet, number, place, cell, column.look, looks)
    sheet.autofilter(0, 0, max(written, 1), len(part.columns) - 1)
    return written == MOST_ROWS


def _write_cell(sheet: Worksheet, row: int, place: int, cell: Cell, look: Look, looks: Looks) -> None:
    if isinstance(cell, datetime):
        sheet.write_datetime(row, place, localtime(cell).replace(tzinfo=None), looks[Look.MOMENT])
    elif isinstance(cell, date):
        sheet.write_datetime(row, place, datetime(cell.year, cell.month, cell.day), looks[Look.DAY])  # noqa: DTZ001 - a day has no zone
    elif isinstance(cell, int | float | Decimal):
        sheet.write_number(row, place, float(cell), looks[look])
    elif cell:
        sheet.write_string(row, place, cell[:LONGEST_TEXT], looks[look])


def _as_csv(part: Part) -> bytes:
    """With the mark by which spreadsheets know UTF-8."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([safe_cell(column.heading) for column in part.columns])
    writer.writerows(_plain_rows(part.rows()))
    return text.getvalue().encode("utf-8-sig")


def _plain_rows(rows: Iterable[Row]) -> Iterator[list[str]]:
    for row in rows:
        yield [safe_cell(format(cell, "f") if isinstance(cell, Decimal) else cell) for cell in row]
