"""Dossier: everything that a report prints, gathered from the rows once; no clock, so the same rows print the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from scoring.casefile.document import input_sha256
from scoring.casefile.rows import case_of
from scoring.formulas.assessment import Assessment, assess
from scoring.formulas.case import Case, Wording
from scoring.models import Decision, Evaluation, Mark
from scoring.models.mark import State
from vendors.wording import paired


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Who sits on a seat, and whether the sheet was handed in."""

    holder: str  # empty where an imported evaluation's seat belongs to nobody here
    is_chair: bool
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What the chair stated: an offer or none, and the reason."""

    offer: str | None
    reason: Wording
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A case with its result and what stands round it."""

    case: Case
    assessment: Assessment
    input_sha256: str
    baseline_sha256: str
    opened_at: datetime | None
    closed_at: datetime | None
    statement: Statement | None
    places: Mapping[str, Place]  # by seat id
    # By seat, offer and criterion: what a member left open on purpose counts for nothing, so the case does not hold it.
    left_open: Mapping[tuple[str, str, str], Wording]

    @property
    def dated(self) -> datetime | None:
        """The day that the report stands for: nothing in it is younger."""
        return self.statement.at if self.statement else self.closed_at


def dossier_of(evaluation: Evaluation) -> Dossier:
    """The dossier of an evaluation whose sheets are revealed, in a constant number of queries."""
    case = case_of(evaluation)
    baseline = evaluation.baselines.order_by("-version").first()
    seats = evaluation.seats.select_related("member")
    return Dossier(
        case=case,
        assessment=assess(case),
        input_sha256=input_sha256(case),
        baseline_sha256=baseline.sha256 if baseline else "",
        opened_at=evaluation.opened_at,
        closed_at=evaluation.closed_at,
        statement=_statement(evaluation),
        places={
            seat.key: Place(holder=str(seat.member or ""), is_chair=seat.is_chair, submitted_at=seat.submitted_at)
            for seat in seats
        },
        left_open=_left_open(evaluation),
    )


def _statement(evaluation: Evaluation) -> Statement | None:
    decision = Decision.objects.filter(evaluation=evaluation).select_related("candidate", "by").first()
    if decision is None:
        return None
    return Statement(
        offer=decision.candidate.key if decision.candidate else None,
        reason=paired(decision.reason, decision.reason_zh),
        by=str(decision.by or ""),
        at=decision.at,
    )


def _left_open(evaluation: Evaluation) -> dict[tuple[str, str, str], Wording]:
    rows = Mark.objects.filter(
        seat__evaluation=evaluation, seat__submitted_at__isnull=False, state=State.LEFT_OPEN
    ).values_list("seat__key", "candidate__key", "criterion__key", "comment", "comment_zh")
    return {
        (seat, offer, criterion): paired(comment, comment_zh) for seat, offer, criterion, comment, comment_zh in rows
    }
