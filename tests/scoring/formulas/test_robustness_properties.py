"""Robustness against brute force: the changed case is assessed anew, and must say what the arithmetic said."""

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from scoring.casefile.document import read
from scoring.formulas.assessment import Assessment, assess
from scoring.formulas.case import Case, Mark, Method
from scoring.formulas.panel import Scores
from scoring.formulas.robustness import (
    Interval,
    Robustness,
    dimension_acceptability,
    rank_acceptability,
    robustness_of,
    weight_intervals,
)
from scoring.formulas.rounding import printed, printed_units
from tests.scoring.formulas.documents import Document, documents

FEW_DRAWS = 50
every_document = documents(draws=FEW_DRAWS) | documents(draws=FEW_DRAWS, panel="trimmed")


def winners(case: Case) -> set[str]:
    return set(assess(case).winners)


@given(every_document)
@settings(max_examples=60, deadline=None)
def test_single_marks_alter_the_winner_where_assessing_the_changed_case_says_so(document: Document) -> None:
    case = read(document)
    base = winners(case)
    assume(base)

    found = {
        (each.seat, each.offer, each.criterion, each.to): set(each.winner)
        for each in robustness_of(case).wins_if.mark_changes
    }

    assert found == {
        (mark.seat, mark.offer, mark.criterion, mark.value or 0): first
        for changed, mark in _changed_marks(case)
        if (first := winners(changed)) != base
    }


def _changed_marks(case: Case) -> Iterator[tuple[Case, Mark]]:
    for position, mark in enumerate(case.marks):
        for step in (-1, 1):
            if mark.value is not None and case.scale.min <= mark.value + step <= case.scale.max:
                changed = replace(mark, value=mark.value + step)
                yield replace(case, marks=(*case.marks[:position], changed, *case.marks[position + 1 :])), changed


@given(every_document)
@settings(max_examples=60, deadline=None)
def test_who_wins_if_agrees_with_assessing_the_changed_case(document: Document) -> None:
    case = read(document)
    assessment = assess(case)
    assume(assessment.winners)

    wins_if = robustness_of(case, assessment).wins_if

    losers = [offer.id for offer in assessment.offers if offer.is_eligible and offer.id not in assessment.winners]
    assert {key: set(first) for key, first in wins_if.without_offer.items()} == {
        loser: winners(_without_offer(case, loser)) for loser in losers
    }
    voting = [seat.id for seat in case.seats if seat.voting]
    assert {key: set(first) for key, first in wins_if.without_seat.items()} == {
        seat: winners(_without_seat(case, seat)) for seat in (voting if len(voting) > 1 else [])
    }
    assert {key: set(first) for key, first in wins_if.price_formula.items()} == {
        method.price_formula: winners(replace(case, method=method)) for method in _other_formulas(case)
    }
    assert {key: set(first) for key, first in wins_if.costs.items()} == {
        key: winners(_with_costs(case, assessment, *ends))
        for key, ends in {
            "low": ("low", "low"),
            "high": ("high", "high"),
            "against_winner": ("high", "low"),
        }.items()
    }


def _without_offer(case: Case, offer: str) -> Case:
    return replace(
        case,
        offers=tuple(each for each in case.offers if each.id != offer),
        marks=tuple(each for each in case.marks if each.offer != offer),
        consensus=tuple(each for each in case.consensus if each.offer != offer),
        overrides=tuple(each for each in case.overrides if each.offer != offer),
    )


def _without_seat(case: Case, seat: str) -> Case:
    return replace(
        case,
        seats=tuple(each for each in case.seats if each.id != seat),
        marks=tuple(each for each in case.marks if each.seat != seat),
    )


def _other_formulas(case: Case) -> list[Method]:
    asks = [item for item in case.criteria if item.measure == "price" and item.counts]
    if not any(item.condition is None or item.condition in case.profile.conditions for item in asks):
        return []
    possible = ["lowest_ratio", "linear"]
    if case.method.price_basis == "cash" and case.profile.budget:
        possible.append("ceiling")
    return [
        replace(case.method, price_formula=formula, price_parameters={})
        for formula in possible
        if formula != case.method.price_formula
    ]


def _with_costs(case: Case, assessment: Assessment, winner: str, others: str) -> Case:
    return replace(
        case,
        offers=tuple(
            replace(
                offer,
                costs=tuple(
                    replace(
                        line,
                        amount=getattr(line, winner if offer.id in assessment.winners else others) or line.amount,
                    )
                    for line in offer.costs
                ),
            )
            for offer in case.offers
        ),
    )


@given(every_document)
@settings(max_examples=60, deadline=None)
def test_the_winner_stays_first_inside_each_interval_of_a_dimension_and_not_just_outside(document: Document) -> None:
    case = read(document)
    robustness = robustness_of(case)
    assume(robustness.winner)

    for name in robustness.dimensions:
        interval = robustness.dimension_intervals[name]
        assert interval.low <= interval.present + 1e-9
        assert interval.present <= interval.high + 1e-9
        for share in _asked(interval):
            others = sum(weight for other, weight in case.dimensions.items() if other != name)
            spread = {
                other: (weight / others if others else 1 / 2) * (1 - share) for other, weight in case.dimensions.items()
            }
            if others == 0 and len(robustness.dimensions) < 3:
                continue  # a dimension that nobody can weigh takes no part in the spreading
            _check(replace(case, dimensions=spread | {name: share}), interval, share, robustness.winner)


@given(every_document)
@settings(max_examples=60, deadline=None)
def test_the_winner_stays_first_inside_each_interval_of_a_criterion_and_not_just_outside(document: Document) -> None:
    case = read(document)
    robustness = robustness_of(case)
    assume(robustness.winner)

    for id_, interval in robustness.criterion_intervals.items():
        criterion = next(item for item in case.criteria if item.id == id_)
        conditions = case.profile.conditions
        peers = [
            item
            for item in case.criteria
            if item.dimension == criterion.dimension
            and item.counts
            and item.id != id_
            and (item.condition is None or item.condition in conditions)
        ]
        others = sum(item.weight for item in peers)
        for share in _asked(interval):
            if not peers or not 0 < share < 1:
                continue
            weights = {item.id: (item.weight / others if others else 1 / len(peers)) * (1 - share) for item in peers}
            weights[id_] = share
            changed = tuple(replace(item, weight=weights.get(item.id, item.weight)) for item in case.criteria)
            _check(replace(case, criteria=changed), interval, share, robustness.winner)


def _asked(interval: Interval) -> list[float]:
    shares = [0.003, 0.1, 0.33, 0.5, 0.75, 0.997, interval.low - 0.002, interval.low + 0.002, interval.high - 0.002]
    return [share for share in [*shares, interval.high + 0.002] if 0 < share < 1]


def _check(changed: Case, interval: Interval, share: float, first: tuple[str, ...]) -> None:
    """Totals, not ranks, are compared, since the tie rule decides inside the band of one printed unit."""
    totals = {offer.id: offer.total for offer in assess(changed).offers if offer.is_eligible}
    placed = {id_: total for id_, total in totals.items() if total is not None}
    ahead = max(placed.values()) - max(placed[id_] for id_ in first)
    if interval.low <= share <= interval.high:  # at an end the two are level
        assert ahead <= 0.01 + 1e-6
    elif interval.low - 0.0021 < share < interval.high + 0.0021:  # the lead of a quadratic may come back further out
        taker = interval.after_low if share < interval.low else interval.after_high
        assert taker is not None
        assert taker not in first
        assert ahead >= -0.01 - 1e-6


@given(every_document)
@settings(max_examples=60, deadline=None)
def test_the_smallest_shift_changes_the_winner_and_no_smaller_one_does(document: Document) -> None:
    case = read(document)
    robustness = robustness_of(case)
    assume(robustness.winner)
    shift = robustness.smallest_shift
    points = shift.points if shift else 101.0
    whole = sum(case.dimensions.values())
    shares = {name: 100 * weight / whole for name, weight in case.dimensions.items()}

    for source, target in product(robustness.dimensions, repeat=2):
        for moved in (0.25 * points, 0.999 * points, 50.0, 99.9):
            if source == target or moved > min(shares[source], points):
                continue
            assert _ahead(case, shares, source, target, moved, robustness.winner) <= 0.01 + 1e-6
    if shift:
        beyond = min(shift.points + 0.001, shares[shift.source])
        assert shift.points <= shares[shift.source]
        assert shift.new_winner not in robustness.winner
        assert _ahead(case, shares, shift.source, shift.target, beyond, robustness.winner) >= -0.01 - 1e-6


def _ahead(
    case: Case, shares: dict[str, float], source: str, target: str, moved: float, first: tuple[str, ...]
) -> float:
    changed = shares | {source: shares[source] - moved, target: shares[target] + moved}
    totals = {offer.id: offer.total for offer in assess(replace(case, dimensions=changed)).offers if offer.is_eligible}
    placed = {id_: total for id_, total in totals.items() if total is not None}
    return max(placed.values()) - max(placed[id_] for id_ in first)


@given(every_document, st.randoms(use_true_random=False), st.sampled_from([0.001, 7]))
@settings(max_examples=60, deadline=None)
def test_neither_order_nor_the_scale_of_weights_matters(
    document: Document, shuffle: random.Random, factor: float
) -> None:
    before = robustness_of(read(document))
    for part in ("seats", "offers", "criteria", "marks", "consensus", "overrides"):
        shuffle.shuffle(document[part])
    case = read(document)
    case = replace(
        case,
        dimensions={name: weight * factor for name, weight in case.dimensions.items()},
        criteria=tuple(replace(criterion, weight=criterion.weight * factor) for criterion in case.criteria),
    )

    after = robustness_of(case)

    assert set(after.winner) == set(before.winner)
    assert _ends(after.dimension_intervals) == pytest.approx(_ends(before.dimension_intervals), abs=1e-6)
    assert _ends(after.criterion_intervals) == pytest.approx(_ends(before.criterion_intervals), abs=1e-6)
    assert after.dimension_acceptability == pytest.approx(before.dimension_acceptability, abs=1e-9)
    for name, drawn in before.rank_acceptability.items():
        for offer, shares in drawn.shares.items():
            assert after.rank_acceptability[name].shares[offer] == pytest.approx(shares)
    assert _sets(after.wins_if.tried) == _sets(before.wins_if.tried)
    assert _changes(after) == _changes(before) or len(after.winner) > 1
    assert {key: set(each) for key, each in after.dominated.items()} == {
        key: set(each) for key, each in before.dominated.items()
    }
    assert after.verdict == before.verdict
    assert (after.smallest_shift is None) == (before.smallest_shift is None)
    if after.smallest_shift and before.smallest_shift:
        assert after.smallest_shift.points == pytest.approx(before.smallest_shift.points, abs=1e-6)
        assert after.smallest_shift.new_winner == before.smallest_shift.new_winner


def _changes(robustness: Robustness) -> set[tuple[str, str, str, int, frozenset[str]]]:
    """Those that share the first place are told in the order of the offers, which was shuffled."""
    return {
        (each.seat, each.offer, each.criterion, each.to, frozenset(each.winner))
        for each in robustness.wins_if.mark_changes
    }


def _ends(intervals: object) -> dict[tuple[str, str], float]:
    assert isinstance(intervals, dict)
    return {(name, end): getattr(each, end) for name, each in intervals.items() for end in ("low", "high")}


def _sets(tried: object) -> dict[object, set[str]]:
    assert isinstance(tried, dict)
    return {what: set(first) for what, first in tried.items()}


@given(every_document)
@settings(max_examples=60, deadline=None)
def test_acceptabilities_add_up_to_one(document: Document) -> None:
    robustness = robustness_of(read(document))
    assume(robustness.winner)

    assert sum(robustness.dimension_acceptability.values()) == pytest.approx(1)
    for drawn in robustness.rank_acceptability.values():
        shares = np.array(list(drawn.shares.values()))
        assert shares.sum(axis=0) == pytest.approx(1)
        assert shares.sum(axis=1) == pytest.approx(1)
        for offer, central in drawn.central_weights.items():
            assert (central is None) == (drawn.shares[offer][0] == 0)
            if central is not None:
                assert sum(central.values()) == pytest.approx(1)


scores_of_dimensions = st.integers(1, 6).flatmap(
    lambda rows: arrays(float, (rows, 3), elements=st.integers(0, 20).map(lambda score: 5.0 * score))
)


@given(scores_of_dimensions)
@settings(max_examples=60, deadline=None)
def test_draws_come_as_near_the_exact_areas_as_chance_allows(scores: Scores) -> None:
    exact = np.array(dimension_acceptability(scores))

    # One column per dimension: the weights of the columns are then uniform on the triangle.
    drawn = rank_acceptability(scores, 20_000, 1)[:, 0]

    assert np.abs(drawn - exact).max() <= 5 * np.sqrt(0.25 / 20_000)


@given(scores_of_dimensions, st.tuples(*[st.integers(0, 9)] * 3).filter(any))
@settings(max_examples=100, deadline=None)
def test_intervals_of_weights_agree_with_a_fine_grid(scores: Scores, weights: tuple[int, int, int]) -> None:
    shares = np.array(weights) / sum(weights)
    first = int(np.argmax((scores @ shares).round(9)))

    for column, (low, high) in enumerate(weight_intervals(scores, np.array(weights, dtype=float), first)):
        rest = np.delete(shares, column)
        rest = rest / rest.sum() if rest.sum() else np.array([0.5, 0.5])
        for share in np.linspace(0, 1, 41):
            totals = scores @ np.insert((1 - share) * rest, column, share)
            is_first = totals[first] >= totals.max() - 1e-7
            if not min(abs(share - low), abs(share - high)) < 1e-6:
                assert is_first == (low < share < high)


@given(scores_of_dimensions)
@settings(max_examples=60, deadline=None)
def test_areas_agree_with_a_grid_over_the_triangle(scores: Scores) -> None:
    steps = 60
    middles = np.array(
        [((i + 1 / 3) / steps, (j + 1 / 3) / steps) for i, j in product(range(steps), repeat=2) if i + j < steps]
        + [((i + 2 / 3) / steps, (j + 2 / 3) / steps) for i, j in product(range(steps), repeat=2) if i + j < steps - 1]
    )
    totals = np.column_stack([middles, 1 - middles.sum(axis=1)]) @ scores.T
    is_first = totals >= totals.max(axis=1, keepdims=True) - 1e-9

    counted = (is_first / is_first.sum(axis=1, keepdims=True)).mean(axis=0)

    assert np.abs(counted - np.array(dimension_acceptability(scores))).max() < 0.03


def test_how_draws_are_cut_into_chunks_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.array([[80.0, 40.0, 10.0], [60.0, 50.0, 20.0], [10.0, 30.0, 90.0]])
    whole = rank_acceptability(values, 5_000, 3)
    for figures in (4, 100, 7_777):
        monkeypatch.setattr("scoring.formulas.robustness.acceptability._FIGURES_AT_ONCE", figures)
        assert rank_acceptability(values, 5_000, 3).tolist() == whole.tolist()


@given(
    st.lists(st.floats(-1e6, 1e6) | st.integers(-(10**7), 10**7).map(lambda units: units / 1000), min_size=1),
    st.integers(2, 9),
)
@settings(max_examples=200, deadline=None)
def test_many_figures_compare_as_each_of_them_is_printed(figures: list[float], decimals: int) -> None:
    units = printed_units(np.array(figures), decimals).tolist()
    assert units == [float(printed(figure, decimals).scaleb(decimals)) for figure in figures]
