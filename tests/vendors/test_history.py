"""How prices changed: noted in the transaction that changes them, and only where a price really changed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import NOON, member, module, offer, seat_price, usage_term
from vendors.history import changes_of, in_words, noting_changes
from vendors.models import CostAmount, CostLine, Offer

pytestmark = pytest.mark.django_db


def noted(row: Offer) -> list[tuple[str, Decimal | None, Decimal | None, str]]:
    """Oldest first."""
    return [(each.subject, each.was, each.now, each.currency) for each in reversed(row.price_revisions.all())]


def test_every_kind_of_price_is_noted_with_who_when_and_where_it_is_written() -> None:
    row, person = offer(yearly=None), member(name="Zhou Ming")

    with noting_changes(row, by=person, on=NOON):
        seat_price(offer=row, unit_price=100, as_of=date(2026, 9, 30), source="contract", source_note="page 3")
        module(offer=row, name="Bot", price=80, period="month")
        module(offer=row, name="Reports", is_included=True)
        usage_term(offer=row, unit="Minute", unit_price="0.038", overage_from=9, overage_price="0.05", cap=500)
        line = CostLine.objects.create(offer=row, category="training", module="Bot")
        CostAmount.objects.create(line=line, year=2, expected=700)
        Offer.objects.filter(pk=row.pk).update(storage_price=3, discount_percent=10, renewal_uplift_percent=5)

    assert noted(row) == [
        ("seat:1", None, Decimal(100), "CNY"),
        ("module:Bot", None, Decimal(960), "CNY"),
        ("usage:Minute", None, Decimal("0.038"), "CNY"),
        ("overage:Minute", None, Decimal("0.05"), "CNY"),
        ("cap:Minute", None, Decimal(500), "CNY"),
        ("storage", None, Decimal(3), "CNY"),
        ("discount", None, Decimal(10), "CNY"),
        ("uplift", None, Decimal(5), "CNY"),
        ("line:training:Bot:2", None, Decimal(700), "CNY"),
    ]
    first = row.price_revisions.get(subject="seat:1")
    assert (first.by, first.at, first.source, str(first.as_of), first.source_note) == (
        person,
        NOON,
        "contract",
        "2026-09-30",
        "page 3",
    )


def test_what_was_and_what_is_and_what_ended() -> None:
    row = offer(yearly=None)
    step, bot = seat_price(offer=row, unit_price=100), module(offer=row, name="Bot", price=5)

    with noting_changes(row, by=None, on=NOON):
        step.unit_price = Decimal("90.5")
        step.save()
        bot.delete()

    assert noted(row) == [("seat:1", Decimal(100), Decimal("90.5"), "CNY"), ("module:Bot", Decimal(5), None, "CNY")]


def test_the_same_price_said_by_the_month_is_no_change() -> None:
    row = offer(yearly=None)
    step = seat_price(offer=row, unit_price=1200)

    with noting_changes(row, by=None, on=NOON):
        step.unit_price = Decimal(100)
        step.save()
        Offer.objects.filter(pk=row.pk).update(seat_period="month")

    assert noted(row) == []


def test_a_new_source_for_the_same_price_is_no_change() -> None:
    row = offer(yearly=None)
    step = seat_price(offer=row)

    with noting_changes(row, by=None, on=NOON):
        step.source = "contract"
        step.save()

    assert noted(row) == []


def test_another_currency_ends_each_price_and_begins_a_new_one(client: Client) -> None:
    row = offer(yearly=None, discount_percent=10)
    seat_price(offer=row, unit_price=100)
    client.force_login(member(group="Procurement"))

    client.post(
        reverse("vendors:edit_offer", args=[row.pk]),
        {"edition": "Suite", "tier": "smart", "currency": "USD", "billing": "year"},
    )

    assert noted(row) == [("seat:1", Decimal(100), None, "CNY"), ("seat:1", None, Decimal(100), "USD")]


def test_lines_of_one_kind_are_noted_as_one_sum() -> None:
    row = offer(yearly=None)
    for amount in (100, 20):
        line = CostLine.objects.create(offer=row, category="training")
        CostAmount.objects.create(line=line, year=1, expected=amount)

    with noting_changes(row, by=None, on=NOON):
        CostAmount.objects.filter(expected=20).update(expected=30)

    assert noted(row) == [("line:training::1", Decimal(120), Decimal(130), "CNY")]


def test_a_failed_change_leaves_nothing_behind() -> None:
    row = offer(yearly=None)

    def fail() -> None:
        with noting_changes(row, by=None, on=NOON):
            seat_price(offer=row)
            raise RuntimeError("the change failed")

    with pytest.raises(RuntimeError):
        fail()

    assert (row.seat_prices.count(), noted(row)) == (0, [])


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("seat:11", "A seat a year, from 11 on"),
        ("module:Bot: 24/7", "Module: Bot: 24/7"),
        ("usage:Minute", "Usage: Minute"),
        ("storage", "One more GB a year"),
        ("line:training::1", "Training, year 1"),
        ("line:training:Bot: 24/7:3", "Training (Bot: 24/7), year 3"),
        ("line:Sondergebühr::2", "Sondergebühr, year 2"),
        ("something:new", "new"),
    ],
)
def test_keys_read_as_people_say_them(subject: str, words: str) -> None:
    assert in_words(subject) == words


def test_the_cost_sheet_notes_what_it_changes_and_the_offer_page_shows_it(client: Client) -> None:
    row = offer(yearly=None)
    client.force_login(member(group="Procurement", name="Zhou <Ming>"))
    lines: dict[str, Any] = {"lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0"}
    lines |= {"lines-0-category": "training", "lines-0-kind": "hidden", "lines-0-source": "quote"}

    client.post(reverse("vendors:costs", args=[row.pk]), lines | {"lines-0-expected_1": "1234.5"})

    assert noted(row) == [("line:training::1", None, Decimal("1234.5"), "CNY")]
    shown = client.get(row.get_absolute_url()).content.decode()
    for text in ["How prices changed", "Training, year 1", "CNY 1,234.50", "Zhou &lt;Ming&gt;"]:
        assert text in shown, text


def test_reading_the_history_costs_one_query() -> None:
    row, person = offer(yearly=None), member()
    for number in range(3):
        with noting_changes(row, by=person, on=NOON):
            seat_price(offer=row, from_seat=number + 1)

    with CaptureQueriesContext(connection) as captured:
        assert [str(change.revision.by) for change in changes_of(row)] == [str(person)] * 3
    assert len(captured) == 1
