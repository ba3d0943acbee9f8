"""Picking: an edition of the catalogue becomes an offer of our own, with its prices, dates and sources."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vendors import catalogue
from vendors.catalogue.entries import AddOn, Edition, Mapped, Price, Sourced
from vendors.catalogue.entries import Vendor as Entry
from vendors.catalogue_words import origin_of, price_of
from vendors.history import noting_changes
from vendors.models import Module, Offer, Period, PriceSource, Promise, SeatPrice, Tier, UsageTerm, Vendor
from vendors.wording import columns, in_a_row, worded_for_reader

_CLAIMED = Promise.Status.CLAIMED  # nobody here has seen a document
_WHOLE_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What somebody decided when picking an edition."""

    vendor: Vendor | None  # None: add the vendor of the catalogue
    tier: Tier
    seats: int | None
    billing: str  # year | month
    addons: tuple[tuple[AddOn, str], ...] = ()  # with the class that we need it for
    promises: tuple[Mapped, ...] = ()


@transaction.atomic
def pick(entry: Entry, edition: Edition, choice: Choice, *, by: Any, on: datetime) -> Offer:
    """Make the offer. What the catalogue does not know stays empty: an offer by quote has no price at all."""
    price = edition.price(choice.billing)
    name, name_zh = columns(edition.name)
    offer = Offer.objects.create(
        vendor=choice.vendor or _added(entry),
        edition=name,
        edition_zh=name_zh,
        tier=choice.tier,
        seats=choice.seats,
        currency=edition.currency,
        billing=choice.billing,
        seat_minimum=edition.seat_min.value,
        seat_maximum=edition.seat_max.value,
        seat_period=price.period or Period.MONTH,
        notes="\n".join(_notes(edition, price, choice)),
    )
    with noting_changes(offer, by=by, on=on):
        SeatPrice.objects.bulk_create(_seat_prices(offer, edition, price))
        for position, (addon, grade) in enumerate(choice.addons, start=1):
            _take_over(offer, addon, grade, choice.billing, position)
    Promise.objects.bulk_create(
        Promise(offer=offer, fact=row.fact, value=row.value, status=_CLAIMED, evidence=origin_of(row.basis))
        for row in choice.promises
    )
    return offer


def whole_day(as_of: str | None) -> date | None:
    """The day that a date names; None where only its month or year is known, which is not the first of it."""
    return date.fromisoformat(as_of) if as_of and _WHOLE_DAY.fullmatch(as_of) else None


def same_vendor(entry: Entry) -> Vendor | None:
    """The vendor of this name that is on the list already, by either name."""
    for name in entry.name.values():
        if found := Vendor.objects.filter(name__iexact=name).first():
            return found
    return None


def _added(entry: Entry) -> Vendor:
    name, name_zh = columns(entry.name)
    return Vendor.objects.create(name=name, name_zh=name_zh, website=entry.website)


def _seat_prices(offer: Offer, edition: Edition, price: Price) -> Iterable[SeatPrice]:
    if price.amount is None:
        return
    stated = _stated(price)
    yield SeatPrice(offer=offer, from_seat=1, unit_price=price.amount, **stated)
    for step in edition.steps:
        if step.billing == price.billing:
            yield SeatPrice(offer=offer, from_seat=step.from_seat, unit_price=step.amount, **stated)


def _take_over(offer: Offer, addon: AddOn, grade: str, billing: str, position: int) -> None:
    price = addon.price(billing)
    name, name_zh = columns(addon.name)
    stated = _stated(price) | {"position": position}
    if addon.kind == "usage":
        unit = catalogue.units()[addon.per].noun
        UsageTerm.objects.create(
            offer=offer,
            unit=f"{name} ({unit['en']})",
            unit_zh=f"{name_zh or name}（{unit['zh-hans']}）",
            unit_price=None if price.amount is None else price.amount / addon.quantity,
            **stated,
        )
        return
    Module.objects.create(
        offer=offer,
        name=name,
        name_zh=name_zh,
        grade=grade,
        price=price.amount,
        per=Module.Per(addon.kind),
        period=Period.YEAR if price.period == "year" else Period.MONTH,
        **stated,
    )


def _stated(figure: Sourced) -> dict[str, Any]:
    return {
        "as_of": whole_day(figure.as_of),
        "source": PriceSource.LIST_PRICE,
        "source_note": origin_of(figure),
    }


def _notes(edition: Edition, price: Price, choice: Choice) -> Iterable[str]:
    """What a reader of the offer should know, a paragraph for each subject."""
    if price.amount is None:
        yield in_a_row([_("No public price was found for this edition and this way of billing."), *_noted(price)])
    else:
        yield from _noted(price)
    if edition.included:
        yield _("Included: %(text)s") % {"text": worded_for_reader(edition.included)}
    for addon, _grade in choice.addons:
        price = addon.price(choice.billing)
        words = {"name": worded_for_reader(addon.name), "price": price_of(addon, price)}
        terms = [worded_for_reader(addon.terms)] if addon.terms else []
        if price.billing is not None and price.billing != choice.billing:
            terms.append(_("This price is published for yearly billing only."))
        yield in_a_row([_("%(name)s: %(price)s.") % words, *terms, *_noted(price)])


def _noted(figure: Sourced) -> list[str]:
    generic = catalogue.about("not_found")
    return [worded_for_reader(figure.note)] if figure.note and figure.note != generic else []
