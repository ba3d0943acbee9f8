"""The list of evaluations, and the page of one: where it stands, who is on it, and what comes next."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Case, Count, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from scoring.access import Access, Act
from scoring.actions import close_all_due
from scoring.actions.amendments import changed_offers
from scoring.forms.evaluations import EvaluationFilter
from scoring.models import Candidate, Evaluation, Seat, Stage
from scoring.presentation import GateToSettle, gates_to_settle
from scoring.presentation.answers import answers_to
from scoring.reopenings import waiting_request
from scoring.steps import progress_of
from scoring.views.here import found, member_of
from scoring.views.results import decision_of, result_of
from scoring.views.sheet_page import is_price_sealed
from scoring.views.wording import condition_names, pack_name, profile_name
from scoring.waiting import tasks_in

ON_A_PAGE = 25
SORTABLE = ("title", "stage", "created")


@dataclass(frozen=True, slots=True)
class Mile:
    """One stage on the way to the decision, and when it was reached."""

    stage: Stage
    is_past: bool
    is_now: bool
    at: datetime | None


def evaluations(request: HttpRequest) -> HttpResponse:
    """All evaluations that this person may see. A filter that cannot be read filters nothing, and says so."""
    close_all_due(on=timezone.now())
    visible = Evaluation.objects.visible_to(member_of(request))
    listing = EvaluationFilter(request.GET, _with_sheets(visible))
    page = Paginator(listing.qs, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"listing": listing, "page": page, "columns": _columns(request), "is_filtered": _is_filtered(request)}
    return render(request, "scoring/evaluations.html", context)


def evaluation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where the evaluation stands, and what it asks of this person next."""
    evaluation, access = found(request, pk)
    [waiting] = tasks_in([evaluation], member_of(request))
    context = {
        "evaluation": evaluation,
        "access": access,
        "tasks": waiting.tasks,
        "is_overdue": waiting.is_overdue,
        "answers": answers_to(decision) if (decision := decision_of(evaluation)) else None,
        "asked": waiting_request(evaluation) if access.may(Act.REOPEN) else None,
        "timeline": _timeline(evaluation),
        "seats": evaluation.seats.select_related("member").prefetch_related("criteria"),
        "candidates": evaluation.candidates.select_related("offer__vendor", "offer__tier"),
        "conditions": condition_names(evaluation),
        "changed": _changed_since(evaluation),
        "gates": _gates(evaluation, access),
        "is_price_sealed": access.seat is not None and is_price_sealed(access.seat),
        "profile": profile_name(evaluation),
        "pack": pack_name(evaluation.pack),
        "progress": progress_of([evaluation])[evaluation.pk] if access.may(Act.SET_UP) else None,
    }
    return render(request, "scoring/evaluation.html", context)


def _gates(evaluation: Evaluation, access: Access) -> tuple[GateToSettle, ...]:
    """The knock-outs that wait for a ruling, as long as one is possible and the result is open to this person."""
    if evaluation.stage != Stage.CONSENSUS or not access.may(Act.SEE_RESULTS):
        return ()
    return gates_to_settle(result_of(evaluation))


def _changed_since(evaluation: Evaluation) -> list[Candidate]:
    """The offers whose facts or costs are not what was frozen; an archived evaluation looks no more."""
    if evaluation.stage in {Stage.DRAFT, Stage.ARCHIVED}:
        return []
    keys = changed_offers(evaluation)
    return list(evaluation.candidates.filter(key__in=keys).select_related("offer__vendor")) if keys else []


def _with_sheets(rows: QuerySet[Evaluation]) -> QuerySet[Evaluation]:
    """How many seats each evaluation has, how many sheets are in, and which stage it is in, counted from draft.

    Seats are counted apart from the rows, because what a member may see was joined through their own seat.
    """
    seats = Seat.objects.filter(evaluation=OuterRef("pk"), member__isnull=False).order_by().values("evaluation")
    counted = seats.annotate(number=Count("pk")).values("number")
    handed_in = seats.filter(submitted_at__isnull=False).annotate(number=Count("pk")).values("number")
    numbered = [When(stage=stage, then=Value(number)) for number, stage in enumerate(Stage.values)]
    return rows.annotate(
        seat_count=Coalesce(Subquery(counted), 0),
        sheet_count=Coalesce(Subquery(handed_in), 0),
        stage_number=Case(*numbered, output_field=IntegerField()),
    )


def _columns(request: HttpRequest) -> dict[str, dict[str, str]]:
    """For each column that can be sorted: how it is sorted now, and the address that sorts it the other way."""
    now = request.GET.get("sort", "-created")
    columns = {}
    for name in SORTABLE:
        query = request.GET.copy()
        query["sort"] = f"-{name}" if now == name else name
        query.pop("page", None)
        order = {name: "ascending", f"-{name}": "descending"}.get(now, "")
        columns[name] = {"order": order, "query": query.urlencode()}
    return columns


def _is_filtered(request: HttpRequest) -> bool:
    return any(request.GET.get(name) for name in ("q", "stage"))


def _timeline(evaluation: Evaluation) -> list[Mile]:
    """The stages in order. An archived evaluation went through all of them."""
    reached = {
        Stage.DRAFT: evaluation.created_at,
        Stage.SCORING: evaluation.opened_at,
        Stage.CONSENSUS: evaluation.closed_at,
        Stage.DECIDED: _decided_at(evaluation),
        Stage.ARCHIVED: None,
    }
    order = list(reached)
    now = order.index(Stage(evaluation.stage))
    shown = order if evaluation.stage == Stage.ARCHIVED else order[:-1]
    return [
        Mile(stage, is_past=number < now, is_now=number == now, at=reached[stage]) for number, stage in enumerate(shown)
    ]


def _decided_at(evaluation: Evaluation) -> datetime | None:
    decision = getattr(evaluation, "decision", None)
    return decision.at if decision else None
