"""History: how the prices of an offer changed, written down in the transaction that changes them.

Prices of seats and modules are noted as prices of a year, so that a switch from monthly to yearly prices is a change
only where one is. Amounts of cost lines that share category, module and year are noted as one sum.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vendors.models import Offer, PriceRevision
from vendors.models.cost_line import Category
from vendors.models.price import Price
from vendors.terms import terms_of

MOST_SHOWN = 50
PERCENTAGES = frozenset({"discount", "uplift"})
_PRICED = Offer.objects.prefetch_related("seat_prices", "modules", "usage_terms", "cost_lines__amounts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """One price at one moment."""

    amount: Decimal
    currency: str
    source: str = ""
    as_of: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of a price as the offer page shows it."""

    revision: PriceRevision
    what: str
    is_percentage: bool


@contextmanager
def noting_changes(offer: Offer, *, by: Any, on: datetime) -> Iterator[None]:
    """One transaction around whatever changes prices of the offer; each price that changed is noted at its end.

    The offer's row is held, so that two people who save at once are noted one after the other.
    """
    with transaction.atomic():
        before = prices_of(_PRICED.select_for_update().get(pk=offer.pk))
        yield
        after = prices_of(_PRICED.get(pk=offer.pk))
        changed = [subject for subject in {**before, **after} if _differ(before.get(subject), after.get(subject))]
        PriceRevision.objects.bulk_create(
            row
            for subject in changed
            for row in _revisions(offer, subject, before.get(subject), after.get(subject), by=by, on=on)
        )


def prices_of(offer: Offer) -> dict[str, Noted]:
    """Every price of the offer by its key. Reads what `_PRICED` prefetches."""
    terms, currency = terms_of(offer), offer.currency
    found: dict[str, Noted] = {}
    for step, row in zip(terms.steps, offer.seat_prices.all(), strict=True):
        found[f"seat:{row.from_seat}"] = _noted(step.unit_price, currency, row)
    for module, stated in zip(terms.modules, offer.modules.all(), strict=True):
        if module.price is not None:
            found[f"module:{stated.name}"] = _noted(module.price, currency, stated)
    for usage in offer.usage_terms.all():
        named = {"usage": usage.unit_price, "overage": usage.overage_price, "cap": usage.cap}
        for kind, amount in named.items():
            if amount is not None:
                found[f"{kind}:{usage.unit}"] = _noted(amount, currency, usage)
    of_offer = {
        "storage": offer.storage_price,
        "discount": offer.discount_percent or None,
        "uplift": offer.renewal_uplift_percent,
    }
    found |= {key: Noted(amount=amount, currency=currency) for key, amount in of_offer.items() if amount is not None}
    return found | _amounts_of(offer)


def changes_of(offer: Offer) -> list[Change]:
    """The newest changes first, in words; one query."""
    revisions = offer.price_revisions.select_related("by")[:MOST_SHOWN]
    return [
        Change(revision=revision, what=in_words(revision.subject), is_percentage=revision.subject in PERCENTAGES)
        for revision in revisions
    ]


def in_words(subject: str) -> str:
    """What a price is for: its key as people say it.

    >>> in_words("seat:11"), in_words("storage")
    ('A seat a year, from 11 on', 'One more GB a year')
    """
    kind, _colon, name = subject.partition(":")
    if kind == "seat":
        return _seat_in_words(name)
    if kind == "line":
        category, _colon, rest = name.partition(":")
        module, _colon, year = rest.rpartition(":")
        return _line_in_words(category, module, year)
    texts = {
        "module": _("Module: %(name)s"),
        "usage": _("Usage: %(name)s"),
        "overage": _("Usage above the limit: %(name)s"),
        "cap": _("Most a month: %(name)s"),
        "storage": _("One more GB a year"),
        "discount": _("Discount"),
        "uplift": _("Price rise at renewal"),
    }
    return texts.get(kind, "%(name)s") % {"name": name or kind}


def _seat_in_words(from_seat: str) -> str:
    # Translators: a step of a price list: the price of a seat for a year, from so many seats on.
    return _("A seat a year, from %(number)s on") % {"number": from_seat}


def _line_in_words(category: str, module: str, year: str) -> str:
    words = {"category": dict(Category.choices).get(category, category), "module": module, "year": year}
    if module:
        return _("%(category)s (%(module)s), year %(year)s") % words
    return _("%(category)s, year %(year)s") % words


def _amounts_of(offer: Offer) -> dict[str, Noted]:
    found: dict[str, Noted] = {}
    for line in offer.cost_lines.all():
        for amount in line.amounts.all():
            key = f"line:{line.category}:{line.module}:{amount.year}"
            before = found[key].amount if key in found else Decimal(0)
            found[key] = Noted(
                amount=before + amount.expected,
                currency=offer.currency,
                source=line.source,
                as_of=line.as_of,
                note=line.source_note,
            )
    return found


def _noted(amount: Decimal, currency: str, price: Price) -> Noted:
    return Noted(amount=amount, currency=currency, source=price.source, as_of=price.as_of, note=price.source_note)


def _differ(before: Noted | None, after: Noted | None) -> bool:
    if before is None or after is None:
        return before is not after
    return (before.amount, before.currency) != (after.amount, after.currency)


def _revisions(
    offer: Offer, subject: str, before: Noted | None, after: Noted | None, *, by: Any, on: datetime
) -> Iterator[PriceRevision]:
    """One row; two where the currency changed: the old price ended, and a new one began."""
    if before and after and before.currency != after.currency:
        if subject in PERCENTAGES and before.amount == after.amount:
            return
        yield from _revisions(offer, subject, before, None, by=by, on=on)
        yield from _revisions(offer, subject, None, after, by=by, on=on)
        return
    known = after or before
    assert known is not None  # noqa: S101 - a change has at least one side
    yield PriceRevision(
        offer=offer,
        subject=subject,
        was=before.amount if before else None,
        now=after.amount if after else None,
        currency=known.currency,
        as_of=known.as_of,
        source=known.source,
        source_note=known.note,
        by=by,
        at=on,
    )
