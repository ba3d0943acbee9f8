"""Terms: an offer's rows as the plain values that vendors/pricing.py reckons with."""

from collections.abc import Iterable
from decimal import Decimal

from vendors import pricing
from vendors.models import Module, Offer, Period, SeatPrice, UsageTerm
from vendors.models.price import Price

_PERCENT = Decimal(100)


def terms_of(offer: Offer) -> pricing.Terms:
    """What the offer says about its prices. Reads `seat_prices`, `modules` and `usage_terms`: prefetch them.

    Names are as entered, whatever language is being read, so that a frozen case is the same for everybody.
    """
    return terms_with(offer, offer.seat_prices.all(), offer.modules.all(), offer.usage_terms.all())


def terms_with(
    offer: Offer, seat_prices: Iterable[SeatPrice], modules: Iterable[Module], usage_terms: Iterable[UsageTerm]
) -> pricing.Terms:
    """The same for prices that need not be saved."""
    uplift = offer.renewal_uplift_percent
    return pricing.Terms(
        steps=tuple(_step(offer, step) for step in seat_prices),
        is_graduated=offer.seat_pricing == Offer.SeatPricing.GRADUATED,
        seat_minimum=offer.seat_minimum,
        seat_maximum=offer.seat_maximum,
        discount=offer.discount_percent / _PERCENT,
        discount_years=offer.discount_years,
        uplift=None if uplift is None else uplift / _PERCENT,
        modules=tuple(_module(module) for module in modules),
        usage=tuple(_usage(usage) for usage in usage_terms),
        storage=pricing.Storage(
            included=offer.storage_included_gb, needed=offer.storage_needed_gb, price=offer.storage_price
        ),
    )


def _step(offer: Offer, step: SeatPrice) -> pricing.SeatStep:
    return pricing.SeatStep(
        from_seat=step.from_seat, unit_price=step.unit_price * _times(offer.seat_period), origin=_origin(step)
    )


def _module(module: Module) -> pricing.ModuleTerm:
    times = 1 if module.per == Module.Per.ONCE else _times(module.period)
    return pricing.ModuleTerm(
        name=module.name,
        grade=module.grade,
        is_included=module.is_included,
        price=None if module.price is None else module.price * times,
        per=module.per,
        origin=_origin(module),
    )


def _usage(usage: UsageTerm) -> pricing.Usage:
    named = ("included", "unit_price", "overage_from", "overage_price", "cap", "volume", "volume_low", "volume_high")
    return pricing.Usage(
        unit=usage.unit,
        grows_with_seats=usage.grows_with_seats,
        origin=_origin(usage),
        **{name: getattr(usage, name) for name in named},
    )


def _origin(price: Price) -> pricing.Origin:
    return pricing.Origin(source=price.source, as_of=price.as_of, note=price.source_note)


def _times(period: str) -> int:
    """How many prices make a year."""
    return pricing.MONTHS if period == Period.MONTH else 1
