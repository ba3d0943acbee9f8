"""The score sheet: the grid on which a member marks, and handing it in. One cell at a time is saved by save_mark.py."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from scoring.actions import Locked, Refused, submit_sheet
from scoring.forms.sheet import SubmitForm
from scoring.forms.whole_sheet import Outcome, save_whole, versions_field
from scoring.models import Evaluation, Seat, Stage
from scoring.models.mark import Evidence
from scoring.own_pattern import pattern_of
from scoring.sheets import sheet_of
from scoring.views.baseline import to_confirm
from scoring.views.here import found, member_of
from scoring.views.save_mark import save
from scoring.views.sheet_page import frozen_case, has_sealed_part, sheet_page

__all__ = ["save", "sheet", "submit"]


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """My sheet. A browser without script posts the whole of it; what could not be saved comes back as it was typed."""
    evaluation, seat = own_seat(request, pk)
    if not has_declared(seat):
        return to_interests(request, evaluation)
    if request.method == "POST":
        if request.POST.get("seat") != seat.key:
            raise PermissionDenied("this form belongs to another person's sheet")
        outcome = save_whole(sheet_of(seat), request.POST.dict(), by=member_of(request))
        if not outcome.problems:
            messages.success(request, told(outcome))
            return redirect(request.get_full_path())
        return _grid(request, evaluation, seat, outcome)
    return _grid(request, evaluation, seat, Outcome())


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Check my own marks, then hand the sheet in; a second click finds it handed in."""
    evaluation, seat = own_seat(request, pk)
    if not has_declared(seat):
        return to_interests(request, evaluation)
    if has_sealed_part(seat) and is_open(evaluation, seat):
        return redirect("scoring:envelope", pk=evaluation.pk)
    form, refused = SubmitForm(request.POST if request.method == "POST" else None), None
    if request.method == "POST" and form.is_valid():
        try:
            submit_sheet(seat, by=seat.member, on=timezone.now())
        except Refused as why:
            refused = why
            evaluation.refresh_from_db()
            seat.refresh_from_db()
        else:
            messages.success(request, _("Your sheet is handed in. Thank you."))
            return redirect("scoring:sheet", pk=evaluation.pk)
    return _check(request, evaluation, seat, form, refused)


def own_seat(request: HttpRequest, pk: UUID) -> tuple[Evaluation, Seat]:
    """The evaluation and the member's seat on it.

    Raises: PermissionDenied: the member has no seat, or there is no sheet yet.
    """
    evaluation, access = found(request, pk)
    if access.seat is None or evaluation.stage == Stage.DRAFT:
        raise PermissionDenied("no sheet of this member's")
    return evaluation, access.seat


def has_declared(seat: Seat) -> bool:
    """Whether the offers are open to this seat: before its declaration they are not, as long as one can be made."""
    return seat.declared_at is not None or seat.evaluation.stage not in {Stage.SCORING, Stage.CONSENSUS}


def to_interests(request: HttpRequest, evaluation: Evaluation) -> HttpResponse:
    """The way to the declaration, with a word on why."""
    messages.info(request, _("Declare your interests first; then the sheet opens."))
    return redirect("scoring:interests", pk=evaluation.pk)


def _grid(request: HttpRequest, evaluation: Evaluation, seat: Seat, outcome: Outcome) -> HttpResponse:
    own = sheet_of(seat)
    only_open = request.GET.get("show") == "open"
    context = {
        "evaluation": evaluation,
        "seat": seat,
        "page": sheet_page(own, frozen_case(evaluation), only_open=only_open, problems=outcome.problems),
        "versions": versions_field(own),
        "evidence": Evidence.choices,
        "only_open": only_open,
        "saved": told(outcome) if outcome.saved else "",
        "is_overdue": evaluation.is_overdue(timezone.now()),
        "is_open": is_open(evaluation, seat),
        "to_confirm": to_confirm(seat),
    }
    return render(request, "scoring/sheet.html", context, status=outcome.status if outcome.problems else 200)


def _check(
    request: HttpRequest, evaluation: Evaluation, seat: Seat, form: SubmitForm, refused: Refused | None
) -> HttpResponse:
    own = sheet_of(seat)
    context = {
        "evaluation": evaluation,
        "seat": seat,
        "page": sheet_page(own, frozen_case(evaluation)),
        "gaps": own.gaps,
        "without_comment": [cell for cell in own.cells if cell.asks_for_comment],
        "pattern": pattern_of(own),
        "above_evidence": [cell for cell in own.cells if cell.is_above_its_evidence],
        "form": form,
        "refused": refused,
        "is_open": is_open(evaluation, seat),
        "to_confirm": to_confirm(seat),
    }
    return render(request, "scoring/submit.html", context, status=_status(form, refused))


def is_open(evaluation: Evaluation, seat: Seat) -> bool:
    """Whether the sheet takes marks."""
    is_taking = evaluation.stage == Stage.SCORING and not evaluation.is_overdue(timezone.now())
    return is_taking and not seat.is_submitted


def told(outcome: Outcome) -> str:
    """How much was saved, in words."""
    if not outcome.saved:
        return _("Nothing was changed.")
    return ngettext("%(count)d cell saved.", "%(count)d cells saved.", outcome.saved) % {"count": outcome.saved}


def _status(form: SubmitForm, refused: Refused | None) -> int:
    if isinstance(refused, Locked):
        return 423
    return 422 if refused or form.errors else 200
