"""Opinions: what other published methods put first, on the same scores and weights."""

from collections.abc import Sequence

import numpy as np

from scoring.formulas.panel import Scores
from scoring.formulas.robustness.results import SecondOpinions
from scoring.formulas.rounding import NOISE_DECIMALS
from scoring.formulas.second_opinion import compromise, promethee2, topsis, vikor

INDIFFERENT_UP_TO = 5.0
PREFERRED_FROM = 20.0


def second_opinions(scores: Scores, weights: Scores, offers: Sequence[str], criteria: Sequence[str]) -> SecondOpinions:
    """TOPSIS, VIKOR and PROMETHEE II on criterion scores.

    Args:
        scores: offers x criteria, 0 to 100; NaN = no value.
        weights: share of the total of each criterion, >= 0.
        offers, criteria: their ids.
    Returns: who is first. These methods cannot work around a missing value, so offers and criteria are left out until
        none is missing, each time whichever lacks the largest share of its values, criteria before offers.
    """
    rows, columns = _complete(scores, offers, criteria)
    left_out = {
        "offers_left_out": tuple(id_ for row, id_ in enumerate(offers) if row not in rows),
        "criteria_left_out": tuple(id_ for column, id_ in enumerate(criteria) if column not in columns),
    }
    ids = [offers[row] for row in rows]
    matrix = scores[np.ix_(rows, columns)]
    # A column in which all are equal tells nobody apart, and its weight would only dilute the others.
    tells = (np.ptp(matrix, axis=0) > 10.0**-NOISE_DECIMALS) if matrix.size else np.zeros(len(columns), dtype=bool)
    matrix, kept = matrix[:, tells], weights[columns][tells]
    if not kept.sum() > 0:
        everybody = tuple(ids)
        return SecondOpinions(
            first={"topsis": everybody, "vikor": everybody, "promethee2": everybody}, figures={}, **left_out
        )
    benefit = [True] * len(kept)
    closeness = topsis(matrix, kept, benefit)
    s, r, q = vikor(matrix, kept, benefit)
    flows = promethee2(matrix, kept, INDIFFERENT_UP_TO, PREFERRED_FROM)
    first = {"topsis": _highest(closeness), "vikor": compromise(s, r, q), "promethee2": _highest(flows)}
    figures = {"topsis": closeness, "vikor": q, "promethee2": flows}
    return SecondOpinions(
        first={name: tuple(ids[row] for row in best) for name, best in first.items()},
        figures={name: dict(zip(ids, each.tolist(), strict=True)) for name, each in figures.items()},
        **left_out,
    )


def _complete(scores: Scores, offers: Sequence[str], criteria: Sequence[str]) -> tuple[list[int], list[int]]:
    rows, columns = list(range(len(offers))), list(range(len(criteria)))
    missing = np.isnan(scores)
    while missing[np.ix_(rows, columns)].any():
        gaps = missing[np.ix_(rows, columns)]
        by_column, by_row = gaps.mean(axis=0).tolist(), gaps.mean(axis=1).tolist()
        of_columns = [(-share, 0, criteria[column], column) for column, share in zip(columns, by_column, strict=True)]
        of_rows = [(-share, 1, offers[row], row) for row, share in zip(rows, by_row, strict=True)]
        _, is_row, _, worst = min(of_columns + of_rows)
        (rows if is_row else columns).remove(worst)
    return rows, columns


def _highest(figures: Scores) -> list[int]:
    settled = np.round(figures, NOISE_DECIMALS)
    return [int(row) for row in np.flatnonzero(settled == settled.max())]
