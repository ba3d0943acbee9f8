"""Price preview: the prices of this evaluation under the chosen formula, beside the other official ones."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from django.utils.translation import gettext as _

from scoring.formulas.case import OFFICIAL_PRICE_FORMULAS, Case, FactValue
from scoring.formulas.cost import price_on
from scoring.formulas.price import Reference, parameters_of, price_scores_among, reference_prices
from scoring.formulas.rounding import printed
from scoring.presentation import wording
from scoring.presentation.measured import price_in_numbers
from scoring.presentation.price_warnings import price_warnings
from scoring.presentation.result import Result
from vendors.templatetags.figures import money

_NOTHING = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedOffer:
    """One offer with its price and its points under each formula."""

    name: str
    is_excluded: bool
    price: str
    scores: tuple[str, ...]  # in the order of the formulas
    working: str  # the chosen formula with the numbers filled in; empty without a price


@dataclass(frozen=True, slots=True, kw_only=True)
class PricePreview:
    """Prices and points; the chosen formula stands first."""

    formulas: tuple[str, ...]
    rule: str  # the chosen formula with names in the place of numbers
    basis: str
    offers: tuple[PricedOffer, ...]
    warnings: tuple[str, ...]

    @property
    def rows(self) -> list[tuple[PricedOffer, list[tuple[str, str]]]]:
        """Each offer with its points, formula by formula."""
        return [(offer, list(zip(self.formulas, offer.scores, strict=True))) for offer in self.offers]


def price_preview(result: Result) -> PricePreview:
    """The offers of a result by their prices, as its own formula scores them and as the other official ones would."""
    case, chosen = result.case, result.case.method.price_formula
    prices = {each.id: price_on(case.method.price_basis, each.cost) for each in result.assessment.offers}
    eligible = [each.is_eligible for each in result.assessment.offers]
    compared = eligible if any(eligible) else [True] * len(eligible)
    columns = {
        code: dict(zip(prices, price_scores_among(list(prices.values()), compared, code, parameters), strict=True))
        for code, parameters in _formulas(case).items()
    }
    inputs = _inputs(case, reference_prices(list(prices.values()), compared))
    decimals = case.method.decimals
    return PricePreview(
        formulas=tuple(wording.price_formula_label(code) for code in columns),
        rule=wording.price_rule(chosen),
        basis=wording.price_basis_label(case.method.price_basis),
        offers=tuple(
            PricedOffer(
                name=offer.name,
                is_excluded=not result.assessment.offer(offer.id).is_eligible,
                price=money(prices[offer.id], result.currency),
                scores=tuple(_shown(scores[offer.id], decimals) for scores in columns.values()),
                working=price_in_numbers(
                    chosen, {"price": prices[offer.id], **inputs}, columns[chosen][offer.id], decimals
                ),
            )
            for offer in sorted(result.offers, key=lambda each: _by_price(prices[each.id]))
        ),
        warnings=price_warnings(case, result.assessment),
    )


def impossible(case: Case) -> str:
    """Why no price can be scored by the stated formula; empty where it can."""
    try:
        parameters_of(case.method, case.profile)
    except ValueError:
        return _("The limits of this price formula are missing or impossible, so no price can be scored.")
    return ""


def _formulas(case: Case) -> dict[str, Mapping[str, float]]:
    """The chosen formula, then the other official ones that this evaluation could take, with their parameters."""
    found: dict[str, Mapping[str, float]] = {case.method.price_formula: parameters_of(case.method, case.profile)}
    for code in OFFICIAL_PRICE_FORMULAS:
        # A ceiling is a promise about cash.
        if code in found or (code == "ceiling" and case.method.price_basis != "cash"):
            continue
        try:
            found[code] = parameters_of(replace(case.method, price_formula=code, price_parameters={}), case.profile)
        except ValueError:
            continue  # without a budget there is no ceiling to show
    return found


def _inputs(case: Case, reference: Reference | None) -> dict[str, FactValue]:
    """What the chosen formula reads besides a price, as an explanation of a score lists it."""
    parameters: dict[str, FactValue] = dict(parameters_of(case.method, case.profile))
    if case.method.price_formula == "ceiling" or reference is None:
        return parameters
    return parameters | asdict(reference)


def _shown(score: float | None, decimals: int) -> str:
    return _NOTHING if score is None else wording.figure(printed(score, decimals))


def _by_price(price: float | None) -> tuple[bool, float]:
    return price is None, price or 0.0
