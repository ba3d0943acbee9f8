"""The price envelope: hand in need match and risk control, and see the prices from then on."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from scoring.actions import Locked, Refused, open_envelope
from scoring.models import Evaluation, Seat
from scoring.sheets import sheet_of
from scoring.views.here import member_of
from scoring.views.sheet import has_declared, is_open, own_seat, to_interests
from scoring.views.sheet_page import has_sealed_part, is_price_sealed


@require_http_methods(["GET", "HEAD", "POST"])
def envelope(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What opening the envelope does, and opening it; a second click finds it open."""
    evaluation, seat = own_seat(request, pk)
    if not has_declared(seat):
        return to_interests(request, evaluation)
    if not is_price_sealed(seat):
        return redirect("scoring:sheet", pk=pk)
    if request.method != "POST":
        return _asked(request, evaluation, seat)
    try:
        open_envelope(seat, by=member_of(request), on=timezone.now())
    except Refused as refused:
        evaluation.refresh_from_db()
        return _asked(request, evaluation, seat, refused)
    messages.success(request, _("Need match and risk control are handed in. You can see the prices from now on."))
    return redirect("scoring:sheet", pk=pk)


def _asked(request: HttpRequest, evaluation: Evaluation, seat: Seat, refused: Refused | None = None) -> HttpResponse:
    context = {
        "evaluation": evaluation,
        "gaps": sheet_of(seat).gaps,
        "has_sealed_part": has_sealed_part(seat),
        "is_open": is_open(evaluation, seat),
        "refused": refused,
        "seat": seat,
    }
    status = 200 if refused is None else 423 if isinstance(refused, Locked) else 422
    return render(request, "scoring/envelope.html", context, status=status)
