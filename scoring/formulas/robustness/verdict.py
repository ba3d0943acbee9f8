"""Verdict: how well the first place stands, in one word, and why."""

from collections.abc import Mapping
from types import MappingProxyType

from scoring.formulas.results import Assessment
from scoring.formulas.robustness.results import Reason, Winners, WinsIf
from scoring.formulas.rounding import is_below, printed

VERDICTS = ("none", "only_one", "too_close", "sensitive", "robust")
HALF = 0.5

# The closed list: code -> English sentence. `winner` and `offers` are ids of offers, `share` is a share of 1, `changed`
# of `tried` counts who-wins-if questions.
SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "nobody_is_eligible": "No offer is eligible and has a total, so nobody is first.",
        "only_one_is_left": "Only {winner} is eligible and has a total, so there is nothing to compare it with.",
        "shared_first": "{winner} share the first place.",
        "lead_in_band": "{winner} leads by {lead}, less than the {band} within which offers are too close to call.",
        "without_offer": "If the loser {key} left, the first place would go to {winner}; {changed} of {tried} changes "
        "that were tried alter the winner.",
        "without_seat": "If the seat {key} left, the first place would go to {winner}; {changed} of {tried} changes "
        "that were tried alter the winner.",
        "price_formula": "With the price formula {key}, the first place would go to {winner}; {changed} of {tried} "
        "changes that were tried alter the winner.",
        "costs": "With all costs {key}, the first place would go to {winner}; {changed} of {tried} changes that were "
        "tried alter the winner.",
        "costs_against_winner": "With the costs of the winner high and those of the others low, the first place would "
        "go to {winner}; {changed} of {tried} changes that were tried alter the winner.",
        "low_acceptability": "{winner} is first under only {share} of all weights of the dimensions.",
        "stands": "{winner} stays first under each of {tried} changes that were tried, and under {share} of all "
        "weights of the dimensions.",
    }
)


def verdict_of(
    assessment: Assessment, wins_if: WinsIf, acceptability: Mapping[str, float], *, too_close: float, decimals: int
) -> tuple[str, tuple[Reason, ...]]:
    """The verdict, and its reasons, the weightiest first.

    Args:
        assessment: for the first place and its lead.
        wins_if: who would be first; single marks do not enter the verdict.
        acceptability: offer -> share of all weights of the dimensions in which it wins.
        too_close: the band, in points.
        decimals: to which figures are compared.
    Source: docs/method.md, "Robustness".
    """
    winner = assessment.winners
    placed = [offer for offer in assessment.offers if offer.rank is not None]
    if not winner:
        return "none", (Reason("nobody_is_eligible"),)
    if len(placed) == 1:
        return "only_one", (Reason("only_one_is_left", {"winner": winner}),)
    if len(winner) > 1:
        return "too_close", (Reason("shared_first", {"winner": winner}),)
    lead = assessment.lead or 0.0
    if is_below(lead, too_close, decimals):
        return "too_close", (Reason("lead_in_band", {"winner": winner, "lead": lead, "band": too_close}),)
    reasons = _changing(winner, wins_if)
    share = acceptability.get(winner[0], 0.0)
    if is_below(share, HALF, decimals=9):
        reasons.append(Reason("low_acceptability", {"winner": winner, "share": share}))
    if reasons:
        return "sensitive", tuple(reasons)
    return "robust", (Reason("stands", {"winner": winner, "share": share, "tried": len(wins_if.tried)}),)


def sentence_of(reason: Reason) -> str:
    """A reason as an English sentence; offers and seats by their ids."""
    return SENTENCES[reason.code].format_map({key: _in_words(key, value) for key, value in reason.values.items()})


def _changing(winner: Winners, wins_if: WinsIf) -> list[Reason]:
    changing = {what: first for what, first in wins_if.tried.items() if set(first) != set(winner)}
    counts = {"changed": len(changing), "tried": len(wins_if.tried)}
    return [
        Reason("costs_against_winner" if key == "against_winner" else kind, {"key": key, "winner": first, **counts})
        for (kind, key), first in changing.items()
    ]


def _in_words(name: str, value: str | float | Winners) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or "nobody"
    if isinstance(value, str | int):
        return str(value)
    return f"{printed(100 * value, 1)} %" if name == "share" else str(printed(value, 2))
