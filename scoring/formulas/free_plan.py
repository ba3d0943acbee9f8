"""Free plan: what it costs once more inquiries come than are free, and what it lacks."""

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.formulas.rounding import rounded_up, settled

# Seed defaults, with their row of the inventory.
DAILY_LIMIT = 100.0  # inquiries, B60
OVERAGE_MULTIPLE = 10.0  # B61
# Customers write on weekends as well.
DAYS_PER_YEAR = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class FreePlan:
    """A plan without a fee: so many inquiries a day are free, each further one costs a multiple of the usual price."""

    unit_price: float  # money for one inquiry, >= 0
    daily_limit: float = DAILY_LIMIT
    overage_multiple: float = OVERAGE_MULTIPLE
    days_per_year: int = DAYS_PER_YEAR

    def __post_init__(self) -> None:
        if min(self.unit_price, self.daily_limit, self.overage_multiple, self.days_per_year) < 0:
            raise ValueError("price, limit, multiple and days must not be negative")

    @property
    def yearly_price_of_one_more(self) -> float:
        """What one more inquiry a day above the limit costs in a year."""
        return self.unit_price * self.overage_multiple * self.days_per_year


def bill_per_day(inquiries: float, plan: FreePlan) -> float:
    """What a day with so many inquiries costs.

    Source: docs/method.md, "Free plan"; seed rows B60, B61.

    >>> bill_per_day(260, FreePlan(unit_price=0.1)), bill_per_day(80, FreePlan(unit_price=0.1))
    (160.0, 0.0)
    """
    return max(0.0, inquiries - plan.daily_limit) * plan.unit_price * plan.overage_multiple


def bill_per_year(inquiries: float, plan: FreePlan) -> float:
    """What a year costs in which every day brings so many inquiries.

    >>> bill_per_year(260, FreePlan(unit_price=0.1))
    58400.0
    """
    return bill_per_day(inquiries, plan) * plan.days_per_year


def break_even(paid_per_year: float, plan: FreePlan) -> int | None:
    """From how many inquiries a day on the free plan costs as much as a paid offer or more.

    Args:
        paid_per_year: what the paid offer costs a year, >= 0.
    Returns: whole inquiries a day, above the limit; None where more inquiries cost nothing.
    Raises: ValueError: the cost is negative.
    Source: docs/method.md, "Free plan".

    >>> break_even(12_000, FreePlan(unit_price=0.1))
    133
    """
    if paid_per_year < 0:
        raise ValueError("a yearly cost must not be negative")
    if not plan.yearly_price_of_one_more:
        return None
    return rounded_up(plan.daily_limit + paid_per_year / plan.yearly_price_of_one_more)


def forced_upgrade(lacking: Mapping[str, str]) -> tuple[str, ...]:
    """The musts among the functions that a free plan lacks: one is enough to force a paid plan.

    Args:
        lacking: function -> class (must, bonus or redundant).
    Source: docs/method.md, "Free plan"; seed row B59.

    >>> forced_upgrade({"Data export": "must", "Mood of customers": "bonus"})
    ('Data export',)
    """
    return tuple(name for name, class_ in lacking.items() if class_ == "must")


def verdict(inquiries: float, plan: FreePlan, lacking: Mapping[str, str], paid_per_year: float | None) -> str:
    """What to make of a free plan at a volume: `forced_upgrade`, `dearer` than the paid offer, `cheaper`, or `open`.

    Args:
        paid_per_year: what the paid offer costs a year; None where no offer is compared.

    >>> verdict(260, FreePlan(unit_price=0.1), {}, 12_000), verdict(90, FreePlan(unit_price=0.1), {}, 12_000)
    ('dearer', 'cheaper')
    """
    if forced_upgrade(lacking):
        return "forced_upgrade"
    if paid_per_year is None:
        return "open"
    return "dearer" if settled(bill_per_year(inquiries, plan)) >= settled(paid_per_year) else "cheaper"
