"""Tiers: where a yearly subscription stands against the usual price band of its tier."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from scoring.formulas.case import CostLine, Offer, Profile
from scoring.formulas.cost import SUBSCRIPTION, by_year
from scoring.formulas.rounding import is_below

# The team that the bands are read for when they are scaled; seed row A18 speaks of ten people.
REFERENCE_SEATS = 10
CURRENCY = "CNY"
STATUSES = ("below", "inside", "above", "between_tiers")


@dataclass(frozen=True, slots=True)
class Band:
    """What a tier usually costs a year, in CNY; `high` None: no upper end."""

    tier: str
    low: float
    high: float | None

    def scaled(self, seats: int) -> "Band":
        """The band for a team of another size than ten; a band without an upper end is a floor and stays.

        >>> Band("smart", 80_000, 120_000).scaled(40)
        Band(tier='smart', low=320000.0, high=480000.0)
        """
        if self.high is None:
            return self
        factor = seats / REFERENCE_SEATS
        return Band(self.tier, self.low * factor, self.high * factor)


# Seed rows A29, A32, A35, A38, from the smallest tier to the largest; fixtures/tiers.json has the same figures.
BANDS = (
    Band("basic", 5_000, 20_000),
    Band("advanced", 30_000, 60_000),
    Band("smart", 80_000, 120_000),
    Band("custom", 150_000, None),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A yearly subscription beside the band of its tier."""

    amount: float
    band: Band
    status: str  # one of STATUSES
    between: tuple[str, str] | None = None  # the two tiers, for between_tiers


@dataclass(frozen=True, slots=True, kw_only=True)
class TierCheck:
    """Both readings of a band: as it stands, and scaled to the team (None where the seats are not known)."""

    absolute: Standing
    scaled: Standing | None

    @property
    def is_inside(self) -> bool:
        """Whether at least one reading finds the amount usual."""
        return "inside" in {self.absolute.status, self.scaled.status if self.scaled else ""}

    @property
    def telling(self) -> Standing:
        """The reading to quote: per seat where the seats are known."""
        return self.scaled or self.absolute


def standing(amount: float, tier: str, bands: Sequence[Band] = BANDS, *, decimals: int = 2) -> Standing:
    """Where a yearly subscription stands.

    Args:
        amount: money for one year, in the bands' currency.
        tier: the tier that the offer says it is.
        bands: one per tier, from the smallest tier to the largest.
        decimals: amounts that print the same are the same.
    Returns: inside its band; between it and the band of the next tier; or else below or above it. Both ends of a band
        belong to it.
    Raises: ValueError: no band for the tier.
    Source: docs/method.md, "Tiers"; seed rows A29, A32, A35, A38.

    >>> standing(100_000, "smart").status, standing(70_000, "smart").between, standing(70_000, "basic").status
    ('inside', ('advanced', 'smart'), 'above')
    """
    band = next((each for each in bands if each.tier == tier), None)
    if band is None:
        raise ValueError(f"there is no band for the tier {tier!r}")
    is_under = is_below(amount, band.low, decimals)
    is_over = band.high is not None and is_below(band.high, amount, decimals)
    if not is_under and not is_over:
        return Standing(amount=amount, band=band, status="inside")
    for smaller, larger in pairwise(bands):
        if tier in {smaller.tier, larger.tier} and _is_between(amount, smaller, larger, decimals):
            between = (smaller.tier, larger.tier)
            return Standing(amount=amount, band=band, status="between_tiers", between=between)
    return Standing(amount=amount, band=band, status="below" if is_under else "above")


def check(
    amount: float, tier: str, seats: int | None, bands: Sequence[Band] = BANDS, *, decimals: int = 2
) -> TierCheck:
    """The tier check of a yearly subscription: against the bands as they stand, and scaled to the team.

    Args:
        seats: agent seats of the year that the amount is for; None or 0 where they are not known.

    >>> found = check(96_000, "smart", 40)
    >>> found.absolute.status, found.scaled.status, found.is_inside
    ('inside', 'below', True)
    """
    scaled = None
    if seats:
        scaled = standing(amount, tier, [band.scaled(seats) for band in bands], decimals=decimals)
    return TierCheck(absolute=standing(amount, tier, bands, decimals=decimals), scaled=scaled)


def first_year_subscription(costs: Sequence[CostLine]) -> float | None:
    """What the subscription lines cost in year 1; None where they say nothing about it.

    >>> first_year_subscription([CostLine(category="subscription", years=(1, 2), amount=(80_000, 84_000))])
    80000.0
    """
    lines = [line for line in costs if line.category == SUBSCRIPTION and 1 in line.years]
    return by_year(lines, 1)[0] if lines else None


def check_offer(offer: Offer, profile: Profile, *, decimals: int = 2) -> TierCheck | None:
    """The tier check of an offer's first year; None in another currency than CNY or without a subscription."""
    amount = first_year_subscription(offer.costs)
    if amount is None or profile.currency != CURRENCY:
        return None
    return check(amount, offer.tier, profile.agent_seats[0] if profile.agent_seats else None, decimals=decimals)


def _is_between(amount: float, smaller: Band, larger: Band, decimals: int) -> bool:
    if smaller.high is None:
        return False
    return is_below(smaller.high, amount, decimals) and is_below(amount, larger.low, decimals)
