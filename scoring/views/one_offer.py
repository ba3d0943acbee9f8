"""One offer at a time: what it promises and costs beside a card for each criterion, in an ordinary form."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from scoring.forms.sheet import LETTER_OF
from scoring.forms.whole_sheet import Outcome, save_whole, versions_field
from scoring.models import Candidate, Criterion, Evaluation
from scoring.models.mark import Evidence
from scoring.sheets import Sheet, sheet_of
from scoring.views.baseline import to_confirm
from scoring.views.here import member_of
from scoring.views.sheet import has_declared, is_open, own_seat, to_interests, told
from scoring.views.sheet_page import Field, Row, frozen_case, sheet_page

MOST_CHOICES = 11  # a longer scale is typed and not picked


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that a card offers."""

    value: str  # what the field sends
    name: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One criterion with all that may be said on it; without marks the field is typed into."""

    row: Row
    field: Field
    marks: list[Choice]
    instead: list[Choice]


@dataclass(frozen=True, slots=True)
class Stop:
    """One offer on the way through the sheet."""

    candidate: Candidate
    done: int
    total: int
    is_here: bool


@require_http_methods(["GET", "HEAD", "POST"])
def one_offer(request: HttpRequest, pk: UUID, candidate_key: str) -> HttpResponse:
    """My marks for one offer; saving goes on to the next cell without a mark."""
    evaluation, seat = own_seat(request, pk)
    if not has_declared(seat):
        return to_interests(request, evaluation)
    whole = sheet_of(seat)
    candidate = next((each for each in whole.candidates if each.key == candidate_key), None)
    if candidate is None:
        raise Http404("not on this sheet")
    part, outcome = replace(whole, candidates=[candidate]), Outcome()
    if request.method == "POST":
        if request.POST.get("seat") != seat.key:
            raise PermissionDenied("this form belongs to another person's sheet")
        outcome = save_whole(part, request.POST.dict(), by=member_of(request))
        if not outcome.problems:
            if outcome.saved:
                messages.success(request, told(outcome))
            return redirect(_next(sheet_of(seat), candidate))
        whole = sheet_of(seat)
        part = replace(whole, candidates=[candidate])
    return _page(request, evaluation, whole, part, outcome)


def _next(sheet: Sheet, here: Candidate) -> str:
    """Where the next cell without a mark is: on this offer, then on the offers after it, then before it."""
    pk = sheet.seat.evaluation_id
    gaps = {cell.candidate.pk: cell for cell in reversed(sheet.gaps)}
    for candidate in [here, *_after(sheet.candidates, here)]:
        if candidate.pk in gaps:
            url = reverse("scoring:one_offer", args=[pk, candidate.key])
            return f"{url}#k{gaps[candidate.pk].criterion.pk}" if candidate == here else url
    return reverse("scoring:submit", args=[pk])


def _after(candidates: Sequence[Candidate], here: Candidate) -> list[Candidate]:
    """The other offers in the order of the sheet, beginning after this one."""
    place = [each.pk for each in candidates].index(here.pk)
    return [*candidates[place + 1 :], *candidates[:place]]


def _page(request: HttpRequest, evaluation: Evaluation, whole: Sheet, part: Sheet, outcome: Outcome) -> HttpResponse:
    page, here = sheet_page(part, frozen_case(evaluation), problems=outcome.problems), part.candidates[0]
    others = _after(whole.candidates, here)
    context = {
        "cards": [(group, [_card(row, evaluation) for row in group.rows]) for group in page.groups],
        "dossier": page.dossiers[0] if page.dossiers else None,
        "evaluation": evaluation,
        "evidence": Evidence.choices,
        "here": here,
        "is_open": is_open(evaluation, whole.seat),
        "page": page,
        "saved": told(outcome) if outcome.saved else "",
        "seat": whole.seat,
        "skip_to": others[0] if others else None,
        "stops": _stops(whole, here),
        "to_confirm": to_confirm(whole.seat),
        "versions": versions_field(part),
    }
    return render(request, "scoring/one_offer.html", context, status=outcome.status if outcome.problems else 200)


def _stops(sheet: Sheet, here: Candidate) -> list[Stop]:
    gaps = [cell.candidate.pk for cell in sheet.gaps]
    total = len(sheet.criteria)
    return [Stop(each, total - gaps.count(each.pk), total, each == here) for each in sheet.candidates]


def _card(row: Row, evaluation: Evaluation) -> Card:
    [field] = row.fields
    typed = field.typed.mark
    instead = [Choice(letter, str(state.label), "", typed == letter) for state, letter in LETTER_OF.items()]
    is_other = typed not in {str(mark) for mark in _scale(evaluation)} | set(LETTER_OF.values())
    instead.append(Choice("", _("Not scored yet"), "", is_other))
    return Card(row, field, _marks(row.criterion, evaluation, typed), instead)


def _marks(criterion: Criterion, evaluation: Evaluation, typed: str) -> list[Choice]:
    """Each mark of the scale with what earns it; one without words of its own lies between its neighbours."""
    anchors = dict(criterion.anchors_for_reader)
    marks = []
    for mark in reversed(_scale(evaluation)):
        below = max((each for each in anchors if each < mark), default=None)
        above = min((each for each in anchors if each > mark), default=None)
        text = anchors.get(mark, "")
        if not text and below is not None and above is not None:
            text = _("between %(low)d and %(high)d") % {"low": below, "high": above}
        marks.append(Choice(str(mark), str(mark), text, typed == str(mark)))
    return marks


def _scale(evaluation: Evaluation) -> range:
    """The marks to pick from; none where there are too many."""
    scale = range(evaluation.scale_min, evaluation.scale_max + 1)
    return scale if len(scale) <= MOST_CHOICES else range(0)
