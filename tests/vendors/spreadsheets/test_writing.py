"""Writing: no text becomes a formula or a link, figures stay figures, and what is written is read as unchanged."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from tests.factories import offer, vendor
from vendors.models import CostAmount, CostLine, Module, Offer, SeatPrice, UsageTerm
from vendors.spreadsheets.cost_lines import CostLinesWorkbook
from vendors.spreadsheets.guarding import safe_cell
from vendors.spreadsheets.offers import COLUMNS, OfferRow, OffersWorkbook
from vendors.spreadsheets.reading import opened
from vendors.spreadsheets.tables import What
from vendors.spreadsheets.vendors import VendorsWorkbook
from vendors.spreadsheets.workbooks import Workbook
from vendors.spreadsheets.writing import as_csv, as_xlsx

pytestmark = pytest.mark.django_db

HOSTILE = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    " =1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "＋1",
    "－1+1",
    "＠x",
    '=HYPERLINK("http://x","y")',
    "=cmd|' /C calc'!A0",
    "|calc",
    "%0A=1",
    "http://example.com/",
    "\u200b=1+1",
    "'=1+1",
]


def everything() -> None:
    """Two offers with every kind of price, and texts that would like to be formulas."""
    owner = vendor(name="=cmd|x", name_zh="某某", notes="a\r\nb", website="https://example.com/")
    row = offer(vendor=owner, seats=40, discount_percent="0.5", storage_price="1.2345", valid_until=date(2027, 3, 31))
    SeatPrice.objects.create(offer=row, unit_price="3600", as_of=date(2026, 11, 2), source="contract")
    SeatPrice.objects.create(offer=row, from_seat=21, unit_price="3300.5")
    Module.objects.create(offer=row, name="-Bot", name_zh="机器人", grade="bonus", price="0", is_included=True)
    UsageTerm.objects.create(offer=row, unit="AI answer", volume="32000", unit_price="0.0833", grows_with_seats=False)
    line = CostLine.objects.create(offer=row, category="Sondergebühr", kind="hidden", is_cash=False, source_note="=x")
    CostAmount.objects.create(line=line, year=5, expected="999999999999.1234", low="0", high=None)
    CostLine.objects.create(offer=row, category="training")
    CostLine.objects.create(offer=row, category="training")
    offer()


WORKBOOKS: list[Callable[[], Workbook]] = [VendorsWorkbook, OffersWorkbook, CostLinesWorkbook]


@pytest.mark.parametrize("workbook", WORKBOOKS)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("other", ["en", "zh-hans"])
def test_a_file_that_comes_back_untouched_changes_nothing(
    workbook: Callable[[], Workbook], language: str, other: str
) -> None:
    everything()
    with override(language):
        content = as_xlsx(workbook())
        sheets = [(table.key, as_csv(table)) for table in workbook().tables]

    with override(other):
        plan = workbook().plan(opened(content, "a.xlsx"))
        by_csv = {key: workbook().plan(opened(sheet, "a.csv")) for key, sheet in sheets}

    assert (plan.faults, plan.acting, plan.unread) == ([], [], [])
    assert plan.counts[What.SAME] == sum(len([*table.stored()]) for table in workbook().tables)
    for key, one in by_csv.items():
        assert (key, one.faults, one.acting) == (key, [], [])
        assert {entry.table.key for entry in one.entries} == {key}


def test_no_text_is_a_formula_or_a_link_in_xlsx() -> None:
    for number, text in enumerate(HOSTILE):
        vendor(name=f"{text}#{number}", notes=text, contact_name=text)

    with zipfile.ZipFile(io.BytesIO(as_xlsx(VendorsWorkbook()))) as archive:
        sheet, texts = archive.read("xl/worksheets/sheet1.xml"), archive.read("xl/sharedStrings.xml")
        links = [name for name in archive.namelist() if "externalLink" in name or name.endswith("sheet1.xml.rels")]

    assert b"=1+1" in texts
    assert (re.findall(rb"<f\b", sheet), re.findall(rb"<hyperlink", sheet), links) == ([], [], [])


def test_no_text_is_a_formula_in_csv_and_figures_stay_figures() -> None:
    for number, text in enumerate(HOSTILE):
        vendor(name=f"{text}#{number}", notes=text)

    rows = list(csv.reader(io.StringIO(as_csv(VendorsWorkbook().tables[0]).decode("utf-8-sig"))))
    cells = [cell for row in rows[1:] for cell in row[1:] if cell]

    assert len(cells) >= len(HOSTILE) * 2 - 1
    assert [cell for cell in cells if re.match(r"[\s\u200b]*[=+\-@＝＋－＠|%]", cell)] == []
    assert [safe_cell(figure) for figure in (-5, Decimal("-12.50"), -0.5, "-5", "+86")] == [
        "-5",
        "-12.50",
        "-0.5",
        "-5",
        "+86",
    ]


def test_figures_and_days_are_cells_of_their_kind() -> None:
    everything()

    grids = {grid.title: grid for grid in opened(as_xlsx(OffersWorkbook()), "a.xlsx").grids}
    step = dict(zip(grids["Seat prices"].rows[0], grids["Seat prices"].rows[1], strict=True))

    assert step["Price of a seat / 单坐席价格 *"] == 3600.0
    assert step["Price as of / 价格日期"] == date(2026, 11, 2)
    assert step["Source / 来源"] == "Contract"


def test_the_file_explains_every_column_in_the_readers_language() -> None:
    with override("zh-hans"):
        content = as_xlsx(OffersWorkbook())

    grids = {grid.title: grid for grid in opened(content, "a.xlsx").grids}
    explained = {row[0] for row in grids["填写说明"].rows if row}
    for table in OffersWorkbook().tables:
        with override("zh-hans"):
            assert {column.heading for column in table.columns} <= explained
    assert "Offer" not in " ".join(grids)


def test_choices_are_offered_by_lists() -> None:
    with zipfile.ZipFile(io.BytesIO(as_xlsx(OffersWorkbook()))) as archive:
        sheet, book = archive.read("xl/worksheets/sheet1.xml").decode(), archive.read("xl/workbook.xml").decode()

    assert sheet.count('type="list"') == 4  # tier, billing, seat period, price steps
    assert "'Choices'!$A$1:$A$4" in sheet
    assert 'name="Choices" sheetId="7" state="hidden"' in book


def test_the_number_of_queries_does_not_grow_with_the_rows() -> None:
    everything()
    one = count_queries()
    for _number in range(5):
        everything_more()
    assert count_queries() == one


def everything_more() -> None:
    row = offer()
    SeatPrice.objects.create(offer=row, unit_price=1)
    Module.objects.create(offer=row, name="Bot")
    UsageTerm.objects.create(offer=row, unit="AI")


def count_queries() -> int:
    with CaptureQueriesContext(connection) as queries:
        content = as_xlsx(OffersWorkbook())
        assert OffersWorkbook().plan(opened(content, "a.xlsx")).acting == []
    return len(queries)


def test_every_column_of_an_offer_is_a_field_that_saves_it() -> None:
    assert {column.key for column in COLUMNS} - {"vendor"} == set(OfferRow.base_fields)
    assert set(OfferRow.base_fields) <= {field.name for field in Offer._meta.get_fields()}
