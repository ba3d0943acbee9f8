"""Reckoning: what the terms of an offer come to for a team, line by line, and what one agent more would cost.

Plain Python without Django, like vendors/pricing.py, whose lines it adds up for a page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from vendors.pricing import ZERO, PricedLine, Terms, factor, priced_lines, seats_cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """The lines that follow from the terms, and their sums; no line: nothing is known, which is not 0."""

    seats: tuple[int, ...]
    lines: tuple[PricedLine, ...]

    @property
    def by_year(self) -> tuple[Decimal, ...] | None:
        """What each year costs."""
        if not self.lines:
            return None
        return tuple(sum(amounts, ZERO) for amounts in zip(*(line.amounts for line in self.lines), strict=True))

    @property
    def total(self) -> Decimal | None:
        """What all years cost together."""
        return None if self.by_year is None else sum(self.by_year, ZERO)


@dataclass(frozen=True, slots=True, kw_only=True)
class OneMore:
    """What one agent more costs in the first year; `after` lies below `before` where a step makes all seats cheaper."""

    seats: int
    before: Decimal
    after: Decimal
    average: Decimal

    @property
    def cost(self) -> Decimal:
        """What is added to the bill of a year; negative where more seats cost less than fewer."""
        return self.after - self.before

    @property
    def ratio(self) -> Decimal | None:
        """As a multiple of the average price of a seat; None where seats are free."""
        return self.cost / self.average if self.average else None


def reckoned(terms: Terms, seats: Sequence[int]) -> Reckoning:
    """What the terms come to for a team of so many agents in each year.

    >>> from vendors.pricing import SeatStep
    >>> found = reckoned(Terms(steps=(SeatStep(from_seat=1, unit_price=Decimal(1200)),)), (40, 50))
    >>> [str(amount) for amount in found.by_year], str(found.total)
    (['48000', '60000'], '108000')
    """
    return Reckoning(seats=tuple(seats), lines=priced_lines(terms, seats))


def first_year_of_seats(terms: Terms, seats: int) -> Decimal | None:
    """What so many seats cost in the first year, after the discount; None where no seat price is stated."""
    cost = seats_cost(terms, seats)
    return None if cost is None else cost * factor(terms, 1)


def one_more(terms: Terms, seats: int) -> OneMore | None:
    """The first year with one agent more: its seat, and every module that is paid by the seat.

    None where no seat price is stated, or where the edition ends at so many seats.

    >>> from vendors.pricing import SeatStep
    >>> steps = (SeatStep(from_seat=1, unit_price=Decimal(100)), SeatStep(from_seat=11, unit_price=Decimal(80)))
    >>> one_more(Terms(steps=steps), 10).cost, one_more(Terms(steps=steps), 20).cost
    (Decimal('-120'), Decimal('80'))
    """
    before, after = first_year_of_seats(terms, seats), first_year_of_seats(terms, seats + 1)
    if before is None or after is None or (terms.seat_maximum is not None and seats >= terms.seat_maximum):
        return None
    per_seat = sum(
        (
            module.price
            for module in terms.modules
            if module.per == "seat" and module.price is not None and not module.is_included
        ),
        ZERO,
    ) * factor(terms, 1)
    before, after = before + per_seat * seats, after + per_seat * (seats + 1)
    return OneMore(seats=seats, before=before, after=after, average=before / max(seats, 1))


def seat_counts(terms: Terms, *, highest: int, most: int = 120) -> list[int]:
    """Numbers of seats at which a drawing has to look: evenly spread, and on both sides of each step.

    >>> from vendors.pricing import SeatStep
    >>> seat_counts(Terms(steps=(SeatStep(from_seat=5, unit_price=Decimal(100)),)), highest=6)
    [1, 2, 3, 4, 5, 6]
    """
    spread = {1 + round((highest - 1) * number / (most - 1)) for number in range(most)}
    starts = [step.from_seat for step in terms.steps] + [terms.seat_minimum or 1]
    beside = {count for start in starts for count in (start - 1, start)}
    return sorted(count for count in spread | beside if 1 <= count <= highest)
