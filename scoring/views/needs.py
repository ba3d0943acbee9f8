"""The need self-check: before an evaluation as the tier adviser, inside one as its first step."""

from copy import copy

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from scoring import library, packs
from scoring.charts import pareto_chart
from scoring.forms.company import prefilled
from scoring.forms.needs import SelfCheck, prefilled_needs
from scoring.forms.needs_rows import channel_suggestions
from scoring.models import Evaluation, Needs
from scoring.presentation.needs import NeedsAnswer
from scoring.views.here import member_of
from scoring.views.needs_answer import answer_of
from scoring.views.steps import render_step, setting_up
from scoring.views.wording import tell_followed
from vendors.wording import in_a_row, worded_for_reader

START, SAVE = "start", "save"


@permission_required("scoring.run_evaluation", raise_exception=True)
def adviser(request: HttpRequest) -> HttpResponse:
    """Which tier fits and what it takes, from nothing or from an example company; and from there into an evaluation."""
    scenarios = {scenario.id: scenario for scenario in library.scenarios()}
    scenario = scenarios.get(request.GET.get("scenario", ""))
    # Htmx sends the button that was pressed last along with what is typed.
    is_live = _is_live(request)
    starts = START in request.POST and not is_live
    check = SelfCheck(
        request.POST if request.method == "POST" else None,
        evaluation=prefilled(scenario) if scenario else Evaluation(),
        answers=prefilled_needs(scenario) if scenario else Needs(),
        asks_title=True,
        needs_title=starts,
    )
    answer = _answer(check)
    if starts and answer:
        evaluation = _start(request, check, answer)
        messages.success(request, _("The evaluation was created. You can leave at any time and come back."))
        return redirect("scoring:setup_criteria", pk=evaluation.pk)
    if is_live:
        return _fragment(request, check, answer)
    choices = [(each.id, worded_for_reader(each.name), worded_for_reader(each.industry)) for each in scenarios.values()]
    context = _context(check, answer) | {"chosen": scenario, "scenarios": choices}
    return render(request, "scoring/needs_adviser.html", context)


@setting_up
def needs(request: HttpRequest, evaluation: Evaluation) -> HttpResponse:
    """The same answers inside an evaluation; what followed from them and nobody changed by hand follows again."""
    was = copy(evaluation)
    check = SelfCheck(
        request.POST if request.method == "POST" else None,
        evaluation=evaluation,
        answers=Needs.objects.filter(evaluation=evaluation).first() or Needs(evaluation=evaluation),
    )
    answer = _answer(check)
    if _is_live(request):
        return _fragment(request, check, answer)
    if SAVE in request.POST and answer:
        followed = _save(check, answer, was=was)
        messages.success(request, in_a_row([_("Saved."), *tell_followed(followed), *_other_tier(was, answer)]))
        return redirect("scoring:setup_company", pk=evaluation.pk)
    return render_step(request, "scoring/needs_setup.html", was, **_context(check, answer))


def _is_live(request: HttpRequest) -> bool:
    """Whether the page asks by itself, while somebody types."""
    return "HX-Request" in request.headers


def _answer(check: SelfCheck) -> NeedsAnswer | None:
    """What follows from what was entered, or from what is stored; None where it cannot be read or says no seats."""
    if check.is_bound and not check.is_valid():
        return None
    return answer_of(check.evaluation, check.needs)


def _context(check: SelfCheck, answer: NeedsAnswer | None) -> dict[str, object]:
    return {
        "check": check,
        "answer": answer,
        "chart": pareto_chart(answer.channels, core_share=answer.core_share) if answer and answer.channels else "",
        "suggestions": channel_suggestions(),
    }


def _fragment(request: HttpRequest, check: SelfCheck, answer: NeedsAnswer | None) -> HttpResponse:
    """The answer alone, while somebody types. Nothing is stored."""
    return render(request, "scoring/_needs_answer.html", _context(check, answer) | {"is_fragment": True})


@transaction.atomic
def _start(request: HttpRequest, check: SelfCheck, answer: NeedsAnswer) -> Evaluation:
    """A new evaluation for the company, with the tier that was advised."""
    evaluation = check.evaluation
    evaluation.created_by = member_of(request)
    evaluation.tier_id = answer.tier
    packs.suggest_weights(evaluation)
    evaluation.price_formula = packs.suggested_formula(evaluation)
    evaluation.save()
    check.save_answers()
    return evaluation


def _save(check: SelfCheck, answer: NeedsAnswer, *, was: Evaluation) -> packs.Followed:
    evaluation = check.evaluation
    if not was.pack:
        # Criteria that were taken already were taken for a tier; only people change that.
        evaluation.tier_id = answer.tier
    evaluation.save()
    check.save_answers()
    return packs.follow_company(evaluation, was=was)


def _other_tier(was: Evaluation, answer: NeedsAnswer) -> list[str]:
    if not was.pack or was.tier_id == answer.tier:
        return []
    words = {"advised": answer.tier_label, "taken": str(was.tier or "")}
    return [_("The advice is now “%(advised)s”; your criteria were taken for “%(taken)s”.") % words]
