"""Ratings: what raters said, as a table in which NaN is missing. Every statistic of agreement starts from one."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scoring.formulas.rounding import NOISE_DECIMALS

Table = NDArray[np.float64]
# Rows of figures, or an array; None or NaN = missing.
Ratings = Sequence[Sequence[float | None]] | Table


def as_table(ratings: Ratings) -> Table:
    """The ratings as rows and columns, without the noise of floats.

    Raises: ValueError: they are not a table, or hold an infinite figure.

    >>> as_table([[1, None], [0.1 + 0.2, 4]]).tolist()
    [[1.0, nan], [0.3, 4.0]]
    """
    table = np.array(ratings, dtype=np.float64)
    if table.ndim != 2:  # noqa: PLR2004
        raise ValueError(f"ratings must be rows and columns, not {table.ndim} dimensions")
    if np.isinf(table).any():
        raise ValueError("ratings must be finite")
    return np.round(table, NOISE_DECIMALS)


def complete_rows(table: Table) -> Table:
    """The rows in which nothing is missing."""
    return table[~np.isnan(table).any(axis=1)]


def average_ranks(row: Table) -> Table:
    """Ranks from the smallest figure on; equal figures share the average of the places that they take.

    >>> average_ranks(np.array([10.0, 20.0, 20.0, 5.0])).tolist()
    [2.0, 3.5, 3.5, 1.0]
    """
    ordered = np.sort(row)
    return np.asarray((np.searchsorted(ordered, row, "left") + np.searchsorted(ordered, row, "right") + 1) / 2)
