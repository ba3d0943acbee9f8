"""Pricing: what terms cost a team that grows, and what nobody stated."""

import doctest
from decimal import Decimal

import pytest

from vendors import pricing
from vendors.pricing import (
    ModuleTerm,
    SeatStep,
    Storage,
    Terms,
    Usage,
    marginal_seat_ratio,
    month_of_use,
    priced_lines,
    seats_cost,
)


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(pricing).failed == 0


def steps(*prices: tuple[int, int]) -> tuple[SeatStep, ...]:
    return tuple(SeatStep(from_seat=seat, unit_price=Decimal(price)) for seat, price in prices)


def amounts(terms: Terms, *seats: int) -> dict[str, list[float]]:
    return {line.category: [float(amount) for amount in line.amounts] for line in priced_lines(terms, seats)}


def test_a_growing_team_pays_for_the_seats_of_each_year_at_the_price_after_each_rise() -> None:
    terms = Terms(steps=steps((1, 1000)), uplift=Decimal("0.05"))
    assert amounts(terms, 40, 50, 60) == {"subscription": [40_000, 52_500, 66_150]}


@pytest.mark.parametrize(
    ("seats", "by_volume", "graduated"), [(1, 100, 100), (10, 1000, 1000), (11, 880, 1080), (25, 1500, 2100)]
)
def test_steps_price_every_seat_or_each_its_own(seats: int, by_volume: int, graduated: int) -> None:
    found = steps((1, 100), (11, 80), (21, 60))
    assert seats_cost(Terms(steps=found), seats) == by_volume
    assert seats_cost(Terms(steps=found, is_graduated=True), seats) == graduated


def test_fewer_seats_than_the_minimum_cost_as_much_as_the_minimum() -> None:
    assert seats_cost(Terms(steps=steps((1, 100)), seat_minimum=5), 2) == 500


def test_a_first_step_above_one_prices_the_seats_before_it_too() -> None:
    found = steps((5, 100), (11, 80))
    assert seats_cost(Terms(steps=found), 3) == 300
    assert seats_cost(Terms(steps=found, is_graduated=True), 12) == 10 * 100 + 2 * 80


def test_a_discount_ends_when_its_years_do_and_touches_neither_storage_nor_usage() -> None:
    terms = Terms(
        steps=steps((1, 1000)),
        discount=Decimal("0.2"),
        discount_years=1,
        modules=(ModuleTerm(name="Bot", price=Decimal(500)),),
        storage=Storage(included=Decimal(10), needed=Decimal(30), price=Decimal(2)),
        usage=(Usage(unit="answer", unit_price=Decimal(1), volume=Decimal(10), grows_with_seats=False),),
    )
    assert amounts(terms, 10, 10) == {
        "subscription": [8000, 10_000],
        "modules": [400, 500],
        "storage": [40, 40],
        "usage": [120, 120],
    }


def test_modules_cost_by_seat_for_all_or_once_and_included_ones_nothing() -> None:
    def module(**fields: object) -> dict[str, list[float]]:
        return amounts(Terms(modules=(ModuleTerm(name="Bot", price=Decimal(10), **fields),)), 4, 5)  # type: ignore[arg-type]

    assert module(per="seat") == {"modules": [40, 50]}
    assert module(per="flat") == {"modules": [10, 10]}
    assert module(per="once") == {"modules": [10, 0]}
    assert module(is_included=True) == {}


def test_what_nobody_priced_makes_no_line() -> None:
    silent = Terms(
        modules=(ModuleTerm(name="Bot"),),
        usage=(Usage(unit="answer", volume=Decimal(10)), Usage(unit="call", unit_price=Decimal(1))),
        storage=Storage(needed=Decimal(10)),
    )
    assert priced_lines(silent, [10, 10, 10]) == ()
    assert priced_lines(Terms(steps=steps((1, 100))), []) == ()


@pytest.mark.parametrize(("volume", "bill"), [(0, 0), (100, 0), (101, 1), (200, 100), (250, 600), (10_000, 1000)])
def test_a_month_is_free_then_paid_then_dear_and_ends_at_the_cap(volume: int, bill: int) -> None:
    usage = Usage(
        unit="inquiry",
        included=Decimal(100),
        unit_price=Decimal(1),
        overage_from=Decimal(200),
        overage_price=Decimal(10),
        cap=Decimal(1000),
    )
    assert month_of_use(usage, Decimal(volume)) == bill


def test_usage_grows_with_the_team_and_keeps_its_range() -> None:
    usage = Usage(
        unit="call", unit_price=Decimal(1), volume=Decimal(100), volume_low=Decimal(50), volume_high=Decimal(300)
    )
    (line,) = priced_lines(Terms(usage=(usage,)), [10, 20])
    assert [float(amount) for amount in line.amounts] == [1200, 2400]
    assert line.low is not None
    assert line.high is not None
    assert ([float(amount) for amount in line.low], [float(amount) for amount in line.high]) == (
        [600, 1200],
        [3600, 7200],
    )


def test_one_seat_more_may_be_dear_or_bring_the_next_step() -> None:
    found = steps((1, 100), (11, 50))
    assert marginal_seat_ratio(Terms(steps=found, is_graduated=True), 10) == Decimal("0.5")
    assert marginal_seat_ratio(Terms(steps=steps((1, 100), (11, 200)), is_graduated=True), 10) == 2
    assert marginal_seat_ratio(Terms(), 10) is None
    assert marginal_seat_ratio(Terms(steps=found), 0) is None
