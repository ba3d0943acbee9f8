"""Weighting: aids that turn what people can say about importance into weights. A proposal until somebody accepts it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import exp, isfinite, log

import numpy as np
from numpy.typing import NDArray

# Saaty's random indices (2007): the mean consistency index of random matrices with so many items.
RANDOM_INDICES = (0.0, 0.0, 0.0, 0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45)
MOST_ITEMS = len(RANDOM_INDICES) - 1
# Above this the comparisons contradict each other too much to go by.
CONSISTENCY_LIMIT = 0.10
# Ratios are typed with a few digits: 0.33 is meant as the reciprocal of 3, and 0.14 as that of 7.
RECIPROCAL_TOLERANCE = 0.05

Matrix = Sequence[Sequence[float]] | NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Triad:
    """Three comparisons that do not go together: first to second and second to third imply another first to third."""

    first: int  # position in the matrix
    second: int
    third: int
    stated: float  # how many times the first matters as much as the third
    implied: float  # what the other two comparisons say about that


def rank_order_centroid(ranks: int | Sequence[int]) -> list[float]:
    """Weights from an order of importance alone: the mean of all weights that keep the order.

    Args:
        ranks: how many items, first = most important; or a rank for each item, 1 = most important. Items of equal rank
            share the average of the places that they take; which numbers stand for the ranks does not matter.
    Returns: weights in the items' order, above 0, that add up to 1.
    Raises: ValueError: there is no item, or a rank is below 1.
    Source: Barron & Barrett (1996); docs/method.md, "Weighting aids".

    >>> [round(weight, 4) for weight in rank_order_centroid(3)]
    [0.6111, 0.2778, 0.1111]
    >>> [round(weight, 4) for weight in rank_order_centroid([2, 1, 2])]
    [0.1944, 0.6111, 0.1944]
    """
    given = list(range(1, ranks + 1)) if isinstance(ranks, int) else list(ranks)
    if not given:
        raise ValueError("there must be at least one item")
    if min(given) < 1:
        raise ValueError(f"ranks start at 1, not at {min(given)}")
    count = len(given)
    by_place = [sum(1 / place for place in range(first, count + 1)) / count for first in range(1, count + 1)]
    places = {rank: [place for place, other in enumerate(sorted(given)) if other == rank] for rank in set(given)}
    shared = {rank: sum(by_place[place] for place in taken) / len(taken) for rank, taken in places.items()}
    return [shared[rank] for rank in given]


def swing(points: Sequence[float]) -> list[float]:
    """Weights from swing points: how much it matters that an item goes from its worst to its best.

    Args:
        points: one per item, >= 0, not all 0; usually 100 for the swing that matters most.
    Returns: weights in the items' order, 0 to 1, that add up to 1.
    Raises: ValueError: there is no item, a figure is negative or not finite, or all are 0.
    Source: von Winterfeldt & Edwards (1986); docs/method.md, "Weighting aids".

    >>> swing([100, 60, 40])
    [0.5, 0.3, 0.2]
    """
    if not points:
        raise ValueError("there must be at least one item")
    if wrong := [each for each in points if not (isfinite(each) and each >= 0)]:
        raise ValueError(f"swing points must be 0 or more, not {wrong[0]:g}")
    whole = sum(points)
    if not whole:
        raise ValueError("swing points must not all be 0")
    return [each / whole for each in points]


def pairwise(matrix: Matrix) -> tuple[list[float], float]:
    """Weights from comparing items two by two, and how far the comparisons contradict each other.

    Args:
        matrix: items x items; how many times the row matters as much as the column, above 0, 1 on the diagonal, with
            reciprocals on the other side of it. At most 9 items.
    Returns: the principal eigenvector as weights that add up to 1, and the consistency ratio: 0 = no contradiction;
        above 0.10 the comparisons should be looked at again. It is 0 for one or two items.
    Raises: ValueError: the matrix is not square, is empty or too large, or a ratio is not above 0 or not reciprocal.
    Source: Saaty (2008), with his random indices of 2007 (1.35 for 7 items); docs/method.md, "Weighting aids".

    >>> weights, ratio = pairwise([[1, 2, 6], [1 / 2, 1, 3], [1 / 6, 1 / 3, 1]])
    >>> [round(weight, 9) for weight in weights], round(ratio, 9)
    ([0.6, 0.3, 0.1], 0.0)
    """
    ratios = _checked(matrix)
    count = len(ratios)
    values, vectors = np.linalg.eig(ratios)
    principal = int(values.real.argmax())
    weights = np.abs(vectors[:, principal].real)
    index = RANDOM_INDICES[count]
    excess = max(0.0, float(values[principal].real) - count)  # an eigenvalue a hair below the count is noise
    ratio = excess / (count - 1) / index if index else 0.0
    return (weights / weights.sum()).tolist(), ratio


def worst_triad(matrix: Matrix) -> Triad | None:
    """The three comparisons that contradict each other most, so that one of them can be looked at again.

    Returns: None where no three contradict each other, as with fewer than three items. The first of equals otherwise.
    Raises: ValueError: as `pairwise`.
    Source: Koczkodaj (1993): the triad whose implied ratio is the most times off; docs/method.md, "Weighting aids".

    >>> worst_triad([[1, 3, 2], [1 / 3, 1, 2], [1 / 2, 1 / 2, 1]])
    Triad(first=0, second=1, third=2, stated=2.0, implied=6.0)
    """
    logs = np.log(_checked(matrix))
    worst, widest = None, 1e-9
    for first, second, third in combinations(range(len(logs)), 3):
        implied = float(logs[first, second] + logs[second, third])
        apart = abs(implied - float(logs[first, third]))
        if apart > widest + 1e-9:
            worst, widest = (first, second, third, implied), apart
    if worst is None:
        return None
    first, second, third, implied = worst
    stated = exp(float(logs[first, third]))
    return Triad(first, second, third, stated=round(stated, 9), implied=round(exp(implied), 9))


def _checked(matrix: Matrix) -> NDArray[np.float64]:
    if len({len(row) for row in matrix} | {len(matrix)}) != 1:
        raise ValueError("the comparisons must be square: a row and a column for each item")
    ratios = np.array(matrix, dtype=np.float64)
    count = len(ratios)
    if not 1 <= count <= MOST_ITEMS:
        raise ValueError(f"1 to {MOST_ITEMS} items can be compared, not {count}")
    if not (np.isfinite(ratios).all() and (ratios > 0).all()):
        raise ValueError("every ratio must be a number above 0")
    if not (np.diagonal(ratios) == 1).all():
        raise ValueError("an item compared with itself must be 1")
    for row in range(count):
        for column in range(row):
            if abs(log(ratios[row, column] * ratios[column, row])) > RECIPROCAL_TOLERANCE:
                raise ValueError(
                    f"row {row + 1}, column {column + 1} must be the reciprocal of row {column + 1}, column {row + 1}"
                )
    return ratios
