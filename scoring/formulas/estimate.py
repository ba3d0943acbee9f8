"""Estimate: hidden costs by rule of thumb, where nobody has quoted them.

Every figure is a seed default: the articles behind it give no source, so an estimate says where it comes from, stands
as a range, and gives way to any line that an offer states.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import fsum

from scoring.formulas.case import CostLine
from scoring.formulas.needs import Needs

Range = tuple[float, float, float]  # low, expected, high

TRAINING_PER_SEAT: Range = (500.0, 750.0, 1_000.0)  # A18
OPERATIONS_PER_YEAR: Range = (10_000.0, 20_000.0, 30_000.0)  # A16
UPGRADE_PER_YEAR: Range = (5_000.0, 12_500.0, 20_000.0)  # A19
HARDWARE_ONCE: Range = (30_000.0, 55_000.0, 80_000.0)  # A13
REPEATED_HOURS_PER_DAY: Range = (1.0, 1.5, 2.0)  # A22
CHURN_UPLIFT: Range = (0.15, 0.225, 0.30)  # A21
OPPORTUNITY_SHARE = 0.20  # A25


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an offer says that changes an estimate; without an offer the careful assumption stands."""

    has_free_training: bool = False
    has_analytics: bool = False
    integration: float = 0.0  # share of the repeated work that linked systems take away, 0..1


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One hidden cost by rule of thumb: amounts for each year of the horizon, all 0 where it does not apply."""

    driver: str
    category: str  # of the cost line that it stands for; "" for a scenario
    row: str  # of the seed inventory
    low: tuple[float, ...]
    expected: tuple[float, ...]
    high: tuple[float, ...]
    cash: bool
    applies: bool
    reason: str  # why it applies, or why not
    changed_by: str  # what would change it
    is_scenario: bool = False  # shown, never summed
    values: Mapping[str, float] = field(default_factory=dict)  # the figures it was computed from

    @property
    def total(self) -> Range:
        """Low, expected and high over the horizon."""
        return fsum(self.low), fsum(self.expected), fsum(self.high)

    @property
    def is_summed(self) -> bool:
        """Whether it counts in a sum of hidden costs."""
        return self.applies and not self.is_scenario


def estimates(needs: Needs, terms: Terms | None = None) -> tuple[Estimate, ...]:
    """The hidden costs of a company by rule of thumb, in its currency; the seed defaults are in CNY.

    Args:
        needs: seats by year, IT team, conditions, hourly cost, revenue ...
        terms: what an offer says; None before there is one.
    Returns: one estimate per driver, those that do not apply included, so that a page can say why.
    Raises: ValueError: terms.integration is outside 0..1.
    Source: docs/method.md, "Hidden costs by rule of thumb"; seed rows A13-A25.

    >>> shop = Needs(agent_seats=(8, 9, 10), hourly_cost=35)
    >>> [(each.driver, each.total[1]) for each in estimates(shop) if each.is_summed]
    [('training', 7500.0), ('operations', 60000.0), ('upgrade', 37500.0), ('repeated_work', 315000.0)]
    """
    terms = terms or Terms()
    if not 0 <= terms.integration <= 1:
        raise ValueError("integration must lie between 0 and 1")
    return (
        _training(needs, terms),
        _operations(needs),
        _upgrade(needs),
        _hardware(needs),
        _repeated_work(needs, terms),
        _churn(needs),
        _opportunity(needs, terms),
    )


def summed(found: Iterable[Estimate]) -> Range:
    """Low, expected and high of everything that counts in a sum.

    >>> summed(estimates(Needs(agent_seats=(10,), has_it_team=True)))
    (10000.0, 20000.0, 30000.0)
    """
    totals = [each.total for each in found if each.is_summed]
    return fsum(low for low, _, _ in totals), fsum(mid for _, mid, _ in totals), fsum(high for _, _, high in totals)


def missing_lines(stated: Iterable[CostLine], found: Iterable[Estimate]) -> tuple[CostLine, ...]:
    """The seed defaults that stand in for hidden costs which an offer left open.

    Own labour (training, repeated work) is answered by a hidden line of its category only, since a vendor's own charge
    says nothing about our time; everything else by any line of its category, one of 0 included.

    Args:
        stated: the offer's lines.
        found: what `estimates` gave.
    Returns: hidden lines with source seed_default, one per driver that is summed and was left open.

    >>> needs = Needs(agent_seats=(10,), has_it_team=True)
    >>> [line.category for line in missing_lines((), estimates(needs))]
    ['training', 'upgrade']
    """
    lines = tuple(stated)
    answered = {line.category for line in lines}
    answered_as_hidden = {line.category for line in lines if line.kind == "hidden"}
    return tuple(
        _line(each)
        for each in found
        if each.is_summed and any(each.high) and each.category not in (answered if each.cash else answered_as_hidden)
    )


def _line(estimate: Estimate) -> CostLine:
    years = tuple(year for year, high in enumerate(estimate.high, start=1) if high)
    low, expected, high = (
        tuple(amounts[year - 1] for year in years) for amounts in (estimate.low, estimate.expected, estimate.high)
    )
    return CostLine(
        category=estimate.category,
        years=years,
        amount=expected,
        low=low,
        high=high,
        kind="hidden",
        cash=estimate.cash,
        source="seed_default",
    )


def _training(needs: Needs, terms: Terms) -> Estimate:
    """Each seat is learnt once, in the year in which it is added; free courses leave the low end of the range."""
    low, expected, high = TRAINING_PER_SEAT
    if terms.has_free_training:
        expected, high = low, expected
    added = _added_seats(needs.agent_seats)
    return _estimate(
        driver="training",
        row="A18",
        times=tuple(float(seats) for seats in added),
        rates=(low, expected, high),
        cash=False,
        reason="free_training" if terms.has_free_training else "each_seat_learns",
        changed_by="free_training",
        values={"seats": float(sum(added))},
    )


def _operations(needs: Needs) -> Estimate:
    return _estimate(
        driver="operations",
        row="A16",
        times=_each_year(needs, 0.0 if needs.has_it_team else 1.0),
        rates=OPERATIONS_PER_YEAR,
        applies=not needs.has_it_team,
        reason="own_it_team" if needs.has_it_team else "no_it_team",
        changed_by="it_team",
    )


def _upgrade(needs: Needs) -> Estimate:
    return _estimate(
        driver="upgrade",
        row="A19",
        times=_each_year(needs, 1.0),
        rates=UPGRADE_PER_YEAR,
        reason="versions_change",
        changed_by="upgrades_included",
    )


def _hardware(needs: Needs) -> Estimate:
    applies = "private_deployment" in needs.conditions
    return _estimate(
        driver="hardware",
        row="A13",
        times=(1.0 if applies else 0.0, *(0.0,) * (needs.horizon_years - 1)),
        rates=HARDWARE_ONCE,
        applies=applies,
        reason="own_servers" if applies else "no_own_servers",
        changed_by="private_deployment",
    )


def _repeated_work(needs: Needs, terms: Terms) -> Estimate:
    """What it costs today, with the seats of year 1, in every year that it goes on."""
    remaining = 1.0 - terms.integration
    hourly = needs.hourly_cost or 0.0
    known = needs.hourly_cost is not None
    reason = "systems_not_linked" if remaining else "systems_linked"
    return _estimate(
        driver="repeated_work",
        row="A22",
        times=_each_year(needs, needs.seats_now * hourly * needs.working_days * remaining),
        rates=REPEATED_HOURS_PER_DAY,
        cash=False,
        applies=known and remaining > 0,
        reason=reason if known else "no_hourly_cost",
        changed_by="integration",
        values={"seats": float(needs.seats_now), "hourly_cost": hourly, "days": float(needs.working_days)},
    )


def _churn(needs: Needs) -> Estimate:
    revenue, lost = needs.annual_revenue, needs.customers_lost
    known = revenue is not None and lost is not None
    exposed = (revenue or 0.0) * (lost or 0.0)
    return _estimate(
        driver="churn",
        category="",
        row="A21",
        times=_each_year(needs, exposed),
        rates=CHURN_UPLIFT,
        cash=False,
        applies=known,
        reason="slow_answers" if known else "no_churn_known",
        changed_by="response_time",
        is_scenario=True,
        values={"revenue": revenue or 0.0, "lost": lost or 0.0} if known else {},
    )


def _opportunity(needs: Needs, terms: Terms) -> Estimate:
    known = needs.lead_value is not None
    applies = known and not terms.has_analytics
    without = "no_analytics" if known else "no_lead_value"
    return _estimate(
        driver="opportunity",
        category="",
        row="A25",
        times=_each_year(needs, (needs.lead_value or 0.0) if applies else 0.0),
        rates=(OPPORTUNITY_SHARE,) * 3,
        cash=False,
        applies=applies,
        reason="analytics" if terms.has_analytics else without,
        changed_by="analytics",
        is_scenario=True,
        values={"lead_value": needs.lead_value or 0.0} if known else {},
    )


def _estimate(
    *,
    driver: str,
    row: str,
    times: tuple[float, ...],
    rates: Range,
    reason: str,
    changed_by: str,
    category: str | None = None,
    cash: bool = True,
    applies: bool = True,
    is_scenario: bool = False,
    values: Mapping[str, float] | None = None,
) -> Estimate:
    """An estimate from how many times each year a rate applies."""
    low, expected, high = (tuple(each * rate for each in times) for rate in rates)
    return Estimate(
        driver=driver,
        category=driver if category is None else category,
        row=row,
        low=low,
        expected=expected,
        high=high,
        cash=cash,
        applies=applies,
        reason=reason,
        changed_by=changed_by,
        is_scenario=is_scenario,
        values=values or {},
    )


def _each_year(needs: Needs, amount: float) -> tuple[float, ...]:
    return (amount,) * needs.horizon_years


def _added_seats(agent_seats: tuple[int, ...]) -> tuple[int, ...]:
    """Seats that are new in each year: above the most that there were before."""
    return tuple(max(0, seats - max(agent_seats[:year], default=0)) for year, seats in enumerate(agent_seats))
