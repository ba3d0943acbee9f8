"""Exchange rates: what other currencies are worth while an evaluation is set up; without one an offer has no costs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from scoring.casefile.priced import SEED_CURRENCY
from scoring.forms.rates import RateForm
from scoring.models import Evaluation, ExchangeRate, Needs
from scoring.presentation.wording import joined
from scoring.views.steps import render_step, setting_up
from vendors.models import FreePlan


@setting_up
def rates(request: HttpRequest, evaluation: Evaluation) -> HttpResponse:
    """A form for each currency that an offer or a rule of thumb is in, and the evaluation is not."""
    forms = [_form(request, evaluation, currency) for currency in _currencies(evaluation)]
    if request.method == "POST" and all([form.is_valid() for form in forms]):  # noqa: C419 - each shows its errors
        for form in forms:
            form.save()
        messages.success(request, _("The exchange rates are saved."))
        return redirect("scoring:setup_costs", pk=evaluation.pk)
    return render_step(
        request,
        "scoring/setup_rates.html",
        evaluation,
        forms=[(form, _offers_in(evaluation, form.currency)) for form in forms],
    )


def _currencies(evaluation: Evaluation) -> list[str]:
    used = set(evaluation.candidates.values_list("offer__currency", flat=True))
    used |= set(
        FreePlan.objects.filter(vendor__offers__candidates__evaluation=evaluation).values_list("currency", flat=True)
    )
    if Needs.objects.filter(evaluation=evaluation, fills_gaps=True).exists():
        used.add(SEED_CURRENCY)
    return sorted(used - {evaluation.currency})


def _form(request: HttpRequest, evaluation: Evaluation, currency: str) -> RateForm:
    stated = ExchangeRate.objects.filter(evaluation=evaluation, currency=currency).first()
    row = stated or ExchangeRate(evaluation=evaluation, currency=currency)
    return RateForm(request.POST if request.method == "POST" else None, instance=row, currency=currency)


def _offers_in(evaluation: Evaluation, currency: str) -> str:
    """Which offers wait for the rate."""
    rows = evaluation.candidates.filter(offer__currency=currency).select_related("offer__vendor")
    return joined(str(row) for row in rows)
