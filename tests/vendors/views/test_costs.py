"""The cost sheet: amounts by year, ranges, empty rows, and what is refused."""

from decimal import Decimal
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import member, offer, seat_price
from vendors.models import CostAmount, CostLine, Offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def procurement(client: Client) -> Client:
    client.force_login(member(group="Procurement"))
    return client


def where(row: Offer) -> str:
    return reverse("vendors:costs", args=[row.pk])


def as_shown(client: Client, row: Offer) -> dict[str, str]:
    """What a browser would send back if nothing was touched; an unticked box is not sent."""
    sheet = client.get(where(row)).context["sheet"]
    fields = [field for form in [sheet.management_form, *sheet] for field in form]
    return {
        field.html_name: "on" if field.value() is True else "" if field.value() is None else str(field.value())
        for field in fields
        if field.value() is not False and not field.html_name.endswith("-DELETE")
    }


def new_line(number: int = 0, **fields: str) -> dict[str, str]:
    """A line typed into the row of that number."""
    return {f"lines-{number}-{name}": value for name, value in ({"category": "training"} | fields).items()}


def amounts(line: CostLine) -> list[tuple[int, Decimal, Decimal | None, Decimal | None]]:
    return [(amount.year, amount.expected, amount.low, amount.high) for amount in line.amounts.all()]


def test_a_line_is_added_with_the_years_that_were_given_and_no_others(procurement: Client) -> None:
    row = offer(yearly=None)

    answer = procurement.post(
        where(row),
        as_shown(procurement, row)
        | new_line(expected_1="1200.50", low_1="1000", high_1="1500", expected_3="0", kind="hidden", module="培训"),
    )

    assert answer.headers["Location"] == row.get_absolute_url()
    line = row.cost_lines.get()
    assert (line.category, line.kind, line.module, line.is_cash, line.source) == (
        "training",
        "hidden",
        "培训",
        True,
        "quote",
    )
    assert amounts(line) == [(1, Decimal("1200.50"), Decimal(1000), Decimal(1500)), (3, Decimal(0), None, None)]


def test_sending_the_sheet_untouched_changes_nothing(procurement: Client) -> None:
    row = offer(yearly=96_000)
    own_time = CostLine.objects.create(offer=row, category="repeated_work", is_cash=False, source="estimate")
    CostAmount.objects.create(line=own_time, year=5, expected=Decimal("12.3400"), low=1, high=20)
    before = (list(row.cost_lines.values()), list(CostAmount.objects.order_by("pk").values()))

    answer = procurement.post(where(row), as_shown(procurement, row))

    assert answer.status_code == HTTPStatus.FOUND
    assert (list(row.cost_lines.values()), list(CostAmount.objects.order_by("pk").values())) == before


def test_a_cleared_amount_is_not_given_and_not_zero(procurement: Client) -> None:
    row = offer(yearly=96_000)

    procurement.post(where(row), as_shown(procurement, row) | {"lines-0-expected_2": ""})

    assert [year for year, *_rest in amounts(row.cost_lines.get())] == [1, 3]


def test_a_changed_amount_a_removed_line_and_a_new_one_in_one_go(procurement: Client) -> None:
    row = offer(yearly=96_000)
    gone = CostLine.objects.create(offer=row, category="training", position=7)

    procurement.post(
        where(row),
        as_shown(procurement, row)
        | {"lines-0-expected_1": "90000", "lines-1-DELETE": "on", "lines-1-expected_1": "not even a number"}
        | new_line(2, category="storage", expected_1="5"),
    )

    kept, added = row.cost_lines.all()
    assert not CostLine.objects.filter(pk=gone.pk).exists()
    assert [expected for _year, expected, *_rest in amounts(kept)] == [90_000, 96_000, 96_000]
    assert (added.category, added.position > 7) == ("storage", True)


def test_an_imported_word_for_a_category_survives_an_edit(procurement: Client) -> None:
    row = offer(yearly=None)
    CostLine.objects.create(offer=row, category="Sondergebühr")

    procurement.post(where(row), as_shown(procurement, row) | {"lines-0-module": "x"})

    assert row.cost_lines.get().category == "Sondergebühr"


def test_more_lines_than_rows_were_shown_can_be_sent(procurement: Client) -> None:
    row = offer(yearly=None)
    lines = {"lines-TOTAL_FORMS": "5"}
    for number in range(5):
        lines |= new_line(number, kind="visible", source="quote", expected_1=str(number))

    procurement.post(where(row), as_shown(procurement, row) | lines)

    assert row.cost_lines.count() == 5


def test_staying_leads_back_to_the_sheet(procurement: Client) -> None:
    row = offer()

    answer = procurement.post(where(row), as_shown(procurement, row) | {"stay": "1"})

    assert answer.headers["Location"] == where(row)


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"expected_1": "-1"}, "expected_1", "Ensure this value is greater than or equal to 0."),
        ({"expected_1": "NaN"}, "expected_1", "Enter a number."),
        ({"expected_1": "Infinity"}, "expected_1", "Enter a number."),
        ({"expected_1": "1e30"}, "expected_1", "Ensure this value is less than or equal to 1000000000000."),
        ({"expected_1": "1.23456"}, "expected_1", "Ensure that there are no more than 4 decimal places."),
        ({"expected_1": "十万"}, "expected_1", "Enter a number."),
        ({"expected_1": "<b>1</b>"}, "expected_1", "Enter a number."),
        ({"expected_1": "5", "low_1": "6"}, "low_1", "The low amount must not be above the expected one."),
        ({"expected_1": "5", "high_1": "4"}, "high_1", "The high amount must not be below the expected one."),
        ({"low_1": "4"}, "expected_1", "Enter the expected amount too"),
        ({"category": "", "expected_1": "5"}, "category", "This field is required."),
        ({"category": "bribes"}, "category", "Select a valid choice."),
        ({"kind": "secret"}, "kind", "Select a valid choice."),
        ({"module": "m" * 10_000}, "module", "Ensure this value has at most 200 characters (it has 10000)."),
        ({"as_of": "yesterday"}, "as_of", "Enter a valid date."),
    ],
)
def test_bad_input_is_refused_at_its_field_and_nothing_is_saved_or_lost(
    procurement: Client, typed: dict[str, str], field: str, message: str
) -> None:
    row = offer(yearly=None)

    answer = procurement.post(
        where(row), as_shown(procurement, row) | new_line(0, **typed) | new_line(1, expected_1="1234")
    )

    assert answer.status_code == HTTPStatus.OK
    assert message in str(answer.context["sheet"].forms[0].errors[field])
    shown = answer.content.decode()
    assert f'href="#id_lines-0-{field}"' in shown
    assert 'value="1234"' in shown
    assert not row.cost_lines.exists()


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"lines-TOTAL_FORMS": "x", "lines-INITIAL_FORMS": "0"},
        {"lines-TOTAL_FORMS": "100000", "lines-INITIAL_FORMS": "0"},
        {"lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "1", "lines-0-id": "999999", "lines-0-category": "training"},
        {"lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "1", "lines-0-id": "x", "lines-0-category": "training"},
    ],
)
def test_a_broken_request_is_answered_with_the_sheet(procurement: Client, broken: dict[str, str]) -> None:
    row = offer()

    answer = procurement.post(where(row), broken)

    assert answer.status_code == HTTPStatus.OK
    assert "There is a problem" in answer.content.decode()
    assert row.cost_lines.count() == 1


def test_the_line_of_another_offer_cannot_be_taken_over(procurement: Client) -> None:
    row, other = offer(yearly=None), offer()
    theirs = other.cost_lines.get()

    procurement.post(
        where(row),
        {"lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "1", "lines-0-id": str(theirs.pk)} | new_line(expected_1="1"),
    )

    theirs.refresh_from_db()
    assert (theirs.offer, theirs.category) == (other, "subscription")


def test_the_sheet_costs_the_same_queries_with_one_line_and_with_three(procurement: Client) -> None:
    row = offer(yearly=1)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            procurement.get(where(row))
        return len(captured)

    one = queries()
    for _ in range(2):
        line = CostLine.objects.create(offer=row, category="training")
        CostAmount.objects.create(line=line, year=1, expected=5)

    assert queries() == one


def test_the_sheet_adds_up_as_one_types_by_category_and_saves_nothing(procurement: Client) -> None:
    row = offer(yearly=96_000, seats=10)
    seat_price(offer=row, unit_price=100)
    data = (
        as_shown(procurement, row)
        | {"lines-0-expected_3": ""}
        | new_line(1, expected_1="1000", low_1="800", high_2="x", kind="hidden", is_cash="on")
        | {"compute": "1"}
    )

    answer = procurement.post(where(row), data, headers={"HX-Request": "true"})

    sums = answer.context["sums"]
    assert [(each.label, each.by_year, each.low, each.high) for each in (*sums.rows, sums.all)] == [
        ("Subscription", (97_000, 97_000, 1000), 195_000, 195_000),
        ("Training", (1000, None, None), 800, 1000),
        ("", (98_000, 97_000, 1000), 195_800, 196_000),
    ]
    assert (sums.hidden, sums.not_cash, sums.left_out) == (1000, None, 1)
    shown = answer.content.decode()
    assert "<html" not in shown
    assert "Here and in the prices" in shown
    assert "1 entry with a mistake is left out." in shown
    assert row.cost_lines.count() == 1


def test_without_script_the_sheet_comes_back_added_up_with_all_that_was_typed(procurement: Client) -> None:
    row = offer(yearly=None)

    data = as_shown(procurement, row) | new_line(expected_1="1234", source_note="<p. 3>") | {"compute": "1"}
    shown = procurement.post(where(row), data).content.decode()

    for text in ["Nothing was saved.", 'value="1234"', "1,234", "&lt;p. 3&gt;", "not given"]:
        assert text in shown, text
    assert "There is a problem" not in shown
    assert not row.cost_lines.exists()


def test_what_follows_from_prices_is_shown_and_cannot_be_typed_over(procurement: Client) -> None:
    row = offer(yearly=None, seats=40)
    seat_price(offer=row)

    shown = procurement.get(where(row)).content.decode()

    assert "From prices, for 40 seats" in shown
    assert "144,000" in shown
    assert "96,000" not in shown


def test_where_a_price_is_written_is_kept_with_the_line(procurement: Client) -> None:
    row = offer(yearly=None)

    procurement.post(where(row), as_shown(procurement, row) | new_line(source_note="Quote, page 3", expected_1="1"))

    assert row.cost_lines.get().source_note == "Quote, page 3"
    assert "Quote, page 3" in procurement.get(row.get_absolute_url()).content.decode()


def test_adding_up_costs_the_same_queries_for_every_new_line(procurement: Client) -> None:
    row = offer(yearly=None)

    def queries(lines: int) -> int:
        data = as_shown(procurement, row) | {"compute": "1", "lines-TOTAL_FORMS": str(lines)}
        for number in range(lines):
            data |= new_line(number, kind="visible", source="quote", expected_1="5")
        with CaptureQueriesContext(connection) as captured:
            procurement.post(where(row), data, headers={"HX-Request": "true"})
        return len(captured)

    assert queries(5) == queries(1)


def test_the_sum_of_three_years_is_on_the_sheet(procurement: Client) -> None:
    assert "288,000" in procurement.get(where(offer(yearly=96_000))).content.decode()
