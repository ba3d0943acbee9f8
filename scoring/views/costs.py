"""Costs: what every offer costs beside the others: live while an evaluation is set up, from what is frozen later."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from scoring.access import Access, Act
from scoring.casefile.rows import live_case
from scoring.charts import cost_chart, iceberg_chart, idle_chart, range_chart, value_chart
from scoring.formulas.assessment import assess
from scoring.models import Clarification, Evaluation, Stage
from scoring.presentation import Result, cost_comparison, present
from scoring.presentation.price_checks import price_checks
from scoring.presentation.value import value_of
from scoring.views.here import found
from scoring.views.money import money_page, turned_away
from scoring.views.results import result_of


def costs(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What every offer costs over the years, once the sheets are revealed."""
    evaluation, access = found(request, pk)
    if not access.may(Act.SEE_RESULTS):
        return turned_away(request, evaluation, access, Act.VIEW)
    return _comparison(request, evaluation, access, result_of(evaluation))


@require_safe
def setup_costs(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same while the evaluation is set up: from the offers as they are today, without any mark."""
    evaluation, access = found(request, pk)
    if evaluation.stage != Stage.DRAFT and access.roles:
        return redirect("scoring:costs", pk=pk)
    access.require(Act.SEE_COSTS)
    case = live_case(evaluation)
    return _comparison(request, evaluation, access, present(case, assess(case)))


def _comparison(request: HttpRequest, evaluation: Evaluation, access: Access, result: Result) -> HttpResponse:
    comparison, value, checks = cost_comparison(result), value_of(result), price_checks(result)
    threads = Clarification.objects.filter(candidate__evaluation=evaluation, about="abnormally_low")
    asked = {thread.candidate.key: thread for thread in threads.select_related("candidate")}
    is_live = evaluation.stage == Stage.DRAFT
    return money_page(
        request,
        "scoring/costs.html",
        evaluation,
        access,
        comparison=comparison,
        currency=comparison.currency,
        is_live=is_live,
        value=value,
        checks=[(each, asked.get(each.offer.id)) for each in checks],
        rates=evaluation.exchange_rates.all(),
        missing_rates=_missing_rates(evaluation) if is_live else [],
        chart_by_year=cost_chart(comparison),
        chart_by_category=cost_chart(comparison, by="category"),
        iceberg=iceberg_chart(comparison),
        ranges=range_chart(comparison),
        # What measures alone say of a draft is no need match yet.
        value_chart=value_chart(value) if value.is_known and not is_live else None,
        idle_chart=idle_chart(checks, comparison.currency)
        if any(each.idle.idle is not None for each in checks)
        else None,
    )


def _missing_rates(evaluation: Evaluation) -> list[str]:
    """Currencies of offers whose worth nobody has stated: those offers have no costs here."""
    stated = {evaluation.currency, *evaluation.exchange_rates.values_list("currency", flat=True)}
    used = evaluation.candidates.values_list("offer__currency", flat=True)
    return sorted(set(used) - stated)
