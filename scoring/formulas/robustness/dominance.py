"""Dominance: which offers are beaten whatever the weights."""

import numpy as np

from scoring.formulas.panel import Scores
from scoring.formulas.rounding import NOISE_DECIMALS


def dominators(values: Scores) -> list[list[int]]:
    """For each row, the rows that dominate it: as good in every column, and better in one (Pareto).

    Args:
        values: rows x columns, higher is better; NaN = no value.
    Returns: row numbers, ascending. Two rows of which only one has a value in some column cannot be compared; a column
        in which neither has one says nothing. Equal rows do not dominate each other.
    Source: docs/method.md, "Robustness".

    >>> dominators(np.array([[0.9, 0.5], [0.9, 0.4], [0.2, 0.9], [0.9, 0.5]]))
    [[], [0, 3], [], []]
    """
    settled = np.round(np.asarray(values, dtype=float), NOISE_DECIMALS)
    missing = np.isnan(settled)
    filled = np.where(missing, 0.0, settled)
    found = []
    for row, gaps in zip(filled, missing, strict=True):
        is_comparable = (missing == gaps).all(axis=1)
        found.append(np.flatnonzero(is_comparable & (filled >= row).all(axis=1) & (filled > row).any(axis=1)).tolist())
    return found
