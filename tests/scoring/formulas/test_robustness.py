"""Robustness: worked examples, edges, and what the verdict says."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from scoring.casefile.robustness import robustness_document
from scoring.formulas.case import Case, Consensus, Method, Override
from scoring.formulas.robustness import (
    Interval,
    MarkChange,
    Robustness,
    Shift,
    dimension_acceptability,
    rank_acceptability,
    robustness_of,
    weight_intervals,
)
from scoring.formulas.robustness.acceptability import simulate
from scoring.formulas.robustness.criterion_intervals import criterion_stays
from scoring.formulas.robustness.dominance import dominators
from scoring.formulas.robustness.triangle import winning_regions
from tests.scoring.formulas.cases import case, criterion, marks, measure, offer, profile, seat
from tests.scoring.formulas.worked import derived

FEW = Method(draws=200)


def near(figure: float) -> Any:
    """The same to within the noise of floats, wherever a figure may stand."""
    return pytest.approx(figure)


def three_dimensions(weights: dict[str, float] | None = None, **scores: tuple[int | None, ...]) -> Case:
    """One member marks one criterion in each dimension; `scores` are marks for need, cost and risk by offer."""
    columns = {"need": 0, "cost": 1, "risk": 2}
    given = []
    for name, column in columns.items():
        said = {id_: value for id_, each in scores.items() if (value := each[column]) is not None}
        given += marks(name, service=said)
    return case(
        criteria=tuple(criterion(name, dimension=name) for name in columns),
        dimensions=weights or {"need": 40.0, "cost": 30.0, "risk": 30.0},
        offers=[offer(id_) for id_ in scores],
        marks=given,
        method=FEW,
    )


# Weights of dimensions


def test_how_far_each_dimension_may_move_and_who_takes_over() -> None:
    found = robustness_of(three_dimensions(a=(5, 2, 3), b=(3, 5, 3)))
    # 0.4 (100 - 60) + 0.3 (40 - 100) < 0: b leads by 2. With need at x the lead of b is (1 - x) 30 - 40 x.
    assert found.winner == ("b",)
    assert found.dimension_intervals["need"].high == pytest.approx(3 / 7)
    assert found.dimension_intervals["need"].after_high == "a"
    assert found.dimension_intervals["need"].low == 0.0
    assert found.dimension_intervals["need"].after_low is None
    # With cost at x: 60 x - (1 - x) 40 x 4 / 7 = 0.
    assert found.dimension_intervals["cost"].low == pytest.approx((160 / 7) / (60 + 160 / 7))
    assert found.dimension_intervals["risk"] == Interval(0.0, 1.0, near(0.3), None, None)
    assert found.lines["need"] == {"b": pytest.approx((80, 60)), "a": pytest.approx((50, 100))}


def test_the_smallest_shift_is_told_with_the_offer_that_takes_over() -> None:
    # b leads by 2; moving t points from cost to need changes that by -(40 + 60) t / 100.
    assert robustness_of(three_dimensions(a=(5, 2, 3), b=(3, 5, 3))).smallest_shift == Shift(
        "cost", "need", near(2.0), "a"
    )


def test_no_shift_changes_a_winner_that_is_best_everywhere() -> None:
    found = robustness_of(three_dimensions(a=(5, 4, 3), b=(3, 4, 3)))
    assert found.smallest_shift is None
    assert {(each.low, each.high) for each in found.dimension_intervals.values()} == {(0.0, 1.0)}
    assert found.dominated == {"b": ("a",)}


def test_where_one_dimension_holds_all_the_weight_the_rest_is_spread_equally() -> None:
    found = robustness_of(three_dimensions({"need": 1.0, "cost": 0.0, "risk": 0.0}, a=(4, 0, 1), b=(3, 5, 2)))
    # At need x: 80 x + 10 (1 - x) against 60 x + 70 (1 - x), which meet at 60 / 80.
    assert found.dimension_intervals["need"] == Interval(near(0.75), 1.0, 1.0, "b", None)
    assert found.dimension_intervals["cost"] == Interval(0.0, near(1 / 6), 0.0, None, "b")


def test_a_dimension_in_which_an_offer_has_no_score_can_only_weigh_nothing() -> None:
    found = robustness_of(three_dimensions({"need": 1.0, "cost": 1.0, "risk": 0.0}, a=(5, 3, None), b=(3, 4, 5)))
    assert found.dimensions == ("need", "cost")
    assert (found.dimension_intervals["risk"].low, found.dimension_intervals["risk"].high) == (0.0, 0.0)
    assert found.smallest_shift == Shift("need", "cost", near(100 * (1 / 2 - 1 / 3)), "b")
    assert found.dimension_acceptability == {"a": pytest.approx(2 / 3), "b": pytest.approx(1 / 3)}
    assert set(found.lines) == {"need", "cost"}


def test_one_dimension_alone_has_nothing_to_be_weighed_against() -> None:
    found = robustness_of(three_dimensions({"need": 1.0, "cost": 0.0, "risk": 0.0}, a=(5, None, None), b=(3, None, 1)))
    assert found.dimensions == ("need",)
    assert (found.dimension_intervals["need"].low, found.dimension_intervals["need"].high) == (0.0, 1.0)
    assert found.dimension_acceptability == {"a": 1.0, "b": 0.0}


def test_weight_intervals_refuse_a_row_that_is_not_first() -> None:
    with pytest.raises(ValueError, match="not first"):
        weight_intervals(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([1.0, 1.0]), 0)


def test_rows_that_share_the_first_place_stay_there_while_one_of_them_is_first() -> None:
    values = np.array([[80.0, 40.0], [40.0, 80.0], [50.0, 50.0]])
    assert weight_intervals(values, np.array([1.0, 1.0]), [0, 1]) == [(0.0, 1.0), (0.0, 1.0)]
    assert weight_intervals(values, np.array([1.0, 1.0]), 0) == [(0.5, 1.0), (0.0, 0.5)]


def test_an_offer_that_only_the_tie_rule_put_behind_counts_as_level() -> None:
    # 69.998 and 70.002 both print 70.00, and a is cheaper.
    tied = case(
        criteria=(criterion("flow", weight=4999.0), criterion("speed", weight=5001.0)),
        offers=(offer("a", 100), offer("b", 200)),
        marks=marks("flow", service={"a": 4, "b": 3}) + marks("speed", service={"a": 3, "b": 4}),
        method=FEW,
    )
    found = robustness_of(tied)
    assert found.winner == ("a",)
    assert found.criterion_intervals["flow"] == Interval(near(0.4999), 1.0, near(0.4999), "b", None)
    assert found.verdict == "too_close"


# Weights of criteria


def test_how_far_each_criterion_may_move_inside_its_dimension() -> None:
    # a leads on flow by 40, b on speed by 20: level where x 40 = (1 - x) 20.
    found = robustness_of(
        case(
            criteria=(criterion("flow"), criterion("speed", weight=1.0), criterion("old", class_="redundant")),
            marks=marks("flow", service={"a": 5, "b": 3}) + marks("speed", service={"a": 3, "b": 4}),
            method=FEW,
        )
    )
    assert found.criterion_intervals == {
        "flow": Interval(near(1 / 3), 1.0, 0.75, "b", None),
        "speed": Interval(0.0, near(2 / 3), 0.25, None, "b"),
    }


def test_a_gap_makes_the_curve_a_quadratic() -> None:
    nan = np.nan
    values = np.array([[90.0, nan, 10.0], [50.0, 80.0, 60.0]])
    weights = np.array([2.0, 1.0, 1.0])
    totals = np.array([190 / 3, 60.0])
    stay = criterion_stays(values, weights, totals, 1.0, [0])[0]
    # (90 x + 10 (1 - x) / 2) / (x + (1 - x) / 2) = 50 x + 70 (1 - x), looked for on a fine grid.
    grid = np.linspace(0.001, 0.999, 99_900)
    lead = (90 * grid + 5 * (1 - grid)) / (grid + (1 - grid) / 2) - (50 * grid + 70 * (1 - grid))
    assert stay.low == pytest.approx(grid[lead >= 0][0], abs=2e-5)
    assert stay.high == 1.0


def test_an_offer_without_a_value_for_the_criterion_does_not_move() -> None:
    values = np.array([[90.0, np.nan], [20.0, 100.0]])
    stay = criterion_stays(values, np.array([3.0, 1.0]), np.array([90.0, 40.0]), 1.0, [0])[1]
    # 20 (1 - x) + 100 x = 90
    assert (stay.low, stay.high, stay.after_high) == (0.0, near(7 / 8), 1)


def test_where_one_criterion_holds_all_the_weight_the_rest_is_spread_equally() -> None:
    values = np.array([[90.0, 20.0, 40.0], [50.0, 80.0, 80.0]])
    stay = criterion_stays(values, np.array([1.0, 0.0, 0.0]), values[:, 0], 1.0, [0])[0]
    # 90 x + 30 (1 - x) = 50 x + 80 (1 - x)
    assert (stay.low, stay.high, stay.after_low) == (near(5 / 9), 1.0, 1)


def test_a_criterion_that_is_alone_or_in_a_dimension_of_no_weight_decides_nothing() -> None:
    values = np.array([[90.0, 10.0], [20.0, 100.0]])
    alone = criterion_stays(values[:, :1], np.array([1.0]), values[:, 0], 1.0, [0])
    weightless = criterion_stays(values, np.array([1.0, 1.0]), np.array([70.0, 60.0]), 0.0, [0])
    assert {(stay.low, stay.high) for stay in [*alone, *weightless]} == {(0.0, 1.0)}


# The triangle


def test_the_triangle_is_cut_exactly() -> None:
    scores = np.array([[100.0, 0.0, 0.0], [0.0, 100.0, 0.0], [0.0, 0.0, 100.0]])
    assert dimension_acceptability(scores) == pytest.approx([1 / 3] * 3)
    corners = np.array(sorted(winning_regions(scores)[0]))
    assert corners == pytest.approx(
        np.array([[1 / 3, 1 / 3, 1 / 3], [0.5, 0.0, 0.5], [0.5, 0.5, 0.0], [1.0, 0.0, 0.0]])
    )


def test_equal_rows_split_what_they_win_and_beaten_ones_win_nothing() -> None:
    scores = np.array([[80.0, 40.0, 40.0], [80.0, 40.0, 40.0], [40.0, 80.0, 80.0], [40.0, 79.0, 80.0]])
    assert dimension_acceptability(scores) == pytest.approx([1 / 8, 1 / 8, 3 / 4, 0])
    assert winning_regions(scores)[3] == []


def test_the_regions_of_a_case_are_those_of_its_dimension_scores() -> None:
    found = robustness_of(three_dimensions(a=(5, 2, 3), b=(3, 5, 3)))
    expected = winning_regions(np.array([[100.0, 40.0, 60.0], [60.0, 100.0, 60.0]]))
    assert {id_: len(region) for id_, region in found.regions.items()} == {"a": len(expected[0]), "b": len(expected[1])}
    for id_, region in zip("ab", expected, strict=True):
        assert np.array(sorted(found.regions[id_])) == pytest.approx(np.array(sorted(region)))


# Draws


def test_draws_come_near_the_closed_form() -> None:
    given = derived("dv04_smaa_two_criteria")
    drawn = simulate(np.array(given["input"]["matrix"]), 100_000, 1)
    expected = np.array(given["expected"]["rank_acceptability"])
    assert (np.abs(drawn.shares - expected) <= 4 * np.sqrt(expected * (1 - expected) / 100_000)).all()
    assert drawn.central_weights == pytest.approx(np.array(given["expected"]["central_weights"]), abs=0.005)
    assert drawn.standard_errors[0, 0] == pytest.approx(np.sqrt(0.4 * 0.6 / 100_000), rel=0.02)


def test_central_weights_of_the_identity_are_what_they_must_be() -> None:
    given = derived("dv05_smaa_identity_is_roc")
    drawn = simulate(np.array(given["input"]["matrix"], dtype=float), 100_000, 2)
    assert drawn.shares == pytest.approx(np.array(given["expected"]["rank_acceptability"]), abs=0.008)
    assert drawn.central_weights[0] == pytest.approx(given["expected"]["central_weight_first"], abs=0.005)


def test_ties_split_their_ranks() -> None:
    same = np.array([[50.0, 50.0], [50.0, 50.0], [10.0, 10.0], [60.0, 60.0]])
    assert rank_acceptability(same, 10, 1).tolist() == [[0, 0.5, 0.5, 0], [0, 0.5, 0.5, 0], [0, 0, 0, 1], [1, 0, 0, 0]]
    assert np.isnan(simulate(same, 10, 1).central_weights[0]).all()


def test_a_gap_drops_out_for_its_row_alone() -> None:
    values = np.array([[60.0, np.nan], [50.0, 90.0]])
    # The first is at 60 whatever the weights; the second passes it where 50 x + 90 (1 - x) > 60: one quarter stays.
    assert rank_acceptability(values, 100_000, 3)[0, 0] == pytest.approx(0.25, abs=0.006)


def test_dimensions_are_drawn_before_what_is_inside_them() -> None:
    # One dimension of one column against one of three: each dimension is worth the same on average.
    values = np.array([[100.0, 0.0, 0.0, 0.0], [0.0, 100.0, 100.0, 100.0]])
    assert rank_acceptability(values, 50_000, 4, dimensions=[0, 1, 1, 1])[0, 0] == pytest.approx(0.5, abs=0.01)
    assert rank_acceptability(values, 50_000, 4)[0, 0] == pytest.approx(1 / 8, abs=0.01)


def test_near_weights_stay_within_a_fifth() -> None:
    values = np.array([[100.0, 0.0], [0.0, 100.0]])
    # 0.8 / (0.8 + 1.2 x 0.5) > 1 / 2: nothing within a fifth of 2 : 1 turns the order.
    around = np.array([1.0, 2.0, 1.0])
    assert rank_acceptability(values, 2_000, 5, around=around)[0, 0] == 1.0
    central = simulate(values, 50_000, 5, around=around).central_weights[0]
    assert central == pytest.approx([2 / 3, 1 / 3], abs=0.005)
    assert rank_acceptability(values, 50_000, 5, around=np.array([1.0, 1.0, 1.0]))[0, 0] == pytest.approx(0.5, abs=0.01)


def test_the_same_seed_gives_the_same_draws() -> None:
    values = np.array([[80.0, 40.0, 10.0], [60.0, 50.0, 20.0], [10.0, 30.0, 90.0]])
    assert rank_acceptability(values, 500, 9).tolist() == rank_acceptability(values, 500, 9).tolist()
    assert rank_acceptability(values, 500, 9).tolist() != rank_acceptability(values, 500, 10).tolist()


# Dominance


def test_dominance() -> None:
    given = derived("dv15_pareto")
    found = dominators(np.array(given["input"]["matrix"]))
    assert [bool(each) for each in found] == given["expected"]["dominated"]


def test_only_what_can_be_compared_dominates() -> None:
    nan = np.nan
    assert dominators(np.array([[9.0, nan], [8.0, 5.0], [8.0, nan]])) == [[], [], [0]]


# Who wins if


def test_single_marks_that_alter_the_winner() -> None:
    close = case(marks=marks("flow", service={"a": 4, "b": 3}), method=FEW)
    assert robustness_of(close).wins_if.mark_changes == (
        MarkChange("service", "a", "flow", value=4, to=3, winner=("a", "b")),
        MarkChange("service", "b", "flow", value=3, to=4, winner=("a", "b")),
    )


def test_a_mark_under_a_consensus_mark_changes_nothing() -> None:
    agreed = (Consensus(offer="b", criterion="flow", value=3, reason="talked"),)
    close = case(marks=marks("flow", service={"a": 4, "b": 0}), consensus=agreed, method=FEW)
    assert [each.offer for each in robustness_of(close).wins_if.mark_changes] == ["a"]


def gated(b_tls: int, **changes: Any) -> Case:
    """B is the better offer, and the cheaper one, if its mark on the knock-out lets it in."""
    return case(
        criteria=(
            criterion("flow"),
            criterion("tls", dimension="risk", knock_out=True, pass_mark=60.0),
            measure("price", "price"),
        ),
        dimensions={"need": 1.0, "cost": 1.0, "risk": 0.0},
        offers=(offer("a", 120), offer("b", 100), offer("c", 240)),
        marks=marks("flow", service={"a": 4, "b": 5, "c": 4}) + marks("tls", service={"a": 5, "b": b_tls, "c": 5}),
        method=FEW,
        **changes,
    )


def test_a_mark_can_let_an_excluded_offer_in_or_shut_one_out() -> None:
    shut = [each for each in robustness_of(gated(2)).wins_if.mark_changes if each.criterion == "tls"]
    assert shut == [MarkChange("service", "b", "tls", value=2, to=3, winner=("b",))]
    let_in = [each for each in robustness_of(gated(3)).wins_if.mark_changes if each.criterion == "tls"]
    assert let_in == [MarkChange("service", "b", "tls", value=3, to=2, winner=("a",))]


def test_a_gate_that_was_set_aside_shuts_nobody_out() -> None:
    ruled = (Override(offer="b", criterion="tls", by="board", reason="known"),)
    assert [each for each in robustness_of(gated(3, overrides=ruled)).wins_if.mark_changes if each.to == 2] == []


def test_excluded_offers_are_no_part_of_it() -> None:
    found = robustness_of(gated(2))
    assert found.winner == ("a",)
    assert set(found.dimension_acceptability) == {"a", "c"}
    assert set(found.wins_if.without_offer) == {"c"}
    assert set(found.rank_acceptability["uniform"].shares) == {"a", "c"}


def by_price(**ends: tuple[float, float, float]) -> Robustness:
    """Offers of which only the price counts: low, expected and high of each."""
    offers = []
    for id_, (low, amount, high) in ends.items():
        plain = offer(id_, amount)
        offers.append(replace(plain, costs=(replace(plain.costs[0], low=(low,), high=(high,)),)))
    only_cost = {"need": 0.0, "cost": 1.0, "risk": 0.0}
    criteria = (measure("price", "price"),)
    return robustness_of(case(criteria=criteria, dimensions=only_cost, offers=tuple(offers), method=FEW))


def test_costs_at_either_end() -> None:
    found = by_price(a=(90, 100, 150), b=(80, 120, 140))
    assert found.winner == ("a",)
    assert found.wins_if.costs == {"low": ("b",), "high": ("b",), "against_winner": ("b",)}
    assert (found.verdict, found.reasons[0].code) == ("sensitive", "costs")


def test_costs_high_for_the_winner_and_low_for_the_others() -> None:
    found = by_price(a=(80, 100, 130), b=(90, 120, 140))
    assert found.wins_if.costs == {"low": ("a",), "high": ("a",), "against_winner": ("b",)}
    assert [reason.code for reason in found.reasons] == ["costs_against_winner"]
    assert found.sentence.startswith("With the costs of the winner high and those of the others low")


def test_a_ceiling_is_tried_only_where_there_is_a_budget_and_cash_is_compared() -> None:
    def formulas(**changes: Any) -> set[str]:
        return set(robustness_of(replace(gated(3), **changes)).wins_if.price_formula)

    with_budget = profile(budget=300.0)
    assert formulas() == {"linear"}
    assert formulas(profile=with_budget) == {"linear", "ceiling"}
    assert formulas(profile=with_budget, method=replace(FEW, price_basis="lines")) == {"linear"}
    assert formulas(method=replace(FEW, price_formula="mean_deviation")) == {"linear", "lowest_ratio"}


def test_nobody_asks_what_a_price_formula_would_do_without_a_price() -> None:
    found = robustness_of(case(marks=marks("flow", service={"a": 5, "b": 2}), method=FEW))
    assert (found.wins_if.price_formula, found.wins_if.without_seat) == ({}, {})


# Verdict


def test_the_verdict_of_nobody() -> None:
    found = robustness_of(case(method=FEW))
    assert (found.winner, found.verdict, found.wins_if.tried) == ((), "none", {})
    assert found.sentence == "No offer is eligible and has a total, so nobody is first."
    assert robustness_document(found)["smallest_shift"] is None


def test_the_verdict_of_one() -> None:
    found = robustness_of(case(marks=marks("flow", service={"a": 4}), method=FEW))
    assert (found.winner, found.verdict) == (("a",), "only_one")
    assert found.dimension_acceptability == {"a": 1.0}
    assert found.rank_acceptability["near"].shares == {"a": (1.0,)}


def test_a_shared_first_place_and_a_small_lead_are_too_close() -> None:
    shared = robustness_of(case(marks=marks("flow", service={"a": 4, "b": 4}), method=FEW))
    assert (shared.winner, shared.verdict, shared.sentence) == (
        ("a", "b"),
        "too_close",
        "a, b share the first place.",
    )
    ahead = robustness_of(case(marks=marks("flow", service={"a": 4, "b": 3}), method=replace(FEW, too_close=20.5)))
    assert (ahead.verdict, ahead.sentence) == (
        "too_close",
        "a leads by 20.00, less than the 20.50 within which offers are too close to call.",
    )


def test_a_winner_that_a_seat_decides_is_sensitive() -> None:
    found = robustness_of(
        case(
            seats=(seat("service"), seat("it"), seat("law")),
            marks=marks("flow", service={"a": 5, "b": 1}, it={"a": 1, "b": 3}, law={"a": 3, "b": 3}),
            method=FEW,
        )
    )
    assert found.wins_if.without_seat == {"service": ("b",), "it": ("a",), "law": ("a",)}
    assert (found.verdict, found.sentence) == (
        "sensitive",
        "If the seat service left, the first place would go to b; 1 of 7 changes that were tried alter the winner.",
    )


def test_a_winner_under_less_than_half_of_all_weights_is_sensitive() -> None:
    found = robustness_of(three_dimensions({"need": 9.0, "cost": 1.0, "risk": 1.0}, a=(5, 1, 1), b=(2, 5, 5)))
    assert (found.winner, found.verdict) == (("a",), "sensitive")
    assert [reason.code for reason in found.reasons] == ["low_acceptability"]
    assert found.sentence.startswith("a is first under only ")


def test_a_winner_that_nothing_moves_is_robust() -> None:
    found = robustness_of(three_dimensions(a=(5, 4, 4), b=(2, 3, 3), c=(1, 4, 2)))
    assert (found.verdict, found.sentence) == (
        "robust",
        "a stays first under each of 5 changes that were tried, and under 100.0 % of all weights of the dimensions.",
    )


def test_the_document_says_it_all_by_id() -> None:
    document = robustness_document(robustness_of(three_dimensions(a=(5, 2, 3), b=(3, 5, 3))))
    assert document["winner"] == ["b"]
    assert document["smallest_shift"] == {
        "from": "cost",
        "to": "need",
        "points": pytest.approx(2.0),
        "new_winner": "a",
    }
    assert document["dimension_intervals"]["need"] == [0.0, pytest.approx(3 / 7)]
    assert set(document["rank_acceptability"]["near"]) == {"a", "b"}
    assert document["wins_if"]["without_offer"] == {"a": ["b"]}
    assert document["wins_if"]["costs"] == {"low": ["b"], "high": ["b"], "against_winner": ["b"]}
    assert document["wins_if"]["mark_changes"][0] == {
        "seat": "service",
        "offer": "a",
        "criterion": "cost",
        "to": 3,
        "winner": ["a"],
    }
    assert document["second_opinions"]["topsis"] == ["b"]
    assert document["verdict"] == "robust"
    assert document["sentence"].startswith("b stays first under each of 4 changes that were tried")
