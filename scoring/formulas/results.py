"""Results: what comes out of a case. `scoring.formulas.assessment.assess` makes them; nothing else does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from scoring.formulas.flags import Flag


# A named tuple and no dataclass like the rest: a large case has thousands, and these are made several times as fast.
class CriterionResult(NamedTuple):
    """What one offer got on one criterion."""

    status: str  # scored | missing | not_applicable | unknown (a fact that is not known)
    score: float | None  # 0..100; None where there is no value
    weight: float  # share of the offer's total, 0..1; 0 where the criterion does not count for this offer
    contribution: float  # points of the offer's total: weight x score
    marked: int = 0  # n of N: voting members whose mark counts ...
    expected: int = 0  # ... of those who had the cell on their sheet; 0 of 0 on a measure
    individual: float | None = None  # what the members' own marks gave, where a consensus mark replaced them
    is_consensus: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A knock-out that an offer failed."""

    criterion: str
    score: float
    pass_mark: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many cells were marked of those that were expected: voting members, panel criteria that count."""

    marked: int
    expected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CostResult:
    """What an offer costs over the horizon, in the profile's currency. None: no such line was given."""

    lines: float | None  # all lines
    cash: float | None  # cash lines
    hidden: float | None  # hidden lines
    seed: float | None  # subscriptions plus the share of revenue; None without a revenue
    by_year: tuple[float, ...]  # all lines, one sum per year of the horizon
    by_category: Mapping[str, float]  # all lines
    low: float | None  # all lines at their low amounts
    high: float | None  # all lines at their high amounts

    @property
    def hidden_share(self) -> float | None:
        """Hidden lines as a share of all lines, 0..1; 0 where all lines are 0."""
        if self.lines is None or self.hidden is None:
            return None
        return self.hidden / self.lines if self.lines else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferResult:
    """What one offer got."""

    id: str
    rank: int | None  # None when excluded or without a total
    total: float | None
    scores: Mapping[str, float | None]  # dimension -> 0..100
    provisional: bool
    excluded: tuple[Exclusion, ...]  # empty = eligible
    must_coverage: float | None  # share of the must weight with 60 or more, 0..1; None without musts
    coverage: Coverage
    criteria: Mapping[str, CriterionResult]  # every criterion of the case, in its order
    cost: CostResult
    flags: tuple[Flag, ...]

    @property
    def is_eligible(self) -> bool:
        """Whether no knock-out excludes it."""
        return not self.excluded


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The result. Figures are never rounded here; scoring.formulas.rounding says how to print them."""

    offers: tuple[OfferResult, ...]  # in the case's order
    ties: tuple[tuple[str, ...], ...]  # offers that share a rank because no tie rule broke it
    winners: tuple[str, ...]  # rank 1: one offer, several that share it, or none
    lead: float | None  # points between the first and the next eligible offer; None with fewer than two
    is_close: bool  # whether the lead is inside the too-close band (a shared first place always is)

    def offer(self, offer_id: str) -> OfferResult:
        """One offer's result."""
        return next(offer for offer in self.offers if offer.id == offer_id)

    @property
    def ranking(self) -> tuple[OfferResult, ...]:
        """The offers as a table shows them: by rank, then those without one, each in the case's order."""
        return tuple(sorted(self.offers, key=lambda offer: (offer.rank is None, offer.rank or 0)))
