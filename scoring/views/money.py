"""What the pages about money share: who may see them, the way between them, and what others are told instead."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from scoring.access import Access, Act
from scoring.models import Evaluation, Stage
from scoring.views.results import sealed

# Route and label, in the order of the tabs. The comparison of costs has one address before the reveal and one after.
_PAGES: tuple[tuple[str, str | Promise], ...] = (
    ("scoring:setup_costs", _("Costs")),
    ("scoring:costs", _("Costs")),
    ("scoring:traps", _("Five traps")),
    ("scoring:free_plan", _("Free plans")),
    ("scoring:clarifications", _("Clarifications")),
)


def may_see_costs(access: Access) -> bool:
    """Those who prepare the evaluation before the reveal, and everybody who may see results after it."""
    return access.may(Act.SEE_COSTS) or access.may(Act.SEE_RESULTS)


def turned_away(request: HttpRequest, evaluation: Evaluation, access: Access, act: Act = Act.SEE_COSTS) -> HttpResponse:
    """After the reveal the page says when it opens, as the results do; before it the page is for others.

    Raises: PermissionDenied.
    """
    if not evaluation.is_revealed:
        access.require(act)
    return sealed(request, evaluation, access)


def money_page(
    request: HttpRequest, template: str, evaluation: Evaluation, access: Access, **context: Any
) -> HttpResponse:
    """A page about money, with the way to the others."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    shared = {
        "evaluation": evaluation,
        "access": access,
        "money_pages": [
            (reverse(route, args=[evaluation.pk]), label, route == here)
            for route, label in _PAGES
            if _is_open(route, evaluation, access)
        ],
    }
    return render(request, template, shared | context)


def _is_open(route: str, evaluation: Evaluation, access: Access) -> bool:
    if route == "scoring:setup_costs":
        return evaluation.stage == Stage.DRAFT
    if route == "scoring:costs":
        return access.may(Act.SEE_RESULTS)
    return may_see_costs(access) or (route == "scoring:clarifications" and access.may(Act.CLARIFY))
