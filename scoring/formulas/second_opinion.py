"""Second opinions: what three other published methods would say. Never the award."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scoring.formulas.panel import Scores
from scoring.formulas.rounding import NOISE_DECIMALS


def topsis(matrix: Scores, weights: Scores, benefit: Sequence[bool]) -> Scores:
    """Closeness to the best and distance from the worst value of each column (TOPSIS, vector normalisation).

    Args:
        matrix: rows x columns, any units, no NaN.
        weights: one per column, >= 0, not all 0.
        benefit: per column whether more is better.
    Returns: 0 to 1 per row, the highest is best; 0.5 each where all rows are equal.
    Source: Hwang and Yoon, Multiple Attribute Decision Making (Springer 1981).

    >>> topsis(np.array([[3.0, 4.0], [4.0, 3.0]]), np.array([3.0, 1.0]), [True, True]).round(9).tolist()
    [0.25, 0.75]
    """
    values, shares, more_is_better = _checked(matrix, weights, benefit)
    lengths = np.sqrt((values**2).sum(axis=0))
    weighted = values / np.where(lengths > 0, lengths, 1.0) * shares
    highest, lowest = weighted.max(axis=0), weighted.min(axis=0)
    to_best = _distance(weighted, np.where(more_is_better, highest, lowest))
    to_worst = _distance(weighted, np.where(more_is_better, lowest, highest))
    whole = to_best + to_worst
    return np.asarray(np.divide(to_worst, whole, out=np.full(len(whole), 0.5), where=whole > 0))


def vikor(matrix: Scores, weights: Scores, benefit: Sequence[bool], v: float = 0.5) -> tuple[Scores, Scores, Scores]:
    """Group regret, individual regret and their compromise (VIKOR).

    Args:
        matrix, weights, benefit: as of `topsis`.
        v: what the group's regret weighs against the individual one, 0 to 1.
    Returns: s, r and q per row, 0 to 1 each, the lowest is best. A column in which all are equal costs nobody anything.
    Source: Opricovic and Tzeng, EJOR 156 (2004) 445-455.

    >>> s, r, q = vikor(np.array([[90.0, 40.0], [50.0, 80.0]]), np.array([3.0, 1.0]), [True, True])
    >>> s.tolist(), r.tolist(), q.tolist()
    ([0.25, 0.75], [0.25, 0.75], [0.0, 1.0])
    """
    values, shares, more_is_better = _checked(matrix, weights, benefit)
    highest, lowest = values.max(axis=0), values.min(axis=0)
    best = np.where(more_is_better, highest, lowest)
    span = np.where(highest > lowest, highest - lowest, 1.0)
    regrets = shares * np.abs(best - values) / span
    s, r = regrets.sum(axis=1), regrets.max(axis=1)
    return s, r, v * _from_zero_to_one(s) + (1 - v) * _from_zero_to_one(r)


def compromise(s: Scores, r: Scores, q: Scores) -> list[int]:
    """VIKOR's compromise set: the best row by q alone where its lead is wide and s or r agree, else those close to it.

    Args:
        s, r, q: as of `vikor`.
    Returns: row numbers, ascending.
    Source: Opricovic and Tzeng (2004): advantage 1 / (rows - 1), and acceptable stability.

    >>> compromise(np.array([0.25, 0.75]), np.array([0.25, 0.75]), np.array([0.0, 1.0]))
    [0]
    """
    s, r, q = (np.round(figures, NOISE_DECIMALS) for figures in (s, r, q))
    wide = 1 / max(1, len(q) - 1)
    leads = q - q.min()
    best = np.flatnonzero(leads == 0)
    near = np.flatnonzero(np.round(leads - wide, NOISE_DECIMALS) < 0)
    if set(near.tolist()) != set(best.tolist()):
        return [int(row) for row in near]
    is_stable = (s[best] == s.min()).any() or (r[best] == r.min()).any()
    rest = np.delete(np.arange(len(q)), best)
    if is_stable or not len(rest):
        return [int(row) for row in best]
    return sorted([*best.tolist(), *rest[q[rest] == q[rest].min()].tolist()])


def promethee2(matrix: Scores, weights: Scores, q: float | Sequence[float], p: float | Sequence[float]) -> Scores:
    """Net flows from pairwise preferences (PROMETHEE II, linear with a range of indifference).

    Args:
        matrix: rows x columns, more is better, no NaN.
        weights: one per column, >= 0, not all 0.
        q: up to this difference nobody is preferred; one figure, or one per column.
        p: from this difference on the preference is complete, p > q.
    Returns: -1 to 1 per row, the highest is best; they add up to 0.
    Raises: ValueError: p is not above q.
    Source: Brans and Vincke, Management Science 31 (1985) 647-656.

    >>> promethee2(np.array([[80.0, 60.0], [60.0, 72.5]]), np.array([1.0, 1.0]), 5, 20).tolist()
    [0.25, -0.25]
    """
    values, shares, _ = _checked(matrix, weights, [True] * np.shape(matrix)[1])
    indifferent, complete = np.broadcast_to(q, shares.shape), np.broadcast_to(p, shares.shape)
    if not (complete > indifferent).all():
        raise ValueError("the preference threshold must be above the indifference threshold")
    flows = np.empty(len(values))
    for row, own in enumerate(values):  # row by row: rows x rows x columns would not fit where there are many
        ahead = own - values
        preferred = np.clip((ahead - indifferent) / (complete - indifferent), 0, 1)
        rejected = np.clip((-ahead - indifferent) / (complete - indifferent), 0, 1)
        flows[row] = ((preferred - rejected) @ shares).sum()
    return flows / max(1, len(values) - 1)


def _checked(matrix: Scores, weights: Scores, benefit: Sequence[bool]) -> tuple[Scores, Scores, NDArray[np.bool_]]:
    values, raw = np.asarray(matrix, dtype=float), np.asarray(weights, dtype=float)
    if (raw < 0).any() or not raw.sum() > 0:
        raise ValueError("weights must not be negative, nor all 0")
    # Published cases write 1 and -1.
    return values, raw / raw.sum(), np.asarray(benefit) > 0


def _distance(values: Scores, point: Scores) -> Scores:
    return np.asarray(np.sqrt(((values - point) ** 2).sum(axis=1)))


def _from_zero_to_one(figures: Scores) -> Scores:
    settled = np.round(figures, NOISE_DECIMALS)
    span = settled.max() - settled.min()
    return np.asarray((settled - settled.min()) / span if span > 0 else np.zeros(len(settled)))
