"""Measures: scores that come from facts and costs instead of marks. Members may comment on them, not mark them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from scoring.formulas.case import Criterion, FactValue, Offer, Profile
from scoring.formulas.cost import spendable
from scoring.formulas.results import CostResult
from scoring.formulas.rounding import rounded_up, settled
from vendors.facts import verdict

# The fact that each measure reads; `promise` reads the one that its criterion names, the others read costs.
FACT_OF_MEASURE: Mapping[str, str] = {
    "idle_waste": "idle_share",
    "cost_completeness": "cost_completeness",
    "marginal_seat": "marginal_seat_ratio",
    "headroom": "rated_concurrency",
    "trial_days": "trial_days",
    "full_trial_days": "full_trial_days",
    "failure_rate": "failure_rate_percent",
    "recovery_hours": "recovery_hours",
}
MEASURES = ("price", "budget", "hidden_share", *FACT_OF_MEASURE, "promise")

# Seed defaults, with their row of the inventory.
TRIAL_DAYS_WANTED = 15.0  # A48
FULL_TRIAL_DAYS_WANTED = 7.0  # B64
FAILURE_RATE_LIMIT = 0.1  # percent, A50
FAILURE_RATE_WORST = 1.0  # percent
IDLE_WORST = 0.40  # A24
RECOVERY_GOOD_HOURS = 4.0
RECOVERY_WORST_HOURS = 12.0  # B63
PROMISE_SCORES: Mapping[str, float] = {"pass": 100.0, "warn": 50.0, "fail": 0.0}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a measure found for one offer, and the figures that it used, by name."""

    status: str  # scored | missing (a figure of ours or a cost) | unknown (a fact)
    score: float | None = None
    inputs: Mapping[str, FactValue] = field(default_factory=dict)


def falling(figure: float, full_at: float, zero_at: float) -> float:
    """A straight line from 100 at `full_at` to 0 at `zero_at`, clipped; either end may be the larger.

    >>> falling(8, 4, 12), falling(3, 4, 12), falling(13, 4, 12)
    (50.0, 100.0, 0.0)
    """
    return min(100.0, max(0.0, 100.0 * (figure - zero_at) / (full_at - zero_at)))


def budget_score(cash: float, available: float, budget: float) -> float:
    """100 while the cash cost fits into what is spendable, then in a line to 0 at the full budget.

    >>> budget_score(576_000, 576_000, 720_000), budget_score(648_000, 576_000, 720_000)
    (100.0, 50.0)
    """
    if settled(cash) <= settled(available):
        return 100.0
    return 0.0 if settled(cash) >= settled(budget) else falling(cash, available, budget)


def failure_rate_score(percent: float, *, has_evidence: bool) -> float:
    """100 below 0.1 % with SLA evidence; 50 without it or at exactly 0.1 %; above, from 50 in a line to 0 at 1 %.

    >>> failure_rate_score(0.05, has_evidence=True), failure_rate_score(0.05, has_evidence=False)
    (100.0, 50.0)
    """
    if settled(percent) < settled(FAILURE_RATE_LIMIT):
        return 100.0 if has_evidence else 50.0
    return falling(percent, FAILURE_RATE_LIMIT, FAILURE_RATE_WORST) / 2


def required_concurrency(profile: Profile) -> float | None:
    """The concurrency that a system must be rated for; None without a normal load.

    The headroom factor multiplies the normal peak in whole conversations, the promotion factor the load as computed;
    the larger counts, rounded up. So 67.2 with factors of 3 and 4 needs the larger of 3 x 68 and 268.8, which is 269.

    >>> required_concurrency(Profile(currency="CNY", horizon_years=3, normal_concurrency=100))
    300.0
    >>> required_concurrency(Profile(currency="CNY", horizon_years=3, normal_concurrency=67.2, promotion_factor=4))
    269.0
    """
    load = profile.normal_concurrency
    if load is None:
        return None
    with_headroom = rounded_up(profile.headroom_factor * rounded_up(load))
    return float(max(with_headroom, rounded_up(profile.promotion_factor * load)))


def headroom_score(rated: float, required: float) -> float:
    """100 at the required concurrency or more, in a line to 0 at a third of it; a load of 0 needs nothing.

    >>> headroom_score(300, 300), headroom_score(200, 300), headroom_score(100, 300)
    (100.0, 50.0, 0.0)
    """
    return 100.0 if required <= 0 else falling(rated, required, required / 3)


def read_measure(criterion: Criterion, offer: Offer, cost: CostResult, profile: Profile) -> Reading:
    """What a measure other than `price` says about an offer."""
    if criterion.measure == "budget":
        return _budget(cost, profile)
    if criterion.measure == "hidden_share":
        return _hidden_share(cost)
    required = required_concurrency(profile)
    if criterion.measure == "headroom" and required is None:
        return Reading("missing", inputs={"normal_concurrency": None})
    fact_key = fact_read_by(criterion)
    fact = offer.facts.get(fact_key)
    if fact is None or not fact.is_known:
        return Reading("unknown", inputs={fact_key: None})
    return _from_fact(criterion, offer, fact_key, fact.value, required or 0.0)


def fact_read_by(criterion: Criterion) -> str:
    """The fact that a measured criterion stands on; "" when it reads costs."""
    if criterion.measure == "promise":
        return criterion.fact or ""
    return FACT_OF_MEASURE.get(criterion.measure or "", "")


def _from_fact(criterion: Criterion, offer: Offer, fact_key: str, value: FactValue, required: float) -> Reading:
    if criterion.measure == "promise":
        found = verdict(fact_key, value)
        return Reading("scored", PROMISE_SCORES[found], {fact_key: value, "verdict": found})
    if criterion.measure == "headroom":
        inputs = {fact_key: value, "required_concurrency": required}
        return Reading("scored", headroom_score(_figure(value), required), inputs)
    if criterion.measure == "failure_rate":
        evidence = offer.facts.get("sla_evidence")
        has_evidence = evidence is not None and evidence.is_known and evidence.value is True
        score = failure_rate_score(_figure(value), has_evidence=has_evidence)
        return Reading("scored", score, {fact_key: value, "sla_evidence": has_evidence})
    return Reading("scored", _RULES[str(criterion.measure)](_figure(value)), {fact_key: value})


def _budget(cost: CostResult, profile: Profile) -> Reading:
    available = spendable(profile)
    inputs = {"cash": cost.cash, "spendable": available, "budget": profile.budget}
    if cost.cash is None or available is None or profile.budget is None:
        return Reading("missing", inputs=inputs)
    return Reading("scored", budget_score(cost.cash, available, profile.budget), inputs)


def _hidden_share(cost: CostResult) -> Reading:
    share = cost.hidden_share
    inputs = {"hidden": cost.hidden, "lines": cost.lines, "hidden_share": share}
    return Reading("missing", inputs=inputs) if share is None else Reading("scored", 100.0 * (1.0 - share), inputs)


def _figure(value: FactValue) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"a figure is needed, not {value!r}")
    return float(value)


_RULES: Mapping[str, Callable[[float], float]] = {
    "idle_waste": lambda share: falling(share, 0.0, IDLE_WORST),
    "cost_completeness": lambda share: falling(share, 1.0, 0.0),
    "marginal_seat": lambda ratio: falling(ratio, 1.0, 2.0),
    "trial_days": lambda days: falling(days, TRIAL_DAYS_WANTED, 0.0),
    "full_trial_days": lambda days: falling(days, FULL_TRIAL_DAYS_WANTED, 0.0),
    "recovery_hours": lambda hours: falling(hours, RECOVERY_GOOD_HOURS, RECOVERY_WORST_HOURS),
}
