"""Reading: what is read as what, and every hostile or unlucky file refused in a sentence, in little time."""

import io
import time
import zipfile
from datetime import date

import pytest
import xlsxwriter

from tests.vendors.spreadsheets.books import SHEET, TEXTS, changed, with_cells, xlsx
from vendors.files import Unsuitable
from vendors.spreadsheets.reading import LARGEST, opened
from vendors.spreadsheets.safety import MOST_COLUMNS, MOST_ROWS, ROOM_ABOVE, letters, place

SECONDS = 1.5  # on a machine that does other things as well; most take hundredths
HEADINGS = "Name,Website\n"


def refused(content: bytes, name: str = "file.xlsx") -> str:
    """Why a file is refused; it must not take long to see."""
    began = time.monotonic()
    with pytest.raises(Unsuitable) as why:
        opened(content, name)
    assert time.monotonic() - began < SECONDS
    return str(why.value)


def a_book(*rows: list[object]) -> bytes:
    return xlsx(("Vendors", rows or [["Name"], ["A"]]))


def test_cells_of_a_workbook_come_as_what_they_are() -> None:
    content = a_book(["Name", "Seats", "Day", "Sure"], ["甲", 12.5, date(2026, 11, 2), True], [], ["=1+1"])

    (grid,) = opened(content, "../报价.xlsx").grids

    assert grid.title == "Vendors"
    assert [list(row) for row in grid.rows] == [
        ["Name", "Seats", "Day", "Sure"],
        ["甲", 12.5, date(2026, 11, 2), True],
        ["", "", "", ""],
        ["=1+1", "", "", ""],
    ]
    assert opened(content, "../报价.xlsx").name == "报价.xlsx"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_a_csv_file_is_read_as_excel_writes_it_anywhere(encoding: str, separator: str, line_break: str) -> None:
    rows = [["名称", "网站"], ["“云”客服", 'a "b", c; d\te'], ["", ""]]
    quoted = line_break.join(separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)

    (grid,) = opened(quoted.encode(encoding), "a.csv").grids

    assert grid.rows == rows
    assert grid.has_decimal_commas == (separator == ";")


def test_excels_own_word_for_the_separator_is_heeded_and_left_out() -> None:
    (grid,) = opened(b"sep=;\r\nName;Website\r\nA, B and C;x\r\n", "a.csv").grids

    assert grid.rows == [["Name", "Website"], ["A, B and C", "x"]]


def test_text_that_was_guarded_against_formulas_comes_back_as_it_was() -> None:
    (grid,) = opened(b"Name\n'=1+1\n''=1\n'tis\n", "a.csv").grids

    assert [row[0] for row in grid.rows] == ["Name", "=1+1", "'=1", "'tis"]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("a.xlsm", "Files with macros are not taken"),
        ("a.xls", "save it as “Excel workbook (.xlsx)”"),
        ("a.ods", "save it as “Excel workbook (.xlsx)”"),
        ("a.pdf", "Allowed: XLSX without macros, and CSV, up to 5 MB."),
        ("xlsx", "This kind of file is not accepted"),
    ],
)
def test_other_kinds_are_refused_with_the_way_to_one_that_is_read(name: str, says: str) -> None:
    assert says in refused(a_book(), name)


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "a.xlsx", "The file is empty"),
        (b"", "a.csv", "The file is empty"),
        (b"x" * (LARGEST + 1), "a.csv", "too large"),
        (b"PK\x03\x04", "a.xlsx", "is not what “.xlsx” stands for"),
        (b"<html></html>", "a.csv", "is not what “.csv” stands for"),
        (b"Name\nA\x00B\n", "a.csv", "is not what “.csv” stands for"),
        (b"\xff\xfeN\x00a\x00", "a.csv", "is not what “.csv” stands for"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "a.xlsx", "has a password, or is an old Excel file"),
        (b'Name,Website\nA,"open\n', "a.csv", "Row 2 of the file cannot be read"),
        (b"Name\n" + b"x" * 200_000 + b"\n", "a.csv", "Row 2 of the file cannot be read"),
        ((HEADINGS + "A,B\n" * 100_000).encode(), "a.csv", f"more than {MOST_ROWS} rows"),
        (b"," * 5000 + b"\n", "a.csv", f"more than {MOST_COLUMNS} columns"),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else f"{len(value)} bytes",
)
def test_a_file_that_is_not_right_is_refused(content: bytes, name: str, says: str) -> None:
    assert says in refused(content, name)


def test_a_workbook_of_a_hundred_thousand_rows_is_refused() -> None:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"constant_memory": True})
    sheet = book.add_worksheet("Vendors")
    for row in range(100_000):
        sheet.write_number(row, 0, row)
    book.close()

    assert f"more than {MOST_ROWS} rows" in refused(held.getvalue())


def test_one_cell_far_away_does_not_cost_the_room_up_to_it() -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    wide = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'

    assert f"more than {MOST_ROWS} rows" in refused(with_cells(far))
    assert f"more than {MOST_COLUMNS} columns" in refused(with_cells(wide))


def test_the_last_row_that_fits_is_read() -> None:
    last = MOST_ROWS + ROOM_ABOVE
    content = with_cells(f'<row r="{last}"><c r="A{last}"><v>7</v></c></row>')

    assert len(opened(content, "a.xlsx").grids[0].rows) == last


def test_one_long_text_in_every_cell_is_refused() -> None:
    rows = "".join(
        f'<row r="{row}">'
        + "".join(f'<c r="{letters(column)}{row}" t="s"><v>0</v></c>' for column in range(100))
        + "</row>"
        for row in range(1, 101)
    )
    bomb = changed(with_cells(rows), TEXTS, lambda texts: texts.replace(b"<t>x</t>", b"<t>" + b"x" * 100_000 + b"</t>"))
    assert len(bomb) < 50_000

    assert "holds more than can be read" in refused(bomb)


def test_a_bomb_is_refused_by_the_directory_of_the_file() -> None:
    bomb = changed(a_book(), "docProps/app.xml", lambda app: app + b" " * 200_000_000)

    began = time.monotonic()
    assert "is not what “.xlsx” stands for" in refused(bomb)
    assert time.monotonic() - began < 0.1


def test_two_hundred_and_one_entries_are_refused() -> None:
    held = io.BytesIO(a_book())
    with zipfile.ZipFile(held, "a") as archive:
        for number in range(201 - len(archive.namelist())):
            archive.writestr(f"x{number}", b"")

    assert "is not what “.xlsx” stands for" in refused(held.getvalue())


def test_macros_inside_a_file_of_the_right_name_are_refused() -> None:
    held = io.BytesIO(a_book())
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")

    assert "without macros" in refused(held.getvalue())


RELATIONS = "xl/_rels/workbook.xml.rels"


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        (SHEET, b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet'),
        (SHEET, b"</sheetData>", b""),
        (SHEET, b'r="A1"', b'r="1A"'),
        (SHEET, b'<row r="1"', b'<row r="one"'),
        (SHEET, b"<v>0</v>", b"<v>99</v>"),
        (SHEET, b"<v>0</v>", b"<v>x</v>"),
        (RELATIONS, b"worksheets/sheet1.xml", b"../docProps/app.xml"),
        (RELATIONS, b"worksheets/sheet1.xml", b"worksheets/missing.xml"),
        (RELATIONS, b"sharedStrings.xml", b"worksheets/sheet1.xml"),
        ("xl/workbook.xml", b"</sheets>", b'<sheet name="VENDORS" sheetId="2" r:id="rId1"/></sheets>'),
    ],
)
def test_a_workbook_that_no_program_would_write_is_refused_as_damaged(part: str, before: bytes, after: bytes) -> None:
    content = a_book()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert before in archive.read(part)

    assert "The workbook is damaged." in refused(
        changed(content, part, lambda inside: inside.replace(before, after, 1))
    )


def test_two_parts_that_differ_in_capitals_only_are_refused() -> None:
    held = io.BytesIO(a_book())
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr("xl/worksheets/SHEET1.xml", b"<worksheet/>")

    assert "The workbook is damaged." in refused(held.getvalue())


def test_cells_that_the_reader_would_take_for_empty_are_noted() -> None:
    content = with_cells(
        '<row r="2"><c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B2"><f>1+1</f></c>'
        '<c r="C2" t="str"><f>""</f><v></v></c></row>'
    )

    (grid,) = opened(content, "a.xlsx").grids

    assert {spot: why.partition(".")[0] for spot, why in grid.ill.items()} == {
        (1, 0): "The cell shows an error of the spreadsheet",
        (1, 1): "The formula was never calculated",
    }


def test_merged_cells_are_noted_each_and_too_many_are_refused() -> None:
    merged = changed(
        a_book(),
        SHEET,
        lambda sheet: sheet.replace(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A2:B3"/></mergeCells>'),
    )
    many = b"".join(b'<mergeCell ref="A1:XFD1048576"/>' for _number in range(1000))
    flood = changed(
        a_book(),
        SHEET,
        lambda sheet: sheet.replace(b"</sheetData>", b"</sheetData><mergeCells>" + many + b"</mergeCells>"),
    )

    assert set(opened(merged, "a.xlsx").grids[0].ill) == {(1, 0), (1, 1), (2, 0), (2, 1)}
    assert "holds more than can be read" in refused(flood)


def test_names_of_cells_and_columns() -> None:
    assert [letters(number) for number in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert place("AB12") == (11, 27)
