"""Second opinions: published cases, edges, and what is left out for want of values."""

from typing import Any

import numpy as np
import pytest

from scoring.formulas.ranking import competition_ranks
from scoring.formulas.robustness.opinions import second_opinions
from scoring.formulas.second_opinion import compromise, promethee2, topsis, vikor
from scoring.formulas.total import weighted_means
from tests.scoring.formulas.worked import of_method


@pytest.mark.parametrize("case", of_method("topsis"))
def test_a_published_closeness(case: dict[str, Any]) -> None:
    given = case["input"]
    closeness = topsis(given["matrix"], given["weights"], given["types"])
    assert closeness == pytest.approx(case["expected"]["score"], abs=case["tolerance"]["abs"])
    assert competition_ranks(closeness.tolist()) == case["expected"]["rank"]


@pytest.mark.parametrize("case", of_method("vikor"))
def test_a_published_compromise(case: dict[str, Any]) -> None:
    given, expected, within = case["input"], case["expected"], case["tolerance"]["abs"]
    s, r, q = vikor(given["matrix"], given["weights"], given["types"], v=case["params"]["v"])
    assert s == pytest.approx(expected["S"], abs=within)
    assert r == pytest.approx(expected["R"], abs=within)
    assert q == pytest.approx(expected["Q"], abs=within)
    if "rank_Q" in expected:
        assert competition_ranks((-q).tolist()) == expected["rank_Q"]


@pytest.mark.parametrize("case", of_method("promethee2"))
def test_a_published_net_flow(case: dict[str, Any]) -> None:
    given, params = case["input"], case["params"]
    flows = promethee2(given["matrix"], given["weights"], params["q"], params["p"])
    assert flows == pytest.approx(case["expected"]["phi"], abs=case["tolerance"]["abs"])
    assert competition_ranks(flows.tolist()) == case["expected"]["rank"]


@pytest.mark.parametrize("case", of_method("one_minus_wsm_fixed"))
def test_a_published_weighted_sum_between_fixed_bounds(case: dict[str, Any]) -> None:
    """SPOTIS is what our totals do, measured from the other end."""
    given = case["input"]
    low, high = np.array(given["bounds"], dtype=float).T
    shares = (np.array(given["matrix"], dtype=float) - low) / (high - low)
    values = np.where(np.array(given["types"]) > 0, shares, 1 - shares)

    means, _ = weighted_means(values, np.array(given["weights"]))

    assert 1 - means == pytest.approx(case["expected"]["score"], abs=case["tolerance"]["abs"])
    assert competition_ranks(means.tolist()) == case["expected"]["rank_low_best"]


def test_thresholds_may_differ_by_column_and_must_rise() -> None:
    matrix = np.array([[10.0, 0.0], [0.0, 10.0]])
    assert promethee2(matrix, np.array([1.0, 1.0]), [0, 10], [10, 20]).tolist() == [0.5, -0.5]
    with pytest.raises(ValueError, match="preference threshold"):
        promethee2(matrix, np.array([1.0, 1.0]), 5, 5)


def test_weights_that_cannot_be_divided_by_their_sum_are_refused() -> None:
    for weights in ([0.0, 0.0], [2.0, -1.0]):
        with pytest.raises(ValueError, match="weights must not be negative, nor all 0"):
            topsis(np.array([[1.0, 2.0]]), np.array(weights), [True, True])


def test_rows_that_are_all_equal_are_all_alike() -> None:
    same = np.array([[0.0, 50.0], [0.0, 50.0]])
    weights = np.array([1.0, 1.0])
    s, r, q = vikor(same, weights, [True, True])
    assert topsis(same, weights, [True, True]).tolist() == [0.5, 0.5]
    assert (s.tolist(), r.tolist(), q.tolist()) == ([0, 0], [0, 0], [0, 0])
    assert promethee2(same, weights, 5, 20).tolist() == [0, 0]
    assert compromise(s, r, q) == [0, 1]


@pytest.mark.parametrize(
    ("s", "r", "q", "expected"),
    [
        ([0.1, 0.5, 0.9], [0.1, 0.2, 0.3], [0.0, 0.5, 1.0], [0]),  # a wide lead, and s and r agree
        ([0.1, 0.5, 0.9], [0.1, 0.2, 0.3], [0.0, 0.4, 1.0], [0, 1]),  # the lead is below 1 / (3 - 1)
        ([0.2, 0.1, 0.9], [0.2, 0.1, 0.3], [0.0, 0.5, 1.0], [0, 1]),  # a wide lead, but neither s nor r agrees
        ([0.2, 0.1, 0.9], [0.1, 0.2, 0.3], [0.0, 0.5, 1.0], [0]),  # one of the two is enough
        ([0.1, 0.2, 0.9], [0.1, 0.2, 0.3], [0.2, 0.5, 0.9], [0, 1]),  # what counts is the lead, not the figure
        ([0.1], [0.1], [0.0], [0]),
    ],
)
def test_the_compromise_set(s: list[float], r: list[float], q: list[float], expected: list[int]) -> None:
    assert compromise(np.array(s), np.array(r), np.array(q)) == expected


def test_what_lacks_most_of_its_values_is_left_out_and_named() -> None:
    scores = np.array([[80.0, 60.0, np.nan], [50.0, 90.0, 70.0], [np.nan, np.nan, 100.0]])

    found = second_opinions(scores, np.array([0.5, 0.3, 0.2]), ["a", "b", "c"], ["x", "y", "z"])

    assert (found.offers_left_out, found.criteria_left_out) == (("c",), ("z",))
    assert found.first == {"topsis": ("a",), "vikor": ("a",), "promethee2": ("a",)}
    assert set(found.figures["promethee2"]) == {"a", "b"}


def test_a_column_in_which_all_are_equal_tells_nobody_apart() -> None:
    scores = np.array([[80.0, 60.0, 40.0], [50.0, 90.0, 40.0]])
    with_it = second_opinions(scores, np.array([0.4, 0.1, 0.5]), ["a", "b"], ["x", "y", "z"])
    without = second_opinions(scores[:, :2], np.array([0.8, 0.2]), ["a", "b"], ["x", "y"])
    assert with_it.figures == {name: pytest.approx(each) for name, each in without.figures.items()}


def test_without_anything_that_tells_offers_apart_everybody_is_first() -> None:
    scores = np.array([[50.0, 80.0], [50.0, np.nan]])
    found = second_opinions(scores, np.array([0.5, 0.5]), ["a", "b"], ["x", "y"])
    assert (found.first["vikor"], found.figures) == (("a", "b"), {})
    assert (found.offers_left_out, found.criteria_left_out) == ((), ("y",))
