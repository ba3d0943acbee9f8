"""Traps: the three screening rules and the five traps of buying, for every offer, before anybody marks.

Source: seed rows A47-A51 (the rules) and B03-B65 (the traps). Only facts and costs are looked at, never a mark.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from scoring.casefile.free_plans import FreeTerms
from scoring.formulas.assessment import assess
from scoring.formulas.case import Case
from scoring.presentation import trap_checks as checks
from scoring.presentation.free_traps import free_checks
from scoring.presentation.trap_checks import Check, Looked, promised

_WORST_FIRST = ("fail", "warn", "unknown", "pass")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A rule or a trap with its checks."""

    code: str
    title: str
    question: str
    rows: tuple[str, ...]
    checks: tuple[Check, ...]

    @property
    def status(self) -> str:
        """The worst of its checks; `none` where there is nothing to check."""
        found = {check.status for check in self.checks}
        return next((status for status in _WORST_FIRST if status in found), "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """One offer on the panel."""

    id: str
    name: str
    rules: tuple[Card, ...]
    traps: tuple[Card, ...]


def screened(
    case: Case, *, inquiries: float | None, plans: Mapping[str, FreeTerms] | None = None
) -> tuple[Screened, ...]:
    """Every offer with its rules and traps, in the case's order.

    Args:
        inquiries: a day, as the company says; None where it does not.
        plans: offer id -> its vendor's free plan, where one was entered.
    """
    unmarked = replace(case, marks=(), consensus=(), overrides=())
    assessment = assess(unmarked)
    found = []
    for offer in case.offers:
        looked = Looked(unmarked, offer, assessment.offer(offer.id), inquiries)
        found.append(
            Screened(
                id=offer.id,
                name=checks.name_of(offer),
                rules=_rules(looked),
                traps=_traps(looked, (plans or {}).get(offer.id)),
            )
        )
    return tuple(found)


def _rules(looked: Looked) -> tuple[Card, ...]:
    return (
        Card(
            code="trial",
            title=_("A free trial of 15 days or more"),
            question=_("Can you try it long enough before you pay?"),
            rows=("A48",),
            checks=(promised(looked, "trial_days"),),
        ),
        Card(
            code="modules",
            title=_("Modules can be added and removed"),
            question=_("Do you pay for what you use, and only while you use it?"),
            rows=("A49",),
            checks=(promised(looked, "module_add"), promised(looked, "module_remove")),
        ),
        Card(
            code="failures",
            title=_("A failure rate below 0.1 %, with the SLA seen"),
            question=_("Is it there when customers call, and is that in writing?"),
            rows=("A50", "A51"),
            checks=(checks.failure_rate(looked),),
        ),
    )


def _traps(looked: Looked, plan: FreeTerms | None) -> tuple[Card, ...]:
    return (
        Card(
            code="need",
            title=_("Chasing every function"),
            question=_("Do you pay for what you need, and could you try it?"),
            rows=("B06", "B18"),
            checks=(
                promised(looked, "idle_share"),
                promised(looked, "module_add"),
                promised(looked, "module_remove"),
                promised(looked, "full_trial_days"),
            ),
        ),
        Card(
            code="cost",
            title=_("Overlooking hidden costs"),
            question=_("Is everything priced that may arise over the years?"),
            rows=("B26", "B27"),
            checks=(
                checks.budget(looked),
                checks.hidden(looked),
                promised(looked, "cost_completeness"),
                checks.open_costs(looked),
                checks.tier_price(looked),
                checks.not_too_low(looked),
            ),
        ),
        Card(
            code="growth",
            title=_("Underestimating growth"),
            question=_("Does it carry you through the plan, without moving twice?"),
            rows=("B35", "B36"),
            checks=(
                checks.headroom(looked),
                checks.lasting(looked),
                promised(looked, "seat_increase"),
                promised(looked, "seat_decrease"),
                promised(looked, "marginal_seat_ratio"),
                promised(looked, "same_data_layer"),
                promised(looked, "release_interval_months"),
                promised(looked, "ai_path"),
            ),
        ),
        Card(
            code="data",
            title=_("Neglecting data security"),
            question=_("Who owns the data, how is it guarded, and who pays if it leaks?"),
            rows=("B47", "B48"),
            checks=tuple(promised(looked, key) for key in _data_facts(looked.case)),
        ),
        Card(
            code="free",
            title=_("Believing “free for ever”"),
            question=_("What does free cost at your volume, and what does it leave out?"),
            rows=("B56", "B57"),
            checks=free_checks(looked, plan),
        ),
    )


def _data_facts(case: Case) -> tuple[str, ...]:
    """Some of these are asked of certain companies only."""
    conditions = case.profile.conditions
    return (
        "data_ownership_clause",
        "encryption_at_rest_bits",
        "tls_min_version",
        *(("mlps_level",) if "finance_industry" in conditions else ()),
        *(("gdpr_agreement",) if "cross_border_eu" in conditions else ()),
        "audit_report",
        "breach_liability_clause",
        "data_location",
    )
