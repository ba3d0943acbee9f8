"""From stage to stage: open, close (by hand or by the deadline), reopen, archive."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from scoring.actions.held import held_evaluation, needed
from scoring.actions.refusals import Refused
from scoring.casefile.opening import opening_problems
from scoring.casefile.rows import freeze
from scoring.models import Baseline, Deed, Evaluation, ReopenRequest, Seat, Stage
from scoring.record import enter
from scoring.reopenings import others_who_may_agree, waiting_request
from vendors.wording import in_a_row

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from evaluator.models import Member

BEFORE = {Stage.CONSENSUS: Stage.SCORING, Stage.DECIDED: Stage.CONSENSUS}


def open_scoring(evaluation: Evaluation, *, by: "Member | None", on: datetime) -> Evaluation:
    """Draft -> scoring: freeze the baseline and let members mark.

    Raises: Refused: something that scoring needs is missing; the message lists all of it.
    """
    with transaction.atomic():
        held = held_evaluation(evaluation, Stage.DRAFT)
        problems = opening_problems(held)
        if problems:
            raise Refused(in_a_row(problems))
        if held.deadline and held.deadline <= on:
            raise Refused(_("The deadline has passed already. Set a later one, or none."))
        case, sha256 = freeze(held)
        Baseline.objects.create(evaluation=held, version=1, case=case, sha256=sha256, by=by, created_at=on)
        held.stage, held.opened_at = Stage.SCORING, on
        held.save(update_fields=["stage", "opened_at"])
        enter(Deed.OPENED, evaluation=held, by=by, at=on, subject={"baseline": 1}, changed=sha256)
    return held


def close_scoring(
    evaluation: Evaluation, *, by: "Member | None", on: datetime, is_by_deadline: bool = False
) -> Evaluation:
    """Scoring -> consensus: no more marks; the submitted sheets are open to the committee.

    Raises: Refused: no voting member has submitted, so there would be no result.
    """
    with transaction.atomic():
        held = held_evaluation(evaluation, Stage.SCORING)
        if not held.seats.filter(is_voting=True, submitted_at__isnull=False).exists():
            raise Refused(_("No voting member has submitted a sheet yet, so there would be no result."))
        held.stage, held.closed_at = Stage.CONSENSUS, on
        held.save(update_fields=["stage", "closed_at"])
        counted = sorted(held.seats.counted().values_list("key", flat=True))
        enter(
            Deed.CLOSED,
            evaluation=held,
            by=by,
            at=on,
            subject={"sheets": counted, "seats": held.seats.count(), "by_deadline": is_by_deadline},
        )
    return held


def close_if_due(evaluation: Evaluation, *, on: datetime) -> Evaluation:
    """Close an evaluation whose deadline has passed; one in which nobody has submitted stays open and locked."""
    if not evaluation.is_overdue(on) or not _with_a_result(Evaluation.objects.filter(pk=evaluation.pk)).exists():
        return evaluation
    try:
        return close_scoring(evaluation, by=None, on=on, is_by_deadline=True)
    except Refused:  # somebody else closed it this moment, or there is nothing to reveal
        return Evaluation.objects.get(pk=evaluation.pk)


def close_all_due(*, on: datetime) -> list[Evaluation]:
    """Close whatever is due now, for the pages that show many; returns those that closed."""
    due = _with_a_result(Evaluation.objects.filter(stage=Stage.SCORING, deadline__lte=on))
    closed = [close_if_due(evaluation, on=on) for evaluation in due]
    return [evaluation for evaluation in closed if evaluation.stage != Stage.SCORING]


def set_deadline(
    evaluation: Evaluation, deadline: datetime | None, *, reason: str, by: "Member", on: datetime
) -> Evaluation:
    """Set, move or drop the deadline; once scoring is open that needs a reason.

    Raises: Refused: the new deadline has passed already, or the reason is missing.
    """
    if deadline is not None and deadline <= on:
        raise Refused(_("The deadline must lie in the future."))
    with transaction.atomic():
        held = held_evaluation(evaluation, Stage.DRAFT, Stage.SCORING)
        if held.stage == Stage.SCORING:
            reason = needed(reason, _("Say why the deadline changes."))
            subject = {
                "from": held.deadline.isoformat() if held.deadline else None,
                "to": deadline.isoformat() if deadline else None,
            }
            enter(Deed.EXTENDED, evaluation=held, by=by, at=on, subject=subject, reason=reason)
        held.deadline = deadline
        held.save(update_fields=["deadline"])
    return held


def reopen(evaluation: Evaluation, *, reason: str, by: "Member", on: datetime) -> ReopenRequest:
    """Ask to go back one stage: from consensus to scoring, or from decided to consensus.

    Where a second person could agree, nothing happens until one has; where there is none, it happens at once.
    Raises: Refused: the reason is missing, or somebody asked already.
    """
    reason = needed(reason, _("Say why it is reopened; the reason is printed in every report."))
    with transaction.atomic():
        held = held_evaluation(evaluation, Stage.CONSENSUS, Stage.DECIDED)
        if waiting_request(held):
            raise Refused(_("Somebody asked for this already; it waits for a second person."))
        request = ReopenRequest.objects.create(evaluation=held, stage=held.stage, reason=reason, by=by, at=on)
        if not others_who_may_agree(held, by):
            _go_back(request, held, by=by, on=on)
    return request


def agree_to_reopen(request: ReopenRequest, *, by: "Member", on: datetime) -> Evaluation:
    """The second person's agreement; whoever asked does without one when nobody is left who could agree.

    Raises: Refused: it is the same person, or the evaluation has moved on.
    """
    with transaction.atomic():
        held = held_evaluation(request.evaluation, Stage.CONSENSUS, Stage.DECIDED)
        if waiting_request(held) != request:
            raise Refused(_("This request is settled already."))
        if request.by_id == by.pk and others_who_may_agree(held, by):
            raise Refused(_("A second person must agree, not the one who asked."))
        return _go_back(request, held, by=by, on=on)


def archive(evaluation: Evaluation, *, by: "Member", on: datetime) -> Evaluation:
    """Decided -> archived: nothing changes any more, and it leaves the lists of work."""
    with transaction.atomic():
        held = held_evaluation(evaluation, Stage.DECIDED)
        held.stage = Stage.ARCHIVED
        held.save(update_fields=["stage"])
        enter(Deed.ARCHIVED, evaluation=held, by=by, at=on)
    return held


def _go_back(request: ReopenRequest, held: Evaluation, *, by: "Member", on: datetime) -> Evaluation:
    request.agreed_by, request.agreed_at = by, on
    request.save(update_fields=["agreed_by", "agreed_at"])
    left = Stage(held.stage)
    held.stage = BEFORE[left]
    if left == Stage.CONSENSUS:
        held.closed_at = None
        held.deadline = None  # it has passed; the next one is set on purpose
    else:
        held.decisions.filter(withdrawn_at=None).update(withdrawn_at=on)
    held.save(update_fields=["stage", "closed_at", "deadline"])
    enter(
        Deed.REOPENED,
        evaluation=held,
        by=by,
        at=on,
        subject={"from": left.value, "to": held.stage, "asked_by": request.by_id},
        reason=request.reason,
    )
    return held


def _with_a_result(evaluations: "QuerySet[Evaluation]") -> "QuerySet[Evaluation]":
    """Those of them in which somebody with a vote has submitted a sheet."""
    handed_in = Seat.objects.filter(evaluation=OuterRef("pk"), is_voting=True, submitted_at__isnull=False)
    return evaluations.filter(Exists(handed_in))
