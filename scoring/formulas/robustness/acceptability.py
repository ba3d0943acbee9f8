"""Acceptability: how often each offer gets each rank when the weights are drawn at random (SMAA)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.formulas.panel import Scores
from scoring.formulas.rounding import NOISE_DECIMALS

NEAR = (0.8, 1.2)
_FIGURES_AT_ONCE = 2**17  # random figures per chunk: few enough to stay in the processor's cache
_TIE = 10.0**-NOISE_DECIMALS


@dataclass(frozen=True, slots=True)
class Simulation:
    """What the draws gave."""

    shares: Scores  # rows x ranks: the share of draws in which the row has the rank; 1 in each row and each column
    central_weights: Scores  # rows x columns: the mean weights with which the row is first; NaN where it never is
    draws: int

    @property
    def standard_errors(self) -> Scores:
        """How far each share may be off by chance: one standard error."""
        # Shared ranks add up fractions, so a share of 1 may come out a hair above it.
        return np.asarray(np.sqrt(np.maximum(self.shares * (1 - self.shares), 0.0) / self.draws))


def rank_acceptability(
    values: Scores, draws: int, seed: int, *, dimensions: Sequence[int] | None = None, around: Scores | None = None
) -> Scores:
    """The share of drawn weights with which each row gets each rank.

    Args:
        values: rows x columns, 0 to 100; NaN = no value, which drops out for its row alone.
        draws: how many weights are drawn, 1 or more.
        seed: of the random numbers; the same seed gives the same draws.
        dimensions: the dimension of each column, 0 1 2 ..; None = all columns are of one.
        around: None: weights of dimensions, and of columns inside them, are uniform on their simplices. Else the
            present weights, dimensions first, then columns; each is multiplied by its own uniform 0.8 .. 1.2.
    Returns: rows x ranks, 0 to 1; each row adds up to 1 and so does each rank. Rows that tie split their ranks.
    Source: docs/method.md, "Robustness"; Lahdelma and Salminen, SMAA-2, Operations Research 49 (2001) 444-454.

    >>> rank_acceptability(np.array([[90.0, 80.0], [70.0, 60.0]]), 1000, 7).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    return simulate(values, draws, seed, dimensions=dimensions, around=around).shares


def simulate(
    values: Scores, draws: int, seed: int, *, dimensions: Sequence[int] | None = None, around: Scores | None = None
) -> Simulation:
    """The same as `rank_acceptability`, with the central weights."""
    board = _Board.of(np.asarray(values, dtype=float), dimensions)
    rows, columns = board.filled.shape
    counts = np.zeros((rows, rows))
    firsts = np.zeros((rows, columns))
    for weights in _drawn(draws, seed, board.groups + columns, around):
        totals, factors = board.totals(weights)
        order = np.argsort(-totals, axis=1)
        first, chunk_counts = _ranks(totals, order)
        counts += chunk_counts
        for group, factor in enumerate(factors):
            own = board.columns[group]
            firsts[:, own] += (first * factor).T @ weights[:, board.groups :][:, own]
    won = counts[:, :1]
    central = np.divide(firsts, won, out=np.full(firsts.shape, np.nan), where=won > 0)
    return Simulation(shares=counts / draws, central_weights=central, draws=draws)


def _drawn(draws: int, seed: int, width: int, around: Scores | None) -> Iterator[Scores]:
    """Raw weights, chunk by chunk; how they are cut into chunks does not change them."""
    generator = np.random.Generator(np.random.PCG64(seed))
    at_once = max(1, _FIGURES_AT_ONCE // width)
    for start in range(0, draws, at_once):
        figures = generator.random((min(at_once, draws - start), width))
        if around is None:
            # Exponentials divided by their sum are uniform on the simplex. The sign cancels in that division.
            np.subtract(1.0, figures, out=figures)
            np.log(figures, out=figures)
        else:
            figures *= NEAR[1] - NEAR[0]
            figures += NEAR[0]
            figures *= around
        yield figures


@dataclass(frozen=True, slots=True)
class _Board:
    """The values, cut by dimension and ready to be multiplied with many weights at once."""

    filled: Scores
    present: NDArray[np.float64]
    columns: tuple[slice | NDArray[np.intp], ...]

    @classmethod
    def of(cls, values: Scores, dimensions: Sequence[int] | None) -> "_Board":
        places = np.zeros(values.shape[1], dtype=int) if dimensions is None else np.asarray(dimensions, dtype=int)
        present = ~np.isnan(values)
        return cls(
            filled=np.where(present, values, 0.0),
            present=present.astype(float),
            columns=tuple(_as_slice(np.flatnonzero(places == group)) for group in range(int(places.max()) + 1)),
        )

    @property
    def groups(self) -> int:
        return len(self.columns)

    def totals(self, weights: Scores) -> tuple[Scores, list[Scores]]:
        """Draws x rows, and per dimension what turns its raw weights into shares of the total."""
        of_dimensions = weights[:, : self.groups]
        shares = of_dimensions / of_dimensions.sum(axis=1, keepdims=True)
        totals = np.zeros((len(weights), len(self.filled)))
        factors = []
        for group, own in enumerate(self.columns):
            drawn = weights[:, self.groups :][:, own]
            share = shares[:, group : group + 1]
            whole = drawn.sum(axis=1, keepdims=True)
            means = drawn @ self.filled[:, own].T
            present = self.present[:, own]
            means *= share / (whole if present.all() else drawn @ present.T)
            totals += means
            factors.append(share / whole)
        return totals, factors


def _as_slice(columns: NDArray[np.intp]) -> slice | NDArray[np.intp]:
    """Neighbouring columns as a slice, which copies nothing."""
    if len(columns) and columns[-1] - columns[0] + 1 == len(columns):
        return slice(int(columns[0]), int(columns[-1]) + 1)
    return columns


def _ranks(totals: Scores, order: NDArray[np.intp]) -> tuple[Scores, Scores]:
    """Each row's share of the first place in each draw, and how often each row has each rank."""
    rows = totals.shape[1]
    places = np.arange(rows)
    ordered = np.take_along_axis(totals, order, axis=1)
    begins = np.ones(totals.shape, dtype=bool)
    begins[:, 1:] = ordered[:, :-1] - ordered[:, 1:] > _TIE
    is_plain = begins.all(axis=1)
    first = (order[:, :1] == places).astype(float)
    plain = order if is_plain.all() else order[is_plain]
    counts = np.bincount((plain * rows + places).ravel(), minlength=rows * rows).reshape(rows, rows).astype(float)
    if not is_plain.all():
        tied, begins, order = ~is_plain, begins[~is_plain], order[~is_plain]
        start = np.maximum.accumulate(np.where(begins, places, 0), axis=1)
        ends = np.ones(begins.shape, dtype=bool)
        ends[:, :-1] = begins[:, 1:]
        stop = np.minimum.accumulate(np.where(ends, places, rows)[:, ::-1], axis=1)[:, ::-1] + 1
        share = 1.0 / (stop - start)
        # A tie over the ranks start .. stop: add its share where it starts, take it away where it stops, then sum up.
        width = rows + 1
        steps = np.bincount((order * width + start).ravel(), share.ravel(), minlength=rows * width)
        steps = steps - np.bincount((order * width + stop).ravel(), share.ravel(), minlength=rows * width)
        counts += steps.reshape(rows, width).cumsum(axis=1)[:, :rows]
        shares = np.zeros(order.shape)
        np.put_along_axis(shares, order, np.where(start == 0, share, 0.0), axis=1)
        first[tied] = shares
    return first, counts
