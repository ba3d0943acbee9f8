"""Entries: what the catalogue holds, as frozen rows. None is "not known"; a note says why."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

MONTHS = 12
SEAT_UNITS = ("seat", "licence")
# A text in both languages, under "en" and "zh-hans".
Text = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a figure was read: a page with the day it speaks of, if it names one, and the day it was read."""

    id: str
    title: Text
    url: str | None
    kind: str
    as_of: str | None  # 2026-10-07, 2025-11, 2021; None: the page has no date
    retrieved: str
    via: Text | None
    note: Text | None
    cautions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """What every figure carries; a figure without a source is one that was not found."""

    source: Source | None
    as_of: str | None
    retrieved: str | None
    note: Text | None
    cautions: tuple[str, ...]  # its own and those of its source


@dataclass(frozen=True, slots=True, kw_only=True)
class Price(Sourced):
    """A price before tax; `period` is what it is for and `billing` how it is billed, None where that is not said."""

    amount: Decimal | None
    billing: str | None
    period: str | None  # month | year | once; None: paid by use

    @property
    def monthly(self) -> Decimal | None:
        """What it comes to in a month, to set prices for a year beside prices for a month."""
        return self.amount / MONTHS if self.amount is not None and self.period == "year" else self.amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Sourced):
    """Something that is known of a vendor: a number, True or False, a text, a list of texts or a range; or None."""

    key: str
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From this seat on, every seat costs so much."""

    from_seat: int
    billing: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition of a vendor; `place` counts from 1 and stands in addresses."""

    place: int
    name: Text
    currency: str
    per: str
    status: str
    prices: tuple[Price, ...]  # billed yearly, then billed monthly
    steps: tuple[Step, ...]
    seat_min: Fact
    seat_max: Fact
    included: Text | None
    tier: str | None
    tier_basis: Text

    def price(self, billing: str) -> Price:
        """The price when billed by the year or by the month; its amount may be None."""
        return next(price for price in self.prices if price.billing == billing)

    @property
    def main_price(self) -> Price:
        """The price that stands for the edition: billed by the year, unless only the other one is known."""
        return next((price for price in self.prices if price.amount is not None), self.prices[0])

    @property
    def is_priced(self) -> bool:
        """Whether any price was found."""
        return self.main_price.amount is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOn:
    """Something bought beside an edition."""

    place: int
    name: Text
    per: str
    quantity: int  # the price is for this many units
    period: str | None
    terms: Text | None
    editions: tuple[str, ...]  # English names of the editions that it belongs to; none: not tied to any
    prices: tuple[Price, ...]
    currency: str

    @property
    def kind(self) -> str:
        """How it is paid: by seat, flat, once, or by usage."""
        if self.period is None:
            return "usage"
        if self.period == "once":
            return "once"
        return "seat" if self.per in SEAT_UNITS else "flat"

    def price(self, billing: str) -> Price:
        """The price that fits the way of billing; else the first one."""
        return next((price for price in self.prices if price.billing == billing), self.prices[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """A fact of the closed list (vendors/facts.py) that a source states without any doubt, and where it does."""

    fact: str
    value: Any
    basis: Fact
    editions: tuple[str, ...]  # English names; none: all editions


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """A vendor with everything that was found about it."""

    id: str
    name: Text
    market: str
    website: str
    editions: tuple[Edition, ...]
    addons: tuple[AddOn, ...]
    facts: tuple[Fact, ...]
    promises: tuple[Mapped, ...]
    conflicts: tuple[Text, ...]
    remarks: tuple[Text, ...]

    def edition(self, place: int) -> Edition:
        """One edition. Raises: KeyError: the vendor has none at this place."""
        if not 1 <= place <= len(self.editions):
            raise KeyError(place)
        return self.editions[place - 1]

    def addons_for(self, edition: Edition) -> tuple[AddOn, ...]:
        """What can be bought beside this edition."""
        return tuple(addon for addon in self.addons if not addon.editions or edition.name["en"] in addon.editions)

    def promises_for(self, edition: Edition) -> tuple[Mapped, ...]:
        """What the vendor states about this edition."""
        return tuple(row for row in self.promises if not row.editions or edition.name["en"] in row.editions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """One figure of a benchmark, with its name where there are several."""

    name: Text | None
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark(Sourced):
    """What comparable systems cost, for context; nothing is computed from it."""

    name: Text
    currency: str
    per: str
    period: str | None
    billing: str | None
    amounts: tuple[Amount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmarks:
    """Benchmarks of one kind."""

    name: Text
    rows: tuple[Benchmark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What a price is for, in words: "session", after "per", and after a number."""

    noun: Text
    one: Text
    many: Text
