"""Proceedings: what the committee did besides marking: interests, reopenings, answers to the decision, the record."""

from dataclasses import dataclass
from datetime import datetime

from scoring.formulas.case import Wording
from scoring.models import Deed, Evaluation, Interest, RecordEntry, SignOff
from scoring.record import last_act
from scoring.reopenings import carried_out, withdrawn_decisions
from scoring.reports.clarified import Thread, threads_of
from vendors.wording import paired


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One answer to the decision."""

    answer: str  # agree | note | dissent
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatAnswer:
    """What a seat said to the decision in force, the latest first; nothing where nobody answered."""

    seat: str  # its id in the case
    holder: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Somebody went a stage back, gave a sheet back, or amended what was frozen; each with its reason."""

    kind: str  # reopened | given_back | amended
    what: str  # the stage left, the seat's id, or the version
    by: str
    second: str  # who agreed; empty where nobody else could
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """A decision that reopening withdrew."""

    offer: str | None
    reason: Wording
    by: str
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredInterest:
    """What a member has to do with a vendor, and whether they judged it nevertheless."""

    seat: str
    holder: str
    vendor: Wording
    grounds: tuple[str, ...]
    statement: str
    withdraws: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Proceedings:
    """Everything of that kind in one evaluation."""

    answers: tuple[SeatAnswer, ...] = ()
    steps: tuple[Step, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    interests: tuple[DeclaredInterest, ...] = ()
    clarifications: tuple[Thread, ...] = ()
    declared: int = 0  # seats that have declared
    seats: int = 0
    entries: int = 0
    head: str = ""
    head_at: datetime | None = None

    @property
    def latest(self) -> datetime | None:
        """When the youngest of these happened, or whatever else stands at the head of the record."""
        moments = [said.at for row in self.answers for said in row.said] + [step.at for step in self.steps]
        moments += [moment for thread in self.clarifications for moment in thread.moments]
        moments += [each.at for each in self.interests] + ([self.head_at] if self.head_at else [])
        return max(moments, default=None)


def proceedings_of(evaluation: Evaluation) -> Proceedings:
    """The proceedings, in a constant number of queries."""
    last = last_act(evaluation)
    seats = list(evaluation.seats.filter(member__isnull=False))
    return Proceedings(
        answers=_answers(evaluation),
        steps=_steps(evaluation),
        withdrawn=_withdrawn(evaluation),
        interests=_interests(evaluation),
        clarifications=threads_of(evaluation),
        declared=sum(seat.declared_at is not None for seat in seats),
        seats=len(seats),
        entries=last.number if last else 0,
        head=last.hash if last else "",
        head_at=last.at if last else None,
    )


def _answers(evaluation: Evaluation) -> tuple[SeatAnswer, ...]:
    decision = evaluation.decision
    if decision is None:
        return ()
    said: dict[int, list[Said]] = {}
    for each in SignOff.objects.filter(decision=decision).order_by("-at", "-pk"):
        said.setdefault(each.seat_id, []).append(Said(answer=each.answer, text=each.text, at=each.at))
    return tuple(
        SeatAnswer(seat=seat.key, holder=str(seat.member), said=tuple(said.get(seat.pk, ())))
        for seat in evaluation.seats.filter(member__isnull=False).select_related("member")
    )


def _steps(evaluation: Evaluation) -> tuple[Step, ...]:
    reopened = [
        Step(
            kind="reopened",
            what=each.stage,
            by=str(each.by),
            second="" if each.agreed_by_id == each.by_id else str(each.agreed_by),
            at=each.agreed_at or each.at,
            reason=each.reason,
        )
        for each in carried_out(evaluation)
    ]
    written = RecordEntry.objects.filter(evaluation=evaluation, seat=None, deed__in=[Deed.REOPENED, Deed.AMENDED])
    others = [
        Step(
            kind="amended" if entry.deed == Deed.AMENDED else "given_back",
            what=str(entry.subject["baseline"] if entry.deed == Deed.AMENDED else entry.subject["seat"]),
            by=str(entry.by or ""),
            second="",
            at=entry.at,
            reason=entry.reason,
        )
        for entry in written.select_related("by")
        if entry.deed == Deed.AMENDED or "seat" in entry.subject
    ]
    return tuple(sorted(reopened + others, key=lambda step: step.at))


def _withdrawn(evaluation: Evaluation) -> tuple[Withdrawn, ...]:
    return tuple(
        Withdrawn(
            offer=each.candidate.key if each.candidate else None,
            reason=paired(each.reason, each.reason_zh),
            by=str(each.by or ""),
            at=each.at,
            until=each.withdrawn_at or each.at,
        )
        for each in withdrawn_decisions(evaluation)
    )


def _interests(evaluation: Evaluation) -> tuple[DeclaredInterest, ...]:
    rows = Interest.objects.in_force().filter(seat__evaluation=evaluation).select_related("seat__member", "vendor")
    return tuple(
        DeclaredInterest(
            seat=each.seat.key,
            holder=str(each.seat.member or ""),
            vendor=paired(each.vendor.name, each.vendor.name_zh),
            grounds=tuple(each.grounds),
            statement=each.statement,
            withdraws=each.withdraws,
            at=each.at,
        )
        for each in rows
        if each.grounds
    )
