"""Where a subscription stands beside the band of its tier."""

import json
from pathlib import Path
from typing import Any

import pytest

from scoring.formulas.assessment import assess
from scoring.formulas.case import CostLine
from scoring.formulas.tiers import BANDS, Band, check, check_offer, standing
from tests.scoring.formulas.cases import case, offer, profile

FIXTURE = Path(__file__).parents[3] / "fixtures" / "tiers.json"


def test_the_bands_are_those_of_the_tier_table_as_it_is_delivered() -> None:
    rows = json.loads(FIXTURE.read_text(encoding="utf-8"))
    assert tuple(Band(row["code"], row["price_min"], row["price_max"]) for row in rows) == BANDS


@pytest.mark.parametrize(
    ("amount", "tier", "status", "between"),
    [
        (4_999.99, "basic", "below", None),
        (5_000, "basic", "inside", None),
        (20_000, "basic", "inside", None),
        (20_000.004, "basic", "inside", None),  # prints as 20,000.00
        (20_001, "basic", "between_tiers", ("basic", "advanced")),
        (25_000, "advanced", "between_tiers", ("basic", "advanced")),
        (30_000, "basic", "above", None),
        (70_000, "basic", "above", None),  # between two tiers, neither of them its own
        (70_000, "smart", "between_tiers", ("advanced", "smart")),
        (60_000, "smart", "below", None),
        (130_000, "custom", "between_tiers", ("smart", "custom")),
        (130_000, "smart", "between_tiers", ("smart", "custom")),
        (150_000, "smart", "above", None),
        (150_000, "custom", "inside", None),
        (9_000_000, "custom", "inside", None),
        (100_000, "custom", "below", None),
    ],
)
def test_a_subscription_beside_the_bands_as_they_stand(
    amount: float, tier: str, status: str, between: tuple[str, str] | None
) -> None:
    found = standing(amount, tier)
    assert (found.status, found.between) == (status, between)


def test_bands_are_scaled_from_a_team_of_ten_and_custom_is_a_floor() -> None:
    found = check(300_000, "smart", 40)
    assert found.scaled is not None
    assert (found.absolute.status, found.scaled.status) == ("above", "between_tiers")
    assert found.scaled.between == ("advanced", "smart")
    floor = check(150_000, "custom", 1_200)
    assert floor.scaled is not None
    assert (floor.scaled.status, floor.scaled.band) == ("inside", BANDS[3])
    assert check(300_000, "smart", None).scaled is None


def test_bands_that_were_edited_are_passed_in() -> None:
    edited = (Band("basic", 1_000, 2_000), Band("smart", 3_000, None))
    assert standing(2_500, "smart", edited).between == ("basic", "smart")
    with pytest.raises(ValueError, match="'custom'"):
        standing(2_500, "custom", edited)


def flags_of(amount: float | None, tier: str = "smart", **company: Any) -> dict[str, dict[str, Any]]:
    """The tier flags of an offer with this subscription in year 1."""
    costs = () if amount is None else (CostLine(category="subscription", years=(1, 2), amount=(amount, 1.0)),)
    found = assess(case(offers=[offer("a", tier=tier, costs=costs)], profile=profile(**company)))
    return {flag.code: dict(flag.values) for flag in found.offer("a").flags if "tier" in flag.code}


def test_an_unusual_subscription_is_flagged_with_the_reading_for_the_team() -> None:
    assert flags_of(70_000) == {"between_tiers": {"amount": 70_000, "lower_tier": "advanced", "upper_tier": "smart"}}
    assert flags_of(20_000) == {"outside_tier": {"amount": 20_000, "tier": "smart", "limit": 80_000}}
    assert flags_of(500_000) == {"outside_tier": {"amount": 500_000, "tier": "smart", "limit": 120_000}}
    assert flags_of(500_000, agent_seats=(40, 50, 60)) == {
        "outside_tier": {"amount": 500_000, "tier": "smart", "limit": 480_000}
    }
    assert flags_of(100_000, "custom", agent_seats=(40, 50, 60)) == {
        "outside_tier": {"amount": 100_000, "tier": "custom", "limit": 150_000}
    }


def test_a_subscription_that_is_usual_by_either_reading_is_not_flagged() -> None:
    assert flags_of(96_000, agent_seats=(40, 50, 60)) == {}
    assert flags_of(400_000, agent_seats=(40, 50, 60)) == {}


def test_without_a_subscription_or_in_another_currency_nothing_is_compared() -> None:
    assert flags_of(None) == flags_of(1.0, currency="USD") == {}
    later = CostLine(category="subscription", years=(2,), amount=(1.0,))
    assert check_offer(offer("a", costs=(later,)), profile()) is None
