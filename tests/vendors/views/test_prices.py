"""The sheet of prices: steps, modules, use, storage; reckoning as one types, saving, and what is refused."""

from decimal import Decimal
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import member, module, offer, seat_price, usage_term
from vendors.models import Offer, Promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def procurement(client: Client) -> Client:
    client.force_login(member(group="Procurement"))
    return client


def where(row: Offer) -> str:
    return reverse("vendors:prices", args=[row.pk])


def as_shown(client: Client, row: Offer) -> dict[str, str]:
    """What a browser would send back if nothing was touched; an unticked box is not sent."""
    sheet = client.get(where(row)).context["sheet"]
    forms = [sheet.terms, sheet.team]
    for table in sheet.tables:
        forms += [table.management_form, *table]
    fields = [field for form in forms for field in form]
    return {
        field.html_name: "on" if field.value() is True else "" if field.value() is None else str(field.value())
        for field in fields
        if field.value() is not False and not field.html_name.endswith("-DELETE")
    }


def step(number: int, from_seat: str, unit_price: str, **fields: str) -> dict[str, str]:
    """A step typed into the row of that number."""
    entered = {"from_seat": from_seat, "unit_price": unit_price, "source": "quote"} | fields
    return {"seats-TOTAL_FORMS": str(number + 1)} | {f"seats-{number}-{name}": each for name, each in entered.items()}


def steps_of(row: Offer) -> list[tuple[int, Decimal]]:
    return list(row.seat_prices.values_list("from_seat", "unit_price"))


def send(client: Client, row: Offer, *changes: dict[str, str]) -> Any:
    data = as_shown(client, row)
    for change in changes:
        data |= change
    return client.post(where(row), data)


def test_everything_that_an_offer_asks_for_is_entered_in_one_go(procurement: Client) -> None:
    row = offer(yearly=None, seats=40)

    answer = send(
        procurement,
        row,
        step(0, "1", "1200", as_of="2026-09-30", source="contract", source_note="报价单第 3 页"),
        step(1, "11", "1000.50"),
        {
            "modules-0-name": "智能机器人",
            "modules-0-name_zh": "",
            "modules-0-grade": "redundant",
            "modules-0-price": "80",
            "modules-0-per": "seat",
            "modules-0-period": "month",
            "usage-0-unit": "AI answer",
            "usage-0-included": "1000",
            "usage-0-unit_price": "0.12",
            "usage-0-volume": "30000",
            "discount_percent": "10",
            "discount_years": "1",
            "renewal_uplift_percent": "5",
            "storage_included_gb": "100",
            "storage_price": "12.5",
            "seat_minimum": "5",
            "seat_maximum": "200",
        },
    )

    assert answer.headers["Location"] == row.get_absolute_url()
    row.refresh_from_db()
    assert steps_of(row) == [(1, Decimal(1200)), (11, Decimal("1000.5"))]
    first = row.seat_prices.all()[0]
    assert (str(first.as_of), first.source, first.source_note) == ("2026-09-30", "contract", "报价单第 3 页")
    bot = row.modules.get()
    assert (bot.name, bot.grade, bot.price, bot.per, bot.period) == (
        "智能机器人",
        "redundant",
        Decimal(80),
        "seat",
        "month",
    )
    use = row.usage_terms.get()
    assert (use.unit, use.included, use.unit_price, use.volume) == (
        "AI answer",
        Decimal(1000),
        Decimal("0.12"),
        Decimal(30_000),
    )
    assert (row.discount_percent, row.discount_years, row.renewal_uplift_percent) == (Decimal(10), 1, Decimal(5))
    assert (row.storage_included_gb, row.storage_needed_gb, row.storage_price) == (Decimal(100), None, Decimal("12.5"))
    assert (row.seat_minimum, row.seat_maximum) == (5, 200)


def test_sending_the_sheet_untouched_changes_no_price_and_notes_nothing(procurement: Client) -> None:
    row = offer(yearly=None, seats=40, discount_percent=Decimal("12.5"), storage_price=Decimal("0.0300"))
    seat_price(offer=row, unit_price="1200.5", as_of="2026-01-31", source_note="page 3")
    module(offer=row, name="Bot", name_zh="机器人", price=80, is_included=True)
    usage_term(offer=row, unit="Minute", unit_price="0.038", volume=100, volume_low=50, grows_with_seats=False)
    shown = ["seat_prices", "modules", "usage_terms"]
    before = [list(getattr(row, name).values()) for name in shown]

    assert send(procurement, row).status_code == HTTPStatus.FOUND

    after = [list(getattr(row, name).values()) for name in shown]
    for rows in (*before, *after):
        for each in rows:
            del each["id"]
    assert after == before
    row.refresh_from_db()
    assert (row.discount_percent, row.storage_price) == (Decimal("12.5"), Decimal("0.03"))
    assert not row.price_revisions.exists()


def test_a_row_is_removed_and_another_takes_its_place_in_one_go(procurement: Client) -> None:
    row = offer(yearly=None)
    seat_price(offer=row)
    seat_price(offer=row, from_seat=10, unit_price=900)

    send(procurement, row, {"seats-1-DELETE": "on", "seats-1-unit_price": "nonsense"}, step(2, "10", "800"))

    assert steps_of(row) == [(1, Decimal(1200)), (10, Decimal(800))]


def test_prices_are_reckoned_with_as_one_types_and_nothing_is_saved(procurement: Client) -> None:
    row = offer(yearly=None, seats=40)
    data = as_shown(procurement, row) | step(0, "1", "1200") | {"team": "40，50 60", "compute": "1"}

    answer = procurement.post(where(row), data, headers={"HX-Request": "true"})

    shown = answer.content.decode()
    for text in ['id="computed"', "180,000", "72,000", "one more costs CNY 1,200", "<svg"]:
        assert text in shown, text
    assert "<html" not in shown
    assert not row.seat_prices.exists()


def test_discount_rise_and_storage_count_as_one_types_them(procurement: Client) -> None:
    row = offer(yearly=None)
    terms = {"discount_percent": "10", "renewal_uplift_percent": "5", "storage_needed_gb": "300", "storage_price": "12"}
    data = as_shown(procurement, row) | step(0, "1", "1200") | terms | {"team": "40, 50", "compute": "1"}

    shown = procurement.post(where(row), data, headers={"HX-Request": "true"}).content.decode()

    # 40 × 1,200 × 0.9 and 50 × 1,200 × 0.9 × 1.05; 300 × 12 and that × 1.05
    for figure in ("43,200", "56,700", "3,600", "3,780", "107,280"):
        assert figure in shown, figure


def test_without_script_the_whole_page_comes_back_computed_with_all_that_was_typed(procurement: Client) -> None:
    row = offer(yearly=None)

    answer = send(
        procurement,
        row,
        step(0, "1", "1200"),
        {"team": "5", "compute": "1", "modules-0-name": "<b>", "modules-0-per": "flat"},
    )

    shown = answer.content.decode()
    assert "Nothing was saved." in shown
    assert "6,000" in shown
    assert "&lt;b&gt;" in shown
    assert "There is a problem" not in shown
    assert not row.seat_prices.exists()


def test_a_row_with_a_mistake_is_left_out_of_the_figures_and_said_so(procurement: Client) -> None:
    row = offer(yearly=None, seats=10)
    data = as_shown(procurement, row) | step(0, "1", "100") | step(1, "5", "十") | {"discount_percent": "300"}

    shown = procurement.post(where(row), data | {"compute": "1"}, headers={"HX-Request": "true"}).content.decode()

    assert "1 row with a mistake in it is left out." in shown
    assert "1,000" in shown


def test_a_team_that_outgrows_the_edition_is_told(procurement: Client) -> None:
    row = offer(yearly=None, seats=10, seat_maximum=20)
    seat_price(offer=row)

    shown = procurement.get(where(row) + "?team=10,30").content.decode()

    assert "The edition ends at 20 seats" in shown


def test_the_team_is_kept_when_one_stays(procurement: Client) -> None:
    row = offer(yearly=None)

    answer = send(procurement, row, {"team": "40, 50", "stay": "1"})

    assert answer.headers["Location"] == f"{where(row)}?team=40%2C+50"
    assert 'value="40, 50"' in procurement.get(answer.headers["Location"]).content.decode()


BAD_SEATS = [
    ("unit_price", "-1", "Ensure this value is greater than or equal to 0."),
    ("unit_price", "1e30", "Ensure this value is less than or equal to 1000000000000."),
    ("unit_price", "NaN", "Enter a number."),
    ("unit_price", "一千二百", "Enter a number."),
    ("unit_price", "1.23456", "Ensure that there are no more than 4 decimal places."),
    ("from_seat", "", "This field is required."),
    ("from_seat", "0", "Ensure this value is greater than or equal to 1."),
    ("from_seat", "9" * 30, "Ensure this value is less than or equal to 1000000."),
    ("from_seat", "1.5", "Enter a whole number."),
    ("from_seat", "5", "Nothing says what a seat below this one costs."),
    ("as_of", "yesterday", "Enter a valid date."),
    ("source", "rumour", "Select a valid choice."),
    ("source_note", "x" * 10_000, "Ensure this value has at most 500 characters (it has 10000)."),
]


@pytest.mark.parametrize(("field", "value", "message"), BAD_SEATS)
def test_a_bad_step_is_refused_at_its_field_and_nothing_is_saved_or_lost(
    procurement: Client, field: str, value: str, message: str
) -> None:
    row = offer(yearly=None)

    answer = send(procurement, row, step(0, "1", "1200"), {f"seats-0-{field}": value}, {"discount_percent": "12"})

    assert answer.status_code == HTTPStatus.OK
    assert message in str(answer.context["sheet"].seats.forms[0].errors[field])
    shown = answer.content.decode()
    assert f'href="#id_seats-0-{field}"' in shown
    assert 'value="12"' in shown
    row.refresh_from_db()
    assert (row.seat_prices.count(), row.discount_percent) == (0, Decimal(0))


@pytest.mark.parametrize(
    ("typed", "where_it_is", "message"),
    [
        ({"modules-0-name": "m" * 300}, "id_modules-0-name", "at most 200 characters"),
        ({"modules-0-price": "-3"}, "id_modules-0-price", "greater than or equal to 0"),
        ({"modules-0-name": "Bot", "modules-0-per": "week"}, "id_modules-0-per", "Select a valid choice."),
        ({"usage-0-unit": "x", "usage-0-volume_low": "5"}, "id_usage-0-volume", "Enter the expected volume too"),
        (
            {"usage-0-unit": "x", "usage-0-volume": "5", "usage-0-volume_low": "6"},
            "id_usage-0-volume_low",
            "must not be above the expected one",
        ),
        (
            {"usage-0-unit": "x", "usage-0-volume": "5", "usage-0-volume_high": "4"},
            "id_usage-0-volume_high",
            "must not be below the expected one",
        ),
        ({"usage-0-unit": "x", "usage-0-overage_price": "1"}, "id_usage-0-overage_from", "from which volume on"),
        ({"usage-0-unit": "x", "usage-0-overage_from": "1"}, "id_usage-0-overage_price", "above that volume"),
        (
            {
                "usage-0-unit": "x",
                "usage-0-unit_price": "1",
                "usage-0-included": "10",
                "usage-0-overage_from": "5",
                "usage-0-overage_price": "2",
            },
            "id_usage-0-overage_from",
            "must not begin below what is included",
        ),
        ({"discount_percent": "101"}, "id_discount_percent", "less than or equal to 100"),
        ({"discount_years": "2"}, "id_discount_percent", "Enter the discount that is given"),
        ({"seat_minimum": "9", "seat_maximum": "3"}, "id_seat_maximum", "must not be fewer"),
        ({"renewal_uplift_percent": "-1"}, "id_renewal_uplift_percent", "greater than or equal to 0"),
        ({"storage_price": "viel"}, "id_storage_price", "Enter a number."),
    ],
)
def test_other_bad_input_is_refused_and_leads_to_its_field(
    procurement: Client, typed: dict[str, str], where_it_is: str, message: str
) -> None:
    row = offer(yearly=None)

    answer = send(procurement, row, step(0, "1", "1200"), typed)

    shown = answer.content.decode()
    assert answer.status_code == HTTPStatus.OK
    assert f'href="#{where_it_is}"' in shown
    assert message in shown
    assert not row.seat_prices.exists()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (step(0, "1", "1200"), step(1, "1", "1100")),
        ({"modules-0-name": "Bot"}, {"modules-TOTAL_FORMS": "2", "modules-1-name": "BOT", "modules-1-per": "flat"}),
        ({"usage-0-unit": "分钟"}, {"usage-TOTAL_FORMS": "2", "usage-1-unit": "分钟"}),
    ],
)
def test_two_rows_about_the_same_thing_are_refused(
    procurement: Client, first: dict[str, str], second: dict[str, str]
) -> None:
    rows = {f"{table}-1-{name}": value for table, names in ROW_DEFAULTS.items() for name, value in names.items()}

    answer = send(procurement, offer(yearly=None), rows, first, second)

    assert "stands here twice" in answer.content.decode()


ROW_DEFAULTS = {
    "modules": {"grade": "must", "period": "year", "source": "quote", "per": "flat"},
    "usage": {"source": "quote"},
    "seats": {"source": "quote"},
}


def test_first_steps_above_one_are_right_where_fewer_seats_cannot_be_bought(procurement: Client) -> None:
    row = offer(yearly=None)

    send(procurement, row, step(0, "5", "1200"), {"seat_minimum": "5"})

    assert steps_of(row) == [(5, Decimal(1200))]


@pytest.mark.parametrize("team", ["1e5", "-4", "40; viele", "0", "99999999", ", ".join(["1"] * 11), "<b>"])
def test_a_team_that_cannot_be_read_stands_in_no_ones_way(procurement: Client, team: str) -> None:
    row = offer(yearly=None, seats=10)

    data = as_shown(procurement, row) | step(0, "1", "1200") | {"team": team}
    shown = procurement.post(where(row), data | {"compute": "1"}).content.decode()
    assert "12,000" in shown

    assert procurement.post(where(row), data).status_code == HTTPStatus.FOUND


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"seats-TOTAL_FORMS": "x", "seats-INITIAL_FORMS": "0"},
        {"seats-TOTAL_FORMS": "100000", "seats-INITIAL_FORMS": "0"},
        {"seats-TOTAL_FORMS": "2", "seats-INITIAL_FORMS": "7"},
    ],
)
def test_a_broken_request_is_answered_with_the_sheet(procurement: Client, broken: dict[str, str]) -> None:
    row = offer()
    seat_price(offer=row)

    for extra in ({}, {"compute": "1"}):
        assert procurement.post(where(row), broken | extra).status_code == HTTPStatus.OK
    assert row.seat_prices.count() == 1


def test_the_terms_of_change_are_shown_with_a_way_to_change_them(procurement: Client) -> None:
    row = offer()
    Promise.objects.create(offer=row, fact="seat_decrease", value="renewal")

    shown = procurement.get(where(row)).content.decode()

    assert "Only at renewal" in shown
    assert reverse("vendors:promises", args=[row.pk]) in shown


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_sheet_costs_the_same_queries_however_many_prices_there_are(procurement: Client, method: str) -> None:
    row = offer(yearly=None, seats=10)
    seat_price(offer=row)
    module(offer=row)
    usage_term(offer=row)

    def queries() -> int:
        data = as_shown(procurement, row) | {"compute": "1"}
        with CaptureQueriesContext(connection) as captured:
            getattr(procurement, method)(where(row), data if method == "post" else None)
        return len(captured)

    few = queries()
    for number in range(3):
        seat_price(offer=row, from_seat=10 + number)
        module(offer=row)
        usage_term(offer=row)

    assert queries() == few
