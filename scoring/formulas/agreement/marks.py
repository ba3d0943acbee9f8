"""Marks: what the voting seats wrote, as the table that all statistics of a case read."""

from dataclasses import dataclass

import numpy as np

from scoring.formulas.agreement.ratings import Table
from scoring.formulas.case import DIMENSIONS, Case, Criterion, Offer, Seat
from scoring.formulas.panel import is_switched_off
from scoring.formulas.total import weighted_means


@dataclass(frozen=True, slots=True)
class CountedMarks:
    """The marks that count: voting seats with at least one, panel criteria that count and apply."""

    seats: tuple[Seat, ...]
    offers: tuple[Offer, ...]
    criteria: tuple[Criterion, ...]
    values: Table  # seats x offers x criteria, on the mark's scale; NaN = no mark

    @property
    def cells(self) -> Table:
        """Seats x cells, a cell being one offer on one criterion."""
        return self.values.reshape(len(self.seats), len(self.offers) * len(self.criteria))


def counted_marks(case: Case) -> CountedMarks:
    """The marks of a case that statistics of agreement read."""
    seats = [seat for seat in case.seats if seat.voting]
    criteria = [item for item in case.criteria if item.source == "panel" and item.counts]
    criteria = [item for item in criteria if not is_switched_off(case, item)]
    layers = {seat.id: layer for layer, seat in enumerate(seats)}
    rows = {offer.id: row for row, offer in enumerate(case.offers)}
    columns = {criterion.id: column for column, criterion in enumerate(criteria)}
    given = [
        mark for mark in case.marks if mark.value is not None and mark.seat in layers and mark.criterion in columns
    ]
    values = np.full((len(seats), len(rows), len(columns)), np.nan)
    values[
        [layers[mark.seat] for mark in given],
        [rows[mark.offer] for mark in given],
        [columns[mark.criterion] for mark in given],
    ] = [mark.value for mark in given]
    for layer, seat in enumerate(seats):
        values[layer, [rows[offer] for offer in seat.recused]] = np.nan
        values[layer][:, [not seat.marks_criterion(item.id) for item in criteria]] = np.nan
    present = ~np.isnan(values)
    marks_any = present.any(axis=(1, 2))
    has_marks = present.any(axis=(0, 2))
    return CountedMarks(
        seats=tuple(seat for seat, marks in zip(seats, marks_any, strict=True) if marks),
        offers=tuple(offer for offer, marked in zip(case.offers, has_marks, strict=True) if marked),
        criteria=tuple(criteria),
        values=values[marks_any][:, has_marks],
    )


def own_totals(case: Case, marks: CountedMarks) -> Table:
    """What each seat alone would say about each offer: its marks, weighted as the committee's would be.

    Returns: seats x offers, 0 to 100. NaN where the seat has no mark for the offer in a dimension in which it has one
        for another offer, so that all totals of a seat are over the same dimensions.
    """
    scores = 100 * (marks.values - case.scale.min) / (case.scale.max - case.scale.min)
    weights = np.array([item.weight for item in marks.criteria], dtype=np.float64)
    columns = [[item.dimension == name for item in marks.criteria] for name in DIMENSIONS]
    dimension_weights = np.array([case.dimensions[name] for name in DIMENSIONS], dtype=np.float64)
    totals = np.full(scores.shape[:2], np.nan)
    for row, sheet in enumerate(scores):
        means = np.array([weighted_means(sheet[:, there], weights[there])[0] for there in columns]).T
        used = ~np.isnan(means).all(axis=0) & (dimension_weights > 0)
        if used.any():
            totals[row] = means[:, used] @ (dimension_weights[used] / dimension_weights[used].sum())
    return totals
