"""Workbooks for tests: written cell by cell, and pulled apart by hand where no program would write such a thing."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import xlsxwriter


def xlsx(*sheets: tuple[str, Sequence[Sequence[Any]]]) -> bytes:
    """Sheets by name, row by row; text is text, figures are figures, days are days."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, place, cell, day)
                elif cell is not None:
                    sheet.write(number, place, cell)
    book.close()
    return held.getvalue()


def changed(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same file with one of its parts changed."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            inside = before.read(entry.filename)
            after.writestr(entry.filename, change(inside) if entry.filename == part else inside)
    return held.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
TEXTS = "xl/sharedStrings.xml"


def with_cells(cells: str, content: bytes | None = None) -> bytes:
    """A workbook whose only sheet holds these rows, written as XML."""
    content = content or xlsx(("Vendors", [["x"]]))

    def put(sheet: bytes) -> bytes:
        start, end = sheet.index(b"<sheetData>"), sheet.index(b"</sheetData>")
        return sheet[:start] + b"<sheetData>" + cells.encode() + sheet[end:]

    return changed(content, SHEET, put)
