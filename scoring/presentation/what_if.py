"""What if: the ranking under other weights and prices, beside the one that counts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from scoring.formulas.assessment import assess
from scoring.formulas.case import Case
from scoring.formulas.robustness.board import Board
from scoring.formulas.robustness.field import Field
from scoring.presentation.offers import OfferFigures
from scoring.presentation.price_preview import PricePreview, price_preview
from scoring.presentation.result import Result, present
from scoring.presentation.robustness import IntervalRow, interval_rows
from scoring.presentation.robustness_words import Names


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedOffer:
    """One offer of the ranking that was tried."""

    offer: OfferFigures
    was_place: str
    was_total: Decimal | None
    move: int  # places up (+) or down (-); 0 where it stays or has no place

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
    rows = tuple(_moved(offer, was[offer.id]) for offer in tried.offers)
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


def _other(case: Case, weights: Mapping[str, float], formula: str, parameters: Mapping[str, float]) -> Case:
    # A ceiling is a promise about cash; with another basis the formula would compare two different things.
    basis = "cash" if formula == "ceiling" else case.method.price_basis
    method = replace(case.method, price_formula=formula, price_parameters=dict(parameters), price_basis=basis)
    return replace(case, dimensions=dict(weights), method=method)


def _moved(offer: OfferFigures, was: OfferFigures) -> MovedOffer:
    move = was.rank - offer.rank if was.rank is not None and offer.rank is not None else 0
    return MovedOffer(offer=offer, was_place=was.place, was_total=was.total, move=move)
