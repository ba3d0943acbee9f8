"""Cost: what an offer costs over the years of use."""

from collections.abc import Iterable
from math import fsum

from scoring.formulas.case import CostLine, Offer, Profile
from scoring.formulas.results import CostResult

SUBSCRIPTION = "subscription"


def offer_cost(offer: Offer, profile: Profile) -> CostResult:
    """The sums of an offer's cost lines over the horizon.

    Args:
        offer: its lines carry one amount (money, >= 0) for each year in which they cost something.
        profile: horizon in years; revenue and hidden share for the seed formula.
    Returns: money, never rounded. None where no line says anything: an unknown cost is not 0.
    Source: docs/method.md, "Cost".
    """
    lines = offer.costs
    if not lines:
        years = (0.0,) * profile.horizon_years
        return CostResult(
            lines=None, cash=None, hidden=None, seed=None, by_year=years, by_category={}, low=None, high=None
        )
    cash_lines = [line for line in lines if line.cash]
    return CostResult(
        lines=_sum(lines),
        cash=_sum(cash_lines) if cash_lines else None,
        hidden=_sum(line for line in lines if line.kind == "hidden"),
        seed=seed_cost(_sum(line for line in lines if line.category == SUBSCRIPTION), profile),
        by_year=by_year(lines, profile.horizon_years),
        by_category={
            category: _sum(line for line in lines if line.category == category)
            for category in sorted({line.category for line in lines})
        },
        low=fsum(amount for line in lines for amount in (line.amount if line.low is None else line.low)),
        high=fsum(amount for line in lines for amount in (line.amount if line.high is None else line.high)),
    )


def by_year(lines: Iterable[CostLine], horizon_years: int) -> tuple[float, ...]:
    """The sum of the lines in each year of the horizon, first year first."""
    spent = [(year, amount) for line in lines for year, amount in zip(line.years, line.amount, strict=True)]
    return tuple(fsum(amount for year, amount in spent if year == y) for y in range(1, horizon_years + 1))


def seed_cost(subscriptions: float, profile: Profile) -> float | None:
    """The seed articles' rule of thumb: subscriptions plus a share of the company's revenue.

    Args:
        subscriptions: money over the horizon.
        profile: annual revenue; the share, taken once or (`hidden_cost_per_year`) for each year of the horizon.
    Returns: money; None without a revenue. The second part is the same for every offer, so this is context only.
    Source: docs/method.md, "Cost"; seed row A45.

    >>> seed_cost(135_000, Profile(currency="CNY", horizon_years=3, annual_revenue=3_000_000))
    285000.0
    """
    if profile.annual_revenue is None:
        return None
    times = profile.horizon_years if profile.hidden_cost_per_year else 1
    return subscriptions + times * profile.hidden_cost_share * profile.annual_revenue


def spendable(profile: Profile) -> float | None:
    """The budget without its reserve; None without a budget.

    >>> spendable(Profile(currency="CNY", horizon_years=3, budget=720_000))
    576000.0
    """
    return None if profile.budget is None else profile.budget * (1 - profile.reserve_share)


def price_on(basis: str, cost: CostResult) -> float | None:
    """The price that is compared: cash lines or all lines; None where no such line is given."""
    return cost.cash if basis == "cash" else cost.lines


def _sum(lines: Iterable[CostLine]) -> float:
    return fsum(amount for line in lines for amount in line.amount)
