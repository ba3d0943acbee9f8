"""Case: everything that a result depends on, as plain frozen values. The evaluation file says the same in JSON.

Attribute names are the file's keys (`class_` stands for "class"). Optional values have the file's defaults; the weights
that follow from other weights are filled in by `with_default_weights`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

FactValue = bool | int | float | str | None
# A text once, or in both languages under "en" and "zh-hans".
Wording = str | Mapping[str, str]

LANGUAGES = ("en", "zh-hans")
DIMENSIONS = ("need", "cost", "risk")
CLASSES = ("must", "bonus", "redundant")
CLASS_WEIGHTS: Mapping[str, float] = MappingProxyType({"must": 3.0, "bonus": 1.0, "redundant": 0.0})
SOURCES = ("panel", "measure")
PANELS = ("mean", "trimmed", "median")
PRICE_FORMULAS = ("ceiling", "lowest_ratio", "linear", "log", "points_per_percent", "mean_deviation")
# The formulas that no losing offer can bend; the others are for what-ifs.
OFFICIAL_PRICE_FORMULAS = ("ceiling", "lowest_ratio", "linear")
PRICE_BASES = ("cash", "lines")
UNKNOWN_POLICIES = ("zero", "exclude")
MUST_POLICIES = ("knock_outs", "all_musts")
TIERS = ("basic", "advanced", "smart", "custom")
COST_KINDS = ("visible", "hidden")
COST_SOURCES = ("quote", "contract", "list_price", "estimate", "seed_default")
FACT_STATUSES = ("unknown", "claimed", "evidenced", "verified")
MARK_STATES = ("not_applicable", "abstained")
EVIDENCE_LEVELS = ("brochure", "demo", "document", "contract")
CONDITIONS = (
    "multilingual",
    "ai",
    "voice",
    "free_plan",
    "private_deployment",
    "finance_industry",
    "cross_border",
    "cross_border_eu",
    "card_data",
)
DEFAULT_PASS_MARK = 60.0


def worded(wording: Wording, language: str) -> str:
    """The text in one language, or in the other where it was entered only once.

    >>> worded({"en": "Price", "zh-hans": "价格"}, "zh-hans"), worded({"en": "Price"}, "zh-hans"), worded("Price", "en")
    ('价格', 'Price', 'Price')
    """
    if isinstance(wording, str):
        return wording
    return wording.get(language) or next((text for text in wording.values() if text), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The company that buys: money, horizon, load, and which conditions hold."""

    currency: str
    horizon_years: int
    annual_revenue: float | None = None
    hidden_cost_share: float = 0.05
    hidden_cost_per_year: bool = False
    budget: float | None = None  # cash, whole horizon
    reserve_share: float = 0.20
    agent_seats: tuple[int, ...] | None = None  # one number per year of the horizon
    normal_concurrency: float | None = None
    headroom_factor: float = 3.0
    promotion_factor: float = 1.0
    conditions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The marks that members may give: whole numbers from min to max."""

    min: int = 0
    max: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """How marks become a result; frozen when scoring opens."""

    panel: str = "mean"
    price_formula: str = "lowest_ratio"
    price_parameters: Mapping[str, float] = field(default_factory=dict)  # as stated; price.parameters_of adds defaults
    price_basis: str = "cash"
    unknown: str = "zero"
    must_policy: str = "knock_outs"
    decimals: int = 2
    too_close: float = 1.0
    draws: int = 10_000
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One thing that offers are judged by: members mark it (panel), or a figure decides (measure)."""

    id: str
    name: Wording
    dimension: str
    class_: str
    weight: float
    source: str = "panel"
    measure: str | None = None
    fact: str | None = None  # only for the measure "promise"
    knock_out: bool = False
    pass_mark: float = DEFAULT_PASS_MARK
    condition: str | None = None

    @property
    def counts(self) -> bool:
        """Whether it can enter a score: a redundant criterion never does."""
        return self.class_ != "redundant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A member's place on the committee."""

    id: str
    name: Wording
    weights: Mapping[str, float] | None = None  # one per dimension; None = 1 each
    voting: bool = True
    criteria: frozenset[str] | None = None  # None = all panel criteria
    recused: frozenset[str] = frozenset()  # offer ids

    def weight_in(self, dimension: str) -> float:
        """What this seat's marks weigh in a dimension."""
        return 1.0 if self.weights is None else self.weights[dimension]

    def marks_criterion(self, criterion: str) -> bool:
        """Whether the panel criterion is on this seat's sheet."""
        return self.criteria is None or criterion in self.criteria


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What a vendor states, and how well it is proven. A fact that is not known is one without value or status."""

    value: FactValue
    status: str = "claimed"
    valid_until: str | None = None  # a date as in ISO 8601; the formulas have no clock, so it changes no score

    @property
    def is_known(self) -> bool:
        """Whether it may be counted at all."""
        return self.value is not None and self.status != "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """One thing that an offer costs, with an amount for each year in which it costs something."""

    category: str
    years: tuple[int, ...]
    amount: tuple[float, ...]
    kind: str = "visible"
    cash: bool = True
    low: tuple[float, ...] | None = None
    high: tuple[float, ...] | None = None
    module: str | None = None
    source: str = "quote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a vendor would sell: an edition with its facts and costs."""

    id: str
    vendor: Wording
    edition: Wording
    tier: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    costs: tuple[CostLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What one seat says about one offer on one criterion: a value, or a state that is not a zero."""

    seat: str
    offer: str
    criterion: str
    value: int | None = None
    state: str | None = None  # exactly one of value and state is given
    evidence: str | None = None
    comment: Wording = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consensus:
    """A mark that the committee agreed on; it replaces the panel's figure in its cell."""

    offer: str
    criterion: str
    value: int
    reason: Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A knock-out that a named person set aside for one offer."""

    offer: str
    criterion: str
    by: Wording
    reason: Wording
    on: str | None = None  # the day of the ruling, such as 2026-11-21


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything a result depends on."""

    title: Wording
    profile: Profile
    dimensions: Mapping[str, float]
    criteria: tuple[Criterion, ...]
    seats: tuple[Seat, ...]
    offers: tuple[Offer, ...]
    marks: Sequence[Mark] = ()  # a tuple, or a MarkTable where they are many
    scale: Scale = field(default_factory=Scale)
    method: Method = field(default_factory=Method)
    consensus: tuple[Consensus, ...] = ()
    overrides: tuple[Override, ...] = ()


def with_default_weights(
    criteria: Iterable[Criterion], stated: Mapping[str, float | None], conditions: Iterable[str]
) -> tuple[Criterion, ...]:
    """The criteria with every weight filled in.

    Args:
        criteria: whatever weight they carry is replaced.
        stated: criterion id -> weight, >= 0, or None (or no entry) where nobody stated one.
        conditions: the profile's conditions.
    Returns: the same criteria in the same order. A weight that nobody stated is its class's (must 3, bonus 1,
        redundant 0); that of the `price` measure is the sum of the other cost weights that count, so that price is
        half of cost; without others it is 1.
    Source: docs/method.md, "Weights".
    """
    in_force = frozenset(conditions)

    def weight(criterion: Criterion) -> float:
        given = stated.get(criterion.id)
        return CLASS_WEIGHTS[criterion.class_] if given is None else given

    weighted = [replace(criterion, weight=weight(criterion)) for criterion in criteria]
    other_cost_weights = sum(
        criterion.weight
        for criterion in weighted
        if criterion.dimension == "cost"
        and criterion.measure != "price"
        and criterion.counts
        and (criterion.condition is None or criterion.condition in in_force)
    )
    return tuple(
        replace(criterion, weight=other_cost_weights or 1.0)
        if criterion.measure == "price" and criterion.counts and stated.get(criterion.id) is None
        else criterion
        for criterion in weighted
    )
