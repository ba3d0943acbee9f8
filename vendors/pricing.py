"""Pricing: what the terms of an offer cost in each year of use, for a team that grows.

Plain Python without Django. Prices here are for one year and in the offer's currency; money is Decimal and never
rounded. What nobody stated is None and makes no line: an unknown price is not 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

MONTHS = 12
ZERO, ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a price comes from."""

    source: str = "quote"
    as_of: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatStep:
    """The price of one seat for a year, from so many seats on."""

    from_seat: int
    unit_price: Decimal
    origin: Origin = Origin()


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleTerm:
    """A module: what it costs a year (`seat`, `flat`) or at the start (`once`), and what it is needed for."""

    name: str
    grade: str = "must"  # must | bonus | redundant
    is_included: bool = False
    price: Decimal | None = None
    per: str = "flat"  # seat | flat | once
    origin: Origin = Origin()


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """A price by use; volumes are units a month in the first year of use."""

    unit: str
    included: Decimal = ZERO
    unit_price: Decimal | None = None
    overage_from: Decimal | None = None
    overage_price: Decimal | None = None
    cap: Decimal | None = None  # money a month
    volume: Decimal | None = None
    volume_low: Decimal | None = None
    volume_high: Decimal | None = None
    grows_with_seats: bool = True
    origin: Origin = Origin()


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """Storage beyond what is included; GB, and money for one GB a year."""

    included: Decimal | None = None
    needed: Decimal | None = None
    price: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Everything that an offer says about its prices. Shares are 0..1."""

    steps: tuple[SeatStep, ...] = ()
    is_graduated: bool = False
    seat_minimum: int | None = None
    seat_maximum: int | None = None
    discount: Decimal = ZERO
    discount_years: int | None = None  # None: for every year
    uplift: Decimal | None = None
    modules: tuple[ModuleTerm, ...] = ()
    usage: tuple[Usage, ...] = ()
    storage: Storage = Storage()


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLine:
    """One cost line that follows from the terms: an amount for each year of use, the first year first."""

    category: str  # as in vendors.models.cost_line.Category
    name: str  # the module or the unit; "" for the seats
    amounts: tuple[Decimal, ...]
    low: tuple[Decimal, ...] | None = None
    high: tuple[Decimal, ...] | None = None
    origin: Origin = Origin()


def seats_cost(terms: Terms, seats: int) -> Decimal | None:
    """What so many seats cost in a year, before discount and uplift; None where no seat price is stated.

    Fewer seats than the minimum cost as much as the minimum. Steps are graduated (each seat at the price of its own
    step) or by volume (every seat at the price of the step reached); seats before the first step cost as the first.

    >>> steps = (SeatStep(from_seat=1, unit_price=Decimal(100)), SeatStep(from_seat=11, unit_price=Decimal(80)))
    >>> seats_cost(Terms(steps=steps), 20), seats_cost(Terms(steps=steps, is_graduated=True), 20)
    (Decimal('1600'), Decimal('1800'))
    """
    if not terms.steps:
        return None
    billed = max(seats, terms.seat_minimum or 0)
    steps = sorted(terms.steps, key=lambda step: step.from_seat)
    if not terms.is_graduated:
        reached = [step for step in steps if step.from_seat <= billed] or steps[:1]
        return billed * reached[-1].unit_price
    starts = [1, *(step.from_seat for step in steps[1:])]
    ends = [*(start - 1 for start in starts[1:]), billed]
    return sum(
        (
            max(0, min(end, billed) - start + 1) * step.unit_price
            for step, start, end in zip(steps, starts, ends, strict=True)
        ),
        ZERO,
    )


def marginal_seat_ratio(terms: Terms, seats: int) -> Decimal | None:
    """The price of one seat more, as a multiple of the average price of a seat; None where nothing can be said.

    Source: docs/method.md, "Cost"; seed row B38.

    >>> marginal_seat_ratio(Terms(steps=(SeatStep(from_seat=1, unit_price=Decimal(100)),)), 20)
    Decimal('1')
    """
    now, more = seats_cost(terms, seats), seats_cost(terms, seats + 1)
    if not seats or not now or more is None:
        return None
    return (more - now) / (now / seats)


def month_of_use(usage: Usage, volume: Decimal) -> Decimal | None:
    """The bill of one month: units beyond the included ones, dearer from the overage on, never above the cap.

    >>> month_of_use(Usage(unit="answer", included=Decimal(100), unit_price=Decimal("0.5")), Decimal(300))
    Decimal('100.0')
    """
    if usage.unit_price is None:
        return None
    dear_from = volume if usage.overage_from is None else usage.overage_from
    dear_price = usage.unit_price if usage.overage_price is None else usage.overage_price
    bill = max(ZERO, min(volume, dear_from) - usage.included) * usage.unit_price
    bill += max(ZERO, volume - max(dear_from, usage.included)) * dear_price
    return bill if usage.cap is None else min(bill, usage.cap)


def priced_lines(terms: Terms, seats: Sequence[int]) -> tuple[PricedLine, ...]:
    """The cost lines that follow from the terms.

    Args:
        terms: the offer's terms.
        seats: agent seats in each year of use, the first year first; empty when nobody said how many.
    Returns: lines for seats, modules, storage and usage, in this order. `(1 - discount)` applies to seats and modules,
        `(1 + uplift) ** (year - 1)` to seats, modules and storage; usage has prices of its own.
    Source: docs/method.md, "Cost".

    >>> lines = priced_lines(
    ...     Terms(steps=(SeatStep(from_seat=1, unit_price=Decimal(1200)),), uplift=Decimal("0.05")), [40, 50, 60]
    ... )
    >>> [str(amount) for amount in lines[0].amounts]
    ['48000', '63000.00', '79380.0000']
    """
    if not seats:
        return ()
    return (
        *_seat_line(terms, seats),
        *(line for module in terms.modules for line in _module_line(terms, module, seats)),
        *_storage_line(terms, seats),
        *(line for usage in terms.usage for line in _usage_line(usage, seats)),
    )


def year_of_module(module: ModuleTerm, seats: int) -> Decimal | None:
    """What a module costs in a usual year at its list price; None where it is included or nobody stated a price."""
    if module.is_included or module.price is None or module.per == "once":
        return None
    return module.price * seats if module.per == "seat" else module.price


def factor(terms: Terms, year: int, *, is_discounted: bool = True) -> Decimal:
    """What a list price is multiplied by in a year of use (1 = the first)."""
    in_discount = is_discounted and (terms.discount_years is None or year <= terms.discount_years)
    rise: Decimal = (ONE + (terms.uplift or ZERO)) ** (year - 1)
    return rise * (ONE - terms.discount) if in_discount else rise


def _seat_line(terms: Terms, seats: Sequence[int]) -> list[PricedLine]:
    yearly = [seats_cost(terms, count) for count in seats]
    amounts = tuple(cost * factor(terms, year) for year, cost in enumerate(yearly, start=1) if cost is not None)
    if not amounts:
        return []
    # The line is as old as its oldest step and as firm as its first one.
    dated = [step.origin.as_of for step in terms.steps if step.origin.as_of is not None]
    first = min(terms.steps, key=lambda step: step.from_seat).origin
    origin = Origin(source=first.source, as_of=min(dated, default=None), note=first.note)
    return [PricedLine(category="subscription", name="", amounts=amounts, origin=origin)]


def _module_line(terms: Terms, module: ModuleTerm, seats: Sequence[int]) -> list[PricedLine]:
    if module.is_included or module.price is None:
        return []
    amounts = tuple(
        _of_module(module, module.price, count, year) * factor(terms, year) for year, count in enumerate(seats, start=1)
    )
    return [PricedLine(category="modules", name=module.name, amounts=amounts, origin=module.origin)]


def _of_module(module: ModuleTerm, price: Decimal, seats: int, year: int) -> Decimal:
    if module.per == "once":
        return price if year == 1 else ZERO
    return price * seats if module.per == "seat" else price


def _storage_line(terms: Terms, seats: Sequence[int]) -> list[PricedLine]:
    storage = terms.storage
    if storage.needed is None or storage.price is None:
        return []
    extra = max(ZERO, storage.needed - (storage.included or ZERO)) * storage.price
    years = range(1, len(seats) + 1)
    amounts = tuple(extra * factor(terms, year, is_discounted=False) for year in years)
    return [PricedLine(category="storage", name="", amounts=amounts)]


def _usage_line(usage: Usage, seats: Sequence[int]) -> list[PricedLine]:
    expected = _years_of_use(usage, usage.volume, seats)
    if expected is None:
        return []
    has_range = usage.volume_low is not None or usage.volume_high is not None
    low = _years_of_use(usage, usage.volume if usage.volume_low is None else usage.volume_low, seats)
    high = _years_of_use(usage, usage.volume if usage.volume_high is None else usage.volume_high, seats)
    return [
        PricedLine(
            category="usage",
            name=usage.unit,
            amounts=expected,
            low=low if has_range else None,
            high=high if has_range else None,
            origin=usage.origin,
        )
    ]


def _years_of_use(usage: Usage, volume: Decimal | None, seats: Sequence[int]) -> tuple[Decimal, ...] | None:
    if volume is None or usage.unit_price is None:
        return None
    growth = [Decimal(count) / Decimal(seats[0]) if usage.grows_with_seats and seats[0] else ONE for count in seats]
    bills = [month_of_use(usage, volume * times) for times in growth]
    return tuple(bill * MONTHS for bill in bills if bill is not None)
