"""Marks: save one while scoring is open, revise one after the reveal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from scoring.actions.held import held_seat, held_sheet, needed
from scoring.actions.refusals import Locked, Refused
from scoring.casefile.changes import is_asked_anew
from scoring.models import Candidate, Criterion, Deed, Evaluation, Mark, MarkRevision, Seat, Stage
from scoring.models.mark import Evidence, State
from scoring.record import digest, enter
from scoring.sheets import candidates_of, criteria_of
from vendors.wording import in_a_row

if TYPE_CHECKING:
    from evaluator.models import Member

COMMENT_LIMIT = 20_000
COST = "cost"


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


def save_mark(
    seat: Seat,
    candidate: Candidate,
    criterion: Criterion,
    answer: Answer,
    *,
    by: "Member | None",
    on: datetime,
    version: int,
    op: UUID | None = None,
) -> tuple[Mark, bool]:
    """Save one cell if it still has the version that the member saw; returns the mark, and whether `op` was a repeat.

    Raises:
        Locked: the sheet is submitted, overdue, waits for a declaration of interests, or scoring is not open.
        Invalid: not a mark on this scale.
        Conflict: the cell has another version by now. Nothing is lost: the caller still holds the answer.
    """
    said = checked(answer, seat.evaluation)
    with transaction.atomic():
        held = held_sheet(seat)
        mark = _mark_in(held, candidate, criterion)
        if op and mark and MarkRevision.objects.filter(mark=mark, op=op).exists():
            return mark, True
        require_open(held, on)
        require_envelope(held, criterion)
        return _write(held, candidate, criterion, mark, said, by=by, on=on, version=version, op=op), False


def revise_mark(
    seat: Seat,
    candidate: Candidate,
    criterion: Criterion,
    answer: Answer,
    *,
    reason: str,
    by: "Member",
    on: datetime,
    version: int,
) -> Mark:
    """Change one's own mark after the reveal, with a reason; what it was before stays beside it.

    Raises: Refused: the reason is missing, the sheet does not count, or the cell is not on it. Invalid. Conflict.
    """
    said = checked(answer, seat.evaluation)
    reason = needed(reason, _("Say why your mark changes; the reason is shown beside it."))
    with transaction.atomic():
        held = held_seat(seat)
        if held.evaluation.stage != Stage.CONSENSUS:
            raise Locked(_("Marks can be revised only in the consensus round."))
        if not held.is_counted:
            raise Refused(_("This sheet was not submitted and does not count; the chair may admit it."))
        _require_on_sheet(held, candidate, criterion)
        mark = _mark_in(held, candidate, criterion)
        return _write(held, candidate, criterion, mark, said, by=by, on=on, version=version, reason=reason)


def require_open(seat: Seat, on: datetime) -> None:
    """Raises: Locked: the sheet takes nothing, and why."""
    evaluation = seat.evaluation
    if evaluation.stage != Stage.SCORING:
        raise Locked(_("Scoring is not open: the evaluation is at stage “%s”.") % evaluation.get_stage_display())
    if evaluation.is_overdue(on):
        raise Locked(_("The deadline has passed; the sheet takes no more changes."))
    if seat.is_submitted:
        raise Locked(_("This sheet is submitted and takes no more changes."))
    if seat.declared_at is None:
        raise Locked(_("Declare your interests first; then the sheet opens."))


def require_open_cell(seat: Seat, candidate: Candidate, criterion: Criterion, on: datetime) -> None:
    """Raises: Locked: the sheet, or this part of it, takes nothing. Refused: the cell is not on the sheet."""
    require_open(seat, on)
    _require_on_sheet(seat, candidate, criterion)
    require_envelope(seat, criterion)


def add_empty_mark(
    seat: Seat, candidate: Candidate, criterion: Criterion, *, by: "Member | None", on: datetime
) -> Mark:
    """The cell's mark; one that says nothing yet where there was none. The caller holds the seat."""
    mark = _mark_in(seat, candidate, criterion)
    if mark:
        return mark
    said = checked(Answer(State.MISSING), seat.evaluation)
    return _write(seat, candidate, criterion, None, said, by=by, on=on, version=0)


def checked(answer: Answer, evaluation: Evaluation) -> dict[str, Any]:
    """The answer as columns of a mark. Raises: Invalid: every fault in it."""
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


def _require_on_sheet(seat: Seat, candidate: Candidate, criterion: Criterion) -> None:
    is_asked = criteria_of(seat).filter(pk=criterion.pk).exists()
    if not is_asked or not candidates_of(seat).filter(pk=candidate.pk).exists():
        raise Refused(_("This cell is not on your sheet."))


def require_envelope(seat: Seat, criterion: Criterion) -> None:
    """Before the price envelope opens only need and risk take marks, after it only cost: so prices bend neither."""
    if seat.has_sealed_price and criterion.dimension == COST:
        raise Locked(_("Cost opens when you have handed in need match and risk control."))
    if locked_by_envelope(seat, [criterion]):
        raise Locked(_("Need match and risk control are handed in; you have seen the prices since."))


def locked_by_envelope(seat: Seat, criteria: Iterable[Criterion]) -> set[int]:
    """The ids of the criteria that were handed in when the price envelope was opened.

    What an amendment put on the sheet later is none of them: its cells must be filled.
    """
    if seat.envelope_opened_at is None or not seat.evaluation.has_price_envelope or seat.role == Seat.Role.FINANCE:
        return set()
    later = seat.evaluation.baselines.filter(created_at__gte=seat.envelope_opened_at).values_list("changes", flat=True)
    changes = list(later)
    return {
        criterion.pk
        for criterion in criteria
        if criterion.dimension != COST and not any(is_asked_anew(each, criterion.key) for each in changes)
    }


def _mark_in(seat: Seat, candidate: Candidate, criterion: Criterion) -> Mark | None:
    """What the cell says so far; there is one at most, so nothing is sorted."""
    return Mark.objects.filter(seat=seat, candidate=candidate, criterion=criterion).order_by().first()


def _write(
    seat: Seat,
    candidate: Candidate,
    criterion: Criterion,
    mark: Mark | None,
    said: dict[str, Any],
    *,
    by: "Member | None",
    on: datetime,
    version: int,
    op: UUID | None = None,
    reason: str = "",
) -> Mark:
    """The new state, its revision and its record entry; the caller holds the seat."""
    if (mark.version if mark else 0) != version:
        raise Conflict(mark)
    if mark and said["comment"] and said["comment"] in {mark.comment, mark.comment_zh}:
        # A comment that was not touched keeps the wording that the reader did not see.
        said |= {"comment": mark.comment, "comment_zh": mark.comment_zh}
    if mark is None:
        mark = Mark.objects.create(seat=seat, candidate=candidate, criterion=criterion, version=1, op=op, **said)
    else:
        changed = Mark.objects.filter(pk=mark.pk, version=version).update(version=version + 1, op=op, **said)
        if not changed:
            mark.refresh_from_db()
            raise Conflict(mark)
        for column, value in {"version": version + 1, "op": op, **said}.items():
            setattr(mark, column, value)
    is_after_reveal = seat.evaluation.stage != Stage.SCORING
    revision = MarkRevision.objects.create(
        mark=mark, by=by, at=on, version=mark.version, op=op, reason=reason, is_after_reveal=is_after_reveal, **said
    )
    enter(
        Deed.REVISED if is_after_reveal else Deed.MARKED,
        evaluation=seat.evaluation,
        seat=seat,
        by=by,
        at=on,
        subject={"offer": candidate.key, "criterion": criterion.key, "version": mark.version},
        changed=digest(revision.content),
        reason=reason,
    )
    return mark
