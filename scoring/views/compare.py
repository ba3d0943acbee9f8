"""Compare: two to four offers beside each other."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from scoring.access import Act
from scoring.presentation import Result
from scoring.presentation.compare import FEWEST, MOST, compare
from scoring.views.here import found
from scoring.views.results import result_of, sealed


@require_safe
def compare_offers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The chosen offers side by side; without a choice the first ones of the ranking."""
    evaluation, access = found(request, pk)
    if not access.may(Act.SEE_RESULTS):
        return sealed(request, evaluation, access)
    result = result_of(evaluation)
    chosen = _chosen(request, result)
    only_differences = "differences" in request.GET
    context = {
        "evaluation": evaluation,
        "access": access,
        "result": result,
        "comparison": compare(result, chosen, only_differences=only_differences) if len(chosen) >= FEWEST else None,
        # One select for each place; an empty one is a place that stays free.
        "places": [chosen[place] if place < len(chosen) else "" for place in range(MOST)],
        "only_differences": only_differences,
    }
    return render(request, "scoring/compare.html", context)


def _chosen(request: HttpRequest, result: Result) -> list[str]:
    known = [offer.id for offer in result.offers]
    if "offer" not in request.GET:
        return known[:MOST]
    # An offer chosen twice stands once, and what is no offer here is no choice.
    return [key for key in dict.fromkeys(request.GET.getlist("offer")) if key in known][:MOST]
