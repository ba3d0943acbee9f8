"""Outgrowing: when a company becomes too large for an offer, and what moving a second time would cost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum

from scoring.formulas.adviser import LARGE_TEAM_ABOVE, SMALL_TEAM_BELOW
from scoring.formulas.case import CostLine
from scoring.formulas.rounding import rounded_up, settled

# The most agent seats that a tier fits; seed rows A30, A39. A custom system grows with its company.
SEATS_OF_TIER = {"basic": SMALL_TEAM_BELOW - 1, "advanced": LARGE_TEAM_ABOVE, "smart": LARGE_TEAM_ABOVE, "custom": None}
# What a move costs again.
MOVING_CATEGORIES = ("implementation", "migration", "integration", "training")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Where an offer ends; None: no such limit is known."""

    tier: str
    seat_maximum: int | None = None
    rated_concurrency: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One limit that is passed: what is needed, and where the offer ends."""

    code: str  # seat_maximum | rated_concurrency | tier_size
    needed: int
    limit: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgrown:
    """The first year in which an offer is too small. In year 1 it does not fit from the start."""

    year: int
    reasons: tuple[Reason, ...]
    cost: float  # money: the one-off lines again; a scenario, never summed


def first_outgrown(
    agent_seats: Sequence[int], required: float | None, limits: Limits, costs: Iterable[CostLine]
) -> Outgrown | None:
    """When the seat plan or the load passes a limit of the offer, and what the move would cost.

    Args:
        agent_seats: one number for each year; the load is taken to grow with them.
        required: required concurrency in year 1; None where it is not known.
        limits: where the offer ends.
        costs: the offer's lines.
    Returns: None where it lasts for the whole plan, as far as is known.
    Source: docs/method.md, "Outgrowing an offer"; seed row B36.

    >>> lines = [CostLine(category="migration", years=(1,), amount=(18_000,))]
    >>> found = first_outgrown((40, 50, 60), 204, Limits(tier="smart", rated_concurrency=280), lines)
    >>> found.year, found.reasons[0].code, found.reasons[0].needed, found.cost
    (3, 'rated_concurrency', 306, 18000.0)
    """
    for year, seats in enumerate(agent_seats, start=1):
        reasons = _passed(seats, agent_seats[0], required, limits)
        if reasons:
            return Outgrown(year=year, reasons=reasons, cost=moving_cost(costs, len(agent_seats)))
    return None


def moving_cost(costs: Iterable[CostLine], horizon_years: int) -> float:
    """What an offer charges for getting there, and its buyer would pay again: the one-off lines of a move.

    A line that costs something in every year of the horizon is no cost of moving; training that follows the seats is.

    >>> moving_cost([CostLine(category="migration", years=(1,), amount=(18_000,)),
    ...              CostLine(category="integration", years=(1, 2, 3), amount=(9_600,) * 3)], 3)
    18000.0
    """
    return fsum(
        fsum(line.amount)
        for line in costs
        if line.category in MOVING_CATEGORIES
        and (horizon_years == 1 or sum(1 for amount in line.amount if amount) < horizon_years)
    )


def _passed(seats: int, first: int, required: float | None, limits: Limits) -> tuple[Reason, ...]:
    reasons = []
    if limits.seat_maximum is not None and seats > limits.seat_maximum:
        reasons.append(Reason(code="seat_maximum", needed=seats, limit=float(limits.seat_maximum)))
    if required is not None and limits.rated_concurrency is not None and first:
        needed = rounded_up(required * seats / first)
        if settled(needed) > settled(limits.rated_concurrency):
            reasons.append(Reason(code="rated_concurrency", needed=needed, limit=limits.rated_concurrency))
    most = SEATS_OF_TIER[limits.tier]
    if most is not None and seats > most:
        reasons.append(Reason(code="tier_size", needed=seats, limit=float(most)))
    return tuple(reasons)
