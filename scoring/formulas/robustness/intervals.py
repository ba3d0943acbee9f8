"""Intervals: how far the weight of one dimension may move before somebody else is first, and the smallest such move."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.formulas.panel import Scores

# Differences below this are the noise of float arithmetic on a scale of 100.
NOISE = 1e-10
LEVEL = 1e-9
_SAME = 9  # decimals to which two ends are the same end


@dataclass(frozen=True, slots=True)
class Stay:
    """Where a row stays first, in shares of 1, and which row takes over at either end; None where nobody does."""

    low: float
    high: float
    after_low: int | None = None
    after_high: int | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """The smallest move of weight from one column to another that changes the first place."""

    source: int
    target: int
    share: float  # of all weight, 0..1; at this share the two are level, beyond it the new one is first
    new_first: int


ALWAYS = Stay(0.0, 1.0)


def weight_intervals(
    values: Scores, weights: Scores, winner: int | Sequence[int], *, level: float = LEVEL
) -> list[tuple[float, float]]:
    """For each weight, the shares of all weight at which the winner stays first, the others kept in proportion.

    Args:
        values: rows x columns, such as offers x dimensions, 0 to 100, no NaN.
        weights: one per column, >= 0, not all 0; only their proportions matter.
        winner: the first row, or those that share the first place (then: where one of them stays first).
        level: a rival that is ahead by no more than this counts as level with the winner.
    Returns: (low, high) per column, 0 to 1 each. Where a column holds all the weight, the rest is spread equally.
    Raises: ValueError: a rival is ahead of the winner.
    Source: docs/method.md, "Robustness".

    >>> weight_intervals(np.array([[80.0, 40.0], [50.0, 70.0]]), np.array([3.0, 1.0]), 0)
    [(0.5, 1.0), (0.0, 0.5)]
    """
    rows = [winner] if isinstance(winner, int) else list(winner)
    return [(stay.low, stay.high) for stay in stays(np.asarray(values), np.asarray(weights), rows, level=level)]


def weight_lines(values: Scores, weights: Scores) -> tuple[Scores, Scores]:
    """Each row's total where a column weighs nothing and where it holds all the weight; between, it is a straight line.

    Args: as of `weight_intervals`.
    Returns: two arrays, rows x columns.
    """
    values, shares = np.asarray(values, dtype=float), shares_of(weights)
    # What the other columns weigh among themselves, one row per column.
    others = np.where(np.eye(len(shares), dtype=bool), 0.0, shares)
    held = others.sum(axis=1, keepdims=True)
    equally = ~np.eye(len(shares), dtype=bool) / max(1, len(shares) - 1)
    others = np.where(held > NOISE, others / np.where(held > NOISE, held, 1.0), equally)
    without = values @ others.T if len(shares) > 1 else values
    return without, values.copy()


def stays(values: Scores, weights: Scores, winners: Sequence[int], *, level: float = LEVEL) -> list[Stay]:
    """The same as `weight_intervals`, with the rows that take over. Rivals that come earlier win ties between them."""
    shares = shares_of(weights)
    without, alone = weight_lines(values, weights)
    rivals = np.setdiff1d(np.arange(len(values)), winners)
    leads = leads_of(values @ shares, winners, rivals, level)
    found = []
    for column, share in enumerate(shares):
        slopes = alone[:, column] - without[:, column]
        by_winner = []
        for winner, lead in zip(winners, leads, strict=True):
            slope = slopes[winner] - slopes[rivals]
            by_winner.append(stay_first(np.zeros(len(rivals)), slope, lead, float(share), rivals))
        found.append(widest(by_winner))
    return found


def smallest_move(values: Scores, weights: Scores, winners: Sequence[int], *, level: float = LEVEL) -> Move | None:
    """The fewest points that must change columns before somebody else is first; None where no single move does it.

    Args: as of `weight_intervals`; rivals that come earlier win ties between them.
    """
    shares = shares_of(weights)
    rivals = np.setdiff1d(np.arange(len(values)), winners)
    leads = leads_of(values @ shares, winners, rivals, level)
    best: tuple[tuple[float, int, int, float, int], Move] | None = None
    pairs = [(i, j) for i in range(len(shares)) for j in range(len(shares)) if i != j and shares[i] > 0]
    for source, target in pairs:
        gains = values[:, target] - values[:, source]
        losing = clean(np.array([gains[rivals] - gains[winner] for winner in winners])).reshape(leads.shape)
        with np.errstate(divide="ignore", invalid="ignore"):
            needed = np.where(losing > 0, leads / losing, np.inf).max(axis=0)
        for position, rival in enumerate(rivals):
            share = float(needed[position])
            if share >= shares[source] - NOISE:
                continue
            order = (round(share, _SAME), source, target, -round(float(losing[:, position].min()), _SAME), position)
            if best is None or order < best[0]:
                best = order, Move(source, target, share, int(rival))
    return best[1] if best else None


def shares_of(weights: Scores) -> Scores:
    """Weights as shares of their sum."""
    raw = np.asarray(weights, dtype=float)
    return np.asarray(raw / raw.sum())


def leads_of(totals: Scores, winners: Sequence[int], rivals: NDArray[np.intp], level: float) -> Scores:
    """By how much each winner leads each rival; one that a tie rule put behind counts as level.

    Raises: ValueError: a rival is further ahead than that.
    """
    leads = clean(totals[list(winners)][:, None] - totals[rivals][None, :])
    if (leads < -level).any():
        raise ValueError("the winner is not first under these weights")
    return np.maximum(leads, 0.0)


def stay_first(a: Scores, b: Scores, c: Scores, present: float, rivals: NDArray[np.intp]) -> Stay:
    """Around the present share, the interval in which a + lead over every rival stays at 0 or more.

    Args:
        a, b, c: the lead over each rival is a y^2 + b y + c, with y the distance from the present share; c >= 0.
        present: the share now, 0 to 1.
        rivals: the row of each.
    """
    a, b, c = clean(a), clean(b), clean(c)
    with np.errstate(divide="ignore", invalid="ignore"):
        under = b * b - 4 * a * c
        half = -0.5 * (b + np.where(b < 0, -1.0, 1.0) * np.sqrt(under))  # NaN where the lead never is 0
        roots = np.stack([half / a, c / half])
        steepness = 2 * a * roots + b
    touches_from_below = (np.abs(steepness) < NOISE) & (a < 0)
    is_end = np.isfinite(roots) & ((steepness < 0) | touches_from_below) & (roots >= 0)
    is_start = np.isfinite(roots) & ((steepness > 0) | touches_from_below) & (roots <= 0)
    ends = np.where(is_end, roots, np.inf).min(axis=0) + present
    starts = np.where(is_start, roots, -np.inf).max(axis=0) + present
    high, after_high = _nearest(ends, rivals, limit=1.0)
    low, after_low = _nearest(-starts, rivals, limit=0.0)
    return Stay(-low if low else 0.0, high, after_low, after_high)


def widest(by_winner: Sequence[Stay]) -> Stay:
    """Where one of several that share the first place stays first."""
    lowest = min(by_winner, key=lambda stay: round(stay.low, _SAME))
    highest = max(by_winner, key=lambda stay: round(stay.high, _SAME))
    return Stay(lowest.low, highest.high, lowest.after_low, highest.after_high)


def clean(figures: Scores) -> Scores:
    """Figures without the noise that would make a root out of nothing."""
    return np.asarray(np.where(np.abs(figures) < NOISE, 0.0, figures))


def _nearest(ends: Scores, rivals: NDArray[np.intp], limit: float) -> tuple[float, int | None]:
    """The smallest end and whose it is; the limit, and nobody, where all lie beyond it."""
    inside = np.round(ends, _SAME) < limit
    if not inside.any():
        return limit, None
    position = int(np.argmin(np.where(inside, np.round(ends, _SAME), np.inf)))
    return float(ends[position]), int(rivals[position])
