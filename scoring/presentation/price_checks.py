"""Price checks: what an offer's price says beside its sum: its tier, modules that stay idle, one more seat."""

from dataclasses import dataclass
from math import fsum

from django.utils.translation import gettext as _

from scoring.formulas.case import Case, Offer
from scoring.formulas.cost import by_year
from scoring.formulas.tiers import Standing, check_offer
from scoring.presentation import wording
from scoring.presentation.asking import LowPrice, low_prices
from scoring.presentation.offers import OfferFigures
from scoring.presentation.result import Result
from vendors.facts import verdict
from vendors.templatetags.figures import money

_YEARLY = ("subscription", "modules")


@dataclass(frozen=True, slots=True, kw_only=True)
class TierReading:
    """One reading of a tier's price band."""

    label: str
    status: str  # below | inside | above | between_tiers
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IdleRow:
    """What of the first year's price pays for modules that nobody needs; None where it is not known."""

    paid: float | None  # seats and modules in year 1
    share: float | None  # 0..1
    idle: float | None
    status: str  # pass | warn | fail | unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceChecks:
    """What one offer's price says."""

    offer: OfferFigures
    tiers: tuple[TierReading, ...]  # empty: another currency, or no subscription is given
    idle: IdleRow
    marginal_seat: float | None
    marginal_status: str  # pass | warn | fail | unknown
    low: LowPrice | None


def price_checks(result: Result) -> tuple[PriceChecks, ...]:
    """The checks of every offer, in the order of the ranking."""
    case, low = result.case, low_prices(result.case)
    offers = {offer.id: offer for offer in case.offers}
    return tuple(_checks(case, offers[figures.id], figures, low.get(figures.id)) for figures in result.offers)


def tier_readings(offer: Offer, case: Case) -> tuple[TierReading, ...]:
    """The tier check in words: against the band as it stands, and scaled to the team."""
    found = check_offer(offer, case.profile, decimals=case.method.decimals)
    if found is None:
        return ()
    readings = [TierReading(label=_("As it stands"), **_standing(found.absolute, case.profile.currency))]
    if found.scaled is not None:
        readings.append(TierReading(label=_scaled_label(case), **_standing(found.scaled, case.profile.currency)))
    return tuple(readings)


def first_year_price(offer: Offer) -> float | None:
    """What seats and modules cost in year 1; None where no such line is given."""
    lines = [line for line in offer.costs if line.category in _YEARLY and 1 in line.years]
    return fsum(by_year([line], 1)[0] for line in lines) if lines else None


def _checks(case: Case, offer: Offer, figures: OfferFigures, low: LowPrice | None) -> PriceChecks:
    marginal = _fact(offer, "marginal_seat_ratio")
    return PriceChecks(
        offer=figures,
        tiers=tier_readings(offer, case),
        idle=_idle(offer),
        marginal_seat=marginal,
        marginal_status=_status("marginal_seat_ratio", marginal),
        low=low,
    )


def _idle(offer: Offer) -> IdleRow:
    share, paid = _fact(offer, "idle_share"), first_year_price(offer)
    return IdleRow(
        paid=paid,
        share=share,
        idle=None if share is None or paid is None else share * paid,
        status=_status("idle_share", share),
    )


def _fact(offer: Offer, key: str) -> float | None:
    fact = offer.facts.get(key)
    if fact is None or not fact.is_known or not isinstance(fact.value, int | float):
        return None
    return float(fact.value)


def _status(key: str, figure: float | None) -> str:
    return "unknown" if figure is None else verdict(key, figure)


def _scaled_label(case: Case) -> str:
    seats = case.profile.agent_seats[0] if case.profile.agent_seats else 0
    return _("For a team of %(seats)s") % {"seats": f"{seats:,}"}


def _standing(found: Standing, currency: str) -> dict[str, str]:
    values = {
        "amount": money(found.amount, currency),
        "tier": wording.tier_label(found.band.tier),
        "low": money(found.band.low, currency),
        "high": money(found.band.high, currency),
    }
    if found.between is not None:
        lower, upper = found.between
        values |= {"lower": wording.tier_label(lower), "upper": wording.tier_label(upper)}
        sentence = _("%(amount)s lies between the tiers “%(lower)s” and “%(upper)s”.")
    elif found.band.high is None:
        sentence = _open_ended(found.status)
    else:
        sentence = {
            "inside": _("%(amount)s is usual for the tier “%(tier)s”: %(low)s to %(high)s a year."),
            "below": _("%(amount)s is below what is usual for the tier “%(tier)s”: %(low)s to %(high)s a year."),
            "above": _("%(amount)s is above what is usual for the tier “%(tier)s”: %(low)s to %(high)s a year."),
        }[found.status]
    return {"status": found.status, "sentence": sentence % values}


def _open_ended(status: str) -> str:
    """A band without an upper end is a floor."""
    if status == "inside":
        return _("%(amount)s is usual for the tier “%(tier)s”: from %(low)s a year.")
    return _("%(amount)s is below what is usual for the tier “%(tier)s”: from %(low)s a year.")
