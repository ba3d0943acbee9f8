"""Sums: the cost sheet by category and year, low, expected and high, as it is typed and with what prices add to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from vendors.models import CostLine, Offer
from vendors.models.cost_line import Category
from vendors.pricing import ZERO, PricedLine, priced_lines
from vendors.terms import terms_of
from vendors.totals import YEARS


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """What something costs at least, as expected, and at most."""

    low: Decimal
    expected: Decimal
    high: Decimal

    def __add__(self, other: "Range") -> "Range":
        return Range(low=self.low + other.low, expected=self.expected + other.expected, high=self.high + other.high)


NOTHING = Range(low=ZERO, expected=ZERO, high=ZERO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A cost line as it stands on the sheet; a year without an amount says nothing."""

    category: str
    is_hidden: bool = False
    is_cash: bool = True
    is_from_prices: bool = False
    amounts: Mapping[int, Range] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One category, or all of them."""

    label: str
    by_year: tuple[Decimal | None, ...]
    three_years: Range | None
    is_twice: bool = False  # entered by hand, and it follows from prices too

    @property
    def low(self) -> Decimal | None:
        """Three years at least."""
        return None if self.three_years is None else self.three_years.low

    @property
    def expected(self) -> Decimal | None:
        """Three years as expected."""
        return None if self.three_years is None else self.three_years.expected

    @property
    def high(self) -> Decimal | None:
        """Three years at most."""
        return None if self.three_years is None else self.three_years.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """The table under the cost sheet."""

    years: tuple[int, ...]
    rows: tuple[Row, ...]
    all: Row
    hidden: Decimal | None
    not_cash: Decimal | None
    left_out: int  # amounts that cannot be read


def sums(lines: Iterable[Line], *, left_out: int = 0) -> Sums:
    """Add the lines up by category, in the order in which the categories are listed."""
    lines = list(lines)
    years = tuple(sorted({*YEARS, *(year for line in lines for year in line.amounts)}))
    order = [*Category.values, *(line.category for line in lines)]
    names = sorted({line.category for line in lines}, key=order.index)
    return Sums(
        years=years,
        rows=tuple(_row(name, [line for line in lines if line.category == name], years) for name in names),
        all=_row("", lines, years),
        hidden=_expected(line for line in lines if line.is_hidden),
        not_cash=_expected(line for line in lines if not line.is_cash),
        left_out=left_out,
    )


def of_offer(offer: Offer) -> Sums:
    """What is stored for an offer, with what follows from its prices for the seats quoted.

    Reads `cost_lines__amounts`, `seat_prices`, `modules` and `usage_terms`: prefetch them.
    """
    return sums([*from_prices(offer), *(saved(line) for line in offer.cost_lines.all())])


def from_prices(offer: Offer) -> list[Line]:
    """What follows from the prices of an offer for the seats quoted; nothing while nobody said how many."""
    seats = (offer.seats,) * len(YEARS) if offer.seats else ()
    return [priced(line) for line in priced_lines(terms_of(offer), seats)]


def saved(line: CostLine) -> Line:
    """A line of the database. Reads `amounts`: prefetch them."""
    return Line(
        category=line.category,
        is_hidden=line.kind == CostLine.Kind.HIDDEN,
        is_cash=line.is_cash,
        amounts={each.year: ranged(each.expected, each.low, each.high) for each in line.amounts.all()},
    )


def priced(line: PricedLine) -> Line:
    """A line that follows from prices."""
    amounts = zip(line.amounts, line.low or line.amounts, line.high or line.amounts, strict=True)
    return Line(
        category=line.category,
        is_from_prices=True,
        amounts={year: ranged(*each) for year, each in enumerate(amounts, start=1)},
    )


def ranged(expected: Decimal, low: Decimal | None, high: Decimal | None) -> Range:
    """An amount without a range is certain."""
    return Range(low=expected if low is None else low, expected=expected, high=expected if high is None else high)


def _row(name: str, lines: Sequence[Line], years: Sequence[int]) -> Row:
    filled = [line.is_from_prices for line in lines if line.amounts]
    return Row(
        label=str(dict(Category.choices).get(name, name)),
        by_year=tuple(_expected(lines, (year,)) for year in years),
        three_years=_over(lines, YEARS),
        is_twice=bool(name) and True in filled and False in filled,
    )


def _over(lines: Iterable[Line], years: Sequence[int]) -> Range | None:
    amounts = [line.amounts[year] for line in lines for year in years if year in line.amounts]
    return sum(amounts, NOTHING) if amounts else None


def _expected(lines: Iterable[Line], years: Sequence[int] = YEARS) -> Decimal | None:
    found = _over(lines, years)
    return None if found is None else found.expected
