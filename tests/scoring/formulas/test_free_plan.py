"""What a free plan costs, and when it ends."""

from dataclasses import replace

import pytest

from scoring.formulas.free_plan import FreePlan, bill_per_day, bill_per_year, break_even, forced_upgrade, verdict

PLAN = FreePlan(unit_price=0.1)


@pytest.mark.parametrize(("inquiries", "bill"), [(0, 0), (100, 0), (101, 1), (260, 160)])
def test_only_what_is_above_the_limit_costs_ten_times_the_price(inquiries: float, bill: float) -> None:
    assert bill_per_day(inquiries, PLAN) == pytest.approx(bill)
    assert bill_per_year(inquiries, PLAN) == pytest.approx(365 * bill)


def test_from_the_break_even_on_the_free_plan_costs_as_much_as_the_paid_one() -> None:
    volume = break_even(12_000, PLAN)
    assert volume == 133
    assert bill_per_year(volume, PLAN) >= 12_000 > bill_per_year(volume - 1, PLAN)
    assert break_even(0, PLAN) == 100
    assert break_even(12_000, FreePlan(unit_price=0)) is None
    with pytest.raises(ValueError, match=r"^a yearly cost must not be negative$"):
        break_even(-1, PLAN)


def test_a_must_that_is_missing_forces_the_paid_plan_whatever_the_bill() -> None:
    lacking = {"Data export": "must", "Reassignment": "must", "Mood": "bonus", "Fax": "redundant"}
    assert forced_upgrade(lacking) == ("Data export", "Reassignment")
    assert verdict(10, PLAN, lacking, 12_000) == "forced_upgrade"
    assert verdict(10, PLAN, {"Mood": "bonus"}, 12_000) == "cheaper"
    assert verdict(133, PLAN, {}, 12_000) == "dearer"
    assert verdict(133, PLAN, {}, bill_per_year(133, PLAN)) == "dearer"
    assert verdict(10, PLAN, {}, None) == "open"


@pytest.mark.parametrize("wrong", ["unit_price", "daily_limit", "overage_multiple", "days_per_year"])
def test_no_figure_of_a_plan_may_be_negative(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"^price, limit, multiple and days must not be negative$"):
        replace(PLAN, **{wrong: -1})
