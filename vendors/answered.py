"""Answered: the TCO list of an offer: what its vendor was asked, what it answered, and what each item costs."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from vendors import tco
from vendors.models import CostAnswer, CostLine, Offer, PriceSource
from vendors.pricing import priced_lines
from vendors.terms import terms_of
from vendors.totals import YEARS
from vendors.wording import worded_for_reader

# Our own guesses are no word of the vendor's.
_OWN = frozenset({PriceSource.ESTIMATE, PriceSource.SEED_DEFAULT})
PREFETCHED = ("cost_answers", "cost_lines__amounts", "seat_prices", "modules", "usage_terms")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One item of the list as it stands for an offer."""

    item: tco.Item
    status: str  # as in CostAnswer.Status; "" while nothing is known
    answer: CostAnswer | None
    by_year: tuple[Decimal | None, ...]  # over all lines of the item, entered or following from prices
    three_years: Decimal | None

    @property
    def label(self) -> str:
        """In the reader's language."""
        return worded_for_reader(self.item.label)

    @property
    def question(self) -> str:
        """In the reader's language."""
        return worded_for_reader(self.item.question)

    @property
    def status_label(self) -> str:
        """In the reader's language; empty while nothing is known."""
        return str(CostAnswer.Status(self.status).label) if self.status else ""

    @property
    def is_answered(self) -> bool:
        """Whether nothing more has to be asked."""
        return self.status in tco.ANSWERED


@dataclass(frozen=True, slots=True, kw_only=True)
class TcoList:
    """All items, and how complete the answers are."""

    rows: tuple[Asked, ...]
    share: float  # 0..1

    @property
    def answered(self) -> int:
        """How many items need no more asking."""
        return sum(row.is_answered for row in self.rows)

    @property
    def open(self) -> tuple[Asked, ...]:
        """What is still to be asked."""
        return tuple(row for row in self.rows if not row.is_answered)

    @property
    def has_begun(self) -> bool:
        """Whether anything is known at all."""
        return any(row.status for row in self.rows)


def tco_list(offer: Offer) -> TcoList:
    """The list. Reads what PREFETCHED names, and the seats quoted for what follows from prices."""
    answers = {answer.item: answer for answer in offer.cost_answers.all()}
    codes = {code: answer.status for code, answer in answers.items()}
    priced = categories_priced(offer)
    return TcoList(
        rows=tuple(
            _asked(item, answers.get(item.code), offer, tco.status_of(item, codes, priced)) for item in tco.ITEMS
        ),
        share=tco.completeness(codes, priced),
    )


def categories_priced(offer: Offer) -> set[str]:
    """The categories in which the vendor states an amount or a price."""
    stated = {line.category for line in offer.cost_lines.all() if stated_by_vendor(line) and line.amounts.all()}
    return stated | categories_following(offer)


def stated_by_vendor(line: CostLine) -> bool:
    """Whether a cost line is more than a guess of ours."""
    return line.source not in _OWN


def categories_following(offer: Offer) -> set[str]:
    """The categories of which the prices of the offer say something."""
    named = {
        "subscription": (step.unit_price for step in offer.seat_prices.all()),
        "modules": (module.price for module in offer.modules.all()),
        "usage": (usage.unit_price for usage in offer.usage_terms.all()),
        "storage": (offer.storage_price,),
    }
    return {category for category, prices in named.items() if any(price is not None for price in prices)}


def lines_of(item: tco.Item, lines: Iterable[CostLine]) -> list[CostLine]:
    """The cost lines of an item. "Other" costs may be anything: there the line is called as the item is."""
    found = [line for line in lines if line.category == item.category]
    return [line for line in found if item.category != "other" or line.module in item.label.values()]


def _asked(item: tco.Item, answer: CostAnswer | None, offer: Offer, status: str) -> Asked:
    by_year: list[Decimal | None] = []
    entered = lines_of(item, offer.cost_lines.all())
    team = (offer.seats,) * len(YEARS) if offer.seats else ()
    following = [line for line in priced_lines(terms_of(offer), team) if line.category == item.category]
    for place, year in enumerate(YEARS):
        amounts = [each.expected for line in entered for each in line.amounts.all() if each.year == year]
        amounts += [line.amounts[place] for line in following]
        by_year.append(sum(amounts, Decimal(0)) if amounts else None)
    known = [amount for amount in by_year if amount is not None]
    return Asked(
        item=item,
        status=status,
        answer=answer,
        by_year=tuple(by_year),
        three_years=sum(known, Decimal(0)) if known else None,
    )
