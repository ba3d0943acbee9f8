"""Committee: every statistic of agreement for one case, with what it rests on and why one may be missing."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from scoring.formulas.agreement.coefficients import (
    concordance,
    disagreement,
    kendall_w,
    krippendorff_alpha,
    member_against_rest,
    within_group_agreement,
)
from scoring.formulas.agreement.discrepancies import Discrepancy, discrepancies
from scoring.formulas.agreement.marks import CountedMarks, counted_marks, own_totals
from scoring.formulas.agreement.ratings import Table, average_ranks
from scoring.formulas.agreement.variance import MeanSquares, icc, mean_squares, severity
from scoring.formulas.case import Case
from scoring.formulas.rounding import NOISE_DECIMALS, is_below

# With fewer seats or offers than this a coefficient says next to nothing.
ENOUGH = 3
# From this figure on ... it reads as, best first.
ALPHA_READINGS = ((0.800, "good"), (0.667, "tentative"))
ICC_READINGS = ((0.9, "excellent"), (0.75, "good"), (0.5, "moderate"))
READINGS = ("excellent", "good", "moderate", "tentative", "low", "poor", "too_few", "undefined")
# Why a figure is missing.
UNDEFINED = (
    "no_shared_cells",  # no cell has marks of two seats
    "no_variation",  # all marks are the same, or an order tells nothing apart
    "few_complete_seats",  # fewer than two seats have a total for every offer
    "one_offer",  # there is nothing to put in order
    "few_complete_cells",  # fewer than two cells have a mark of every seat
    "not_connected",  # seats and offers fall into groups that share no cell
    "incomplete_seat",  # this seat has no total for some offer
)


@dataclass(frozen=True, slots=True)
class CellAgreement:
    """How far the members agree on one offer and criterion."""

    offer: str
    criterion: str
    within_group: float  # r_wg, 0..1
    marks: int  # how many it rests on, 2 or more


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What the coefficients divide; None where there is no coefficient."""

    alpha_ordinal: tuple[float, float] | None  # disagreement observed, expected
    alpha_interval: tuple[float, float] | None
    kendall_w: tuple[float, float] | None  # spread of the sums of ranks, and what one common order would give
    icc: MeanSquares | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far the members agree. None: the marks cannot tell; `undefined` says why."""

    alpha_ordinal: float | None
    alpha_interval: float | None
    kendall_w: float | None
    icc2k: float | None
    icc3k: float | None
    sums: Sums
    within_group: Mapping[str, float | None]  # criterion -> mean r_wg of its cells, 0..1
    member_against_rest: Mapping[str, float | None]  # seat -> -1..1
    severity: Mapping[str, float | None]  # seat -> points of 0..100 above (+) or below (-) the others
    discrepancies: tuple[Discrepancy, ...]  # widest first
    readings: Mapping[str, str]  # alpha_ordinal, alpha_interval, icc2k, icc3k -> one of READINGS
    undefined: Mapping[str, str]  # field, or "member_against_rest.<seat>" -> one of UNDEFINED
    seats: tuple[str, ...]  # voting seats with a mark that counts
    complete_seats: tuple[str, ...]  # of these, who has a total of its own for every offer
    offers: tuple[str, ...]  # offers with a mark that counts
    criteria: tuple[str, ...]  # panel criteria that count and apply to this company
    cells: tuple[CellAgreement, ...]  # every cell with two marks or more
    complete_cells: int  # cells with a mark of every seat, on which the two ICC rest
    own_totals: Mapping[str, Mapping[str, float | None]]  # seat -> offer -> 0..100, from that seat's marks alone

    @property
    def is_too_few(self) -> bool:
        """Whether there are too few seats or offers for any coefficient to tell."""
        return min(len(self.seats), len(self.offers)) < ENOUGH


def agreement_of(case: Case) -> Agreement:
    """How far the members of a case agree.

    Args:
        case: voting seats and panel criteria that count are read; measures, advisory seats and states are not.
    Returns: see Agreement. Nothing of it enters a score.
    Source: docs/method.md, "Agreement".
    """
    marks = counted_marks(case)
    points = 100 / (case.scale.max - case.scale.min)
    totals = own_totals(case, marks)
    has_all = np.asarray(~np.isnan(totals).any(axis=1))
    is_complete = has_all.tolist()
    against_rest = iter(member_against_rest(_places(totals[has_all])))
    correlations = icc(marks.cells.T)
    effects = severity(points * marks.cells)
    cells = _cells(case, marks)
    seats = [seat.id for seat in marks.seats]
    figures = {
        "alpha_ordinal": krippendorff_alpha(marks.cells, "ordinal"),
        "alpha_interval": krippendorff_alpha(marks.cells, "interval"),
        "kendall_w": kendall_w(totals),
        "icc2k": correlations["icc2k"],
        "icc3k": correlations["icc3k"],
    }
    members = {seat: next(against_rest) if full else None for seat, full in zip(seats, is_complete, strict=True)}
    complete_cells = int((~np.isnan(marks.cells)).all(axis=0).sum()) if seats else 0
    return Agreement(
        **figures,
        sums=Sums(
            alpha_ordinal=disagreement(marks.cells, "ordinal"),
            alpha_interval=disagreement(marks.cells, "interval"),
            kendall_w=concordance(totals),
            icc=mean_squares(marks.cells.T),
        ),
        within_group=_by_criterion(marks, cells),
        member_against_rest=members,
        severity=dict(zip(seats, effects or [None] * len(seats), strict=True)),
        discrepancies=discrepancies(case),
        readings=_readings(figures, is_too_few=min(len(seats), len(marks.offers)) < ENOUGH),
        undefined={
            **_why_undefined(figures, marks, complete=sum(is_complete), complete_cells=complete_cells),
            **_why_no_severity(marks, effects),
            **_why_no_member(members, dict(zip(seats, is_complete, strict=True)), len(marks.offers)),
        },
        seats=tuple(seats),
        complete_seats=tuple(seat for seat, full in zip(seats, is_complete, strict=True) if full),
        offers=tuple(offer.id for offer in marks.offers),
        criteria=tuple(criterion.id for criterion in marks.criteria),
        cells=cells,
        complete_cells=complete_cells,
        own_totals={
            seat: {offer.id: _or_none(total) for offer, total in zip(marks.offers, row, strict=True)}
            for seat, row in zip(seats, totals.tolist(), strict=True)
        },
    )


def alpha_reading(alpha: float) -> str:
    """What an alpha is called: good from .800, tentative from .667, else low.

    >>> alpha_reading(0.8), alpha_reading(0.667), alpha_reading(0.6669)
    ('good', 'tentative', 'low')
    """
    return next((name for limit, name in ALPHA_READINGS if not is_below(alpha, limit, NOISE_DECIMALS)), "low")


def icc_reading(correlation: float) -> str:
    """What an intraclass correlation is called: excellent from .9, good from .75, moderate from .5, else poor.

    >>> icc_reading(0.9), icc_reading(0.75), icc_reading(0.5), icc_reading(0.49)
    ('excellent', 'good', 'moderate', 'poor')
    """
    return next((name for limit, name in ICC_READINGS if not is_below(correlation, limit, NOISE_DECIMALS)), "poor")


def _places(totals: Table) -> Table:
    """Each seat's order of the offers, 1 = its best; equal totals share the average of their places."""
    return np.array([average_ranks(-row.round(NOISE_DECIMALS)) for row in totals]).reshape(totals.shape)


def _cells(case: Case, marks: CountedMarks) -> tuple[CellAgreement, ...]:
    found = []
    for column, criterion in enumerate(marks.criteria):
        for row, offer in enumerate(marks.offers):
            given = marks.values[:, row, column]
            agreed = within_group_agreement(given, case.scale.min, case.scale.max)
            if agreed is not None:
                found.append(CellAgreement(offer.id, criterion.id, agreed, int((~np.isnan(given)).sum())))
    return tuple(found)


def _by_criterion(marks: CountedMarks, cells: tuple[CellAgreement, ...]) -> dict[str, float | None]:
    by_criterion: dict[str, list[float]] = {criterion.id: [] for criterion in marks.criteria}
    for cell in cells:
        by_criterion[cell.criterion].append(cell.within_group)
    return {criterion: sum(found) / len(found) if found else None for criterion, found in by_criterion.items()}


def _readings(figures: Mapping[str, float | None], *, is_too_few: bool) -> dict[str, str]:
    read = {"alpha_ordinal": alpha_reading, "alpha_interval": alpha_reading, "icc2k": icc_reading, "icc3k": icc_reading}

    def reading(name: str) -> str:
        figure = figures[name]
        if figure is None:
            return "undefined"
        return "too_few" if is_too_few else read[name](figure)

    return {name: reading(name) for name in read}


def _why_undefined(
    figures: Mapping[str, float | None], marks: CountedMarks, *, complete: int, complete_cells: int
) -> dict[str, str]:
    shared = "no_variation" if _shares_cells(marks) else "no_shared_cells"
    orders = "few_complete_seats" if complete < 2 else "one_offer" if len(marks.offers) < 2 else "no_variation"  # noqa: PLR2004
    few_cells = complete_cells < 2 or len(marks.seats) < 2  # noqa: PLR2004
    correlated = "few_complete_cells" if few_cells else "no_variation"
    reasons = {"alpha_ordinal": shared, "alpha_interval": shared, "kendall_w": orders}
    reasons |= {"icc2k": correlated, "icc3k": correlated}
    return {name: reason for name, reason in reasons.items() if figures[name] is None}


def _why_no_severity(marks: CountedMarks, effects: object) -> dict[str, str]:
    if effects is not None:
        return {}
    return {"severity": "not_connected" if _shares_cells(marks) else "no_shared_cells"}


def _why_no_member(members: Mapping[str, float | None], is_complete: Mapping[str, bool], offers: int) -> dict[str, str]:
    def reason(seat: str) -> str:
        if not is_complete[seat]:
            return "incomplete_seat"
        if sum(is_complete.values()) < 2:  # noqa: PLR2004
            return "few_complete_seats"
        return "one_offer" if offers < 2 else "no_variation"  # noqa: PLR2004

    return {f"member_against_rest.{seat}": reason(seat) for seat, figure in members.items() if figure is None}


def _shares_cells(marks: CountedMarks) -> bool:
    return bool(((~np.isnan(marks.cells)).sum(axis=0) > 1).any())


def _or_none(figure: float) -> float | None:
    return None if np.isnan(figure) else figure
