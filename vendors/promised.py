"""Promised: what a vendor states about an offer, grouped and in words, beside what was never said."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vendors.facts import FACTS, FactKind, fault_in, verdict
from vendors.models import Promise
from vendors.wording import worded_for_reader

# May seats and modules be added and dropped, and when?
CHANGES = ("module_add", "module_remove", "seat_increase", "seat_decrease")
# Every fact of the closed list stands in exactly one group.
GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (gettext_lazy("Trial"), ("trial_days", "full_trial_days")),
    (
        gettext_lazy("Reliability and support"),
        (
            "failure_rate_percent",
            "sla_percent",
            "sla_evidence",
            "recovery_hours",
            "support_hours_per_week",
            "rated_concurrency",
        ),
    ),
    (gettext_lazy("Price"), ("marginal_seat_ratio", "idle_share", "cost_completeness")),
    (gettext_lazy("Changing the contract"), CHANGES),
    (gettext_lazy("Growing with it"), ("release_interval_months", "same_data_layer", "ai_path")),
    (
        gettext_lazy("Security and data"),
        (
            "data_ownership_clause",
            "encryption_at_rest_bits",
            "tls_min_version",
            "mlps_level",
            "gdpr_agreement",
            "audit_report",
            "breach_liability_clause",
            "data_location",
            "full_export",
        ),
    ),
    (
        gettext_lazy("Free plan"),
        ("free_plan_daily_limit", "free_plan_overage_multiple", "free_plan_missing_functions"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One fact as it stands for an offer; `promise` is None where nothing was said."""

    label: str
    value: str
    verdict: str  # pass, warn, fail, or "" where the value alone says nothing
    promise: Promise | None


def statements(promises: Iterable[Promise]) -> list[tuple[str, list[Statement]]]:
    """All facts by group, in the reader's language."""
    stated = {promise.fact: promise for promise in promises}
    return [(str(title), [_statement(FACTS[key], stated.get(key)) for key in keys]) for title, keys in GROUPS]


def group_of_changes(promises: Iterable[Promise]) -> list[Statement]:
    """What is said about adding and dropping seats and modules, which matters beside the prices as well."""
    stated = {promise.fact: promise for promise in promises}
    return [_statement(FACTS[key], stated.get(key)) for key in CHANGES]


def count(promises: Iterable[Promise]) -> int:
    """How many facts of the closed list were stated."""
    return sum(promise.fact in FACTS for promise in promises)


def in_words(kind: FactKind, value: Any) -> str:
    """A value as people say it: "15 days", "Yes", "Only at renewal"."""
    if kind.type == "boolean":
        return _("Yes") if value else _("No")
    if kind.type == "choice":
        return next((worded_for_reader(choice.label) for choice in kind.choices if choice.value == value), str(value))
    if kind.type == "text":
        return str(value)
    return _with_unit(kind.unit, value)


def unit_name(unit: str) -> str:
    """A unit beside the label of a field, or nothing."""
    names = {
        "days": _("days"),
        "hours": _("hours"),
        "months": _("months"),
        "bits": _("bits"),
        "conversations": _("conversations at a time"),
        "inquiries": _("inquiries a day"),
        "percent": "%",
    }
    return names.get(unit, "")


def _statement(kind: FactKind, promise: Promise | None) -> Statement:
    label = worded_for_reader(kind.label)
    if promise is None:
        return Statement(label=label, value="", verdict="", promise=None)
    judged = kind.has_verdict and fault_in(kind.key, promise.value) is None
    return Statement(
        label=label,
        value=in_words(kind, promise.value),
        verdict=verdict(kind.key, promise.value) if judged else "",
        promise=promise,
    )


def _with_unit(unit: str, value: float) -> str:
    figure = f"{value:,.12g}"
    number = 1 if value == 1 else 2
    texts = {
        "days": ngettext("{figure} day", "{figure} days", number),
        "hours": ngettext("{figure} hour", "{figure} hours", number),
        "months": ngettext("{figure} month", "{figure} months", number),
        "bits": ngettext("{figure} bit", "{figure} bits", number),
        "conversations": ngettext("{figure} conversation at a time", "{figure} conversations at a time", number),
        "inquiries": ngettext("{figure} inquiry a day", "{figure} inquiries a day", number),
        "percent": _("{figure} %"),
    }
    return texts.get(unit, "{figure}").format(figure=figure)
