"""From a price to a score."""

import pytest

from scoring.formulas.case import Method
from scoring.formulas.price import parameters_of, price_scores, price_scores_among
from tests.scoring.formulas.cases import profile

PRICES = [100, 120, 150, 180]


@pytest.mark.parametrize(
    ("formula", "parameters", "scores"),
    [
        ("lowest_ratio", {}, [100, 83.33, 66.67, 55.56]),
        ("linear", {}, [100, 75, 37.5, 0]),
        ("log", {"base": 2}, [100, 73.70, 41.50, 15.20]),
        ("mean_deviation", {}, [77.27, 62.73, 40.91, 19.09]),
        ("points_per_percent", {}, [100, 80, 50, 20]),
        ("ceiling", {"full_marks_at": 100, "ceiling": 200}, [100, 80, 50, 20]),
    ],
)
def test_the_table_of_the_method(formula: str, parameters: dict[str, float], scores: list[float]) -> None:
    assert price_scores(PRICES, formula, **parameters) == pytest.approx(scores, abs=0.005)


@pytest.mark.parametrize("formula", ["lowest_ratio", "linear", "points_per_percent", "mean_deviation"])
@pytest.mark.parametrize(
    ("prices", "eligible"), [([70, 70], [True, True]), ([70, None], [True, True]), ([70, 900, 9], [True, False, False])]
)
def test_one_price_or_equal_ones_tell_nothing_apart(
    formula: str, prices: list[float | None], eligible: list[bool]
) -> None:
    everyone = 50 if formula == "mean_deviation" else 100
    expected = [None if price is None else everyone for price in prices]
    assert price_scores_among(prices, eligible, formula, {}) == expected


def test_log_of_equal_prices_is_100() -> None:
    assert price_scores([70, 70], "log", base=2) == [100, 100]


def test_an_excluded_offer_is_no_reference_and_is_clipped() -> None:
    eligible = [False, True, True, False]
    assert price_scores_among([50, 100, 200, 400], eligible, "linear", {}) == [100, 100, 0, 0]
    assert price_scores_among([50, 100, 200, 400], eligible, "lowest_ratio", {}) == [100, 100, 50, 25]


def test_without_an_eligible_price_all_are_the_reference() -> None:
    assert price_scores_among([100, 200], [False, False], "lowest_ratio", {}) == [100, 50]
    assert price_scores_among([100, 200, None], [False, False, True], "lowest_ratio", {}) == [100, 50, None]


@pytest.mark.parametrize(
    ("formula", "parameters", "others"),
    [
        ("lowest_ratio", {}, [100, 50]),
        ("linear", {}, [50, 0]),
        ("log", {"base": 4}, [100, 50]),
        ("points_per_percent", {}, [100, 0]),
        ("mean_deviation", {}, [50, 0]),
        ("ceiling", {"full_marks_at": 0, "ceiling": 400}, [75, 50]),
    ],
)
def test_a_price_of_0_scores_100_and_ratios_take_the_lowest_positive_price(
    formula: str, parameters: dict[str, float], others: list[float]
) -> None:
    assert price_scores([0, 100, 200], formula, **parameters) == pytest.approx([100, *others])


def test_prices_of_0_alone_score_100() -> None:
    assert price_scores([0, 0], "lowest_ratio") == [100, 100]


def test_a_ceiling_does_not_depend_on_the_others() -> None:
    alone = price_scores([150], "ceiling", full_marks_at=100, ceiling=200)
    among = price_scores([150, 1, 999], "ceiling", full_marks_at=100, ceiling=200)
    assert alone[0] == among[0] == 50
    assert among[1:] == [100, 0]


def test_no_price_and_nan_are_missing() -> None:
    assert price_scores([None, float("nan"), 100, 200], "linear") == [None, None, 100, 0]
    assert price_scores([], "linear") == []
    assert price_scores([None], "lowest_ratio") == [None]


@pytest.mark.parametrize(
    ("formula", "parameters", "complaint"),
    [
        ("cheapest", {}, "must be one of ceiling, lowest_ratio"),
        ("linear", {"base": 2}, "linear takes no base"),
        ("log", {}, "log needs base"),
        ("log", {"base": 1}, "more than 1"),
        ("ceiling", {"ceiling": 5}, "needs full_marks_at"),
        ("ceiling", {"ceiling": 5, "full_marks_at": 5}, "less than the ceiling"),
        ("ceiling", {"ceiling": 5, "full_marks_at": -1}, "0 or more"),
    ],
)
def test_parameters_that_cannot_work_are_refused(formula: str, parameters: dict[str, float], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        price_scores(PRICES, formula, **parameters)


def test_a_negative_price_is_refused() -> None:
    with pytest.raises(ValueError, match="must not be negative"):
        price_scores([100, -1], "linear")


def test_a_ceiling_defaults_to_the_budget_and_half_of_what_is_spendable() -> None:
    company = profile(budget=720_000.0)
    assert parameters_of(Method(price_formula="ceiling"), company) == {"full_marks_at": 288_000, "ceiling": 720_000}
    stated = Method(price_formula="ceiling", price_parameters={"full_marks_at": 1.0})
    assert parameters_of(stated, company) == {"full_marks_at": 1, "ceiling": 720_000}


def test_a_ceiling_without_a_budget_must_be_stated() -> None:
    with pytest.raises(ValueError, match="ceiling needs ceiling, full_marks_at"):
        parameters_of(Method(price_formula="ceiling"), profile())
