"""Coefficients: how far raters say the same, as one figure. None where the ratings cannot tell."""

from collections.abc import Sequence

import numpy as np

from scoring.formulas.agreement.ratings import Ratings, Table, as_table, average_ranks, complete_rows

LEVELS = ("ordinal", "interval", "nominal")
# Below this a sum of squares of ratings is the noise of floats.
NOTHING = 1e-12


def krippendorff_alpha(ratings: Ratings, level: str = "ordinal") -> float | None:
    """Krippendorff's alpha: 1 minus the disagreement that was found over the one that chance would give.

    Args:
        ratings: raters x units, any figures; None or NaN = missing. A unit with fewer than two ratings is left out.
        level: what a distance is. ordinal: how many ratings lie between two values; interval: the squared difference;
            nominal: 1 between any two different values.
    Returns: 1 = all agree, 0 = as by chance, down to -1 = opposed. None where no unit has two ratings, or where all
        ratings are the same, so that chance could not disagree either.
    Raises: ValueError: the level is unknown, or the ratings are no table.
    Source: Krippendorff (2011), Computing Krippendorff's alpha-reliability; docs/method.md, "Agreement".

    >>> krippendorff_alpha([[1, 2, 3, None], [1, 2, 3, 5]])
    1.0
    >>> round(krippendorff_alpha([[1, 2, 3, 3], [1, 2, 4, 3]], "interval"), 6)
    0.888889
    """
    found = disagreement(ratings, level)
    return None if found is None else 1 - found[0] / found[1]


def disagreement(ratings: Ratings, level: str = "ordinal") -> tuple[float, float] | None:
    """What alpha divides: the mean distance between two ratings of one unit, and between any two ratings.

    Args: as of `krippendorff_alpha`.
    Returns: observed, expected, in squared units of the level; None where there is no alpha.
    Raises: ValueError: the level is unknown, or the ratings are no table.

    >>> disagreement([[1, 2, 3, 3], [1, 2, 4, 3]], "interval")
    (0.25, 2.25)
    """
    if level not in LEVELS:
        raise ValueError(f"the level must be one of {', '.join(LEVELS)}, not {level!r}")
    table = as_table(ratings)
    values = np.unique(table[~np.isnan(table)])
    counts = (table[:, :, None] == values).sum(axis=0).astype(np.float64)  # units x values
    counts = counts[counts.sum(axis=1) > 1]
    if not len(counts):
        return None
    pairs = counts.sum(axis=1) - 1
    frequencies = counts.sum(axis=0)
    together = (counts / pairs[:, None]).T @ counts - np.diag((counts / pairs[:, None]).sum(axis=0))
    distances = _distances(values, frequencies, level)
    ratings_counted = float(frequencies.sum())
    expected = float((np.outer(frequencies, frequencies) * distances).sum()) / (ratings_counted - 1)
    if expected <= NOTHING:
        return None
    return float((together * distances).sum()) / ratings_counted, expected / ratings_counted


def _distances(values: Table, frequencies: Table, level: str) -> Table:
    if level == "nominal":
        return 1.0 - np.eye(len(values))
    if level == "interval":
        return np.asarray(np.subtract.outer(values, values) ** 2)
    # The ratings from one value up to another, with half of those at the two ends.
    middles = frequencies.cumsum() - frequencies / 2
    return np.asarray(np.subtract.outer(middles, middles) ** 2)


def kendall_w(ranks_or_scores: Ratings) -> float | None:
    """Kendall's coefficient of concordance, corrected for ties.

    Args:
        ranks_or_scores: raters x items; each rater's figures are ranked here, so ranks and scores give the same. A
            rater with a missing figure is left out.
    Returns: 0 = no common order, 1 = the same order by all. None with fewer than two complete raters or two items, or
        where no rater tells any two items apart.
    Raises: ValueError: the figures are no table.
    Source: Kendall & Babington Smith (1939); docs/method.md, "Agreement".

    >>> kendall_w([[1, 3, 2], [1, 2, 3], [2, 3, 1], [3, 1, 2]])
    0.0625
    """
    found = concordance(ranks_or_scores)
    return None if found is None else found[0] / found[1]


def concordance(ranks_or_scores: Ratings) -> tuple[float, float] | None:
    """What W divides: how far the sums of ranks spread, and how far they would if all raters gave one order.

    Args: as of `kendall_w`.
    Returns: two sums of squares; None where there is no W.
    Raises: ValueError: the figures are no table.

    >>> concordance([[1, 3, 2], [1, 2, 3], [2, 3, 1], [3, 1, 2]])
    (2.0, 32.0)
    """
    complete = complete_rows(as_table(ranks_or_scores))
    raters, items = complete.shape
    if min(raters, items) < 2:  # noqa: PLR2004
        return None
    ranks = np.array([average_ranks(row) for row in complete])
    sums = ranks.sum(axis=0)
    spread = float(((sums - sums.mean()) ** 2).sum())
    # 12 times a rater's squared deviations is n^3 - n less the correction for that rater's ties.
    possible = raters * float(((ranks - ranks.mean(axis=1, keepdims=True)) ** 2).sum())
    return (spread, possible) if possible > NOTHING else None


def member_against_rest(ranks: Ratings) -> list[float | None]:
    """How far each rater's order is that of the others: Spearman's correlation with the mean of the others.

    Args:
        ranks: raters x items, such as places; None or NaN = missing. The others' mean of an item is over those who
            have it; an item that the rater or all others lack is left out.
    Returns: one figure per rater, -1 = the opposite order, 1 = the same. None with fewer than two items left, or where
        either side tells none of them apart.
    Raises: ValueError: the ranks are no table.
    Source: R. E. Quandt's wine tasting reports; docs/method.md, "Agreement".

    >>> member_against_rest([[1, 2, 3], [1, 2, 3], [3, 2, 1]])
    [None, None, -1.0]
    """
    table = as_table(ranks)
    present = ~np.isnan(table)
    filled = np.where(present, table, 0.0)
    counts = present.sum(axis=0) - present
    sums = filled.sum(axis=0) - filled
    means = np.divide(sums, counts, out=np.full(table.shape, np.nan), where=counts > 0)
    return [_spearman(own, rest) for own, rest in zip(table, as_table(means), strict=True)]


def _spearman(one: Table, other: Table) -> float | None:
    both = ~np.isnan(one) & ~np.isnan(other)
    if both.sum() < 2:  # noqa: PLR2004
        return None
    first, second = average_ranks(one[both]), average_ranks(other[both])
    first, second = first - first.mean(), second - second.mean()
    lengths = float((first @ first) * (second @ second))
    # A correlation of 1.0000000000000002 is 1.
    return float(np.clip((first @ second) / np.sqrt(lengths), -1.0, 1.0)) if lengths > NOTHING else None


def within_group_agreement(marks: Sequence[float | None] | Table, scale_min: float, scale_max: float) -> float | None:
    """r_wg of one cell: 1 minus the variance of the marks over that of marks thrown at random.

    Args:
        marks: one per rater; None or NaN = missing.
        scale_min, scale_max: the ends of the scale, whole numbers, scale_min < scale_max.
    Returns: 1 = all gave the same, 0 = as far apart as at random or further. None with fewer than two marks.
    Raises: ValueError: the scale has no length, or a mark is outside it.
    Source: James, Demaree & Wolf (1984), with the variance over n - 1; docs/method.md, "Agreement".

    >>> within_group_agreement([4, 4, 5], 0, 5), within_group_agreement([0, 5], 0, 5)
    (0.8857142857142857, 0.0)
    """
    if not scale_min < scale_max:
        raise ValueError(f"the scale must rise, not run from {scale_min} to {scale_max}")
    given = np.array(marks, dtype=np.float64)
    given = given[~np.isnan(given)]
    if ((given < scale_min) | (given > scale_max)).any():
        raise ValueError(f"a mark is outside {scale_min}..{scale_max}")
    if len(given) < 2:  # noqa: PLR2004
        return None
    points = scale_max - scale_min + 1
    return max(0.0, 1 - float(given.var(ddof=1)) / ((points**2 - 1) / 12))
