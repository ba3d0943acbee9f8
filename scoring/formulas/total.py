"""Total: from criterion scores to dimension scores, to the total, and what each criterion contributes to it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.formulas.case import DIMENSIONS, Case
from scoring.formulas.panel import Scores, is_switched_off


def weighted_means(values: Scores, weights: Scores) -> tuple[Scores, Scores]:
    """The weighted mean of each row over what is there.

    Args:
        values: rows x columns, 0 to 100; NaN = no value, which drops out of both sums.
        weights: one per column, >= 0. Divided by the sum of those that are there, so 4:3:3 equals 40:30:30.
    Returns: the means (NaN for a row without a value that weighs), and the shares, rows x columns, which add up to 1
        in every row with a mean and are 0 elsewhere.
    Source: docs/method.md, "Dimension and total".

    >>> weighted_means(np.array([[80.0, np.nan, 50.0]]), np.array([3.0, 9.0, 1.0]))[0].item()
    72.5
    """
    present = ~np.isnan(values)
    present_weights = np.where(present, weights, 0.0)
    sums = present_weights.sum(axis=1, keepdims=True)
    shares = np.divide(present_weights, sums, out=np.zeros_like(present_weights), where=sums > 0)
    means = np.where(sums[:, 0] > 0, (shares * np.where(present, values, 0.0)).sum(axis=1), np.nan)
    return means, shares


def check_weights(weights: Mapping[str, float], what: str) -> None:
    """Refuse weights that cannot be divided by their sum.

    Raises: ValueError: one is negative, or all are 0; it names them.

    >>> check_weights({"need": 0, "cost": 0}, "dimensions")
    Traceback (most recent call last):
    ValueError: dimensions: the weights of need, cost must not all be 0
    """
    if negative := [name for name, weight in weights.items() if not weight >= 0]:
        raise ValueError(f"{what}: the weights of {', '.join(negative)} must not be negative")
    if weights and not any(weights.values()):
        raise ValueError(f"{what}: the weights of {', '.join(weights)} must not all be 0")


def check_all_weights(case: Case) -> None:
    """Refuse a case whose dimension, criterion or seat weights cannot be divided by their sum.

    Raises: ValueError: names the weights.
    """
    check_weights(case.dimensions, "dimensions")
    for dimension in DIMENSIONS:
        counting = {
            criterion.id: criterion.weight
            for criterion in case.criteria
            if criterion.dimension == dimension and criterion.counts and not is_switched_off(case, criterion)
        }
        check_weights(counting, f"criteria of {dimension}")
    for seat in case.seats:
        check_weights(seat.weights or {}, f"seat {seat.id}")


@dataclass(frozen=True, slots=True)
class Sums:
    """Everything that is summed from the criterion scores."""

    dimension_scores: Scores  # offers x dimensions, in the order of DIMENSIONS; NaN = nothing could be scored
    totals: Scores  # one per offer; NaN = a dimension that weighs something has no score
    weights: Scores  # offers x criteria, share of the total
    contributions: Scores  # offers x criteria, points of the total


def add_up(case: Case, scores: Scores) -> Sums:
    """Dimension scores, totals and contributions.

    Args:
        case: for the weights and the dimension of each criterion.
        scores: offers x criteria, 0 to 100; NaN = missing or not applicable.
    Returns: see Sums. A dimension of weight 0 is shown and never needed for a total.
    Source: docs/method.md, "Dimension and total".
    """
    weights = np.array([item.weight if item.counts else 0.0 for item in case.criteria], dtype=float)
    in_dimension = np.array([[item.dimension == name for item in case.criteria] for name in DIMENSIONS], dtype=bool)
    in_dimension = in_dimension.reshape(len(DIMENSIONS), len(case.criteria))
    raw = np.array([case.dimensions[name] for name in DIMENSIONS], dtype=float)
    dimension_shares = raw / raw.sum()

    dimension_scores = np.full((len(case.offers), len(DIMENSIONS)), np.nan)
    total_weights = np.zeros(scores.shape)
    for position, columns in enumerate(in_dimension):
        means, shares = weighted_means(scores[:, columns], weights[columns])
        dimension_scores[:, position] = means
        total_weights[:, columns] = dimension_shares[position] * shares
    contributions = total_weights * np.nan_to_num(scores)
    needed: NDArray[np.bool_] = dimension_shares > 0
    totals = (dimension_scores[:, needed] * dimension_shares[needed]).sum(axis=1)
    return Sums(dimension_scores, totals, total_weights, contributions)
