"""Agreement: how far the members are apart, from the consensus round on."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from scoring.access import Act
from scoring.formulas.agreement import agreement_of
from scoring.presentation.agreement import LOW_WITHIN_GROUP, agreement_figures
from scoring.presentation.robustness_rules import agreement_rules
from scoring.views.here import found
from scoring.views.results import result_of, sealed


@require_safe
def agreement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The reading first, then each figure with what it asks."""
    evaluation, access = found(request, pk)
    if not access.may(Act.SEE_RESULTS):
        return sealed(request, evaluation, access)
    result = result_of(evaluation)
    context = {
        "evaluation": evaluation,
        "access": access,
        "result": result,
        "figures": agreement_figures(result, agreement_of(result.case)),
        "rules": agreement_rules(),
        "low": LOW_WITHIN_GROUP,
    }
    return render(request, "scoring/agreement.html", context)
