"""What if: a ranking under other weights and another price formula. Never saved into the result."""

from collections.abc import Mapping
from dataclasses import dataclass
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
from scoring.forms.what_if import PARAMETERS, WhatIfForm, WhatIfNameForm, usual_parameters
from scoring.formulas.case import Case
from scoring.models import Evaluation, WhatIf
from scoring.presentation.result import Result
from scoring.presentation.what_if import Tried, points_of, try_out
from scoring.views.here import found, member_of
from scoring.views.results import result_of, sealed


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept what-if in the list."""

    what_if: WhatIf
    address: str
    is_shown: bool  # it is what the page shows now


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
        "kept": _kept(evaluation, form),
        "member": request.user,
        "runs": Role.RUNS in access.roles,
        # Another formula takes other parameters: the answer brings their fields along, and no others while one types.
        "brings_parameters": form.parameter_names != {name for name in PARAMETERS if name in request.GET},
    }
    template = "scoring/_what_if_answer.html" if request.headers.get("HX-Request") else "scoring/what_if.html"
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
    return address_with(kept.evaluation_id, kept.weights, kept.price_formula, kept.price_parameters)


def address_with(
    pk: UUID, weights: Mapping[str, float], formula: str, parameters: Mapping[str, float] | None = None
) -> str:
    """The page with these points of 100 and this price formula filled in; without parameters, with the usual ones."""
    points = {f"weight_{dimension}": plain(round(weight, 4)) for dimension, weight in weights.items()}
    stated = {name: plain(float(figure)) for name, figure in (parameters or {}).items()}
    query = urlencode({**points, "price_formula": formula, **stated})
    return f"{reverse('scoring:what_if', args=[pk])}?{query}"


def _asked(request: HttpRequest, case: Case) -> Mapping[str, Any]:
    """What was sent, or else the method that counts, in points of 100.

    A formula that was chosen before its parameters could be asked for starts from the usual ones.
    """
    sent = request.POST if request.method == "POST" else request.GET
    if "weight_need" in sent:
        usual = usual_parameters(case, sent.get("price_formula", ""))
        return {name: plain(figure) for name, figure in usual.items()} | sent.dict()
    weights = {f"weight_{code}": plain(round(weight, 4)) for code, weight in points_of(case.dimensions).items()}
    formula = case.method.price_formula
    parameters = {name: plain(figure) for name, figure in usual_parameters(case, formula).items()}
    return {**weights, "price_formula": formula, **parameters}


def _kept(evaluation: Evaluation, form: WhatIfForm) -> list[Kept]:
    """The kept ones by name; one is marked if the page shows it."""
    shown = form.tried if form.is_valid() else None
    return [
        Kept(each, address_of(each), shown == (each.weights, each.price_formula, each.price_parameters))
        for each in evaluation.what_ifs.select_related("by")
    ]


def _tried(form: WhatIfForm, result: Result) -> Tried | None:
    if not form.is_valid():
        return None
    weights, formula, parameters = form.tried
    return try_out(result, weights=weights, price_formula=formula, price_parameters=parameters)


def _keep(form: WhatIfForm, name: WhatIfNameForm, evaluation: Evaluation, request: HttpRequest) -> WhatIf:
    kept = name.save(commit=False)
    kept.evaluation, kept.by, kept.at = evaluation, member_of(request), timezone.now()
    weights, kept.price_formula, kept.price_parameters = form.tried
    for dimension, weight in weights.items():
        setattr(kept, f"weight_{dimension}", weight)
    kept.save()
    return kept
