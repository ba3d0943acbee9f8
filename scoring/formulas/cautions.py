"""Cautions: what a reader must know beside an offer's figures. They change no score."""

from collections.abc import Mapping, Sequence
from math import fsum

from scoring.formulas.case import Case, Criterion, Offer
from scoring.formulas.cost import by_year, spendable
from scoring.formulas.findings import Findings
from scoring.formulas.flags import Flag
from scoring.formulas.measures import fact_read_by
from scoring.formulas.results import CostResult
from scoring.formulas.rounding import is_below, printed, settled
from scoring.formulas.tiers import check_offer

NEED_FLOOR = 60.0  # seed row A03
ABNORMALLY_LOW = 0.20


def gaps(criteria: Sequence[Criterion], findings: Findings) -> list[Flag]:
    """Criteria that count and of which too little is known."""
    flags = []
    for criterion in criteria:
        status = findings[criterion.id].status
        if not criterion.counts or status not in {"missing", "unknown"}:
            continue
        if status == "unknown":
            flags.append(Flag("unknown_fact", {"criterion": criterion.id, "fact": fact_read_by(criterion)}))
        else:
            code = "missing_marks" if criterion.source == "panel" else "missing_figure"
            flags.append(Flag("no_price" if criterion.measure == "price" else code, {"criterion": criterion.id}))
    return flags


def cost_cautions(case: Case, offer: Offer, cost: CostResult, other_cash: Sequence[float]) -> list[Flag]:
    """What an offer's cash cost says beside the budget and the other offers.

    Args:
        case: for the budget.
        offer, cost: the offer and its cost.
        other_cash: the cash cost of every other offer that has one.
    """
    if cost.cash is None:
        return []
    flags = _against_budget(case, offer, cost.cash)
    if other_cash:
        mean = fsum(other_cash) / len(other_cash)
        if _exceeds(case, (1 - ABNORMALLY_LOW) * mean, cost.cash):
            flags.append(Flag("abnormally_low", {"cash": cost.cash, "mean": mean}))
    return flags


def price_cautions(
    case: Case, prices: Sequence[float | None], findings: Sequence[Findings], compared: Sequence[bool]
) -> list[list[Flag]]:
    """What is odd about each offer's price score: a price of 0, and scores that tell no eligible offer apart."""
    flags: list[list[Flag]] = [[] for _ in case.offers]
    criterion = next((item for item in case.criteria if item.measure == "price" and item.counts), None)
    if criterion is None:
        return flags
    scores = [found[criterion.id].score for found in findings]
    telling = [score for score, is_in in zip(scores, compared, strict=True) if is_in and score is not None]
    tells_nothing = len(telling) > 1 and len({printed(score, case.method.decimals) for score in telling}) == 1
    for row, (score, price, is_in) in enumerate(zip(scores, prices, compared, strict=True)):
        if score is None or price is None:
            continue
        if settled(price) == 0:
            flags[row].append(Flag("zero_price"))
        if tells_nothing and is_in:
            flags[row].append(Flag("price_tells_nothing", {"score": score}))
    return flags


def tier_cautions(case: Case, offer: Offer) -> list[Flag]:
    """An unusual subscription for the offer's tier: outside the band as it stands and outside the one for the team."""
    found = check_offer(offer, case.profile, decimals=case.method.decimals)
    if found is None or found.is_inside:
        return []
    telling = found.telling
    if telling.between is not None:
        lower, upper = telling.between
        return [Flag("between_tiers", {"amount": telling.amount, "lower_tier": lower, "upper_tier": upper})]
    limit = telling.band.low if telling.status == "below" or telling.band.high is None else telling.band.high
    return [Flag("outside_tier", {"amount": telling.amount, "tier": telling.band.tier, "limit": limit})]


def cheapest_unfit(
    cash: Mapping[str, float | None], need: Mapping[str, float | None], decimals: int
) -> dict[str, Flag]:
    """The cheapest offer, where its need match is below the floor: offer id -> flag.

    Args:
        cash, need: offer id -> figure, the same offers in both; None = not known.
    """
    known = {offer: printed(amount, decimals) for offer, amount in cash.items() if amount is not None}
    lowest = min(known.values(), default=None)
    return {
        offer: Flag("cheapest_unfit", {"need": score, "floor": NEED_FLOOR})
        for offer, amount in known.items()
        if amount == lowest and (score := need[offer]) is not None and is_below(score, NEED_FLOOR, decimals)
    }


def _against_budget(case: Case, offer: Offer, cash: float) -> list[Flag]:
    flags: list[Flag] = []
    profile, available = case.profile, spendable(case.profile)
    if profile.budget is None or available is None:
        return flags
    if _exceeds(case, cash, profile.budget):
        flags.append(Flag("over_budget", {"cash": cash, "budget": profile.budget}))
    elif _exceeds(case, cash, available):
        flags.append(Flag("over_spendable", {"cash": cash, "spendable": available}))
    even_share = profile.budget / profile.horizon_years
    yearly = by_year([line for line in offer.costs if line.cash], profile.horizon_years)
    return flags + [
        Flag("over_yearly_budget", {"year": year, "amount": amount, "limit": even_share})
        for year, amount in enumerate(yearly, start=1)
        if _exceeds(case, amount, even_share)
    ]


def _exceeds(case: Case, amount: float, limit: float) -> bool:
    return is_below(limit, amount, case.method.decimals)
