"""Decision: the chair records what the committee decided; from then on the page only shows it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from scoring import actions
from scoring.access import Access, Act
from scoring.forms.decision import DecisionForm
from scoring.models import Decision, Evaluation
from scoring.presentation import Result
from scoring.presentation.answers import answers_to
from scoring.reopenings import carried_out, waiting_request, withdrawn_decisions
from scoring.views.here import found, member_of
from scoring.views.results import chosen_key, decision_of, result_of, sealed


def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the committee decides. The chair may say it once; everyone who sees the results may read it then."""
    evaluation, access = found(request, pk)
    if not access.may(Act.SEE_RESULTS):
        return sealed(request, evaluation, access)
    result = result_of(evaluation)
    decision = decision_of(evaluation)
    context = {"evaluation": evaluation, "access": access, "result": result, "decision": decision}
    if decision is not None:
        # A second click on the button ends here too: what is recorded stays as it is.
        return render(request, "scoring/decided.html", context | _decided(evaluation, access, result, decision))
    access.require(Act.DECIDE)
    form = DecisionForm(request.POST or None, result=result)
    if request.method == "POST" and form.is_valid() and _recorded(request, evaluation, form):
        return redirect("scoring:decide", pk=pk)
    return render(request, "scoring/decide.html", context | {"form": form})


def _recorded(request: HttpRequest, evaluation: Evaluation, form: DecisionForm) -> bool:
    """Do the act; a refusal is shown at the form, with everything that was entered."""
    chosen = None if form.chosen is None else evaluation.candidates.get(key=form.chosen)
    reason, reason_zh = _paired(form, "reason")
    conditions, conditions_zh = _paired(form, "conditions")
    try:
        actions.decide(
            evaluation,
            chosen,
            reason=reason,
            reason_zh=reason_zh,
            conditions=conditions,
            conditions_zh=conditions_zh,
            by=member_of(request),
            on=timezone.now(),
        )
    except actions.Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("The decision is recorded. The evaluation is read-only now."))
    return True


def _paired(form: DecisionForm, name: str) -> tuple[str, str]:
    """Both wordings of a text. One language is enough; the column that is always shown then holds it."""
    text, text_zh = form.cleaned_data[name], form.cleaned_data[f"{name}_zh"]
    return text or text_zh, text_zh if text else ""


def _decided(evaluation: Evaluation, access: Access, result: Result, decision: Decision) -> dict[str, object]:
    """What the decided page shows beside the result."""
    return {
        "decision_sentence": result.decision_sentence(chosen_key(decision)),
        "answers": answers_to(decision),
        "margin": decision.margin if decision.margin is None else abs(decision.margin),
        "runner_up": decision.runner_up and result.offer(decision.runner_up.key).name,
        "withdrawn": withdrawn_decisions(evaluation),
        "reopenings": carried_out(evaluation),
        "asked": waiting_request(evaluation) if access.may(Act.REOPEN) else None,
    }
