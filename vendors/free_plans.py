"""Free plans: what a plan without a fee lacks against the paid one, and what nobody knows of it yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from vendors.models import FreePlan, FreePlanFunction, Grade

_STATED: tuple[tuple[str, Any], ...] = (
    ("daily_limit", _("inquiries a day that are free")),
    ("unit_price", _("usual price of an inquiry")),
    ("overage_multiple", _("multiple above the limit")),
    ("seat_limit", _("seats that are free")),
    ("support_hours_per_week", _("hours of support a week")),
    ("recovery_hours", _("hours until it runs again")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """What is missing in a free plan."""

    functions: tuple[FreePlanFunction, ...]  # given by the paid plan and not, or only in part, by the free one
    unknown: tuple[FreePlanFunction, ...]  # nobody has tried or asked
    figures: tuple[Any, ...]  # names of what was not stated

    @property
    def musts(self) -> tuple[FreePlanFunction, ...]:
        """One must that is wholly missing forces a paid plan: seed row B59."""
        no = FreePlanFunction.Given.NO
        return tuple(each for each in self.functions if each.grade == Grade.MUST and each.in_free == no)


def lacking(plan: FreePlan) -> Lacking:
    """Reads `functions`: prefetch them."""
    given = FreePlanFunction.Given
    functions: Sequence[FreePlanFunction] = list(plan.functions.all())
    return Lacking(
        functions=tuple(each for each in functions if each.in_free in {given.NO, given.LIMITED}),
        unknown=tuple(each for each in functions if each.in_free == given.UNKNOWN),
        figures=tuple(name for field, name in _STATED if getattr(plan, field) is None),
    )
