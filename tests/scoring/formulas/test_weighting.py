"""Weighting aids: what they give, and what they refuse."""

import random
from itertools import pairwise as neighbours
from math import exp
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.formulas.weighting import (
    CONSISTENCY_LIMIT,
    RANDOM_INDICES,
    Triad,
    pairwise,
    rank_order_centroid,
    swing,
    worst_triad,
)

WEIGHTS = st.lists(st.integers(1, 50), min_size=1, max_size=9)
SAATY = (1 / 9, 1 / 5, 1 / 3, 1 / 2, 1, 2, 3, 5, 9)


@st.composite
def comparisons(draw: st.DrawFn, least: int = 1) -> list[list[float]]:
    """A matrix of comparisons that may contradict each other."""
    count = draw(st.integers(least, 9))
    matrix = [[1.0] * count for _ in range(count)]
    for row in range(count):
        for column in range(row):
            matrix[row][column] = draw(st.sampled_from(SAATY))
            matrix[column][row] = 1 / matrix[row][column]
    return matrix


@given(st.integers(1, 30))
def test_centroids_fall_with_the_rank_and_add_up_to_1(count: int) -> None:
    weights = rank_order_centroid(count)
    assert sum(weights) == pytest.approx(1)
    assert all(first > second > 0 for first, second in neighbours(weights))
    assert weights[-1] == pytest.approx(1 / count**2)


def test_the_first_centroid_is_the_mean_of_all_weights_that_keep_the_order() -> None:
    draws = np.sort(np.random.default_rng(7).dirichlet([1.0] * 4, 40_000))[:, ::-1]
    assert rank_order_centroid(4) == pytest.approx(draws.mean(axis=0).tolist(), abs=0.003)


def test_equal_ranks_share_the_average_of_their_places() -> None:
    one, two, three, four = rank_order_centroid(4)
    assert rank_order_centroid([1, 2, 2, 4]) == pytest.approx([one, (two + three) / 2, (two + three) / 2, four])
    assert rank_order_centroid([1, 2, 2, 3]) == rank_order_centroid([1, 2, 2, 4])
    assert rank_order_centroid([1, 1, 1, 1]) == pytest.approx([0.25] * 4)
    assert rank_order_centroid([3, 1, 2]) == [rank_order_centroid(3)[place] for place in (2, 0, 1)]


@given(WEIGHTS, st.sampled_from([0.01, 3, 1000]))
def test_swing_points_keep_their_proportions(points: list[int], factor: float) -> None:
    weights = swing([float(each) for each in points])
    assert sum(weights) == pytest.approx(1)
    assert weights == pytest.approx([each / sum(points) for each in points])
    assert swing([each * factor for each in points]) == pytest.approx(weights)


@given(WEIGHTS)
def test_comparisons_without_contradiction_give_back_their_weights(stated: list[int]) -> None:
    matrix = [[row / column for column in stated] for row in stated]
    weights, ratio = pairwise(matrix)
    assert weights == pytest.approx([each / sum(stated) for each in stated])
    assert ratio == pytest.approx(0, abs=1e-9)
    assert worst_triad(matrix) is None


@given(comparisons(), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_of_the_items_is_irrelevant_and_weights_solve_the_comparisons(
    matrix: Any, shuffle: random.Random
) -> None:
    order = list(range(len(matrix)))
    shuffle.shuffle(order)
    weights, ratio = pairwise(matrix)
    turned, turned_ratio = pairwise([[matrix[row][column] for column in order] for row in order])

    assert turned == pytest.approx([weights[position] for position in order])
    assert turned_ratio == pytest.approx(ratio, abs=1e-9)
    assert sum(weights) == pytest.approx(1)
    assert all(weight > 0 for weight in weights)
    images = np.array(matrix) @ weights
    eigenvalue = images.sum()
    assert images == pytest.approx(eigenvalue * np.array(weights))
    excess = RANDOM_INDICES[len(matrix)] * ratio * (len(matrix) - 1)
    assert excess == pytest.approx(eigenvalue - len(matrix) if len(matrix) > 2 else 0, abs=1e-9)


@given(comparisons(least=3))
@settings(max_examples=100, deadline=None)
def test_the_worst_triad_is_worse_than_any_other(matrix: Any) -> None:
    def factor(first: int, second: int, third: int) -> float:
        ratio = matrix[first][second] * matrix[second][third] / matrix[first][third]
        return float(max(ratio, 1 / ratio))

    count = len(matrix)
    triads = [(i, j, k) for i in range(count) for j in range(i + 1, count) for k in range(j + 1, count)]
    worst = worst_triad(matrix)
    most = max(factor(*triad) for triad in triads)
    if worst is None:
        assert most == pytest.approx(1)
    else:
        assert factor(worst.first, worst.second, worst.third) == pytest.approx(most)
        assert max(worst.implied / worst.stated, worst.stated / worst.implied) == pytest.approx(most)


def test_a_contradiction_is_measured_and_named() -> None:
    matrix = [[1, 3, 1 / 3], [1 / 3, 1, 3], [3, 1 / 3, 1]]
    weights, ratio = pairwise(matrix)
    assert weights == pytest.approx([1 / 3] * 3)
    # The eigenvalue is 1 + 3 + 1/3, so the index is 2/3.
    assert ratio == pytest.approx((4 / 3) / 2 / 0.52)
    assert ratio > CONSISTENCY_LIMIT
    assert worst_triad(matrix) == Triad(0, 1, 2, stated=0.333333333, implied=9)


def test_one_or_two_items_cannot_contradict_themselves() -> None:
    assert pairwise([[1]]) == ([1], 0)
    weights, ratio = pairwise([[1, 4], [1 / 4, 1]])
    assert weights == pytest.approx([0.8, 0.2])
    assert ratio == 0
    assert worst_triad([[1, 4], [1 / 4, 1]]) is None


def test_ratios_may_be_typed_with_two_digits() -> None:
    typed, _ = pairwise([[1, 7], [0.14, 1]])
    assert typed == pytest.approx([7 / 8, 1 / 8], abs=0.002)
    assert pairwise(np.array([[1, exp(1)], [exp(-1), 1]]))[1] == 0


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: rank_order_centroid(0), "there must be at least one item"),
        (lambda: rank_order_centroid([]), "there must be at least one item"),
        (lambda: rank_order_centroid([1, 0]), "ranks start at 1, not at 0"),
        (lambda: swing([]), "there must be at least one item"),
        (lambda: swing([100, -1]), "swing points must be 0 or more, not -1"),
        (lambda: swing([float("nan")]), "swing points must be 0 or more, not nan"),
        (lambda: swing([0, 0]), "swing points must not all be 0"),
        (lambda: pairwise([]), "1 to 9 items can be compared, not 0"),
        (lambda: pairwise([[1] * 10] * 10), "1 to 9 items can be compared, not 10"),
        (lambda: pairwise([[1, 2]]), "the comparisons must be square: a row and a column for each item"),
        (lambda: pairwise([[1, 2], [1]]), "the comparisons must be square: a row and a column for each item"),
        (lambda: pairwise([[1, 0], [0, 1]]), "every ratio must be a number above 0"),
        (lambda: pairwise([[1, float("nan")], [1, 1]]), "every ratio must be a number above 0"),
        (lambda: pairwise([[2, 1], [1, 1]]), "an item compared with itself must be 1"),
        (lambda: worst_triad([[1, 2], [2, 1]]), "row 2, column 1 must be the reciprocal of row 1, column 2"),
    ],
)
def test_what_cannot_be_weighed_is_refused(wrong: Any, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}$"):
        wrong()
