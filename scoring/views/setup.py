"""Setting up an evaluation: the company, and a last look before scoring opens."""

from copy import copy

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from scoring import library, packs
from scoring.casefile.opening import opening_problems
from scoring.forms.company import CompanyForm, prefilled
from scoring.models import Evaluation
from scoring.views.here import member_of
from scoring.views.steps import render_step, setting_up
from scoring.views.wording import condition_names, counted, pack_name, profile_name, tell_followed
from vendors.wording import in_a_row, worded_for_reader


@permission_required("scoring.run_evaluation", raise_exception=True)
def new(request: HttpRequest) -> HttpResponse:
    """A new evaluation, from nothing or from an example company."""
    scenarios = {scenario.id: scenario for scenario in library.scenarios()}
    scenario = scenarios.get(request.GET.get("scenario", ""))
    form = CompanyForm(request.POST or None, instance=prefilled(scenario) if scenario else Evaluation())
    if request.method == "POST" and form.is_valid():
        evaluation = form.save(commit=False)
        evaluation.created_by = member_of(request)
        packs.suggest_weights(evaluation)
        evaluation.price_formula = packs.suggested_formula(evaluation)
        evaluation.save()
        messages.success(request, _("The evaluation was created. You can leave at any time and come back."))
        return redirect("scoring:setup_criteria", pk=evaluation.pk)
    choices = [(each.id, worded_for_reader(each.name), worded_for_reader(each.industry)) for each in scenarios.values()]
    return render(request, "scoring/setup_new.html", {"form": form, "chosen": scenario, "scenarios": choices})


@setting_up
def company(request: HttpRequest, evaluation: Evaluation) -> HttpResponse:
    """Describe the company anew; what followed from it and nobody changed by hand follows again."""
    was = copy(evaluation)
    form = CompanyForm(request.POST or None, instance=evaluation)
    if request.method == "POST" and form.is_valid():
        form.save()
        followed = packs.follow_company(evaluation, was=was)
        messages.success(request, in_a_row([_("Saved."), *tell_followed(followed)]))
        return redirect("scoring:setup_criteria", pk=evaluation.pk)
    return render_step(request, "scoring/setup_company.html", was, form=form)


@require_safe
@setting_up
def check(request: HttpRequest, evaluation: Evaluation) -> HttpResponse:
    """Everything that was entered, with a way to change it, and all that still keeps scoring from opening."""
    return render_step(
        request,
        "scoring/setup_check.html",
        evaluation,
        problems=opening_problems(evaluation),
        counts=counted(evaluation.criteria.all()),
        candidates=evaluation.candidates.select_related("offer__vendor", "offer__tier"),
        seats=evaluation.seats.select_related("member").prefetch_related("criteria"),
        conditions=condition_names(evaluation),
        profile=profile_name(evaluation),
        pack=pack_name(evaluation.pack),
        is_overdue=evaluation.deadline is not None and evaluation.deadline <= timezone.now(),
    )
