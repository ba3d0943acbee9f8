"""Price warnings: what is odd about how a price formula meets the prices of this evaluation."""

from decimal import Decimal

from django.utils.translation import gettext as _

from scoring.formulas.case import OFFICIAL_PRICE_FORMULAS, Case
from scoring.formulas.results import Assessment
from scoring.formulas.rounding import printed, settled
from scoring.presentation import wording

FULL, NONE = Decimal(100), Decimal(0)


def price_warnings(case: Case, assessment: Assessment) -> tuple[str, ...]:
    """A price of 0, a single offer, equal prices, limits that tell nobody apart, and a formula that compares."""
    criterion = next((each for each in case.criteria if each.measure == "price" and each.counts), None)
    if criterion is None:
        return ()
    eligible = [offer for offer in assessment.offers if offer.is_eligible] or list(assessment.offers)
    is_cash = case.method.price_basis == "cash"
    prices = [offer.cost.cash if is_cash else offer.cost.lines for offer in eligible]
    known = [settled(price) for price in prices if price is not None]
    scores = [offer.criteria[criterion.id].score for offer in eligible]
    shown = {printed(score, case.method.decimals) for score in scores if score is not None}
    warnings = []
    if any(price == 0 for price in known):
        warnings.append(_("An offer has a price of 0: it gets full points, and ratios take the lowest price above 0."))
    if len(known) == 1:
        warnings.append(_("Only one eligible offer has a price, so there is nothing to compare it with."))
    elif known and len(set(known)) == 1:
        warnings.append(_("All prices are equal: the formula cannot tell the offers apart."))
    elif shown and len(known) > 1 and len(shown) == 1:
        warnings.append(_every_price_clips(shown.pop()))
    elif case.method.price_formula == "ceiling" and len(known) > 1 and shown <= {FULL, NONE}:
        warnings.append(_("No price lies between the limits: an offer gets either full points or none."))
    if case.method.price_formula != "ceiling" and len(set(known)) > 1:
        warnings.append(_relative(case.method.price_formula))
    if len(known) < len(prices):
        warnings.append(_("For an offer without a price the criterion is left out."))
    return tuple(warnings)


def _relative(formula: str) -> str:
    if formula not in OFFICIAL_PRICE_FORMULAS:
        return _(
            "Under “%(formula)s” a losing offer's withdrawal can change the winner: to look at, not to decide by."
        ) % {"formula": wording.price_formula_label(formula)}
    return _("This formula compares offers with each other: when one leaves, the points of the others can change.")


def _every_price_clips(score: Decimal) -> str:
    if score == FULL:
        return _("Every offer gets full points for its price: the limits are too generous to tell them apart.")
    if score == NONE:
        return _("No offer gets a point for its price: the limits are too tight to tell them apart.")
    return _("Every offer gets the same points for its price.")
