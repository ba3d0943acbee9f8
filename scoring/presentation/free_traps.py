"""Free traps: what a vendor's free plan says about "free for ever": by the plan as entered, or else by its promises."""

from django.utils.translation import gettext as _

from scoring.casefile.free_plans import FreeTerms
from scoring.formulas.case import FactValue
from scoring.presentation import wording
from scoring.presentation.trap_checks import Check, Looked, promised
from vendors.facts import FACTS, verdict
from vendors.wording import worded_for_reader

_PREFIX = "free_plan_"


def free_checks(looked: Looked, plan: FreeTerms | None) -> tuple[Check, ...]:
    """The checks of the trap; none where the vendor has no free plan, as far as is known."""
    if plan is not None:
        return (
            _volume_of(plan, looked.inquiries),
            _promise("free_plan_overage_multiple", plan.overage_multiple),
            _functions_of(plan),
            _promise("support_hours_per_week", plan.support_hours_per_week),
            _promise("recovery_hours", plan.recovery_hours),
        )
    if any(key.startswith(_PREFIX) for key in looked.offer.facts):
        return (_volume(looked), promised(looked, "free_plan_overage_multiple"), _gaps(looked))
    return ()


def _volume_of(plan: FreeTerms, inquiries: float | None) -> Check:
    return Check(
        label=wording.fact_label("free_plan_daily_limit"),
        status=_enough(plan.daily_limit, inquiries),
        value=wording.fact_value("free_plan_daily_limit", plan.daily_limit),
        limit=_volume_limit(inquiries),
        rows=("B60",),
    )


def _promise(key: str, stated: FactValue) -> Check:
    return Check(
        label=wording.fact_label(key),
        status="unknown" if stated is None else verdict(key, stated),
        value=wording.fact_value(key, stated),
        limit=wording.fact_limits(key),
        rows=FACTS[key].seed_rows,
    )


def _functions_of(plan: FreeTerms) -> Check:
    names = wording.joined(worded_for_reader(each) for each in plan.missing or plan.untried)
    if plan.missing:
        status, value = "fail", _("Musts that it leaves out: %(names)s") % {"names": names}
    elif plan.untried:
        status, value = "unknown", _("Musts that nobody has tried: %(names)s") % {"names": names}
    elif plan.is_compared:
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
