"""Criterion intervals: how far a criterion's weight may move inside its dimension before somebody else is first."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.formulas.panel import Scores
from scoring.formulas.robustness.intervals import ALWAYS, LEVEL, Stay, leads_of, shares_of, stay_first, widest


@dataclass(frozen=True, slots=True)
class _Ratio:
    """Each row's dimension score as (n0 + n1 y) / (m0 + m1 y), with y the distance of the share from what it is now."""

    n0: Scores
    n1: Scores
    m0: Scores
    m1: Scores


def criterion_stays(
    values: Scores,
    weights: Scores,
    totals: Scores,
    dimension_share: float,
    winners: Sequence[int],
    *,
    level: float = LEVEL,
) -> list[Stay]:
    """For each criterion of a dimension, the shares of the dimension at which the winner stays first.

    Args:
        values: rows x criteria of the dimension, 0 to 100; NaN = no value.
        weights: one per criterion, >= 0, not all 0. The others keep their proportions; where one criterion holds all
            the weight, the rest is spread equally.
        totals: each row's total now.
        dimension_share: what the dimension weighs, 0 to 1; the dimensions keep their weights.
        winners: the first row, or those that share the first place.
        level: a rival that is ahead by no more than this counts as level with the winner.
    Returns: one per criterion: the connected interval around the present share. A row without a value for the
        criterion does not move. A criterion that is alone in its dimension decides nothing: 0 to 1.
    Source: docs/method.md, "Robustness".
    """
    rivals = np.setdiff1d(np.arange(len(values)), winners)
    if dimension_share == 0 or values.shape[1] < 2 or not len(rivals):  # noqa: PLR2004 - alone
        return [ALWAYS] * values.shape[1]
    leads = leads_of(totals, winners, rivals, level)
    shares = shares_of(weights)
    stays = []
    for column, share in enumerate(shares.tolist()):
        ratio = _ratio(values, shares, column)
        constant = totals - dimension_share * ratio.n0 / ratio.m0
        stays.append(
            widest(
                [
                    stay_first(*_lead(ratio, constant, dimension_share, winner, rivals, lead), share, rivals)
                    for winner, lead in zip(winners, leads, strict=True)
                ]
            )
        )
    return stays


def _ratio(values: Scores, shares: Scores, column: int) -> _Ratio:
    others = np.delete(shares, column)
    held = others.sum()
    others = others / held if held > 0 else np.full(len(others), 1 / len(others))
    rest = np.delete(values, column, axis=1)
    has_rest = ~np.isnan(rest)
    sums = np.where(has_rest, rest, 0.0) @ others
    there = has_rest @ others
    own = values[:, column]
    share = float(shares[column])
    # A row that has only this criterion, or all but this one, keeps its score whatever the criterion weighs.
    is_fixed = np.isnan(own) | (there == 0)
    own = np.where(np.isnan(own), np.divide(sums, there, out=np.zeros(len(sums)), where=there > 0), own)
    return _Ratio(
        n0=np.where(is_fixed, own, share * own + (1 - share) * sums),
        n1=np.where(is_fixed, 0.0, own - sums),
        m0=np.where(is_fixed, 1.0, share + (1 - share) * there),
        m1=np.where(is_fixed, 0.0, 1 - there),
    )


def _lead(
    ratio: _Ratio, constant: Scores, dimension_share: float, winner: int, rivals: NDArray[np.intp], lead: Scores
) -> tuple[Scores, Scores, Scores]:
    """The lead over each rival times both denominators, which are positive: a quadratic."""
    n0, n1, m0, m1 = ratio.n0[winner], ratio.n1[winner], ratio.m0[winner], ratio.m1[winner]
    r0, r1, s0, s1 = ratio.n0[rivals], ratio.n1[rivals], ratio.m0[rivals], ratio.m1[rivals]
    apart = constant[winner] - constant[rivals]
    a = apart * m1 * s1 + dimension_share * (n1 * s1 - r1 * m1)
    b = apart * (m0 * s1 + s0 * m1) + dimension_share * (n1 * s0 + n0 * s1 - r1 * m0 - r0 * m1)
    return a, b, lead * m0 * s0
