"""Free traps: what a vendor's free plan says about "free for ever": by the plan as entered, or else by its promises."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from scoring.presentation import wording
from scoring.presentation.free_plans import Simulation
from scoring.presentation.trap_checks import Check, Looked, promised
from vendors.facts import FACTS, verdict

_PREFIX = "free_plan_"


def free_checks(looked: Looked, plan: Simulation | None) -> tuple[Check, ...]:
    """The checks of the trap; none where the vendor has no free plan, as far as is known."""
    if plan is not None:
        return (_volume_of(plan), _multiple_of(plan), _functions_of(plan), *_promises_of(plan))
    if any(key.startswith(_PREFIX) for key in looked.offer.facts):
        return (_volume(looked), promised(looked, "free_plan_overage_multiple"), _gaps(looked))
    return ()


def _volume_of(plan: Simulation) -> Check:
    limit = plan.row.daily_limit
    return Check(
        label=wording.fact_label("free_plan_daily_limit"),
        status=_enough(limit, plan.inquiries),
        value=_("Not known") if limit is None else wording.fact_value("free_plan_daily_limit", limit),
        limit=_volume_limit(plan.inquiries),
        rows=("B60",),
    )


def _multiple_of(plan: Simulation) -> Check:
    key, multiple = "free_plan_overage_multiple", plan.row.overage_multiple
    known = None if multiple is None else float(multiple)
    return Check(
        label=wording.fact_label(key),
        status="unknown" if known is None else verdict(key, known),
        value=_("Not known") if known is None else wording.fact_value(key, known),
        limit=wording.fact_limits(key),
        rows=FACTS[key].seed_rows,
    )


def _functions_of(plan: Simulation) -> Check:
    if plan.forced_by:
        status, value = "fail", _("Musts that it leaves out: %(names)s") % {"names": plan.forced_by}
    elif plan.untried:
        status, value = "unknown", _("Musts that nobody has tried: %(names)s") % {"names": plan.untried}
    elif plan.offered.functions:
        status, value = "pass", _("Every must that was compared is in it.")
    else:
        status, value = "unknown", _("No function was compared yet.")
    return Check(
        label=wording.fact_label("free_plan_missing_functions"),
        status=status,
        value=value,
        limit=_("Fails where a must is left out: that forces a paid plan."),
        rows=("B58", "B59", "B65"),
    )


def _promises_of(plan: Simulation) -> tuple[Check, ...]:
    rows: Mapping[str, tuple[str, ...]] = {
        wording.fact_label(key): FACTS[key].seed_rows for key in ("support_hours_per_week", "recovery_hours")
    }
    return tuple(
        Check(label=each.label, status=each.status, value=each.value, limit=each.limits, rows=rows[each.label])
        for each in plan.promises
    )


def _volume(looked: Looked) -> Check:
    fact, limit = looked.fact("free_plan_daily_limit"), looked.figure("free_plan_daily_limit")
    return Check(
        label=wording.fact_label("free_plan_daily_limit"),
        status=_enough(limit, looked.inquiries),
        value=_("Not known") if fact is None else wording.fact_value("free_plan_daily_limit", fact.value),
        limit=_volume_limit(looked.inquiries),
        rows=("B60",),
        proof="" if fact is None else wording.fact_status_label(fact.status),
    )


def _gaps(looked: Looked) -> Check:
    """What the vendor says it leaves out; whether a must is among it nobody has compared."""
    fact = looked.fact("free_plan_missing_functions")
    text = str(fact.value).strip() if fact is not None else ""
    return Check(
        label=wording.fact_label("free_plan_missing_functions"),
        status="unknown" if fact is None else "warn" if text else "pass",
        value=_("Not known") if fact is None else text or _("Nothing"),
        limit=_("A warning where anything is left out: one must among it forces a paid plan."),
        rows=("B58", "B59"),
        proof="" if fact is None else wording.fact_status_label(fact.status),
    )


def _enough(limit: float | None, inquiries: float | None) -> str:
    if limit is None or inquiries is None:
        return "unknown"
    return "pass" if inquiries <= limit else "fail"


def _volume_limit(inquiries: float | None) -> str:
    if inquiries is None:
        return _("How many inquiries you have a day is not given.")
    return _("Passes from your own %(inquiries)s a day.") % {"inquiries": f"{inquiries:,.0f}"}
