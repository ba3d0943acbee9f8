"""Hidden costs by rule of thumb."""

from typing import Any

import pytest

from scoring.formulas.case import CostLine
from scoring.formulas.estimate import Estimate, Terms, estimates, missing_lines, summed
from scoring.formulas.needs import Needs

SHOP: dict[str, Any] = {"agent_seats": (8, 9, 10), "hourly_cost": 35.0, "has_it_team": True}


def found(terms: Terms | None = None, **changes: Any) -> dict[str, Estimate]:
    """The estimates of a small shop by driver."""
    return {each.driver: each for each in estimates(Needs(**SHOP | changes), terms)}


def test_each_seat_is_trained_once_in_the_year_in_which_it_is_added() -> None:
    training = found(agent_seats=(8, 6, 10))["training"]
    assert list(training.low) == [4_000, 0, 1_000]
    assert list(training.expected) == [6_000, 0, 1_500]
    assert list(training.high) == [8_000, 0, 2_000]
    assert not training.cash


def test_free_training_leaves_the_low_end() -> None:
    training = found(Terms(has_free_training=True))["training"]
    assert list(training.total) == [5_000, 5_000, 7_500]
    assert training.reason == "free_training"


def test_operations_are_bought_only_without_it_people() -> None:
    without = found(has_it_team=False)["operations"]
    assert (without.applies, without.reason, without.total) == (True, "no_it_team", (30_000, 60_000, 90_000))
    own = found()["operations"]
    assert (own.applies, own.reason, own.total) == (False, "own_it_team", (0, 0, 0))


def test_hardware_costs_once_and_only_under_private_deployment() -> None:
    hardware = found(conditions=frozenset({"private_deployment"}))["hardware"]
    assert (hardware.low, hardware.expected, hardware.high) == ((30_000, 0, 0), (55_000, 0, 0), (80_000, 0, 0))
    assert not found()["hardware"].applies


def test_repeated_work_shrinks_with_integration_and_needs_an_hourly_cost() -> None:
    today = found()["repeated_work"]
    assert list(today.total) == [8 * 35 * 250 * 3, 315_000, 8 * 2 * 35 * 250 * 3]
    assert not today.cash
    assert found(working_days=200)["repeated_work"].total[1] == 252_000
    assert found(Terms(integration=0.5))["repeated_work"].total[1] == 157_500
    linked = found(Terms(integration=1))["repeated_work"]
    assert (linked.applies, linked.reason) == (False, "systems_linked")
    unknown = found(hourly_cost=None)["repeated_work"]
    assert (unknown.applies, unknown.reason, unknown.total) == (False, "no_hourly_cost", (0, 0, 0))
    with pytest.raises(ValueError, match=r"^integration must lie between 0 and 1$"):
        found(Terms(integration=1.1))


def test_scenarios_are_shown_and_never_summed() -> None:
    company: dict[str, Any] = {"annual_revenue": 6_000_000.0, "customers_lost": 0.1, "lead_value": 50_000.0}
    both = found(**company)
    assert both["churn"].total == pytest.approx((270_000, 405_000, 540_000))
    assert list(both["opportunity"].total) == [30_000, 30_000, 30_000]
    assert both["churn"].is_scenario
    assert both["opportunity"].is_scenario
    assert summed(both.values()) == summed(found().values())
    with_analytics = found(Terms(has_analytics=True), **company)["opportunity"]
    assert (with_analytics.applies, with_analytics.reason, with_analytics.total) == (False, "analytics", (0, 0, 0))
    assert [found()[driver].reason for driver in ("churn", "opportunity")] == ["no_churn_known", "no_lead_value"]


def test_the_sum_is_that_of_what_applies() -> None:
    assert summed(found().values()) == (5_000 + 15_000 + 210_000, 7_500 + 37_500 + 315_000, 10_000 + 60_000 + 420_000)


def line(category: str, **changes: Any) -> CostLine:
    """A visible line of 100 in the first year."""
    return CostLine(**{"category": category, "years": (1,), "amount": (100.0,), **changes})


def test_a_hidden_cost_that_an_offer_left_open_takes_the_seed_default() -> None:
    drivers = found(has_it_team=False).values()
    stand_ins = missing_lines([line("subscription"), line("training", kind="hidden")], drivers)
    assert [each.category for each in stand_ins] == ["operations", "upgrade", "repeated_work"]
    assert stand_ins[1] == CostLine(
        category="upgrade",
        years=(1, 2, 3),
        amount=(12_500.0,) * 3,
        low=(5_000.0,) * 3,
        high=(20_000.0,) * 3,
        kind="hidden",
        cash=True,
        source="seed_default",
    )


def test_a_vendors_charge_answers_for_cash_but_not_for_our_own_time() -> None:
    drivers = found(has_it_team=False).values()
    stand_ins = missing_lines([line("training"), line("operations"), line("upgrade", amount=(0.0,))], drivers)
    assert [(each.category, each.cash) for each in stand_ins] == [("training", False), ("repeated_work", False)]


def test_a_stand_in_costs_only_in_the_years_in_which_it_costs_something() -> None:
    drivers = found(agent_seats=(8, 8, 10), hourly_cost=None).values()
    training = missing_lines([line("upgrade")], drivers)[0]
    assert (training.years, training.amount) == ((1, 3), (6_000, 1_500))


def test_nobody_to_train_leaves_no_line() -> None:
    assert missing_lines([line("upgrade")], found(agent_seats=(0, 0, 0), hourly_cost=None).values()) == ()


def test_every_estimate_tells_its_row_its_reason_what_would_change_it_and_its_figures() -> None:
    company: dict[str, Any] = {"annual_revenue": 6_000_000.0, "customers_lost": 0.1, "lead_value": 50_000.0}
    without_it = found(has_it_team=False, conditions=frozenset({"private_deployment"}), **company)
    assert {each.driver: (each.row, each.reason, each.changed_by) for each in without_it.values()} == {
        "training": ("A18", "each_seat_learns", "free_training"),
        "operations": ("A16", "no_it_team", "it_team"),
        "upgrade": ("A19", "versions_change", "upgrades_included"),
        "hardware": ("A13", "own_servers", "private_deployment"),
        "repeated_work": ("A22", "systems_not_linked", "integration"),
        "churn": ("A21", "slow_answers", "response_time"),
        "opportunity": ("A25", "no_analytics", "analytics"),
    }
    assert {each.driver: dict(each.values) for each in without_it.values() if each.values} == {
        "training": {"seats": 10},
        "repeated_work": {"seats": 8, "hourly_cost": 35, "days": 250},
        "churn": {"revenue": 6_000_000, "lost": 0.1},
        "opportunity": {"lead_value": 50_000},
    }
    assert {each.driver for each in without_it.values() if each.cash} == {"operations", "upgrade", "hardware"}
    assert {each.driver: each.category for each in without_it.values() if each.category != each.driver} == {
        "churn": "",
        "opportunity": "",
    }
    nothing_known = found()
    assert nothing_known["hardware"].reason == "no_own_servers"
    assert (dict(nothing_known["churn"].values), dict(nothing_known["opportunity"].values)) == ({}, {})
