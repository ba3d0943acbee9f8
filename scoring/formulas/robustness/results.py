"""Robustness results: what `robustness_of` finds. Figures are never rounded here."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Winners = tuple[str, ...]  # several where the first place is shared, none where nobody is eligible
Corner = tuple[float, ...]  # one weight per dimension, which add up to 1


@dataclass(frozen=True, slots=True)
class Interval:
    """The shares at which the winner stays first, and who is first beyond either end; None where nobody is."""

    low: float
    high: float
    present: float  # the share now
    after_low: str | None = None
    after_high: str | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """The smallest move of points between two dimensions after which another offer is first."""

    source: str
    target: str
    points: float  # of 100; at this point the two are level
    new_winner: str


@dataclass(frozen=True, slots=True)
class Acceptability:
    """How often each offer got each rank in the draws, and the mean weights with which it was first."""

    shares: Mapping[str, tuple[float, ...]]  # offer -> one share per rank, the first rank first
    standard_errors: Mapping[str, tuple[float, ...]]
    central_weights: Mapping[str, Mapping[str, float] | None]  # offer -> criterion -> share of the total; None: never
    draws: int


@dataclass(frozen=True, slots=True)
class MarkChange:
    """One mark, one up or one down, that alters the winner."""

    seat: str
    offer: str
    criterion: str
    value: int  # as it is
    to: int
    winner: Winners


@dataclass(frozen=True, slots=True, kw_only=True)
class WinsIf:
    """Who would be first if one thing were different."""

    without_offer: Mapping[str, Winners] = field(default_factory=dict)  # a losing offer leaves
    without_seat: Mapping[str, Winners] = field(default_factory=dict)  # a voting seat leaves
    price_formula: Mapping[str, Winners] = field(default_factory=dict)  # another official formula
    costs: Mapping[str, Winners] = field(default_factory=dict)  # low | high | against_winner
    mark_changes: tuple[MarkChange, ...] = ()  # only those that alter the winner

    @property
    def tried(self) -> Mapping[tuple[str, str], Winners]:
        """Everything that was tried except single marks, by kind and what was changed."""
        kinds = {
            "without_offer": self.without_offer,
            "without_seat": self.without_seat,
            "price_formula": self.price_formula,
            "costs": self.costs,
        }
        return {(kind, key): winners for kind, tried in kinds.items() for key, winners in tried.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondOpinions:
    """Whom other published methods put first, and what had to be left out for want of values."""

    first: Mapping[str, Winners]  # topsis | vikor (a compromise set) | promethee2 -> offers
    figures: Mapping[str, Mapping[str, float]]  # topsis: closeness, vikor: q (lowest is best), promethee2: net flow
    offers_left_out: tuple[str, ...] = ()
    criteria_left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the verdict is what it is: a code of verdict.SENTENCES and the values that its sentence needs."""

    code: str
    values: Mapping[str, str | float | int | Winners] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Robustness:
    """How well the first place stands. Eligible offers with a total only; empty where there is no winner."""

    winner: Winners
    dimension_intervals: Mapping[str, Interval]  # share of all weight
    criterion_intervals: Mapping[str, Interval]  # share within the criterion's dimension
    lines: Mapping[str, Mapping[str, tuple[float, float]]]  # dimension -> offer -> total where it weighs 0, and all
    smallest_shift: Shift | None
    dimensions: tuple[str, ...]  # those that the triangle has: the ones in which every offer has a score
    dimension_acceptability: Mapping[str, float]  # offer -> share of all weights of the dimensions
    regions: Mapping[
        str, tuple[Corner, ...]
    ]  # offer -> corners of the polygon in which it wins, weights as `dimensions`
    rank_acceptability: Mapping[str, Acceptability]  # uniform | near
    wins_if: WinsIf
    dominated: Mapping[str, tuple[str, ...]]  # offer -> the offers that dominate it; only those that are
    second_opinions: SecondOpinions
    verdict: str  # none | only_one | too_close | sensitive | robust
    reasons: tuple[Reason, ...]  # the weightiest first
    sentence: str  # the first reason in English
