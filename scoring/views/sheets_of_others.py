"""Sheets of others: give one back while scoring is open, or let one count that was not handed in in time."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from scoring import actions
from scoring.access import Act
from scoring.forms.reason import ReasonForm
from scoring.models import Seat
from scoring.views.here import found, member_of


def return_sheet(request: HttpRequest, pk: UUID, seat_pk: int) -> HttpResponse:
    """A submitted sheet goes back to its member, who may change it and hands it in again."""
    evaluation, _access = found(request, pk, Act.RETURN_SHEET)
    seat = get_object_or_404(evaluation.seats.select_related("member", "evaluation"), pk=seat_pk)
    if not seat.is_submitted:
        messages.info(request, _("The sheet of “%s” is not handed in; nothing was changed.") % seat)
        return redirect(evaluation)
    form = ReasonForm(_sent(request), hint=_("The member and everybody who reads the record sees it."))
    if request.method == "POST" and form.is_valid() and _is_done(request, seat, form, actions.return_sheet):
        messages.success(request, _("The sheet of “%s” is given back. It does not count before it is in again.") % seat)
        return redirect(evaluation)
    return render(request, "scoring/return_sheet.html", {"evaluation": evaluation, "seat": seat, "form": form})


def admit_sheet(request: HttpRequest, pk: UUID, seat_pk: int) -> HttpResponse:
    """A sheet that was not handed in in time counts as a whole."""
    evaluation, _access = found(request, pk, Act.ADMIT)
    seat = get_object_or_404(evaluation.seats.select_related("member", "evaluation"), pk=seat_pk)
    if seat.is_counted:
        messages.info(request, _("The sheet of “%s” counts already; nothing was changed.") % seat)
        return redirect(evaluation)
    form = ReasonForm(_sent(request), hint=_("Printed in every report, as it stands here."))
    if request.method == "POST" and form.is_valid() and _is_done(request, seat, form, actions.admit_sheet):
        messages.success(request, _("The sheet of “%s” counts now.") % seat)
        return redirect(evaluation)
    return render(request, "scoring/admit_sheet.html", {"evaluation": evaluation, "seat": seat, "form": form})


def _sent(request: HttpRequest) -> dict[str, str] | None:
    return request.POST.dict() if request.method == "POST" else None


def _is_done(request: HttpRequest, seat: Seat, form: ReasonForm, act: Callable[..., Seat]) -> bool:
    """Do the act; a refusal is shown at the form, with everything that was entered."""
    try:
        act(seat, reason=form.cleaned_data["reason"], by=member_of(request), on=timezone.now())
    except actions.Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True
