"""What if: a ranking under other weights and another price formula. Never saved into the result."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scoring.access import Act, Role
from scoring.forms.fields import plain
from scoring.forms.what_if import WhatIfForm, WhatIfNameForm
from scoring.formulas.case import Case
from scoring.models import Evaluation, WhatIf
from scoring.models.evaluation import DIMENSIONS
from scoring.presentation.result import Result
from scoring.presentation.what_if import Tried, try_out
from scoring.views.here import found, member_of
from scoring.views.results import result_of, sealed


def what_if(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page with its sliders; `?weight_need=…` is what was tried, so that an address can be passed on."""
    evaluation, access = found(request, pk)
    if not access.may(Act.SEE_RESULTS):
        return sealed(request, evaluation, access)
    result = result_of(evaluation)
    form = WhatIfForm(_asked(request, result.case), case=result.case)
    tried = _tried(form, result)
    name = WhatIfNameForm(request.POST if request.method == "POST" else None, evaluation=evaluation)
    if request.method == "POST" and tried and name.is_valid():
        kept = _keep(form, name, evaluation, request)
        messages.success(request, _("“%s” is kept. It changes nothing in the result.") % kept.name)
        return redirect(address_of(kept))
    context = {
        "evaluation": evaluation,
        "access": access,
        "result": result,
        "form": form,
        "name": name,
        "tried": tried,
        "kept": [(each, address_of(each)) for each in evaluation.what_ifs.select_related("by")],
        "member": request.user,
        "runs": Role.RUNS in access.roles,
    }
    template = "scoring/_what_if_tried.html" if request.headers.get("HX-Request") else "scoring/what_if.html"
    return render(request, template, context)


@require_POST
def forget(request: HttpRequest, pk: UUID, what_if_pk: int) -> HttpResponse:
    """Remove a kept what-if: whoever kept it, or procurement."""
    evaluation, access = found(request, pk, Act.SEE_RESULTS)
    kept = evaluation.what_ifs.all()
    mine = kept if Role.RUNS in access.roles else kept.filter(by=member_of(request))
    what_if = get_object_or_404(mine, pk=what_if_pk)
    messages.success(request, _("“%s” is removed.") % what_if.name)
    what_if.delete()
    return redirect("scoring:what_if", pk=pk)


def address_of(kept: WhatIf) -> str:
    """The page with what was kept filled in."""
    weights = {f"weight_{dimension}": plain(getattr(kept, f"weight_{dimension}")) for dimension in DIMENSIONS}
    parameters = {name: plain(float(figure)) for name, figure in kept.price_parameters.items()}
    query = urlencode({**weights, "price_formula": kept.price_formula, **parameters})
    return f"{reverse('scoring:what_if', args=[kept.evaluation_id])}?{query}"


def _asked(request: HttpRequest, case: Case) -> Mapping[str, Any]:
    """What was sent, or else the method that counts, in points of 100."""
    sent = request.POST if request.method == "POST" else request.GET
    if "weight_need" in sent:
        return sent
    total = sum(case.dimensions.values())
    weights = {f"weight_{code}": plain(round(100 * weight / total, 4)) for code, weight in case.dimensions.items()}
    parameters = {name: plain(float(figure)) for name, figure in case.method.price_parameters.items()}
    return {**weights, "price_formula": case.method.price_formula, **parameters}


def _tried(form: WhatIfForm, result: Result) -> Tried | None:
    if not form.is_valid():
        return None
    return try_out(
        result,
        weights={dimension: form.cleaned_data[f"weight_{dimension}"] for dimension in DIMENSIONS},
        price_formula=form.cleaned_data["price_formula"],
        price_parameters=form.parameters,
    )


def _keep(form: WhatIfForm, name: WhatIfNameForm, evaluation: Evaluation, request: HttpRequest) -> WhatIf:
    kept = name.save(commit=False)
    kept.evaluation, kept.by, kept.at = evaluation, member_of(request), timezone.now()
    for dimension in DIMENSIONS:
        setattr(kept, f"weight_{dimension}", form.cleaned_data[f"weight_{dimension}"])
    kept.price_formula, kept.price_parameters = form.cleaned_data["price_formula"], form.parameters
    kept.save()
    return kept
