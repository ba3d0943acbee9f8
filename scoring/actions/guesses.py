"""Guesses: count a rule of thumb among an offer's costs, or no longer. The offer's price history notes it."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from scoring.actions.refusals import Refused
from scoring.casefile.offer_costs import Guess, OfferCosts, in_offer_currency
from vendors.history import noting_changes
from vendors.models import CostAmount, CostLine, Offer

if TYPE_CHECKING:
    from evaluator.models import Member


def count_guess(costs: OfferCosts, guess: Guess, *, by: "Member", on: datetime) -> CostLine:
    """Add the rule of thumb as a hidden cost line of the offer, marked as what it is.

    Raises: Refused: it counts already, does not apply, or has no amount in the offer's currency.
    """
    estimate, rate = guess.estimate, costs.rate
    if guess.state not in {"open", "filled", "answered"} or not guess.is_known or rate is None:
        raise Refused(_("This rule of thumb can't be counted here, or it is counted already."))
    with noting_changes(costs.offer, by=by, on=on):
        line = CostLine.objects.create(
            offer=costs.offer,
            category=estimate.category,
            kind=CostLine.Kind.HIDDEN,
            is_cash=estimate.cash,
            source=CostLine.Source.SEED_DEFAULT,
            source_note=estimate.row,
            as_of=on.date(),
            position=_next_position(costs.offer),
        )
        years = enumerate(zip(estimate.low, estimate.expected, estimate.high, strict=True), start=1)
        CostAmount.objects.bulk_create(
            CostAmount(
                line=line,
                year=year,
                low=in_offer_currency(low, rate),
                expected=in_offer_currency(expected, rate),
                high=in_offer_currency(high, rate),
            )
            for year, (low, expected, high) in years
            if high
        )
    return line


def drop_guess(costs: OfferCosts, guess: Guess, *, by: "Member", on: datetime) -> None:
    """Take the lines away that `count_guess` added for this rule of thumb.

    Raises: Refused: there is none.
    """
    lines = CostLine.objects.filter(
        offer=costs.offer,
        category=guess.estimate.category,
        kind=CostLine.Kind.HIDDEN,
        source=CostLine.Source.SEED_DEFAULT,
    )
    if not lines.exists():
        raise Refused(_("This rule of thumb is not counted."))
    with noting_changes(costs.offer, by=by, on=on):
        lines.delete()


def _next_position(offer: Offer) -> int:
    positions = CostLine.objects.filter(offer=offer).values_list("position", flat=True)
    return max(positions, default=-1) + 1
