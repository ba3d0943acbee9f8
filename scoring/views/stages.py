"""Opening and closing: pages that say what becomes visible to whom and what freezes, before anything is done."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from scoring import actions
from scoring.access import Act, Role
from scoring.casefile.opening import opening_problems
from scoring.models import Evaluation, Stage
from scoring.models.evaluation import REVEALED
from scoring.views.here import found, member_of
from scoring.views.steps import render_step


def open_scoring(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Draft -> scoring."""
    evaluation, access = found(request, pk)
    if Role.RUNS in access.roles and evaluation.stage != Stage.DRAFT:
        messages.info(request, _("Scoring is already open for this evaluation; nothing was changed."))
        return redirect(evaluation)
    access.require(Act.OPEN)
    if request.method == "POST":
        done = _("Scoring is open. Everybody on the committee can mark now.")
        return _acted(request, evaluation, actions.open_scoring, done)
    return render_step(
        request,
        "scoring/open.html",
        evaluation,
        problems=opening_problems(evaluation),
        seats=evaluation.seats.select_related("member").prefetch_related("criteria"),
    )


def close_scoring(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Scoring -> consensus."""
    evaluation, access = found(request, pk)
    if access.roles & {Role.RUNS, Role.CHAIR} and evaluation.stage in REVEALED:
        messages.info(request, _("Scoring is already closed for this evaluation; nothing was changed."))
        return redirect(evaluation)
    if Role.RUNS in access.roles and evaluation.stage == Stage.DRAFT:
        messages.info(request, _("Scoring has not been opened yet; nothing was changed."))
        return redirect(evaluation)
    access.require(Act.CLOSE)
    if request.method == "POST":
        done = _("Scoring is closed. The submitted sheets are open to the committee.")
        return _acted(request, evaluation, actions.close_scoring, done)
    return render(request, "scoring/close.html", {"evaluation": evaluation, **_sheets(evaluation)})


def _acted(request: HttpRequest, evaluation: Evaluation, act: Callable[..., Evaluation], done: str) -> HttpResponse:
    """Do the act and say so; where it is refused, lead back to the page that lists why."""
    try:
        act(evaluation, by=member_of(request), on=timezone.now())
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(request.path)
    messages.success(request, done)
    return redirect(evaluation)


def _sheets(evaluation: Evaluation) -> dict[str, object]:
    """Whose sheet is in, and whose would not count."""
    seats = list(evaluation.seats.select_related("member").prefetch_related("criteria"))
    return {
        "handed_in": [seat for seat in seats if seat.is_submitted],
        "owing": [seat for seat in seats if not seat.is_submitted],
        "may_close": any(seat.is_voting and seat.is_submitted for seat in seats),
    }
