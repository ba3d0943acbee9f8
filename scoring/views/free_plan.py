"""Free plans: what "free" costs at the company's volume, beside the paid offers of the evaluation."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from scoring.casefile.free_plans import free_plans_of
from scoring.casefile.priced import rates_of
from scoring.casefile.rows import case_of
from scoring.charts import volume_chart
from scoring.forms.free_plan import VolumeForm
from scoring.models import Evaluation, Needs
from scoring.presentation.free_plans import simulations
from scoring.views.here import found
from scoring.views.money import may_see_costs, money_page, turned_away


@require_safe
def free_plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every free plan at a volume that can be changed on the page; nothing is saved."""
    evaluation, access = found(request, pk)
    if not may_see_costs(access):
        return turned_away(request, evaluation, access)
    stated = _stated_volume(evaluation)
    form = VolumeForm(request.GET if "inquiries" in request.GET else {"inquiries": stated})
    inquiries = form.cleaned_data["inquiries"] if form.is_valid() else None
    case = case_of(evaluation)
    shown = simulations(free_plans_of(evaluation, rates_of(evaluation)), case, inquiries)
    currency = case.profile.currency
    return money_page(
        request,
        "scoring/_free_plans.html" if request.htmx else "scoring/free_plan.html",  # type: ignore[attr-defined]
        evaluation,
        access,
        currency=currency,
        horizon_years=case.profile.horizon_years,
        form=form,
        stated=stated,
        inquiries=inquiries,
        plans=[
            (each, volume_chart(each, currency, chart_id=f"volume-{number}"))
            for number, each in enumerate(shown, start=1)
        ],
    )


def _stated_volume(evaluation: Evaluation) -> int | None:
    answers = Needs.objects.filter(evaluation=evaluation).first()
    return answers.inquiries_per_day if answers else None
