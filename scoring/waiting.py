"""Waiting: what an evaluation asks of a member next, for "My work" and for the evaluation's own page.

It tells how far the member's own sheet is. Of everybody else's it knows only whether it is in.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone

from scoring.access import Access, Act, access_on
from scoring.models import Candidate, Confirmation, Criterion, Evaluation, Mark, ReopenRequest, Seat, SignOff, Stage
from scoring.models.evaluation import REVEALED, Dimension
from scoring.models.mark import State
from scoring.reopenings import waiting_requests
from scoring.sheets import Sheet
from scoring.steps import Progress, progress_of

if TYPE_CHECKING:
    from evaluator.models import Member

MOST_RESULTS = 10


class Kind(StrEnum):
    """What there is to do; templates put it into words."""

    SET_UP = "set_up"
    DECLARE = "declare"
    CONFIRM = "confirm"
    SCORE = "score"
    SUBMIT = "submit"
    CLOSE = "close"
    EXTEND = "extend"
    WAIT = "wait"
    DECIDE = "decide"
    SIGN = "sign"
    REOPEN = "reopen"
    RESULTS = "results"


# What somebody waits for, or may look up, is not work.
IDLE = frozenset({Kind.WAIT, Kind.RESULTS})


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do in one evaluation, how far it is, and where."""

    kind: Kind
    url: str = ""
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """An evaluation with what it asks of the member, the most pressing first."""

    evaluation: Evaluation
    tasks: list[Task]
    is_overdue: bool = False

    @property
    def is_work(self) -> bool:
        """Whether anything is to be done, rather than waited for or looked up."""
        return any(task.kind not in IDLE for task in self.tasks)


def waiting_for(member: "Member") -> list[Waiting]:
    """What waits for the member, work before results, in a constant number of queries."""
    visible = Evaluation.objects.visible_to(member)
    latest = visible.filter(stage__in=REVEALED).order_by("-closed_at", "pk")[:MOST_RESULTS]
    evaluations = [*visible.exclude(stage__in=REVEALED), *latest]
    found = [each for each in tasks_in(evaluations, member) if each.tasks]
    return sorted(found, key=lambda each: not each.is_work)


def tasks_in(evaluations: Sequence[Evaluation], member: "Member") -> list[Waiting]:
    """The tasks of these evaluations, which the member may see."""
    seats = {seat.evaluation_id: seat for seat in _own_seats(evaluations, member)}
    accesses = [access_on(seats.get(evaluation.pk), member, evaluation) for evaluation in evaluations]
    sheets = {sheet.seat.evaluation_id: sheet for sheet in _open_sheets(seats.values())}
    complete = _with_every_sheet_in(evaluations)
    waiting = Confirmation.objects.filter(seat__in=seats.values(), at=None)
    unconfirmed = set(waiting.values_list("seat", flat=True))
    drafts = progress_of([evaluation for evaluation in evaluations if evaluation.stage == Stage.DRAFT])
    now = timezone.now()
    found = [
        _waiting(access, sheets.get(access.evaluation.pk), drafts.get(access.evaluation.pk), complete, unconfirmed, now)
        for access in accesses
    ]
    answered, asked = _answered(seats.values()), waiting_requests(evaluations)
    return [
        replace(each, tasks=[*_answers_owed(access, answered, asked.get(each.evaluation.pk), member), *each.tasks])
        for each, access in zip(found, accesses, strict=True)
    ]


def _waiting(
    access: Access,
    sheet: Sheet | None,
    draft: Progress | None,
    complete: set[UUID],
    unconfirmed: set[int],
    now: datetime,
) -> Waiting:
    evaluation = access.evaluation
    if not evaluation.is_overdue(now):
        return Waiting(evaluation, _tasks(access, sheet, draft, complete, unconfirmed))
    # Whatever was in would have closed it: there is no sheet to reveal, and none takes marks any more.
    kind, route = (Kind.EXTEND, "deadline") if access.may(Act.SET_DEADLINE) else (Kind.WAIT, "evaluation")
    return Waiting(evaluation, [Task(kind, reverse(f"scoring:{route}", args=[evaluation.pk]))], is_overdue=True)


def _tasks(
    access: Access, sheet: Sheet | None, draft: Progress | None, complete: set[UUID], unconfirmed: set[int]
) -> list[Task]:
    evaluation, tasks = access.evaluation, []

    def here(route: str) -> str:
        return reverse(route, args=[evaluation.pk])

    if draft and access.may(Act.SET_UP):
        tasks.append(Task(Kind.SET_UP, here(draft.next_route), draft.done, len(draft.steps)))
    if access.may(Act.MARK) and access.seat and access.seat.pk in unconfirmed and access.seat.declared_at:
        tasks.append(Task(Kind.CONFIRM, here("scoring:sheet")))
    if sheet and access.may(Act.MARK) and sheet.seat.declared_at is None:
        tasks.append(Task(Kind.DECLARE, here("scoring:interests")))
    elif sheet and access.may(Act.MARK):
        finished = sheet.done == sheet.total
        kind, route = (Kind.SUBMIT, "scoring:submit") if finished else (Kind.SCORE, "scoring:sheet")
        tasks.append(Task(kind, here(route), sheet.done, sheet.total))
    if access.may(Act.CLOSE) and evaluation.pk in complete:
        tasks.append(Task(Kind.CLOSE, here("scoring:close")))
    elif evaluation.stage == Stage.SCORING and not tasks:
        tasks.append(Task(Kind.WAIT, here("scoring:evaluation")))
    if access.may(Act.DECIDE):
        tasks.append(Task(Kind.DECIDE, here("scoring:decide")))
    if access.may(Act.SEE_RESULTS):
        tasks.append(Task(Kind.RESULTS, here("scoring:results")))
    return tasks


def _answers_owed(access: Access, answered: set[int], asked: ReopenRequest | None, member: "Member") -> list[Task]:
    """What others wait for: this member's answer to the decision, and a second person for a reopening."""
    tasks = []
    if asked and asked.by_id != member.pk and access.may(Act.REOPEN):
        tasks.append(Task(Kind.REOPEN, reverse("scoring:reopen", args=[access.evaluation.pk])))
    if access.seat and access.seat.pk not in answered and access.may(Act.SIGN):
        tasks.append(Task(Kind.SIGN, reverse("scoring:sign_off", args=[access.evaluation.pk])))
    return tasks


def _answered(seats: Collection[Seat]) -> set[int]:
    """The seats that have answered the decision in force."""
    asked = [seat for seat in seats if seat.evaluation.stage == Stage.DECIDED]
    return set(SignOff.objects.filter(seat__in=asked, decision__withdrawn_at=None).values_list("seat", flat=True))


def _own_seats(evaluations: Sequence[Evaluation], member: "Member") -> list[Seat]:
    seats = Seat.objects.of(member).filter(evaluation__in=evaluations).select_related("evaluation")
    return list(seats.prefetch_related("criteria", "recused_from"))


def _open_sheets(seats: Collection[Seat]) -> list[Sheet]:
    """The sheets that can still be marked, as `sheets.sheet_of` makes one, but all of them in three queries."""
    owing = [seat for seat in seats if seat.evaluation.stage == Stage.SCORING and not seat.is_submitted]
    if not owing:
        return []
    asked = Criterion.objects.filter(
        evaluation__seats__in=owing, source=Criterion.Source.PANEL, grade__in=["must", "bonus"]
    )
    criteria: dict[UUID, list[Criterion]] = defaultdict(list)
    for criterion in asked.distinct():
        criteria[criterion.evaluation_id].append(criterion)
    candidates: dict[UUID, list[Candidate]] = defaultdict(list)
    for candidate in Candidate.objects.filter(evaluation__seats__in=owing).distinct():
        candidates[candidate.evaluation_id].append(candidate)
    marks: dict[int, dict[tuple[int, int], Mark]] = defaultdict(dict)
    for mark in Mark.objects.filter(seat__in=owing).exclude(state=State.MISSING).defer("comment", "comment_zh"):
        marks[mark.seat_id][mark.candidate_id, mark.criterion_id] = mark
    return [
        _sheet(seat, criteria[seat.evaluation_id], candidates[seat.evaluation_id], marks[seat.pk]) for seat in owing
    ]


def _sheet(
    seat: Seat, criteria: list[Criterion], candidates: list[Candidate], marks: dict[tuple[int, int], Mark]
) -> Sheet:
    own = None if seat.has_all_criteria else {criterion.pk for criterion in seat.criteria.all()}
    recused = {candidate.pk for candidate in seat.recused_from.all()}
    return Sheet(
        seat=seat,
        criteria=[
            criterion
            for criterion in criteria
            if criterion.condition in {"", *seat.evaluation.conditions}
            and (own is None or criterion.pk in own)
            and not (seat.has_sealed_price and criterion.dimension == Dimension.COST)
        ],
        candidates=[candidate for candidate in candidates if candidate.pk not in recused],
        marks=marks,
    )


def _with_every_sheet_in(evaluations: Sequence[Evaluation]) -> set[UUID]:
    """The evaluations in which nobody who has a seat still owes a sheet."""
    held = Count("seats", filter=Q(seats__member__isnull=False))
    handed_in = Count("seats", filter=Q(seats__member__isnull=False, seats__submitted_at__isnull=False))
    rows = Evaluation.objects.filter(pk__in=[evaluation.pk for evaluation in evaluations], stage=Stage.SCORING)
    counted = rows.order_by().annotate(held=held, handed_in=handed_in).filter(held__gt=0, held=F("handed_in"))
    return set(counted.values_list("pk", flat=True))
