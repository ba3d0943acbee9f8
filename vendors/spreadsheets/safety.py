"""Safety: an XLSX file looked through before it is read: how much it would become, and what the reader would miss.

The reader makes room for the whole rectangle up to the last cell, so one cell in the last row of an empty sheet would
cost gigabytes; so would one long text to which every cell refers. It also takes a cell that shows an error, or a
formula that was never calculated, for an empty one.
"""

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from vendors.files import Unsuitable

MOST_ROWS = 2000  # of data in one sheet
MOST_COLUMNS = 120
MOST_SHEETS = 30
ROOM_ABOVE = 20  # rows for a title and headings
_MOST_ELEMENTS = 1_000_000
_MOST_TEXT = 10_000_000  # characters in all cells of a sheet together
_MOST_MERGED = 100_000
_CHUNK = 64 * 1024
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_FOLDER = "xl/worksheets/"
_TEXTS = "xl/sharedStrings.xml"

Place = tuple[int, int]  # row and column, both from 0


@dataclass(slots=True)
class Seen:
    """What was seen in one sheet."""

    name: str
    ill: dict[Place, str] = field(default_factory=dict)  # cells that say nothing reliable, and why


class Damaged(Exception):  # noqa: N818 - it reads as what happened
    """The file is no workbook that a spreadsheet program would write."""


def looked_through(content: bytes) -> list[Seen]:
    """The sheets of a workbook in order.

    Raises:
        Unsuitable: a sheet reaches too far.
        Damaged: the file is not what a spreadsheet program writes.
    """
    with zipfile.ZipFile(BytesIO(content)) as archive:
        entries = archive.namelist()
        if len({name.casefold() for name in entries}) != len(entries):
            raise Damaged
        parts = _parts(archive)
        if not 0 < len(parts) <= MOST_SHEETS or not set(parts.values()) <= set(entries):
            raise Damaged
        lengths = _lengths_of_texts(archive)
        sheets = [_Sheet(name, lengths) for name in parts]
        for sheet in sheets:
            _parse(archive, parts[sheet.seen.name], start=sheet.start, end=sheet.end, text=sheet.text)
        return [sheet.seen for sheet in sheets]


def letters(column: int) -> str:
    """The name of a column, counted from 0.

    >>> letters(0), letters(25), letters(26), letters(119)
    ('A', 'Z', 'AA', 'DP')
    """
    name, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        name = chr(ord("A") + digit) + name
    return name


def place(reference: str) -> Place:
    """Row and column of "C7", from 0. Raises: Damaged: it names no cell."""
    found = _REFERENCE.fullmatch(reference)
    if not found:
        raise Damaged
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


class _Sheet:
    """Goes through the cells of one sheet; `lengths` are those of the texts that cells refer to by number."""

    def __init__(self, name: str, lengths: list[int]) -> None:
        self.seen = Seen(name)
        self._lengths = lengths
        self._row = self._column = -1
        self._elements = self._characters = self._merged_cells = 0
        self._kind = self._value = ""
        self._has_formula = self._has_value = self._is_inside_value = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._elements += 1
        if self._elements > _MOST_ELEMENTS:
            raise Unsuitable(_too_much(self.seen.name))
        if tag == "row":
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1
        elif tag == "c":
            self._cell(attributes)
        elif tag == "f":
            self._has_formula = True
        elif tag in {"v", "t"}:
            self._has_value, self._is_inside_value, self._value = True, tag == "v", ""
            self._within_limits()
        elif tag == "mergeCell":
            self._merged(attributes.get("ref", ""))

    def text(self, text: str) -> None:
        """Content, in pieces; only the number of a shared text matters."""
        if self._is_inside_value and self._kind == "s":
            self._value += text

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == "v":
            self._is_inside_value = False
            self._count_text()
        elif tag == "c" and self._kind == "e":
            self._note(_("The cell shows an error of the spreadsheet. Correct its formula, or write the value itself."))
        elif tag == "c" and self._has_formula and not self._has_value:
            self._note(_("The formula was never calculated. Open and save the file, or write the value itself."))

    def _cell(self, attributes: Mapping[str, str]) -> None:
        if "r" in attributes:
            self._row, self._column = place(attributes["r"])
        else:
            self._column += 1
        self._kind = attributes.get("t", "n")
        self._has_formula = self._has_value = False

    def _count_text(self) -> None:
        if self._kind != "s":
            return
        number = int(self._value)
        if not 0 <= number < len(self._lengths):
            raise Damaged
        self._characters += self._lengths[number]
        if self._characters > _MOST_TEXT:
            raise Unsuitable(_too_much(self.seen.name))

    def _within_limits(self) -> None:
        if self._row >= MOST_ROWS + ROOM_ABOVE:
            raise Unsuitable(too_long(self.seen.name))
        if self._column >= MOST_COLUMNS:
            raise Unsuitable(too_wide(self.seen.name))

    def _note(self, message: str) -> None:
        if self._row < MOST_ROWS + ROOM_ABOVE and self._column < MOST_COLUMNS:
            self.seen.ill[self._row, self._column] = message

    def _merged(self, reference: str) -> None:
        first, _colon, last = reference.partition(":")
        (top, left), (bottom, right) = place(first), place(last or first)
        message = _("The cells %s are merged. Undo that, so that each row has its own.") % reference
        for row in range(top, min(bottom, MOST_ROWS + ROOM_ABOVE) + 1):
            for column in range(left, min(right, MOST_COLUMNS) + 1):
                self._merged_cells += 1
                if self._merged_cells > _MOST_MERGED:
                    raise Unsuitable(_too_much(self.seen.name))
                self.seen.ill[row, column] = message


def too_long(sheet: str) -> str:
    """Why a sheet with too many rows is refused."""
    words = {"sheet": sheet, "most": MOST_ROWS}
    return _("The sheet “%(sheet)s” has more than %(most)d rows. Upload it in parts of at most so many.") % words


def too_wide(sheet: str) -> str:
    """Why a sheet with too many columns is refused."""
    words = {"sheet": sheet, "most": MOST_COLUMNS}
    return _("The sheet “%(sheet)s” has more than %(most)d columns. Keep to those of the template.") % words


def _too_much(sheet: str) -> str:
    return _("The sheet “%s” holds more than can be read. Delete what does not belong to the template.") % sheet


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Name of each sheet -> where it lies; only sheets of cells, and only where spreadsheet programs put them."""
    targets: dict[str, str] = {}
    sheets: list[tuple[str, str]] = []

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag != "Relationship":
            return
        target = attributes.get("Target", "")
        target = target[1:] if target.startswith("/xl/") else f"xl/{target}"
        is_elsewhere = attributes.get("Type", "").endswith("/sharedStrings") and target != _TEXTS
        if is_elsewhere or attributes.get("Id") in targets:
            raise Damaged
        targets[attributes.get("Id", "")] = target

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            ids = [value for name, value in attributes.items() if name.rpartition(":")[2] == "id"]
            sheets.append((attributes.get("name", ""), ids[0] if len(ids) == 1 else ""))

    _parse(archive, "xl/_rels/workbook.xml.rels", start=relation)
    _parse(archive, "xl/workbook.xml", start=sheet)
    if len({name.casefold() for name, _id in sheets}) != len(sheets):
        raise Damaged
    found = {name: targets.get(id_, "") for name, id_ in sheets}
    return {name: part for name, part in found.items() if part.startswith(_FOLDER)}


def _lengths_of_texts(archive: zipfile.ZipFile) -> list[int]:
    """How long each shared text is."""
    lengths: list[int] = []
    if _TEXTS not in archive.namelist():
        return lengths

    def start(tag: str, _attributes: dict[str, str]) -> None:
        if tag == "si":
            lengths.append(0)

    def text(text: str) -> None:
        if lengths:
            lengths[-1] += len(text)

    _parse(archive, _TEXTS, start=start, text=text)
    return lengths


def _parse(
    archive: zipfile.ZipFile,
    part: str,
    *,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Go through one part of the file; names of elements come without their prefix."""

    def forbidden(*_declaration: Any) -> None:
        raise Damaged  # no spreadsheet program writes a document type, and one can blow up

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = forbidden
    parser.StartElementHandler = lambda tag, attributes: start(tag.rpartition(":")[2], attributes)
    if end is not None:
        parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        with archive.open(part) as content:
            while chunk := content.read(_CHUNK):
                parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (LookupError, ValueError, expat.ExpatError) as fault:
        raise Damaged from fault
