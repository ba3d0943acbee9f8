"""Offer costs: one candidate's cost sheet for this company, while the evaluation is set up."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from scoring import actions
from scoring.casefile.offer_costs import OfferCosts, offer_costs_of
from scoring.casefile.priced import completeness_of, rates_of
from scoring.casefile.rows import live_case
from scoring.formulas.assessment import assess
from scoring.models import Candidate, Evaluation
from scoring.presentation import cost_comparison, present
from scoring.presentation.offer_costs import filled_rows, guess_rows, line_rows, outgrowing
from scoring.presentation.price_checks import price_checks
from scoring.views.here import member_of
from scoring.views.steps import render_step, setting_up
from vendors.charts import steps_chart
from vendors.models import FreePlan
from vendors.terms import terms_of


@setting_up
def offer_costs(request: HttpRequest, evaluation: Evaluation, candidate_key: str) -> HttpResponse:
    """Where each line comes from, which rules of thumb count, and what the sums say beside the budget."""
    candidate = get_object_or_404(evaluation.candidates.select_related("evaluation", "offer"), key=candidate_key)
    costs = offer_costs_of(candidate, rates_of(evaluation))
    if request.method == "POST":
        _change(request, costs)
        return redirect("scoring:offer_costs", evaluation.pk, candidate_key)
    return _page(request, evaluation, candidate, costs)


def _page(request: HttpRequest, evaluation: Evaluation, candidate: Candidate, costs: OfferCosts) -> HttpResponse:
    case = live_case(evaluation)
    result = present(case, assess(case))
    comparison = cost_comparison(result)
    offer = next(each for each in case.offers if each.id == candidate.key)
    rated = offer.facts.get("rated_concurrency")
    is_rated = rated is not None and rated.is_known and isinstance(rated.value, int | float)
    years = evaluation.horizon_years
    return render_step(
        request,
        "scoring/offer_costs.html",
        evaluation,
        candidate=candidate,
        costs=costs,
        currency=evaluation.currency,
        years=range(1, years + 1),
        comparison=comparison,
        sheet=next(each for each in comparison.sheets if each.offer.id == candidate.key),
        check=next(each for each in price_checks(result) if each.offer.id == candidate.key),
        from_prices=line_rows(costs.from_prices, years),
        entered=line_rows(costs.entered, years),
        filled=filled_rows(costs, years),
        guesses=guess_rows(costs),
        outgrowing=outgrowing(
            costs, case.profile, offer.costs, float(rated.value) if rated and is_rated and rated.value else None
        ),
        completeness=completeness_of(costs.offer),
        free_plan=FreePlan.objects.filter(vendor=costs.offer.vendor).first(),
        steps_chart=_steps_chart(costs),
    )


def _steps_chart(costs: OfferCosts) -> str | None:
    offer = costs.offer
    return steps_chart(
        terms_of(offer), currency=offer.currency, seats=costs.seats[0] if costs.seats else None, team=costs.seats
    )


def _change(request: HttpRequest, costs: OfferCosts) -> None:
    """Count a rule of thumb, or no longer.

    Raises: PermissionDenied: the person may not change offers. Http404: no such rule.
    """
    by, now = member_of(request), timezone.now()
    if not by.has_perm("vendors.change_offer"):
        raise PermissionDenied("cost lines belong to the offer")
    driver = request.POST.get("count") or request.POST.get("drop") or ""
    guess = next((each for each in costs.guesses if each.estimate.driver == driver), None)
    if guess is None:
        raise Http404(f"no rule of thumb {driver!r}")
    try:
        if "count" in request.POST:
            actions.count_guess(costs, guess, by=by, on=now)
            messages.success(request, _("The rule of thumb now counts as a line of this offer."))
        else:
            actions.drop_guess(costs, guess, by=by, on=now)
            messages.success(request, _("The rule of thumb is no line of this offer any more."))
    except actions.Refused as refused:
        messages.error(request, str(refused))
