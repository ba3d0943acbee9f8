"""From members' marks to the panel's score."""

import numpy as np
import pytest

from scoring.formulas.assessment import assess
from scoring.formulas.case import Consensus, Mark, Method
from scoring.formulas.panel import mark_score, panel_scores
from tests.scoring.formulas.cases import case, criterion, marks, offer, seat


def aggregated(scores: list[float | None], weights: list[float], panel: str = "mean") -> float:
    """One cell, one score per seat."""
    cell = np.array(scores, dtype=float).reshape(-1, 1, 1)
    return float(panel_scores(cell, np.array(weights, dtype=float).reshape(-1, 1), panel).item())


@pytest.mark.parametrize(("value", "score"), [(0, 0), (1, 20), (4, 80), (5, 100)])
def test_a_mark_stands_on_a_scale_of_100(value: int, score: float) -> None:
    assert mark_score(value, 0, 5) == score


def test_a_scale_need_not_start_at_0() -> None:
    assert mark_score(2, 1, 5) == 25


@pytest.mark.parametrize(("value", "low", "high"), [(7, 0, 5), (-1, 0, 5), (1, 1, 1), (1, 5, 0)])
def test_a_mark_outside_its_scale_is_refused(value: int, low: int, high: int) -> None:
    with pytest.raises(ValueError, match=r"outside|must rise"):
        mark_score(value, low, high)


def test_a_mean_weighs_the_seats() -> None:
    assert aggregated([80, 50], [3, 1]) == 72.5


def test_seats_without_a_mark_drop_out_of_both_sums() -> None:
    assert aggregated([80, None, 50], [3, 9, 1]) == 72.5


def test_marks_of_seats_that_weigh_nothing_are_missing() -> None:
    assert np.isnan(aggregated([80, None], [0, 1]))


def test_weights_too_small_to_multiply_still_weigh() -> None:
    assert aggregated([80, 50], [5e-324, 5e-324]) == 65


@pytest.mark.parametrize(
    ("scores", "weights", "median"),
    [
        ([20, 80], [1, 1], 50),  # exactly half: the mean of the neighbours
        ([20, 40, 100], [1, 1, 1], 40),
        ([100, 20, 40], [1, 2, 1], 30),  # 20 has exactly half the weight
        ([20, 40, 100], [1, 1, 5], 100),
        ([20, 60, 100], [0.1, 0, 0.1], 60),  # a seat without weight is no neighbour
        ([20, 40, 60], [0.1, 0.2, 0.3], 50),  # 0.1 + 0.2 is half of it in spite of floats
        ([60], [2], 60),
    ],
)
def test_a_median_is_weighted(scores: list[float | None], weights: list[float], median: float) -> None:
    assert aggregated(scores, weights, "median") == median


def test_a_trimmed_mean_drops_one_highest_and_one_lowest_of_five() -> None:
    assert aggregated([0, 40, 60, 80, 100], [1] * 5, "trimmed") == 60
    assert aggregated([0, 0, 60, 60, 60], [1] * 5, "trimmed") == 40


def test_four_marks_are_not_trimmed() -> None:
    assert aggregated([0, 40, 60, None, 80], [1] * 5, "trimmed") == 45


def test_trimming_is_refused_where_seats_weigh_differently() -> None:
    with pytest.raises(ValueError, match="equal weight"):
        aggregated([0, 40], [1, 2], "trimmed")


def test_an_unknown_panel_and_a_negative_weight_are_refused() -> None:
    with pytest.raises(ValueError, match="mean, trimmed or median"):
        aggregated([0, 40], [1, 1], "mode")
    with pytest.raises(ValueError, match="negative"):
        aggregated([0, 40], [1, -1])


def test_a_seat_weighs_by_the_dimension_of_the_criterion() -> None:
    result = assess(
        case(
            seats=[seat("service", weights={"need": 3.0, "cost": 0.0, "risk": 1.0}), seat("it")],
            marks=marks("flow", service={"a": 4}, it={"a": 0}),
        )
    )
    assert result.offer("a").total == 60


def test_an_advisory_seat_is_not_counted() -> None:
    seats = [seat("service"), seat("guest", voting=False)]
    result = assess(case(seats=seats, marks=marks("flow", service={"a": 4}, guest={"a": 0})))

    assert result.offer("a").total == 80
    assert (result.offer("a").coverage.marked, result.offer("a").coverage.expected) == (1, 1)


def test_a_criterion_is_not_applicable_only_if_every_member_says_so() -> None:
    seats = [seat("service"), seat("it"), seat("finance", recused=frozenset("a"))]
    all_say_so = marks("flow", service={"a": "not_applicable"}, it={"a": "not_applicable"})
    one_abstains = marks("flow", service={"a": "not_applicable"}, it={"a": "abstained"})
    one_marks = marks("flow", service={"a": "not_applicable"}, it={"a": 3})

    def status(given: list[Mark]) -> tuple[str, float | None, bool]:
        result = assess(case(seats=seats, marks=given)).offer("a")
        return result.criteria["flow"].status, result.criteria["flow"].score, result.provisional

    assert status(all_say_so) == ("not_applicable", None, False)
    assert status(one_abstains) == ("missing", None, True)
    assert status(one_marks) == ("scored", 60.0, False)


def test_nobody_left_to_judge_is_missing_and_not_inapplicable() -> None:
    result = assess(case(seats=[seat("service", recused=frozenset("a"))])).offer("a")

    assert (result.criteria["flow"].status, result.provisional) == ("missing", True)
    assert (result.coverage.marked, result.coverage.expected) == (0, 0)


def test_marks_given_before_a_recusal_do_not_count() -> None:
    seats = [seat("service"), seat("it", recused=frozenset("a"))]
    result = assess(case(seats=seats, marks=marks("flow", service={"a": 4}, it={"a": 0}))).offer("a")

    assert result.total == 80
    assert (result.coverage.marked, result.coverage.expected) == (1, 1)


def test_a_criterion_whose_condition_is_off_applies_to_nobody() -> None:
    criteria = [criterion(), criterion("calls", condition="voice")]
    given = [*marks("flow", service={"a": 4}), *marks("calls", service={"a": 0})]
    result = assess(case(criteria=criteria, marks=given)).offer("a")

    assert result.total == 80
    assert result.criteria["calls"].status == "not_applicable"
    assert not result.provisional


def test_a_consensus_mark_replaces_the_panel_and_keeps_the_members_result_beside_it() -> None:
    agreed = Consensus(offer="a", criterion="flow", value=5, reason="seen in the demo")
    result = assess(case(marks=marks("flow", service={"a": 2}), consensus=[agreed])).offer("a").criteria["flow"]

    assert (result.score, result.individual, result.is_consensus) == (100, 40, True)


def test_a_consensus_mark_fills_a_cell_that_nobody_marked() -> None:
    agreed = Consensus(offer="a", criterion="flow", value=3, reason="agreed")
    result = assess(case(consensus=[agreed])).offer("a")

    assert (result.total, result.provisional, result.criteria["flow"].individual) == (60, False, None)


def test_a_consensus_mark_says_that_a_criterion_applies_after_all_but_not_against_its_condition() -> None:
    agreed = Consensus(offer="a", criterion="flow", value=3, reason="agreed")
    said = marks("flow", service={"a": "not_applicable"})
    switched_off = case(criteria=[criterion(condition="voice")], marks=said, consensus=[agreed])

    assert assess(case(marks=said, consensus=[agreed])).offer("a").total == 60
    assert assess(switched_off).offer("a").criteria["flow"].status == "not_applicable"


def test_without_seats_or_offers_there_is_nothing_to_rank() -> None:
    assert assess(case(seats=[])).winners == ()
    assert assess(case(offers=[])).offers == ()
    assert assess(case(criteria=[])).offer("a").total is None


def test_a_scale_of_its_own_and_a_trimmed_panel_reach_the_result() -> None:
    seats = [seat(id_) for id_ in "vwxyz"]
    given = marks("flow", v={"a": 0}, w={"a": 2}, x={"a": 3}, y={"a": 4}, z={"a": 5})
    result = assess(case(seats=seats, offers=[offer("a")], marks=given, method=Method(panel="trimmed")))

    assert result.offer("a").total == pytest.approx(60)
