"""Saving one cell: what the sheet's script calls after each change. Every answer is JSON and says what to do next."""

import json
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scoring.actions import Conflict, Invalid, Locked, save_mark
from scoring.forms.sheet import Malformed, Saving, saving_of, typed_of
from scoring.models import Candidate, Criterion, Mark, Seat, Stage
from scoring.sheets import candidates_of, criteria_of
from scoring.views.here import member_of

# A comment of 20,000 characters, each written as an escaped pair, fits; much more is no comment.
LARGEST_BODY = 300_000
# Whole rows of a seat and its evaluation have seventy columns, and a save needs these of them.
_ASKED_OF_A_SEAT = (
    "key",
    "has_all_criteria",
    "evaluation__conditions",
    "evaluation__scale_min",
    "evaluation__scale_max",
)


@login_not_required
@require_POST
def save(request: HttpRequest, pk: UUID, candidate_key: str, criterion_key: str) -> HttpResponse:
    """Save one cell of one's own sheet: 200, 400, 401, 404, 409, 413, 422 or 423.

    Without a session the answer is 401 and not the sign-in page: the script asks the member to sign in and sends again.
    """
    if not request.user.is_authenticated:
        return _refusal(401, _("You are signed out."))
    seat = _seat(request, pk)
    candidate, criterion = _cell(seat, candidate_key, criterion_key)
    if request.content_type == "application/json" and len(request.body) > LARGEST_BODY:
        return _refusal(413, _("That is more than one cell can hold."))
    message = _json(request)
    if message is None:
        return _refusal(400, _("A saving request is a JSON object."))
    try:
        saving = saving_of(message)
    except Malformed as refused:
        return _refusal(422, str(refused), errors=refused.errors)
    if saving.seat not in {"", seat.key}:
        raise Http404("another person's sheet")
    return _saved(request, seat, candidate, criterion, saving)


def _saved(
    request: HttpRequest, seat: Seat, candidate: Candidate, criterion: Criterion, saving: Saving
) -> JsonResponse:
    try:
        mark, is_replay = save_mark(
            seat,
            candidate,
            criterion,
            saving.answer,
            by=member_of(request),
            on=timezone.now(),
            version=saving.version,
            op=saving.op,
        )
    except Invalid as refused:
        return _refusal(422, str(refused), errors=refused.errors)
    except Conflict as refused:
        return _refusal(409, str(refused), **_said(refused.mark))
    except Locked as refused:
        return _locked(seat, refused)
    return JsonResponse(_said(mark) | ({"replay": True} if is_replay else {}))


def _locked(seat: Seat, refused: Locked) -> JsonResponse:
    """423 with the stage; and where something can be done about it, the way there."""
    seat = Seat.objects.select_related("evaluation").get(pk=seat.pk)
    way: dict[str, str] = {}
    if seat.declared_at is None and seat.evaluation.stage == Stage.SCORING:
        way = {"url": reverse("scoring:interests", args=[seat.evaluation_id]), "link": _("Declare my interests")}
    elif seat.has_sealed_price and seat.evaluation.stage == Stage.SCORING and not seat.is_submitted:
        way = {"url": reverse("scoring:envelope", args=[seat.evaluation_id]), "link": _("Price envelope")}
    return _refusal(423, str(refused), stage=seat.evaluation.stage, **way)


def _seat(request: HttpRequest, pk: UUID) -> Seat:
    """The member's own seat. Raises: Http404: they have none here, or there is no sheet yet."""
    seats = Seat.objects.of(member_of(request)).exclude(evaluation__stage=Stage.DRAFT).select_related("evaluation")
    return get_object_or_404(seats.only(*_ASKED_OF_A_SEAT), evaluation_id=pk)


def _cell(seat: Seat, candidate_key: str, criterion_key: str) -> tuple[Candidate, Criterion]:
    """One cell of the seat's sheet. Raises: Http404: it is not on it."""
    if "\x00" in candidate_key + criterion_key:
        raise Http404("PostgreSQL takes no NUL in a text")
    candidates, criteria = candidates_of(seat).select_related(None).only("key"), criteria_of(seat)
    candidate = get_object_or_404(candidates, key=candidate_key)
    return candidate, get_object_or_404(criteria.only("key", "dimension"), key=criterion_key)


def _json(request: HttpRequest) -> dict[str, object] | None:
    """The request as a JSON object, or None."""
    if request.content_type != "application/json":
        return None
    try:
        message = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    return message if isinstance(message, dict) else None


def _said(mark: Mark | None) -> dict[str, object]:
    """What a cell says now: for other programs by state and value, for the page as its fields show it."""
    typed = typed_of(mark)
    return {
        "version": mark.version if mark else 0,
        "state": mark.state if mark else "missing",
        "value": mark.value if mark else None,
        "typed": typed.mark,
        "comment": typed.comment,
        "evidence": typed.evidence,
    }


def _refusal(status: int, message: str, **more: object) -> JsonResponse:
    return JsonResponse({"message": message, **more}, status=status)
