"""Reopening goes a stage back, with a reason and a second person; archiving ends everything."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scoring import actions
from scoring.access import Act, Role
from scoring.forms.reopening import ReopeningForm
from scoring.models import Evaluation, Stage
from scoring.reopenings import others_who_may_agree, waiting_request
from scoring.views.here import found, member_of


def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what going back means, and ask for it; shows a request that waits already."""
    evaluation, access = found(request, pk, Act.REOPEN)
    form = ReopeningForm(request.POST or None, initial={"stage": evaluation.stage})
    if request.method == "POST" and form.is_valid() and _asked(request, evaluation, form):
        return redirect(evaluation)
    waiting = waiting_request(evaluation)
    context = {
        "evaluation": evaluation,
        "access": access,
        "form": form,
        "others": others_who_may_agree(evaluation, waiting.by if waiting else member_of(request)),
        "waiting": waiting,
    }
    return render(request, "scoring/reopen.html", context)


@require_POST
def agree(request: HttpRequest, pk: UUID, request_pk: int) -> HttpResponse:
    """The second person agrees to what somebody asked for."""
    evaluation, _access = found(request, pk, Act.REOPEN)
    asked = get_object_or_404(evaluation.reopenings.all(), pk=request_pk)
    try:
        actions.agree_to_reopen(asked, by=member_of(request), on=timezone.now())
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("scoring:reopen", pk=pk)
    messages.success(request, _("The evaluation is reopened."))
    return redirect(evaluation)


def archive(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what archiving means, and do it."""
    evaluation, access = found(request, pk)
    if Role.RUNS in access.roles and evaluation.stage == Stage.ARCHIVED:
        messages.info(request, _("This evaluation is archived already; nothing was changed."))
        return redirect(evaluation)
    access.require(Act.ARCHIVE)
    if request.method != "POST":
        context = {"evaluation": evaluation, "access": access, "waiting": waiting_request(evaluation)}
        return render(request, "scoring/archive.html", context)
    try:
        actions.archive(evaluation, by=member_of(request), on=timezone.now())
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The evaluation is archived. It can still be read."))
    return redirect(evaluation)


def _asked(request: HttpRequest, evaluation: Evaluation, form: ReopeningForm) -> bool:
    """Do the act; a refusal is shown at the form, with what was entered."""
    if form.cleaned_data["stage"] != evaluation.stage:
        form.add_error(None, _("The evaluation is at another stage by now. Look at this page again before you ask."))
        return False
    try:
        asked = actions.reopen(evaluation, reason=form.cleaned_data["reason"], by=member_of(request), on=timezone.now())
    except actions.Refused as refused:
        form.add_error(None, str(refused))
        return False
    if asked.agreed_at:
        messages.success(request, _("The evaluation is reopened."))
    else:
        messages.info(request, _("Your request waits for a second person to agree; until then nothing changes."))
    return True
