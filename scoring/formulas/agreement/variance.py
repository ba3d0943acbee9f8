"""Variance: how much of the spread of ratings lies in what was rated, and how much in who rated it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.formulas.agreement.coefficients import NOTHING
from scoring.formulas.agreement.ratings import Ratings, as_table, complete_rows

ICC_FORMS = ("icc1", "icc2", "icc3", "icc1k", "icc2k", "icc3k")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanSquares:
    """The spread of ratings by where it lies, in squared units of the ratings."""

    between: float  # targets
    judges: float  # raters
    error: float  # what neither explains
    within: float  # inside the targets: raters and error together
    targets: int
    raters: int


def icc(ratings: Ratings) -> dict[str, float | None]:
    """The six intraclass correlations.

    Args:
        ratings: targets x raters; None or NaN = missing. A target that somebody did not rate is left out.
    Returns: icc1, icc2, icc3 for one rater and icc1k, icc2k, icc3k for the mean of all; 1 = only the targets differ,
        0 or less = the targets explain nothing. 1: other raters for each target; 2: raters drawn from many, whose
        levels count as disagreement; 3: just these raters, whose levels do not. None with fewer than two complete
        targets or two raters, and where the form has nothing to divide by.
    Raises: ValueError: the ratings are no table.
    Source: Shrout & Fleiss (1979); docs/method.md, "Agreement".

    >>> icc([[1, 2], [3, 4], [5, 6]])["icc3k"]
    1.0
    """
    found = mean_squares(ratings)
    if found is None:
        return dict.fromkeys(ICC_FORMS)
    between, judges, error, raters = found.between, found.judges, found.error, found.raters
    of_level = (judges - error) / found.targets
    return {
        "icc1": _share(between - found.within, between + (raters - 1) * found.within),
        "icc2": _share(between - error, between + (raters - 1) * error + raters * of_level),
        "icc3": _share(between - error, between + (raters - 1) * error),
        "icc1k": _share(between - found.within, between),
        "icc2k": _share(between - error, between + of_level),
        "icc3k": _share(between - error, between),
    }


def mean_squares(ratings: Ratings) -> MeanSquares | None:
    """The analysis of variance behind `icc`; None with fewer than two complete targets or two raters.

    Args: ratings: targets x raters; None or NaN = missing. A target that somebody did not rate is left out.
    Raises: ValueError: the ratings are no table.

    >>> found = mean_squares([[1, 2], [3, 4], [5, 6]])
    >>> found.between, found.judges, found.error, found.within
    (8.0, 1.5, 0.0, 0.5)
    """
    complete = complete_rows(as_table(ratings))
    targets, raters = complete.shape
    if min(targets, raters) < 2:  # noqa: PLR2004
        return None
    deviations = complete - complete.mean()
    by_target, by_rater = deviations.mean(axis=1), deviations.mean(axis=0)
    residual = deviations - by_target[:, None] - by_rater
    return MeanSquares(
        between=float(raters * (by_target @ by_target) / (targets - 1)),
        judges=float(targets * (by_rater @ by_rater) / (raters - 1)),
        error=float((residual**2).sum() / ((targets - 1) * (raters - 1))),
        within=float(((deviations - by_target[:, None]) ** 2).sum() / (targets * (raters - 1))),
        targets=targets,
        raters=raters,
    )


def _share(part: float, whole: float) -> float | None:
    return float(part / whole) if whole > NOTHING else None


def severity(scores: Ratings) -> list[float | None] | None:
    """How much higher or lower each rater marks than the others do on the same items.

    Score = item + rater, fitted by least squares; the raters' effects add up to 0. Unlike a rater's mean it does not
    call somebody lenient who happened to rate the better items.

    Args:
        scores: raters x items, such as 0 to 100; None or NaN = missing.
    Returns: one effect per rater in the scores' unit, above 0 = marks higher than the others, below 0 = stricter; None
        for a rater without a score. None as a whole where the raters cannot be compared: fewer than two have scores,
        or they and their items fall into groups without a link.
    Raises: ValueError: the scores are no table.
    Source: the additive two-way model; docs/method.md, "Agreement".

    >>> severity([[80, 60, None], [None, 40, 20]])
    [10.0, -10.0]
    >>> severity([[80, None], [None, 40]]) is None
    True
    """
    table = as_table(scores)
    present = ~np.isnan(table)
    rates, is_rated = np.asarray(present.any(axis=1)), np.asarray(present.any(axis=0))
    seen = present[rates][:, is_rated]
    if len(seen) < 2 or not are_connected(seen):  # noqa: PLR2004
        return None
    filled = np.nan_to_num(table[rates][:, is_rated])
    counts = seen.sum(axis=0)
    # What the items explain is taken out first, so only the raters remain to be solved for.
    links = np.diag(seen.sum(axis=1)) - (seen / counts) @ seen.T
    above = filled.sum(axis=1) - seen @ (filled.sum(axis=0) / counts)
    effects = iter(np.linalg.solve(links + 1.0, above).round(9).tolist())
    return [next(effects) + 0.0 if has_scores else None for has_scores in rates.tolist()]


def are_connected(present: NDArray[np.bool_]) -> bool:
    """Whether each rater can be compared with each other one, over items that they share with those in between.

    >>> are_connected(np.array([[True, True, False], [False, True, True]]))
    True
    """
    reached = np.zeros(len(present), dtype=bool)
    reached[0] = True
    while True:
        items = present[reached].any(axis=0)
        further = present[:, items].any(axis=1)
        if (further | reached).sum() == reached.sum():
            return bool(reached.all())
        reached |= further
