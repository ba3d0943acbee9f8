"""The deadline of an evaluation: set while it is set up, changed with a reason while members mark."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from scoring import actions
from scoring.access import Act, Role
from scoring.forms.deadline import DeadlineForm
from scoring.models import Evaluation, Stage
from scoring.views.here import found, member_of


def deadline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """When scoring closes by itself."""
    evaluation, access = found(request, pk)
    if Role.RUNS in access.roles and evaluation.is_revealed:
        messages.info(request, _("Scoring is closed; a deadline has nothing to close any more."))
        return redirect(evaluation)
    access.require(Act.SET_DEADLINE)
    now = timezone.now()
    form = DeadlineForm(request.POST if request.method == "POST" else None, evaluation=evaluation, now=now)
    if request.method == "POST" and form.is_valid() and _is_set(request, evaluation, form):
        return redirect("scoring:setup_check" if evaluation.stage == Stage.DRAFT else "scoring:evaluation", pk=pk)
    context = {"evaluation": evaluation, "form": form, "is_overdue": evaluation.is_overdue(now)}
    return render(request, "scoring/deadline.html", context)


def _is_set(request: HttpRequest, evaluation: Evaluation, form: DeadlineForm) -> bool:
    """Do the act; a refusal is shown at the form, with everything that was entered."""
    chosen = form.cleaned_data["deadline"]
    reason = form.cleaned_data.get("reason", "")
    try:
        actions.set_deadline(evaluation, chosen, reason=reason, by=member_of(request), on=form.now)
    except actions.Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(
        request,
        _("The deadline is set. Scoring closes by itself then.")
        if chosen
        else _("There is no deadline now. Scoring is closed by hand."),
    )
    return True
