"""Needs: what a company says of itself before it looks at offers. What follows from it: load, tier and estimates."""

from dataclasses import dataclass
from math import fsum

from scoring.formulas.case import Profile
from scoring.formulas.rounding import settled

# Seed row B12: may the team double within three years?
DOUBLING_YEARS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Conversations that somebody must answer at once: chat and telephone, not e-mail."""

    inquiries_per_day: float
    peak_hour_share: float  # of the day's inquiries, 0..1
    minutes_each: float

    @property
    def concurrency(self) -> float:
        """Conversations at the same time in the peak hour, as computed.

        >>> Stream(inquiries_per_day=3200, peak_hour_share=0.14, minutes_each=9).concurrency
        67.2
        """
        return self.inquiries_per_day * self.peak_hour_share * self.minutes_each / 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """The answers of the need self-check. None: not given, which is never 0."""

    agent_seats: tuple[int, ...]  # one number for each year of the horizon
    inquiries_per_day: float | None = None
    channel_shares: tuple[float, ...] = ()  # one per channel, in percent or as counts: only proportions matter
    streams: tuple[Stream, ...] = ()
    languages: tuple[str, ...] = ()
    automation_goal: bool = False
    data_review: bool = False
    has_it_team: bool = False
    conditions: frozenset[str] = frozenset()
    currency: str = "CNY"
    budget: float | None = None  # money, whole horizon
    reserve_share: float = 0.20
    headroom_factor: float = 3.0
    promotion_factor: float = 1.0
    annual_revenue: float | None = None  # money
    hourly_cost: float | None = None  # money for an hour of an agent's work
    working_days: int = 250
    customers_lost: float | None = None  # share of the customers who leave in a year, 0..1
    lead_value: float | None = None  # money a year: requests that service finds

    def __post_init__(self) -> None:
        if not self.agent_seats:
            raise ValueError("agent_seats must name at least one year")

    @property
    def horizon_years(self) -> int:
        """How many years are planned."""
        return len(self.agent_seats)

    @property
    def seats_now(self) -> int:
        """The agent seats of year 1."""
        return self.agent_seats[0]

    @property
    def inquiries_per_seat(self) -> float | None:
        """Inquiries a day for each agent seat of year 1; None without inquiries or seats.

        >>> Needs(agent_seats=(40, 50, 60), inquiries_per_day=3200).inquiries_per_seat
        80.0
        """
        if self.inquiries_per_day is None or not self.seats_now:
            return None
        return self.inquiries_per_day / self.seats_now

    @property
    def may_double(self) -> bool:
        """Whether the plan of the first three years reaches twice the seats of year 1.

        Source: docs/method.md, "Needs"; seed row B12.

        >>> Needs(agent_seats=(8, 12, 16)).may_double, Needs(agent_seats=(8, 9, 10)).may_double
        (True, False)
        """
        return self.seats_now > 0 and max(self.agent_seats[:DOUBLING_YEARS]) >= 2 * self.seats_now

    @property
    def profile(self) -> Profile:
        """The same company as a case knows it. Its load is not rounded: required_concurrency does that."""
        return Profile(
            currency=self.currency,
            horizon_years=self.horizon_years,
            annual_revenue=self.annual_revenue,
            budget=self.budget,
            reserve_share=self.reserve_share,
            agent_seats=self.agent_seats,
            normal_concurrency=peak_load(self.streams),
            headroom_factor=self.headroom_factor,
            promotion_factor=self.promotion_factor,
            conditions=self.conditions,
        )


def peak_load(streams: tuple[Stream, ...]) -> float | None:
    """Simultaneous conversations in a normal peak hour, free of the noise of float arithmetic; None without streams.

    Source: docs/method.md, "Load".

    >>> peak_load((Stream(inquiries_per_day=330, peak_hour_share=0.14, minutes_each=14),
    ...            Stream(inquiries_per_day=44, peak_hour_share=0.14, minutes_each=6)))
    11.396
    """
    return float(settled(fsum(stream.concurrency for stream in streams))) if streams else None
