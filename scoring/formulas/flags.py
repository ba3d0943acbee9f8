"""Flags: what a reader must know beside an offer's figures. A code with its values; pages word it in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from scoring.formulas.rounding import printed

FlagValue = str | float | int | tuple[str, ...] | Mapping[str, str]

# The closed list: code -> English sentence. The names in braces are the flag's values: `criterion`, `fact` and
# `dimensions` are ids, scores and limits are on 0..100, `coverage` is a share of 1, money is in the profile's currency,
# `by` and `reason` are wordings as in the evaluation file.
SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        # Something is not known
        "missing_marks": "No member's mark counts for {criterion}: it is left out and the result is provisional.",
        "missing_figure": "The figures for {criterion} are not given: it is left out and the result is provisional.",
        "unknown_fact": "{fact} is not known, which {criterion} needs; it scores by the rule for unknown facts.",
        "no_price": "No price is given on the basis that is compared, so {criterion} is left out.",
        "no_total": "Nothing could be scored in {dimensions}, so there is no total and no rank.",
        # Gates
        "open_knock_out": "Too little is known about the knock-out {criterion}: deciding needs the fact or a waiver.",
        "knock_out_not_applicable": "The knock-out {criterion} does not apply to this offer and counts as passed.",
        "overridden": "The knock-out {criterion} ({score} against {pass_mark}) was set aside by {by}: {reason}",
        "waived": "The open knock-out {criterion} was waived by {by}: {reason}",
        "override_unused": "{by} set the knock-out {criterion} aside, which it passes anyway: {reason}",
        "no_eligible_offer": "No offer passes every knock-out, so all offers are compared with each other.",
        "only_one_eligible": "Only this offer passes every knock-out.",
        "must_gap": "Only {coverage} of the must weight reaches 60 points.",
        # Cost
        "zero_price": "The price is 0, which scores 100.",
        "price_tells_nothing": "Every eligible offer gets {score} for its price, so the price tells none apart.",
        "cheapest_unfit": "The cheapest offer, but its need match is {need}, below {floor}.",
        "over_spendable": "Costs {cash}, more than the {spendable} left after the reserve.",
        "over_budget": "Costs {cash}, more than the budget of {budget}.",
        "over_yearly_budget": "Year {year} costs {amount}, more than the {limit} of an even share of the budget.",
        "abnormally_low": "Costs {cash}, more than 20 % under the mean of the other offers ({mean}): ask how.",
        "between_tiers": "The subscription of {amount} in year 1 lies between the tiers {lower_tier} and {upper_tier}.",
        "outside_tier": "The subscription of {amount} in year 1 is unusual for the tier {tier}, which ends at {limit}.",
        # Rank
        "close_lead": "Leads by {lead}, less than the {band} within which offers are too close to call.",
    }
)


@dataclass(frozen=True, slots=True)
class Flag:
    """A code of SENTENCES and the values that its sentence needs."""

    code: str
    values: Mapping[str, FlagValue] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The flag as an English sentence."""
        return SENTENCES[self.code].format_map({name: _in_words(name, value) for name, value in self.values.items()})


def _in_words(name: str, value: FlagValue) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, Mapping):
        return value.get("en") or next(iter(value.values()), "")
    if isinstance(value, str):
        return value
    if name == "year":
        return str(value)
    return f"{printed(100 * value, 1)} %" if name == "coverage" else str(printed(value, 2))
