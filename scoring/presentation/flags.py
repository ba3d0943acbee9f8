"""Flags in words: what a reader must know beside an offer's figures, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from scoring.formulas.case import Case
from scoring.formulas.flags import Flag, FlagValue
from scoring.formulas.rounding import printed
from scoring.presentation import wording
from vendors.templatetags.figures import money, percent
from vendors.wording import worded_for_reader

# code -> (how serious, badge, sentence). The names in the sentence are the flag's values.
_TEXTS = {
    # Something is not known
    "missing_marks": (
        "warning",
        _("Marks missing"),
        _("No voting member's mark counts for “%(criterion)s”: it is left out and the result is provisional."),
    ),
    "missing_figure": (
        "warning",
        _("Figure missing"),
        _("The figures for “%(criterion)s” are not given: it is left out and the result is provisional."),
    ),
    "unknown_fact": (
        "warning",
        _("Not known"),
        _("“%(fact)s” is not known, which “%(criterion)s” needs; it scores by the rule for unknown facts."),
    ),
    "no_price": (
        "warning",
        _("No price"),
        _("No price is given on the basis that is compared, so “%(criterion)s” is left out."),
    ),
    "no_total": (
        "danger",
        _("No total"),
        _("Nothing could be scored in %(dimensions)s, so there is no total and no rank."),
    ),
    # Gates
    "open_knock_out": (
        "danger",
        _("Knock-out open"),
        _("Whether the knock-out “%(criterion)s” is passed is not known; deciding needs the fact or a waiver."),
    ),
    "knock_out_not_applicable": (
        "info",
        _("Knock-out does not apply"),
        _("The knock-out “%(criterion)s” does not apply to this offer and counts as passed."),
    ),
    "overridden": (
        "danger",
        _("Knock-out set aside"),
        _("The knock-out “%(criterion)s” (%(score)s against %(pass_mark)s) was set aside by %(by)s: %(reason)s"),
    ),
    "waived": (
        "danger",
        _("Knock-out waived"),
        _("The open knock-out “%(criterion)s” was waived by %(by)s: %(reason)s"),
    ),
    "override_unused": (
        "info",
        _("Override not needed"),
        _("%(by)s set the knock-out “%(criterion)s” aside, which it passes anyway: %(reason)s"),
    ),
    "no_eligible_offer": (
        "danger",
        _("Nobody passes"),
        _("No offer passes every knock-out, so all offers are compared with each other."),
    ),
    "only_one_eligible": (
        "info",
        _("The only one left"),
        _("Only this offer passes every knock-out."),
    ),
    "must_gap": (
        "warning",
        _("Gaps in musts"),
        _("Only %(coverage)s of the must weight reaches 60 points."),
    ),
    # Cost
    "zero_price": (
        "warning",
        _("Price of 0"),
        _("The price is 0, which scores 100."),
    ),
    "price_tells_nothing": (
        "warning",
        _("Price tells nothing"),
        _("Every eligible offer gets %(score)s for its price, so the price tells none apart."),
    ),
    "cheapest_unfit": (
        "warning",
        _("Cheap but unfit"),
        _("The cheapest offer, but its need match is %(need)s, below %(floor)s."),
    ),
    "over_spendable": (
        "warning",
        _("Into the reserve"),
        _("Costs %(cash)s, more than the %(spendable)s left after the reserve."),
    ),
    "over_budget": (
        "danger",
        _("Over budget"),
        _("Costs %(cash)s, more than the budget of %(budget)s."),
    ),
    "over_yearly_budget": (
        "info",
        _("Over an even share"),
        _("Year %(year)s costs %(amount)s, more than the %(limit)s of an even share of the budget."),
    ),
    "abnormally_low": (
        "warning",
        _("Abnormally low"),
        _("Costs %(cash)s, more than 20 %% under the mean of the other offers (%(mean)s): ask how."),
    ),
    "between_tiers": (
        "info",
        _("Between tiers"),
        _("The subscription of %(amount)s in year 1 lies between the tiers “%(lower_tier)s” and “%(upper_tier)s”."),
    ),
    "outside_tier": (
        "info",
        _("Unusual for its tier"),
        _("The subscription of %(amount)s in year 1 is unusual for the tier “%(tier)s”, which ends at %(limit)s."),
    ),
    # Rank
    "close_lead": (
        "info",
        _("Too close to call"),
        _("Leads by %(lead)s, less than the %(band)s within which offers are too close to call."),
    ),
}

_MONEY = {"cash", "spendable", "budget", "amount", "limit", "mean"}
_TIERS = {"tier", "lower_tier", "upper_tier"}


@dataclass(frozen=True, slots=True)
class FlagText:
    """One flag as it is printed."""

    code: str
    level: str  # info | warning | danger
    badge: str  # two or three words
    text: str  # a sentence


@dataclass(frozen=True, slots=True)
class Badge:
    """All flags of one kind at one offer, in two or three words."""

    level: str
    text: str
    count: int


def flag_text(flag: Flag, case: Case) -> FlagText:
    """A flag in the reader's language."""
    level, badge, sentence = _TEXTS[flag.code]
    # Python's own % and no str.format: a name with braces or percent signs in it stays what it is.
    words = {name: _in_words(name, value, case) for name, value in flag.values.items()}
    if "on" in words:
        words["by"] = wording.person_on(words["by"], words["on"])
    return FlagText(flag.code, level, str(badge), str(sentence) % words)


def badges(flags: tuple[FlagText, ...]) -> tuple[Badge, ...]:
    """The flags by kind, most serious first."""
    order = {"danger": 0, "warning": 1, "info": 2}
    kinds: dict[str, list[FlagText]] = {}
    for flag in flags:
        kinds.setdefault(flag.code, []).append(flag)
    found = [Badge(each[0].level, each[0].badge, len(each)) for each in kinds.values()]
    return tuple(sorted(found, key=lambda badge: order[badge.level]))


def _in_words(name: str, value: FlagValue, case: Case) -> str:
    if isinstance(value, tuple):
        return wording.joined(wording.dimension_label(code) for code in value)
    if isinstance(value, Mapping | str):
        return _named(name, value, case)
    if name == "year":
        return str(value)
    if name == "coverage":
        return percent(value)
    if name in _MONEY:
        return money(value, case.profile.currency)
    return wording.figure(printed(value, case.method.decimals))


def _named(name: str, value: Mapping[str, str] | str, case: Case) -> str:
    if name == "criterion":
        return next((worded_for_reader(each.name) for each in case.criteria if each.id == value), str(value))
    if name in _TIERS:
        return wording.tier_label(str(value))
    return wording.fact_label(str(value)) if name == "fact" else worded_for_reader(value)
