"""Published and hand-derived cases with their sources, as tests/worked_cases holds them."""

from typing import Any

import numpy as np
import pytest

from scoring.formulas.case import CostLine
from scoring.formulas.cost import offer_cost
from scoring.formulas.price import price_scores
from scoring.formulas.ranking import competition_ranks
from scoring.formulas.rounding import printed
from scoring.formulas.total import weighted_means
from tests.scoring.formulas.cases import offer, profile
from tests.scoring.formulas.worked import derived, of_kind, of_method


def points(case: dict[str, Any], most: float) -> list[float]:
    """The price points of a case, out of `most`."""
    scores = price_scores(case["input"]["price"], "lowest_ratio")
    return [most * score / 100 for score in scores if score is not None]


@pytest.mark.parametrize("case", of_kind("price"))
def test_a_published_price_score(case: dict[str, Any]) -> None:
    expected = case["expected"]["points"]
    assert points(case, case["input"]["points"]) == pytest.approx(expected, abs=case["tolerance"]["abs"])


@pytest.mark.parametrize("case", of_kind("score_sheet"))
def test_a_published_score_sheet(case: dict[str, Any]) -> None:
    given, expected = case["input"], case["expected"]
    most = [*given["max_points"], given["price_points"]]
    price = points(case, given["price_points"])
    scores = np.array([[*row, price[position]] for position, row in enumerate(given["points"])]) / most * 100

    totals, _ = weighted_means(scores, np.array(most, dtype=float))

    assert price == pytest.approx(expected["price_points"])
    assert totals == pytest.approx(expected["total_pct"])
    assert competition_ranks(totals.tolist()) == expected["rank"]


@pytest.mark.parametrize("case", of_method("rank_committee"))
def test_a_published_committee_ranking_with_ties(case: dict[str, Any]) -> None:
    against = case["expected"]["votes_against"]
    assert competition_ranks([-votes for votes in against]) == case["expected"]["group_rank"]
    assert [sum(column) for column in zip(*case["input"]["ranks_by_judge"], strict=True)] == against


def test_a_hopeless_low_bid_changes_the_order_under_lowest_ratio_and_never_under_a_ceiling() -> None:
    case = derived("dv03_lowest_price_ratio_reversal")
    quality, price = case["input"]["quality_points"], case["input"]["price"]

    def totals(count: int, formula: str, **parameters: float) -> list[float]:
        scores = price_scores(price[:count], formula, **parameters)
        return [good + 0.30 * (score or 0) for good, score in zip(quality, scores, strict=False)]

    assert totals(3, "lowest_ratio") == pytest.approx(case["expected"]["total_three"])
    assert totals(2, "lowest_ratio") == pytest.approx(case["expected"]["total_without_C"])
    assert competition_ranks(totals(3, "lowest_ratio")) == case["expected"]["rank_three"]
    assert competition_ranks(totals(2, "lowest_ratio")) == case["expected"]["rank_without_C"]
    limits = {"full_marks_at": 50.0, "ceiling": 150.0}
    assert totals(3, "ceiling", **limits)[:2] == totals(2, "ceiling", **limits)


def test_ties_survive_floats() -> None:
    case = derived("dv06_ties_float")
    assert competition_ranks(case["input"]["scores"]) == case["expected"]["min"]


def test_rounding_is_half_up() -> None:
    case = derived("dv07_rounding_half_up")
    assert [str(printed(float(value), 2)) for value in case["input"]["values"]] == case["expected"]["half_up"]


@pytest.mark.parametrize(("per_year", "reading"), [(False, "literal_once"), (True, "alternative_per_year")])
def test_the_seed_formula(*, per_year: bool, reading: str) -> None:
    case = derived("dv13_seed_tco")
    company = profile(annual_revenue=float(case["input"]["annual_revenue"]), hidden_cost_per_year=per_year)
    lines = [
        CostLine(category="subscription", years=(1, 2, 3), amount=(fee,) * 3) for fee in case["input"]["annual_fee"]
    ]
    assert [offer_cost(offer("a", costs=(line,)), company).seed for line in lines] == case["expected"][reading]
