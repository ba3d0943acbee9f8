"""Totals: what the cost lines of an offer add up to, as they were entered and before any method is applied to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from vendors.models import CostLine

YEARS = (1, 2, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Sums over three years of use; None where no line says anything, which is not the same as 0."""

    by_year: tuple[Decimal | None, ...]  # the years of `years_of`, which may be more than three
    three_years: Decimal | None
    hidden: Decimal | None
    not_cash: Decimal | None
    silent_lines: int  # lines without any amount: the sums may be too low

    @property
    def first_year(self) -> Decimal | None:
        """What the first year of use costs."""
        return self.by_year[0]


def years_of(lines: Iterable[CostLine]) -> tuple[int, ...]:
    """The first three years of use, and any later one that a line speaks of."""
    return tuple(sorted({*YEARS, *(amount.year for line in lines for amount in line.amounts.all())}))


def totals(lines: Iterable[CostLine]) -> Totals:
    """Add up the expected amounts. Reads `amounts` of each line: prefetch them."""
    lines = list(lines)
    return Totals(
        by_year=tuple(_sum(lines, years=(year,)) for year in years_of(lines)),
        three_years=_sum(lines),
        hidden=_sum(line for line in lines if line.kind == CostLine.Kind.HIDDEN),
        not_cash=_sum(line for line in lines if not line.is_cash),
        silent_lines=sum(not line.amounts.all() for line in lines),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLine:
    """A cost line with its expected amount in each year, and what it costs over three years."""

    line: CostLine
    by_year: tuple[Decimal | None, ...]
    three_years: Decimal | None


def priced(lines: Iterable[CostLine]) -> list[PricedLine]:
    """The lines as rows of the cost table, with a column for each of `years_of`."""
    lines = list(lines)
    years = years_of(lines)
    return [
        PricedLine(line=line, by_year=tuple(_sum([line], years=(year,)) for year in years), three_years=_sum([line]))
        for line in lines
    ]


def _sum(lines: Iterable[CostLine], *, years: tuple[int, ...] = YEARS) -> Decimal | None:
    amounts = [amount.expected for line in lines for amount in line.amounts.all() if amount.year in years]
    return sum(amounts, Decimal(0)) if amounts else None
