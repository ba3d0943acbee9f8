"""Reading: an uploaded XLSX or CSV file as rows of cells, or a sentence that says why not and what would help."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO, StringIO

from django.utils.translation import gettext as _
from python_calamine import CalamineError, load_workbook

from vendors import files
from vendors.files import Unsuitable
from vendors.spreadsheets.cells import Cell
from vendors.spreadsheets.guarding import without_guard
from vendors.spreadsheets.safety import (
    MOST_COLUMNS,
    MOST_ROWS,
    ROOM_ABOVE,
    Damaged,
    Place,
    looked_through,
    too_long,
    too_wide,
)

ENDINGS = ("xlsx", "csv")
LARGEST = 5 * 1024 * 1024
LARGEST_UNPACKED = 25 * 1024 * 1024
_SEPARATORS = ",;\t"
_OLE = b"\xd0\xcf\x11\xe0"  # how files of old Excel begin, and those with a password


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """One sheet, from its first cell on; `title` is empty where the file has none."""

    title: str
    rows: Sequence[Sequence[Cell]]
    ill: dict[Place, str] = field(default_factory=dict)
    has_decimal_commas: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """A file as it was read."""

    name: str
    grids: list[Grid]


def opened(content: bytes, name: str) -> Book:
    """The sheets of a file. Raises: Unsuitable: it cannot be read; the message says what to do."""
    ending = files.ending_of(files.cleaned_name(name))
    _refuse_by_ending(ending, content)
    found = files.inspected(
        BytesIO(content),
        name,
        endings=ENDINGS,
        largest=LARGEST,
        allowed=allowed(),
        largest_unpacked=LARGEST_UNPACKED,
    )
    grids = _sheets(content) if ending == "xlsx" else [_table(_decoded(content))]
    return Book(found.name, grids)


def allowed() -> str:
    """What can be read, in one sentence."""
    return _("Allowed: XLSX without macros, and CSV, up to %(size)d MB.") % {"size": LARGEST // 1024**2}


def _refuse_by_ending(ending: str, content: bytes) -> None:
    """Kinds that people have in good faith, and how they can be made into one that is read."""
    if ending in {"xlsm", "xltm", "xlam", "xlsb"}:
        raise Unsuitable(_("Files with macros are not taken. Save it as “Excel workbook (.xlsx)” and upload that."))
    if ending in {"xls", "ods", "et", "numbers", "xltx"}:
        raise Unsuitable(
            _("“.%s” files are not read. Open it and save it as “Excel workbook (.xlsx)”, then upload that.") % ending
        )
    if ending == "xlsx" and content.startswith(_OLE):
        raise Unsuitable(_("The file has a password, or is an old Excel file. Save it as .xlsx without a password."))


def _sheets(content: bytes) -> list[Grid]:
    damaged = _("The workbook is damaged. Open it in Excel or LibreOffice, save it as .xlsx anew, and upload that.")
    try:
        seen = looked_through(content)
        workbook = load_workbook(BytesIO(content))
        return [
            Grid(
                title=sheet.name,
                rows=workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False),
                ill=sheet.ill,
            )
            for sheet in seen
        ]
    except (Damaged, CalamineError) as fault:
        raise Unsuitable(damaged) from fault


def _decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, or what Excel writes in China; which of them was looked at before."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _table(text: str) -> Grid:
    first, _break, rest = text.partition("\n")
    separator = ""
    if first.strip().casefold().removeprefix('"').startswith("sep="):  # Excel's own way of naming it
        separator, text = first.strip().strip('"')[4:5], rest
    if separator not in {*_SEPARATORS}:
        separator = _separator(text)
    rows: list[list[Cell]] = []
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True):
            rows.append([without_guard(cell) for cell in row])
            if len(rows) > MOST_ROWS + ROOM_ABOVE:
                raise Unsuitable(too_long("CSV"))
            if len(row) > MOST_COLUMNS:
                raise Unsuitable(too_wide("CSV"))
    except csv.Error as fault:
        raise Unsuitable(
            _("Row %d of the file cannot be read: a quotation mark is open, or a cell is far too long.")
            % (len(rows) + 1)
        ) from fault
    return Grid(title="", rows=rows, has_decimal_commas=separator == ";")


def _separator(text: str) -> str:
    """What stands most often between the headings, outside of quotation marks."""
    heading = next((line for line in text.splitlines() if line.strip(f"{_SEPARATORS} ")), "")
    outside = "".join(heading.split('"')[::2])
    return max(_SEPARATORS, key=outside.count)
