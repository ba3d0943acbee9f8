"""The acts: what changes an evaluation, each in one transaction, each refusing with a sentence that says why.

Who may act is decided before, by scoring.access; the rules of the method are held here.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring.casefile.opening import opening_problems
from scoring.casefile.rows import freeze
from scoring.models import Baseline, Candidate, Criterion, Decision, Evaluation, Mark, MarkRevision, Seat, Stage
from scoring.models.mark import Evidence, State
from scoring.sheets import sheet_of
from vendors.wording import in_a_row

if TYPE_CHECKING:
    from evaluator.models import Member

COMMENT_LIMIT = 20_000


class Refused(Exception):  # noqa: N818 - it reads as what happened
    """The act is not possible now; the message is for the person who tried."""


class Locked(Refused):
    """The sheet takes no more marks."""


class Invalid(Refused):
    """What was sent is not a mark; `errors` names each field and what is allowed."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(in_a_row(errors.values()))
        self.errors = errors


class Conflict(Refused):
    """The cell was saved elsewhere since this copy of it was read; `mark` is what it says now."""

    def __init__(self, mark: Mark | None) -> None:
        super().__init__(_("This cell was changed elsewhere in the meantime."))
        self.mark = mark


@dataclass(frozen=True, slots=True)
class Answer:
    """What a member says in one cell, as it arrived."""

    state: object
    value: object = None
    comment: object = ""
    evidence: object = ""


def open_scoring(evaluation: Evaluation, *, on: datetime) -> Evaluation:
    """Draft -> scoring: freeze the baseline and let members mark.

    Raises: Refused: something that scoring needs is missing; the message lists all of it.
    """
    with transaction.atomic():
        held = _held(evaluation, Stage.DRAFT)
        problems = opening_problems(held)
        if problems:
            raise Refused(in_a_row(problems))
        case, sha256 = freeze(held)
        Baseline.objects.create(evaluation=held, version=1, case=case, sha256=sha256)
        held.stage, held.opened_at = Stage.SCORING, on
        held.save(update_fields=["stage", "opened_at"])
    return held


def save_mark(
    seat: Seat,
    candidate: Candidate,
    criterion: Criterion,
    answer: Answer,
    *,
    by: "Member | None",
    version: int,
    op: UUID | None = None,
) -> tuple[Mark, bool]:
    """Save one cell if it still has the version that the member saw; returns the mark, and whether `op` was a repeat.

    Raises:
        Locked: the sheet is submitted, or scoring is not open.
        Invalid: not a mark on this scale.
        Conflict: the cell has another version by now. Nothing is lost: the caller still holds the answer.
    """
    said = _checked(answer, seat.evaluation)
    with transaction.atomic():
        # Holding the seat lets a submit and a save of the same sheet wait for each other, and nobody else's.
        held = Seat.objects.select_for_update(of=["self"]).select_related("evaluation").get(pk=seat.pk)
        mark = Mark.objects.filter(seat=held, candidate=candidate, criterion=criterion).first()
        if op and mark and MarkRevision.objects.filter(mark=mark, op=op).exists():
            return mark, True
        _require_open(held)
        if (mark.version if mark else 0) != version:
            raise Conflict(mark)
        if mark and said["comment"] and said["comment"] in {mark.comment, mark.comment_zh}:
            # A comment that was not touched keeps the wording that the reader did not see.
            said |= {"comment": mark.comment, "comment_zh": mark.comment_zh}
        if mark is None:
            mark = Mark.objects.create(seat=held, candidate=candidate, criterion=criterion, version=1, op=op, **said)
        else:
            changed = Mark.objects.filter(pk=mark.pk, version=version).update(version=F("version") + 1, op=op, **said)
            mark.refresh_from_db()
            if not changed:
                raise Conflict(mark)
        MarkRevision.objects.create(mark=mark, by=by, version=mark.version, op=op, **said)
    return mark, False


def submit_sheet(seat: Seat, *, on: datetime) -> Seat:
    """Hand the sheet in; a second click changes nothing.

    Raises: Refused: cells are still empty. Locked: scoring is not open.
    """
    with transaction.atomic():
        held = Seat.objects.select_for_update(of=["self"]).select_related("evaluation").get(pk=seat.pk)
        if held.is_submitted:
            return held
        _require_open(held)
        gaps = len(sheet_of(held).gaps)
        if gaps:
            raise Refused(
                ngettext(
                    "%(count)d cell is still empty: mark it, or say why it has no mark.",
                    "%(count)d cells are still empty: mark them, or say why they have no mark.",
                    gaps,
                )
                % {"count": gaps}
            )
        held.submitted_at = on
        held.save(update_fields=["submitted_at"])
    return held


def close_scoring(evaluation: Evaluation, *, on: datetime) -> Evaluation:
    """Scoring -> consensus: no more marks; the submitted sheets are open to the committee.

    Raises: Refused: no voting member has submitted, so there would be no result.
    """
    with transaction.atomic():
        held = _held(evaluation, Stage.SCORING)
        if not held.seats.filter(is_voting=True, submitted_at__isnull=False).exists():
            raise Refused(_("No voting member has submitted a sheet yet, so there would be no result."))
        held.stage, held.closed_at = Stage.CONSENSUS, on
        held.save(update_fields=["stage", "closed_at"])
    return held


def decide(
    evaluation: Evaluation,
    candidate: Candidate | None,
    *,
    reason: str,
    by: "Member | None",
    on: datetime,
    reason_zh: str = "",
) -> Decision:
    """Consensus -> decided: the chair's statement; from here on everything is read-only.

    Raises: Refused: the reason is missing.
    """
    if not reason.strip():
        raise Refused(_("A decision needs a reason."))
    with transaction.atomic():
        held = _held(evaluation, Stage.CONSENSUS)
        decision = Decision.objects.create(
            evaluation=held, candidate=candidate, reason=reason, reason_zh=reason_zh, by=by, at=on
        )
        held.stage = Stage.DECIDED
        held.save(update_fields=["stage"])
    return decision


def _held(evaluation: Evaluation, stage: Stage) -> Evaluation:
    """The evaluation's row, held until the transaction ends, and still at the stage that the act starts from."""
    held = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    if held.stage != stage:
        raise Refused(
            _("The evaluation is at stage “%(now)s” by now; this needs stage “%(needed)s”.")
            % {"now": held.get_stage_display(), "needed": stage.label}
        )
    return held


def _require_open(seat: Seat) -> None:
    if seat.evaluation.stage != Stage.SCORING:
        raise Locked(_("Scoring is not open: the evaluation is at stage “%s”.") % seat.evaluation.get_stage_display())
    if seat.is_submitted:
        raise Locked(_("This sheet is submitted and takes no more changes."))


def _checked(answer: Answer, evaluation: Evaluation) -> dict[str, object]:
    """The answer as columns of a mark, or every fault in it."""
    errors: dict[str, str] = {}
    value = answer.value if answer.state == State.MARKED else None
    if answer.state not in State.values:
        errors["state"] = _("Allowed states: %s.") % ", ".join(State.values)
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    if answer.state == State.MARKED and not (is_whole and evaluation.scale_min <= value <= evaluation.scale_max):  # type: ignore[operator]
        errors["value"] = _("A mark is a whole number from %(low)d to %(high)d.") % {
            "low": evaluation.scale_min,
            "high": evaluation.scale_max,
        }
    if not isinstance(answer.comment, str) or not _can_be_stored(answer.comment):
        errors["comment"] = _("A comment is text of at most %d characters.") % COMMENT_LIMIT
    elif answer.state == State.LEFT_OPEN and not answer.comment.strip():
        errors["comment"] = _("Say in the comment why the cell stays open.")
    if answer.evidence not in ["", *Evidence.values]:
        errors["evidence"] = _("Allowed kinds of evidence: %s.") % ", ".join(Evidence.values)
    if errors:
        raise Invalid(errors)
    return {
        "state": answer.state,
        "value": value,
        "comment": answer.comment,
        "comment_zh": "",
        "evidence": answer.evidence,
    }


def _can_be_stored(comment: str) -> bool:
    """Neither too long, nor with what a database cannot hold: NUL, or half of a character that JSON cut in two."""
    has_halves = any("\ud800" <= character <= "\udfff" for character in comment)
    return len(comment) <= COMMENT_LIMIT and "\x00" not in comment and not has_halves
