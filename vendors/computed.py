"""Computed: what the prices of an offer come to, as the rows of a page: for the quoted seats and for a growing team."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString

from vendors.charts import steps_chart
from vendors.models import Offer
from vendors.models.cost_line import Category
from vendors.pricing import PricedLine, Terms
from vendors.reckoning import OneMore, Reckoning, one_more, reckoned


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line that follows from the terms."""

    label: str
    name: str  # the module or the unit
    quoted: Decimal | None  # in the first year, for the quoted seats
    by_year: tuple[Decimal, ...]
    low: Decimal | None  # over all years
    total: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """Everything that the prices say about the costs."""

    currency: str
    seats: int | None  # as quoted
    team: tuple[int, ...]
    rows: tuple[Row, ...]
    quoted: Decimal | None
    by_year: tuple[Decimal, ...]
    total: Decimal | None
    more: OneMore | None
    ends_at: int | None  # the edition's most seats, where the team outgrows them
    chart: SafeString | None
    left_out: int = 0

    @property
    def shows_quoted(self) -> bool:
        """Whether the quoted seats need a column of their own: the first year of the same team says it already."""
        return self.seats is not None and self.seats != next(iter(self.team), None)


def computed(offer: Offer, terms: Terms, team: Sequence[int], *, left_out: int = 0) -> Computed:
    """What the terms come to.

    Args:
        offer: says how many seats were quoted, and the currency.
        team: agents in each year; may be empty.
        left_out: how many rows could not be read.
    """
    quoted = reckoned(terms, (offer.seats,) if offer.seats else ())
    planned = reckoned(terms, team)
    start = offer.seats or (team[0] if team else None)
    most = terms.seat_maximum
    return Computed(
        currency=offer.currency,
        seats=offer.seats,
        team=planned.seats,
        rows=_rows(quoted, planned),
        quoted=quoted.total,
        by_year=planned.by_year or (),
        total=planned.total,
        more=one_more(terms, start) if start else None,
        ends_at=most if most is not None and max((*team, offer.seats or 0)) > most else None,
        chart=steps_chart(terms, currency=offer.currency, seats=start, team=tuple(team)),
        left_out=left_out,
    )


def labelled(line: PricedLine) -> str:
    """The category of a line in the reader's language."""
    return str(dict(Category.choices).get(line.category, line.category))


def padded(amounts: Sequence[Decimal], years: int) -> tuple[Decimal | None, ...]:
    """The amounts, and nothing for the years after them."""
    return (*amounts, *(None for _ in range(years - len(amounts))))


def _rows(quoted: Reckoning, planned: Reckoning) -> tuple[Row, ...]:
    first = {(line.category, line.name): line.amounts[0] for line in quoted.lines}
    return tuple(
        Row(
            label=labelled(line),
            name=line.name,
            quoted=first.get((line.category, line.name)),
            by_year=line.amounts if planned.lines else (),
            low=sum(line.low, Decimal(0)) if line.low else None,
            total=sum(line.amounts, Decimal(0)) if planned.lines else None,
            high=sum(line.high, Decimal(0)) if line.high else None,
        )
        for line in planned.lines or quoted.lines
    )
