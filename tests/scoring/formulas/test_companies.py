"""The five example companies: the product answers what their fixture expects."""

import pytest

from scoring import library
from scoring.formulas.adviser import advise
from scoring.formulas.case import CostLine, Offer
from scoring.formulas.cost import offer_cost, spendable
from scoring.formulas.estimate import estimates
from scoring.formulas.load import load_of, ranked_channels
from scoring.formulas.rounding import printed
from scoring.formulas.tiers import BANDS
from tests.scoring.formulas.companies import needs_of

SCENARIOS = library.scenarios()


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.id)
def test_an_example_company_gets_the_expected_answers(scenario: library.Scenario) -> None:
    needs, expected = needs_of(scenario), scenario.expected
    advice, load = advise(needs), load_of(needs)
    core = [row.position for row in ranked_channels(needs.channel_shares) if row.is_core]
    band = next(band for band in BANDS if band.tier == advice.tier)
    subscription = CostLine(category="subscription", years=(1,), amount=(0.0,))
    offer = Offer(id="a", vendor="A", edition="", tier=advice.tier, costs=(subscription,))

    assert load is not None
    assert needs.inquiries_per_seat is not None
    assert {
        "tier": advice.tier,
        "normal_peak_hour_concurrency": load.normal,
        "required_rated_3x": load.with_headroom,
        "required_incl_promo": load.required,
        "inq_per_seat_day": float(printed(needs.inquiries_per_seat, 1)),
        "spendable_3y": spendable(needs.profile),
        "hidden_5pct_once": offer_cost(offer, needs.profile).seed,
        "band_abs": [band.low, band.high],
        "core_channels_80": [scenario.channels[position].id for position in core],
        "doubling": needs.may_double,
    } == dict(expected)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.id)
def test_an_example_company_gets_the_expected_hidden_costs(scenario: library.Scenario) -> None:
    found = {each.driver: each for each in estimates(needs_of(scenario))}
    assert {
        "training": found["training"].total[1],
        "ops_outsourcing": found["operations"].total[1],
        "upgrade_interface": found["upgrade"].total[1],
        "duplicate_work_today": found["repeated_work"].total[1],
    } == scenario.figures["hidden_cost_drivers_3y"]
    assert found["hardware"].applies is ("private_deployment" in scenario.conditions)
