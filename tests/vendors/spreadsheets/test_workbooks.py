"""Workbooks: what a sheet would add, change or remove, what stands against it, and all or nothing."""

import time
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.factories import NOON, member, offer, vendor
from tests.vendors.spreadsheets.books import SHEET, changed, xlsx
from vendors.models import CostLine, Module, Offer, PriceRevision, SeatPrice, UsageTerm, Vendor
from vendors.spreadsheets.cost_lines import CostLinesWorkbook
from vendors.spreadsheets.offers import OffersWorkbook
from vendors.spreadsheets.reading import Book, opened
from vendors.spreadsheets.vendors import VendorsWorkbook
from vendors.spreadsheets.workbooks import Plan, Stale, Workbook

pytestmark = pytest.mark.django_db


def book(*sheets: tuple[str, Sequence[Sequence[Any]]]) -> Book:
    return opened(xlsx(*sheets), "a.xlsx")


def acts(plan: Plan) -> list[tuple[str, str, dict[str, tuple[str, str]]]]:
    """What, which row, and its cells before and after."""
    return [
        (entry.what, entry.name, {change.column.key: (change.old, change.new) for change in entry.changes})
        for entry in plan.acting
    ]


def faults(plan: Plan) -> list[tuple[str, str]]:
    return [(fault.address, fault.message) for fault in plan.faults]


def take_over(workbook: Callable[[], Workbook], read: Book) -> Plan:
    plan = workbook().plan(read)
    assert plan.faults == []
    return workbook().take_over(read, fingerprint=plan.fingerprint, by=member(), on=NOON)


def test_a_vendor_is_added_changed_and_left_alone() -> None:
    kept = vendor(name="Alpha", website="https://alpha.example/")
    vendor(name="Beta", notes="old")
    read = book(
        (
            "Vendors",
            [["名称", "Notes", "Website"], ["ALPHA", None, "https://alpha.example/"], ["Beta", "new"], ["甲云", "好"]],
        )
    )

    plan = VendorsWorkbook().plan(read)

    assert acts(plan) == [
        ("changed", "ALPHA", {"name": ("Alpha", "ALPHA")}),
        ("changed", "Beta", {"notes": ("old", "new")}),
        ("new", "甲云", {"name": ("", "甲云"), "notes": ("", "好")}),
    ]
    assert Vendor.objects.count() == 2, "nothing before it is confirmed"
    take_over(VendorsWorkbook, read)
    assert dict(Vendor.objects.values_list("name", "notes")) == {"ALPHA": "", "Beta": "new", "甲云": "好"}
    assert Vendor.objects.get(name="ALPHA").pk == kept.pk


def test_what_is_shown_is_what_will_be_stored() -> None:
    row = offer(vendor=vendor(name="Alpha", website="https://a.example"), edition="Pro")
    websites = book(("Vendors", [["Name", "Website"], ["Alpha", "a.example"], ["Beta", "b.example"]]))
    currencies = book(
        ("Offers", [["Row id", "Vendor", "Edition", "Tier", "Currency"], [row.pk, "Alpha", "Pro", "Smart", "cny"]])
    )

    assert acts(VendorsWorkbook().plan(websites)) == [
        ("new", "Beta", {"name": ("", "Beta"), "website": ("", "https://b.example")})
    ]
    assert acts(OffersWorkbook().plan(currencies)) == []


def test_a_row_is_known_by_its_id_when_it_is_renamed_and_a_copy_of_it_is_new() -> None:
    row = vendor(name="Alpha")
    renamed = book(("Vendors", [["Row id", "Name"], [row.pk, "Omega"]]))
    copied = book(("Vendors", [["Row id", "Name"], [row.pk, "Alpha"], [row.pk, "Beta"]]))
    unclear = book(("Vendors", [["Row id", "Name"], [row.pk, "Beta"], [row.pk, "Gamma"]]))

    assert acts(VendorsWorkbook().plan(renamed)) == [("changed", "Omega", {"name": ("Alpha", "Omega")})]
    assert acts(VendorsWorkbook().plan(copied)) == [("new", "Beta", {"name": ("", "Beta")})]
    assert faults(VendorsWorkbook().plan(unclear)) == [
        ("A3", "This row is a copy of row 2 with the same id. Delete it, or clear its id to add a new one.")
    ]


def test_an_empty_cell_empties_and_a_missing_column_leaves() -> None:
    vendor(name="Alpha", notes="n", contact_name="c")
    read = book(("Vendors", [["Name", "Notes"], ["Alpha", None]]))

    take_over(VendorsWorkbook, read)

    assert Vendor.objects.values_list("notes", "contact_name").get() == ("", "c")


def test_everything_wrong_is_told_at_once_with_its_cell() -> None:
    vendor(name="Alpha")
    rows: list[list[Any]] = [
        ["Row id", "Name", "Website", "Contact e-mail", "Colour", "Notes"],
        [None, "Beta", "not a site", "nobody", None, None],
        [None, "beta", None, None, "red", None],
        [None, None, None, "x@example.org", None, None],
        [999, "Gone", None, None, None, None],
        [None, "N" * 201, None, None, None, None],
    ]

    plan = VendorsWorkbook().plan(book(("Vendors", rows)))

    assert faults(plan) == [
        ("E1", "No column is called “Colour”. Delete it, or give it a heading of the template."),
        ("A5", "The row of this id is not there any more. Clear the id to add it anew."),
        ("B3", "Row 2 is called the same. Two rows never share a name."),
        ("C2", "Enter a valid URL."),
        ("D2", "Enter a valid email address."),
        ("B4", "This field is required."),
        ("B6", "Ensure this value has at most 200 characters (it has 201)."),
    ]
    assert acts(plan) == []


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([["Name"]], "There is no row below the headings. Fill in at least one."),
        ([["a", "b"], ["c", "d"]], "No headings of the template were found."),
        ([["Website"], ["https://x.example"]], "The column “Name / 名称” is missing."),
        ([["Name", "Name"], ["A", "B"]], "This heading stands over column A already."),
        ([["Name", None], ["A", "B"]], "This column has values but no heading."),
    ],
)
def test_a_sheet_without_what_it_needs_says_so(rows: list[list[Any]], message: str) -> None:
    assert VendorsWorkbook().plan(book(("Vendors", rows))).faults[0].message.startswith(message)


def test_a_title_above_other_sheets_and_another_name_on_the_tab_do_no_harm() -> None:
    rows: list[list[Any]] = [["Our vendors, 2026"], [], ["Name *", "备注"], ["Alpha", "x"]]

    plan = VendorsWorkbook().plan(book(("Sheet1", rows), ("How to fill in", [["Name"], ["no"]])))
    strange = OffersWorkbook().plan(book(("Sheet1", [["x"]]), ("Sheet2", [["x"]])))

    assert [(entry.row, entry.name) for entry in plan.acting] == [(4, "Alpha")]
    assert strange.faults[0].message.startswith("None of the sheets of this template was found in the file: “Offers”")


def test_cells_that_cannot_be_trusted_are_faults_and_not_empty_values() -> None:
    row = vendor(name="Alpha", notes="keep me")
    content = xlsx(("Vendors", [["Row id", "Name", "Notes"], [row.pk, "Alpha", "x"], [None, "Beta", "y"]]))
    error = changed(
        content, SHEET, lambda sheet: sheet.replace(b'<c r="C2" t="s"><v>4</v>', b'<c r="C2" t="e"><v>#REF!</v>')
    )
    merged = changed(
        content,
        SHEET,
        lambda sheet: sheet.replace(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="C2:C3"/></mergeCells>'),
    )
    assert error != content

    assert [address for address, _message in faults(VendorsWorkbook().plan(opened(error, "a.xlsx")))] == ["C2"]
    assert [address for address, _message in faults(VendorsWorkbook().plan(opened(merged, "a.xlsx")))] == ["C2", "C3"]


def offers_book(*, seats: Any = 40, price: Any = 3600, tier: str = "Advanced") -> Book:
    """A new offer of a vendor that is there, with one row on each sheet."""
    name = ["Alpha", "Pro"]
    return book(
        (
            "Offers",
            [["Vendor", "Edition", "Tier", "Agent seats quoted", "Discount in percent"], [*name, tier, seats, 10]],
        ),
        (
            "Seat prices",
            [
                ["Vendor", "Edition", "From seat", "Price of a seat", "Price as of"],
                [*name, 1, price, date(2026, 11, 2)],
            ],
        ),
        ("Modules", [["Vendor", "Edition", "Module", "Class", "Price"], [*name, "Bot", "加分项", 12000]]),
        ("Usage", [["Vendor", "Edition", "Unit", "Price of a unit"], [*name, "AI answer", 0.08]]),
        (
            "Cost lines",
            [
                ["Vendor", "Edition", "Category", "Kind", "第2年，预期", "Year 7, expected"],
                [*name, "培训", "隐性", 500, 9],
            ],
        ),
    )


def test_an_offer_comes_with_its_prices_in_one_go() -> None:
    vendor(name="Alpha")

    plan = take_over(OffersWorkbook, offers_book())

    assert [(entry.sheet, entry.what) for entry in plan.acting] == [
        (name, "new") for name in ("Offers", "Seat prices", "Modules", "Usage", "Cost lines")
    ]
    row = Offer.objects.get()
    assert (str(row), row.tier_id, row.seats, row.currency, row.billing, row.discount_percent) == (
        "Alpha · Pro",
        "advanced",
        40,
        "CNY",
        "year",
        Decimal(10),
    )
    assert row.seat_prices.values_list("from_seat", "unit_price", "as_of", "source").get() == (
        1,
        Decimal(3600),
        date(2026, 11, 2),
        "quote",
    )
    assert row.modules.values_list("name", "grade", "price", "per").get() == ("Bot", "bonus", Decimal(12000), "flat")
    assert row.usage_terms.values_list("unit", "unit_price", "included").get() == (
        "AI answer",
        Decimal("0.08"),
        Decimal(0),
    )
    line = row.cost_lines.get()
    assert (line.category, line.kind) == ("training", "hidden")
    assert list(line.amounts.values_list("year", "expected")) == [(2, Decimal(500)), (7, Decimal(9))]
    assert OffersWorkbook().plan(offers_book()).acting == []


def test_a_changed_price_is_noted_in_the_history_and_a_new_offer_is_no_change() -> None:
    vendor(name="Alpha")
    take_over(OffersWorkbook, offers_book())
    assert PriceRevision.objects.count() == 0
    before = Offer.objects.get().updated_at

    take_over(OffersWorkbook, offers_book(price=3300))

    revision = PriceRevision.objects.get()
    assert (revision.subject, revision.was, revision.now, revision.at) == ("seat:1", Decimal(3600), Decimal(3300), NOON)
    assert Offer.objects.get().updated_at != before


def test_what_belongs_to_an_offer_that_cannot_be_read_is_not_blamed_too() -> None:
    vendor(name="Alpha")

    wrong = OffersWorkbook().plan(offers_book(seats="many"))
    unknown = OffersWorkbook().plan(offers_book(tier="golden"))

    assert [(fault.sheet, fault.address) for fault in wrong.faults] == [("Offers", "D2")]
    assert [(fault.sheet, fault.address) for fault in unknown.faults] == [("Offers", "C2")]


def test_a_row_that_names_no_offer_or_several_says_so() -> None:
    owner = vendor(name="Alpha")
    for _number in range(2):
        offer(vendor=owner, edition="Pro")
    rows: list[list[Any]] = [
        ["Vendor", "Edition", "Category"],
        ["Alpha", "Pro", "Training"],
        ["Alpha", "Basic", "Training"],
    ]

    assert faults(CostLinesWorkbook().plan(book(("Cost lines", rows)))) == [
        ("B2", "“Alpha” has several offers called “Pro”. Rename one."),
        ("B3", "“Alpha” has no offer called “Basic”. Add the offer first."),
    ]


def test_an_offer_stays_with_its_vendor_and_a_vendor_must_be_there() -> None:
    row = offer(vendor=vendor(name="Alpha"), edition="Pro")
    vendor(name="Beta")
    rows: list[list[Any]] = [
        ["Row id", "Vendor", "Edition", "Tier"],
        [row.pk, "Beta", "Pro", "Smart"],
        [None, "Nobody", "Pro", "Smart"],
    ]

    assert faults(OffersWorkbook().plan(book(("Offers", rows)))) == [
        ("B2", "An offer stays with its vendor. Add a new row for the other one."),
        ("B3", "There is no vendor called “Nobody”. Add it first, by the page or by the sheet of vendors."),
    ]


def test_rows_are_removed_only_by_the_word_for_it() -> None:
    row = offer(vendor=vendor(name="Alpha"), edition="Pro", yearly=1)
    other = CostLine.objects.create(offer=row, category="training")
    read = book(
        (
            "Cost lines",
            [["Row id", "Vendor", "Edition", "Category", "删除"], [other.pk, "Alpha", "Pro", "Training", "Remove"]],
        )
    )

    assert acts(CostLinesWorkbook().plan(read)) == [("removed", "Alpha · Pro · Training", {})]
    take_over(CostLinesWorkbook, read)

    assert list(row.cost_lines.values_list("category", flat=True)) == ["subscription"]
    again = CostLinesWorkbook().plan(read)
    assert [address for address, _message in faults(again)] == ["A2"]


def test_a_range_that_is_not_one_and_a_first_step_without_a_beginning_are_refused() -> None:
    row = offer(vendor=vendor(name="Alpha"), edition="Pro", yearly=None)
    SeatPrice.objects.create(offer=row, from_seat=1, unit_price=5)
    lines: list[list[Any]] = [
        ["Vendor", "Edition", "Category", "Year 1, expected", "Year 1, low"],
        ["Alpha", "Pro", "Other", 5, 6],
    ]
    step = SeatPrice.objects.get()
    steps: list[list[Any]] = [
        ["Row id", "Vendor", "Edition", "From seat", "Price of a seat"],
        [step.pk, "Alpha", "Pro", 11, 5],
    ]

    plan = OffersWorkbook().plan(book(("Cost lines", lines), ("Seat prices", steps)))

    assert [(fault.sheet, fault.address) for fault in plan.faults] == [("Seat prices", "2"), ("Cost lines", "E2")]
    assert "Begin at 1, or enter the fewest seats." in plan.faults[0].message


def test_the_sheet_of_one_offer_does_not_touch_another() -> None:
    mine, other = offer(edition="Mine"), offer(edition="Other")
    line = other.cost_lines.get()
    read = book(
        ("Cost lines", [["Row id", "Vendor", "Edition", "Category"], [line.pk, other.vendor.name, "Other", "Training"]])
    )

    plan = CostLinesWorkbook(mine.pk).plan(read)

    assert [fault.address for fault in plan.faults] == ["A2"]
    assert [table.lines() for table in CostLinesWorkbook(mine.pk).tables] != [[]]


def test_what_was_looked_at_is_done_or_nothing() -> None:
    row = vendor(name="Alpha", notes="old")
    read = book(("Vendors", [["Name", "Notes"], ["Alpha", "new"], ["Beta", ""]]))
    looked_at = VendorsWorkbook().plan(read).fingerprint
    Vendor.objects.filter(pk=row.pk).update(notes="changed meanwhile")

    with pytest.raises(Stale):
        VendorsWorkbook().take_over(read, fingerprint=looked_at, by=None, on=NOON)

    assert list(Vendor.objects.values_list("name", "notes")) == [("Alpha", "changed meanwhile")]


def test_a_failure_in_the_middle_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    vendor(name="Alpha")
    plan = OffersWorkbook().plan(offers_book())

    def broken(*_arguments: Any, **_options: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(CostLine, "save", broken)
    with pytest.raises(ZeroDivisionError):
        OffersWorkbook().take_over(offers_book(), fingerprint=plan.fingerprint, by=None, on=NOON)

    assert [model.objects.count() for model in (Offer, SeatPrice, Module, UsageTerm)] == [0, 0, 0, 0]


def test_two_thousand_rows_are_planned_in_little_time_and_one_more_is_refused() -> None:
    rows: list[list[Any]] = [["Name", "Notes"], *([f"Vendor number {number}", "n"] for number in range(2000))]

    assert VendorsWorkbook().plan(book(("Vendors", rows))).counts["new"] == 2000  # type: ignore[index]
    assert faults(VendorsWorkbook().plan(book(("Vendors", [*rows, ["One more", ""]])))) == [
        ("2002", "At most 2000 rows are read. Upload it in parts.")
    ]


def test_faults_are_kept_up_to_a_number_and_counted_beyond() -> None:
    rows: list[list[Any]] = [["Name", "Contact e-mail"], *([f"V{number}", "nobody"] for number in range(600))]

    plan = VendorsWorkbook().plan(book(("Vendors", rows)))

    assert (len(plan.faults), plan.number_of_faults) == (500, 600)


def test_a_sheet_full_of_what_could_be_headings_is_looked_through_in_little_time() -> None:
    text = "\n".join(",".join(f"heading {row} {place} / one more" for place in range(120)) for row in range(1500))

    began = time.monotonic()
    plan = OffersWorkbook().plan(opened(text.encode(), "a.csv"))

    assert time.monotonic() - began < 4
    assert [fault.message[:47] for fault in plan.faults] == ["No headings of the template were found. The fir"]


def test_text_in_place_of_an_id_is_no_row() -> None:
    plan = VendorsWorkbook().plan(book(("Vendors", [["Row id", "Name"], ["1 OR 1=1", "A"]])))

    assert faults(plan) == [("A2", "The row of this id is not there any more. Clear the id to add it anew.")]
