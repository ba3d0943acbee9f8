"""Free plans: what the vendors of an evaluation give away, as plain values; what nobody stated is a rule of thumb."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from scoring.formulas.case import Wording
from scoring.formulas.free_plan import DAILY_LIMIT, OVERAGE_MULTIPLE, FreePlan
from scoring.models import Evaluation
from vendors import models as vendors
from vendors.wording import paired


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """One vendor's free plan, in the evaluation's currency."""

    row: vendors.FreePlan
    plan: FreePlan | None  # None: nobody stated a price, or what its currency is worth
    is_limit_assumed: bool
    is_multiple_assumed: bool
    has_rate: bool
    functions: tuple[vendors.FreePlanFunction, ...]

    @property
    def lacking(self) -> Mapping[str, str]:
        """Function -> class, of those that the plan leaves out."""
        no = vendors.FreePlanFunction.Given.NO
        return {str(each): each.grade for each in self.functions if each.in_free == no}


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeTerms:
    """What is known of a vendor's free plan, as far as "free for ever" is asked about; None: nobody stated it."""

    daily_limit: int | None = None  # inquiries
    overage_multiple: float | None = None
    support_hours_per_week: int | None = None
    recovery_hours: float | None = None
    missing: tuple[Wording, ...] = ()  # musts that it leaves out
    untried: tuple[Wording, ...] = ()  # musts of which nobody knows
    is_compared: bool = False  # whether any function of it was


def free_plans_of(evaluation: Evaluation, rates: Mapping[str, Decimal]) -> tuple[Offered, ...]:
    """The free plans of the vendors that are compared, by the vendor's name; two queries."""
    rows = (
        vendors.FreePlan.objects.filter(vendor__offers__candidates__evaluation=evaluation)
        .select_related("vendor")
        .prefetch_related("functions")
        .order_by("vendor__name")
        .distinct()
    )
    return tuple(_offered(row, rates.get(row.currency)) for row in rows)


def _offered(row: vendors.FreePlan, rate: Decimal | None) -> Offered:
    plan = None
    if row.unit_price is not None and rate is not None:
        plan = FreePlan(
            unit_price=float(row.unit_price * rate),
            daily_limit=DAILY_LIMIT if row.daily_limit is None else float(row.daily_limit),
            overage_multiple=OVERAGE_MULTIPLE if row.overage_multiple is None else float(row.overage_multiple),
        )
    return Offered(
        row=row,
        plan=plan,
        is_limit_assumed=row.daily_limit is None,
        is_multiple_assumed=row.overage_multiple is None,
        has_rate=rate is not None,
        functions=tuple(row.functions.all()),
    )


def free_terms_of(evaluation: Evaluation) -> dict[str, FreeTerms]:
    """Candidate key -> its vendor's free plan as it was entered, where there is one; two queries."""
    plan = "offer__vendor__free_plan"
    candidates = evaluation.candidates.filter(**{f"{plan}__isnull": False}).select_related(plan)
    return {each.key: _terms(each.offer.vendor.free_plan) for each in candidates.prefetch_related(f"{plan}__functions")}


def _terms(row: vendors.FreePlan) -> FreeTerms:
    given, functions = vendors.FreePlanFunction.Given, list(row.functions.all())
    musts = {
        answer: tuple(
            paired(each.name, each.name_zh) for each in functions if each.grade == "must" and each.in_free == answer
        )
        for answer in (given.NO, given.UNKNOWN)
    }
    return FreeTerms(
        daily_limit=row.daily_limit,
        overage_multiple=None if row.overage_multiple is None else float(row.overage_multiple),
        support_hours_per_week=row.support_hours_per_week,
        recovery_hours=None if row.recovery_hours is None else float(row.recovery_hours),
        missing=musts[given.NO],
        untried=musts[given.UNKNOWN],
        is_compared=bool(functions),
    )
