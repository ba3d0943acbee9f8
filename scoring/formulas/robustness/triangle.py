"""Triangle: in which part of all weights of the dimensions each offer wins, exactly."""

from collections.abc import Sequence

import numpy as np

from scoring.formulas.panel import Scores
from scoring.formulas.rounding import NOISE_DECIMALS

Point = tuple[float, ...]  # one weight per dimension, which add up to 1
_NOTHING = 1e-15


def dimension_acceptability(scores: Scores) -> list[float]:
    """The share of all weights of the dimensions in which each row has the highest total.

    Args:
        scores: rows x dimensions (1 to 3), 0 to 100, no NaN.
    Returns: 0 to 1 each, which add up to 1. Every mixture of weights counts alike: the shares are areas of the triangle
        of weights (with two dimensions lengths). Rows with the same scores split what they win.
    Source: docs/method.md, "Robustness".

    >>> dimension_acceptability(np.array([[90.0, 50.0, 50.0], [50.0, 90.0, 50.0]]))
    [0.5, 0.5]
    """
    settled = np.round(np.asarray(scores, dtype=float), NOISE_DECIMALS)
    regions = winning_regions(settled)
    same = (settled[:, None, :] == settled[None, :, :]).all(axis=2).sum(axis=1)
    return [_size(region) / int(alike) for region, alike in zip(regions, same, strict=True)]


def winning_regions(scores: Scores) -> list[list[Point]]:
    """The corners of the region in which each row has the highest total; empty where it has none.

    Args: as of `dimension_acceptability`.
    Returns: one convex polygon per row, its corners in order, each as the weights of the dimensions. Rows with the same
        scores have the same region.
    """
    settled = np.round(np.asarray(scores, dtype=float), NOISE_DECIMALS)
    corners: list[Point] = [tuple(corner) for corner in np.eye(settled.shape[1]).tolist()]
    rivals = np.unique(settled, axis=0)
    return [_region(row, rivals, corners) for row in settled]


def _region(row: Scores, rivals: Scores, corners: list[Point]) -> list[Point]:
    leads = row - rivals
    if ((leads <= 0).all(axis=1) & (leads < 0).any(axis=1)).any():
        return []  # somebody is at least as good in everything
    region = corners
    for lead in leads[(leads < 0).any(axis=1)].tolist():
        region = _clip(region, lead)
        if not region:
            return []
    return region if _size(region) > _NOTHING else []


def _clip(region: Sequence[Point], lead: Sequence[float]) -> list[Point]:
    """The part of a convex region in which the lead, a weighted mean of its values at the corners, is 0 or more."""
    heights = [sum(weight * each for weight, each in zip(point, lead, strict=True)) for point in region]
    kept: list[Point] = []
    for position, (point, height) in enumerate(zip(region, heights, strict=True)):
        before, height_before = region[position - 1], heights[position - 1]
        if (height >= 0) != (height_before >= 0):
            share = height_before / (height_before - height)
            kept.append(tuple(old + share * (new - old) for old, new in zip(before, point, strict=True)))
        if height >= 0:
            kept.append(point)
    return kept


def _size(region: Sequence[Point]) -> float:
    """The region's share of all weights."""
    if not region:
        return 0.0
    dimensions = len(region[0])
    if dimensions == 1:
        return 1.0
    if dimensions == 2:  # noqa: PLR2004 - a line
        return max(point[0] for point in region) - min(point[0] for point in region)
    turned = zip(region, [*region[1:], region[0]], strict=True)
    # Twice the area in the first two weights; the whole triangle has 1.
    return abs(sum(here[0] * there[1] - there[0] * here[1] for here, there in turned))
