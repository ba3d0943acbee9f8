"""Rulings: a named person sets a failed knock-out aside, or waives one for which there is no figure."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from scoring import actions
from scoring.access import Access, Act
from scoring.forms.reason import ReasonForm
from scoring.models import Evaluation
from scoring.presentation import CellWorking, cell_working, consequence_of_ruling
from scoring.views.here import found, member_of
from scoring.views.results import result_of, sealed

TO_SETTLE = {"failed", "open"}


def ruling(request: HttpRequest, pk: UUID, candidate_key: str, criterion_key: str) -> HttpResponse:
    """What the knock-out says about the offer, what a ruling would change, and the ruling itself."""
    evaluation, access = found(request, pk)
    if request.method == "POST":
        access.require(Act.RULE)
    elif not access.may(Act.SEE_RESULTS):
        return sealed(request, evaluation, access)
    result = result_of(evaluation)
    try:
        working = cell_working(result, candidate_key, criterion_key)
    except KeyError:
        raise Http404(f"no offer {candidate_key} or no criterion {criterion_key}") from None
    if not working.gate:
        raise Http404(f"{criterion_key} is no knock-out")
    form = _form(request, access, working)
    if request.method == "POST" and form and form.is_valid() and _ruled(request, evaluation, working, form):
        return redirect("scoring:ruling", pk, candidate_key, criterion_key)
    context = {
        "evaluation": evaluation,
        "access": access,
        "result": result,
        "working": working,
        "gate": working.gate,
        "form": form,
        "has_withdrawn": _has_withdrawn(access, working),
        "consequence": consequence_of_ruling(result, candidate_key, criterion_key)
        if working.gate in TO_SETTLE
        else None,
    }
    return render(request, "scoring/ruling.html", context)


def _form(request: HttpRequest, access: Access, working: CellWorking) -> ReasonForm | None:
    """The reason; None where there is nothing to settle, or for others to do. A second click is told why."""
    if request.method == "POST":
        return ReasonForm(request.POST, hint=_hint())
    may = access.may(Act.RULE) and working.gate in TO_SETTLE and not _has_withdrawn(access, working)
    return ReasonForm(hint=_hint()) if may else None


def _hint() -> str:
    return _("Printed with your name and today's date wherever the offer appears, in every report too.")


def _has_withdrawn(access: Access, working: CellWorking) -> bool:
    return access.seat is not None and access.seat.recused_from.filter(key=working.offer.id).exists()


def _ruled(request: HttpRequest, evaluation: Evaluation, working: CellWorking, form: ReasonForm) -> bool:
    """Do the act; a refusal is shown at the form, with what was typed."""
    candidate = evaluation.candidates.select_related("evaluation").get(key=working.offer.id)
    criterion = evaluation.criteria.get(key=working.row.criterion_id)
    try:
        actions.override(
            candidate, criterion, reason=form.cleaned_data["reason"], by=member_of(request), on=timezone.now()
        )
    except actions.Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("The ruling is recorded. It is printed wherever the offer appears."))
    return True
