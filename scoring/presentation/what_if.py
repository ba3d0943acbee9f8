"""What if: the ranking under other weights and prices, beside the one that counts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from scoring.formulas.assessment import assess
from scoring.formulas.case import Case
from scoring.formulas.robustness import Robustness
from scoring.formulas.robustness.board import Board
from scoring.formulas.robustness.field import Field
from scoring.presentation import wording
from scoring.presentation.offers import OfferFigures
from scoring.presentation.price_preview import PricePreview, price_preview
from scoring.presentation.result import Result, present
from scoring.presentation.robustness import IntervalRow, interval_rows
from scoring.presentation.robustness_words import Names
from scoring.presentation.working import total_formula
from vendors.templatetags.figures import percent

_EDGE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedOffer:
    """One offer of the ranking that was tried."""

    offer: OfferFigures
    was_place: str
    was_total: Decimal | None
    move: int  # places up (+) or down (-); 0 where it stays or has no place
    working: str  # the total with the numbers filled in; empty without one

    @property
    def moved_text(self) -> str:
        """The move in words, for those who cannot see an arrow."""
        if self.offer.rank is None:
            return _("no place")
        if not self.move:
            return _("same place")
        words = _("%(count)d up") if self.move > 0 else _("%(count)d down")
        return words % {"count": abs(self.move)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What comes out under other weights and another price formula."""

    rows: tuple[MovedOffer, ...]
    sentence: str
    changes_winner: bool
    intervals: tuple[IntervalRow, ...]
    prices: PricePreview


def try_out(
    result: Result, *, weights: Mapping[str, float], price_formula: str, price_parameters: Mapping[str, float]
) -> Tried:
    """The result under other weights and another price formula; the evaluation itself stays as it is.

    Raises: ValueError: weights or parameters that no case can have.
    """
    case = _other(result.case, weights, price_formula, price_parameters)
    assessment = assess(case)
    tried = present(case, assessment)
    was = {offer.id: offer for offer in result.offers}
    rows = tuple(_moved(tried, offer, was[offer.id]) for offer in tried.offers)
    changes = set(assessment.winners) != set(result.assessment.winners)
    intervals: tuple[IntervalRow, ...] = ()
    if assessment.winners:
        names = Names(case, {offer.id: offer.name for offer in tried.offers})
        intervals = interval_rows(Field(Board.of(case), assessment).dimension_intervals(), names)
    return Tried(
        rows=rows,
        sentence=tried.verdict.sentence,
        changes_winner=changes,
        intervals=intervals,
        prices=price_preview(tried),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TippingPoint:
    """Weights at which the first place changes hands, to be looked at in full."""

    label: str
    weights: Mapping[str, float]  # dimension -> points of 100


def tipping_points(found: Robustness, weights: Mapping[str, float]) -> list[TippingPoint]:
    """Every weight at which another offer draws level, one dimension at a time, and the smallest shift between two.

    Args:
        weights: dimension -> weight now; any positive multiple.
    """
    now, points = points_of(weights), []
    for code, interval in found.dimension_intervals.items():
        for share, follower in ((interval.low, interval.after_low), (interval.high, interval.after_high)):
            if follower and _EDGE < share < 1 - _EDGE:
                values = {"dimension": wording.dimension_label(code), "share": percent(share, 1)}
                label = _("%(dimension)s at %(share)s") % values
                points.append(TippingPoint(label=label, weights=_at(now, code, share)))
    if shift := found.smallest_shift:
        moved = now | {
            shift.source: now[shift.source] - shift.points,
            shift.target: now[shift.target] + shift.points,
        }
        points.append(TippingPoint(label=_("After the smallest shift"), weights=moved))
    return points


def points_of(weights: Mapping[str, float]) -> dict[str, float]:
    """Weights in points of 100.

    >>> points_of({"need": 4, "cost": 3, "risk": 3})
    {'need': 40.0, 'cost': 30.0, 'risk': 30.0}
    """
    total = sum(weights.values())
    return {code: 100 * weight / total for code, weight in weights.items()}


def _at(now: Mapping[str, float], code: str, share: float) -> dict[str, float]:
    """One dimension at a share of the whole, the others in proportion or, where they weigh nothing, equally."""
    rest = {other: points for other, points in now.items() if other != code}
    total = sum(rest.values())
    parts = {other: points / total if total else 1 / len(rest) for other, points in rest.items()}
    return {code: 100 * share} | {other: 100 * (1 - share) * part for other, part in parts.items()}


def _other(case: Case, weights: Mapping[str, float], formula: str, parameters: Mapping[str, float]) -> Case:
    # A ceiling is a promise about cash; with another basis the formula would compare two different things.
    basis = "cash" if formula == "ceiling" else case.method.price_basis
    method = replace(case.method, price_formula=formula, price_parameters=dict(parameters), price_basis=basis)
    return replace(case, dimensions=dict(weights), method=method)


def _moved(tried: Result, offer: OfferFigures, was: OfferFigures) -> MovedOffer:
    move = was.rank - offer.rank if was.rank is not None and offer.rank is not None else 0
    working = total_formula(tried, offer)
    return MovedOffer(offer=offer, was_place=was.place, was_total=was.total, move=move, working=working)
