"""Panel: from the members' marks to one score per offer and criterion."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.formulas.case import Case, Criterion, Seat
from scoring.formulas.mark_table import columns_of
from scoring.formulas.rounding import NOISE_DECIMALS

Scores = NDArray[np.float64]

TRIM_NEEDS = 5  # marks in a cell


def mark_score(value: float, scale_min: float, scale_max: float) -> float:
    """A mark on the scale 0..100.

    Args:
        value: the mark, scale_min to scale_max.
        scale_min, scale_max: the ends of the scale, scale_min < scale_max.
    Returns: 0 to 100.
    Raises: ValueError: the scale has no length, or the mark is outside it.
    Source: docs/method.md, "Marks".

    >>> mark_score(4, 0, 5)
    80.0
    """
    if not scale_min < scale_max:
        raise ValueError(f"the scale must rise, not run from {scale_min} to {scale_max}")
    if not scale_min <= value <= scale_max:
        raise ValueError(f"{value} is outside {scale_min}..{scale_max}")
    return 100.0 * (value - scale_min) / (scale_max - scale_min)


def panel_scores(scores: Scores, weights: Scores, panel: str = "mean") -> Scores:
    """One score per cell from the scores that the members gave.

    Args:
        scores: seats x offers x criteria, 0 to 100; NaN = no mark.
        weights: seats x criteria, >= 0: what each seat weighs in the criterion's dimension.
        panel: mean, trimmed (without one highest and one lowest in cells of 5 marks or more) or median (weighted).
    Returns: offers x criteria, 0 to 100; NaN where nobody with a weight marked.
    Raises: ValueError: a weight is negative, seats to be trimmed weigh differently, or the panel is unknown.
    Source: docs/method.md, "From members to the panel".

    >>> panel_scores(np.array([[[80.0]], [[50.0]]]), np.array([[3.0], [1.0]])).item()
    72.5
    """
    if (weights < 0).any():
        raise ValueError("seat weights must not be negative")
    if not len(scores):
        return np.full(scores.shape[1:], np.nan)
    present = ~np.isnan(scores)
    present_weights = np.where(present, weights[:, None, :], 0.0)
    sums = present_weights.sum(axis=0)
    with np.errstate(invalid="ignore"):
        shares = present_weights / sums  # NaN in a cell that nobody with a weight marked
    filled = np.where(present, scores, 0.0)
    if panel == "mean":
        return np.asarray((shares * filled).sum(axis=0))
    if panel == "trimmed":
        if not (weights == weights[0]).all():
            raise ValueError("a trimmed mean needs seats of equal weight")
        return np.where(sums > 0, _trimmed_means(filled, present), np.nan)
    if panel == "median":
        return _weighted_medians(scores, shares)
    raise ValueError(f"the panel must be mean, trimmed or median, not {panel!r}")


def _trimmed_means(filled: Scores, present: NDArray[np.bool_]) -> Scores:
    counts = present.sum(axis=0)
    sums = filled.sum(axis=0)
    # No mark is above 100 or below 0, so these ends stand for the marks that are not there.
    extremes = np.where(present, filled, 100.0).min(axis=0) + filled.max(axis=0)
    is_trimmed = counts >= TRIM_NEEDS
    kept = np.where(is_trimmed, counts - 2, np.maximum(counts, 1))
    return np.asarray(np.where(is_trimmed, sums - extremes, sums) / kept)


def _weighted_medians(scores: Scores, shares: Scores) -> Scores:
    order = np.argsort(scores, axis=0)  # NaN last, where the share is 0
    ordered = np.take_along_axis(scores, order, axis=0)
    reached = np.round(np.take_along_axis(shares, order, axis=0).cumsum(axis=0), NOISE_DECIMALS)
    # The first mark that reaches half the weight and the first that passes it: two neighbours at exactly half.
    lower = np.take_along_axis(ordered, (reached >= 0.5).argmax(axis=0)[None], axis=0)[0]  # noqa: PLR2004
    upper = np.take_along_axis(ordered, (reached > 0.5).argmax(axis=0)[None], axis=0)[0]  # noqa: PLR2004
    return np.asarray(np.where(np.isnan(shares[0]), np.nan, (lower + upper) / 2))


@dataclass(frozen=True, slots=True)
class PanelCells:
    """What the members' marks give, offers x criteria; columns of measured criteria are empty."""

    scores: Scores  # 0..100, a consensus mark already in its place; NaN = no value
    individual: Scores  # what the members' own marks give
    marked: NDArray[np.int64]  # voting seats with a mark
    expected: NDArray[np.int64]  # voting seats that had the cell on their sheet
    not_applicable: NDArray[np.bool_]
    is_consensus: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sheets:
    """What the voting seats wrote, seat by seat."""

    seats: tuple[str, ...]  # ids
    scores: Scores  # seats x offers x criteria, 0..100; NaN = no mark, or a cell that is not on the seat's sheet
    says_not_applicable: NDArray[np.bool_]  # seats x offers x criteria
    on_sheet: NDArray[np.bool_]  # seats x offers x criteria
    weights: Scores  # seats x criteria: what the seat weighs in the criterion's dimension

    def without(self, seat: int) -> "Sheets":
        """The same without one seat, by its position."""
        return Sheets(
            seats=self.seats[:seat] + self.seats[seat + 1 :],
            scores=np.delete(self.scores, seat, axis=0),
            says_not_applicable=np.delete(self.says_not_applicable, seat, axis=0),
            on_sheet=np.delete(self.on_sheet, seat, axis=0),
            weights=np.delete(self.weights, seat, axis=0),
        )


def voting_sheets(case: Case) -> Sheets:
    """The sheets of a case that count."""
    voting = [seat for seat in case.seats if seat.voting]
    scores, says_not_applicable = _marks(case, voting)
    on_sheet = _on_sheet(case, voting)
    weights = np.array([[seat.weight_in(item.dimension) for item in case.criteria] for seat in voting])
    return Sheets(
        seats=tuple(seat.id for seat in voting),
        scores=np.where(on_sheet, scores, np.nan),
        says_not_applicable=says_not_applicable,
        on_sheet=on_sheet,
        weights=weights.reshape(len(voting), len(case.criteria)),
    )


def panel_cells(case: Case, sheets: Sheets | None = None) -> PanelCells:
    """The panel's scores for every offer and criterion of a case, from its own sheets unless others are given."""
    sheets = sheets or voting_sheets(case)
    individual = panel_scores(sheets.scores, sheets.weights, case.method.panel)

    # Not applicable only if every voting member who has the cell says so, so that no single one lifts an offer by it.
    expected = sheets.on_sheet.sum(axis=0)
    not_applicable = (expected > 0) & ((sheets.on_sheet & sheets.says_not_applicable).sum(axis=0) == expected)
    return _with_consensus(case, individual, (~np.isnan(sheets.scores)).sum(axis=0), expected, not_applicable)


def _with_consensus(
    case: Case,
    individual: Scores,
    marked: NDArray[np.int64],
    expected: NDArray[np.int64],
    not_applicable: NDArray[np.bool_],
) -> PanelCells:
    scores = individual.copy()
    is_consensus = np.zeros(scores.shape, dtype=bool)
    offer_rows = {offer.id: row for row, offer in enumerate(case.offers)}
    columns = {criterion.id: column for column, criterion in enumerate(case.criteria)}
    for agreed in case.consensus:
        cell = offer_rows[agreed.offer], columns[agreed.criterion]
        scores[cell] = mark_score(agreed.value, case.scale.min, case.scale.max)
        is_consensus[cell] = True
    switched_off = np.array([is_switched_off(case, criterion) for criterion in case.criteria], dtype=bool)
    return PanelCells(
        scores=scores,
        individual=individual,
        marked=marked,
        expected=expected,
        not_applicable=(not_applicable & ~is_consensus) | switched_off,
        is_consensus=is_consensus,
    )


def is_switched_off(case: Case, criterion: Criterion) -> bool:
    """Whether the criterion asks for a condition that does not hold for this company."""
    return criterion.condition is not None and criterion.condition not in case.profile.conditions


def _marks(case: Case, voting: list[Seat]) -> tuple[Scores, NDArray[np.bool_]]:
    """What the voting seats wrote: scores and "not applicable", each seats x offers x criteria."""
    shape = len(voting), len(case.offers), len(case.criteria)
    values = np.full(shape, np.nan)
    says_not_applicable = np.zeros(shape, dtype=bool)
    given = columns_of(case.marks)
    layers = given.seats.placed([seat.id for seat in voting])
    voted = layers >= 0  # an advisory seat's marks are in no layer
    cells = (
        layers[voted],
        given.offers.found([offer.id for offer in case.offers])[voted],
        given.criteria.found([criterion.id for criterion in case.criteria])[voted],
    )
    values[cells] = given.values[voted]
    says_not_applicable[cells] = given.says_not_applicable[voted]
    return 100.0 * (values - case.scale.min) / (case.scale.max - case.scale.min), says_not_applicable


def _on_sheet(case: Case, voting: list[Seat]) -> NDArray[np.bool_]:
    """Which cells are on whose sheet: assigned panel criteria of offers from which the seat is not recused."""
    assigned = np.array(
        [[item.source == "panel" and seat.marks_criterion(item.id) for item in case.criteria] for seat in voting],
        dtype=bool,
    ).reshape(len(voting), 1, len(case.criteria))
    present = np.array(
        [[offer.id not in seat.recused for offer in case.offers] for seat in voting], dtype=bool
    ).reshape(len(voting), len(case.offers), 1)
    return np.asarray(assigned & present)
