"""Dossier: everything that a report prints, gathered from the rows once; no clock, so the same rows print the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from scoring.casefile.document import input_sha256
from scoring.casefile.free_plans import free_terms_of
from scoring.casefile.rows import case_of, individual_case_of
from scoring.formulas.assessment import Assessment, assess
from scoring.formulas.case import Case, Wording
from scoring.models import Evaluation, Mark, Needs
from scoring.models.mark import State
from scoring.reports.proceedings import Proceedings, proceedings_of
from scoring.reports.traps_page import Screening
from vendors.wording import paired


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Who sits on a seat, and whether the sheet was handed in, or admitted late and why."""

    holder: str  # empty where an imported evaluation's seat belongs to nobody here
    is_chair: bool
    submitted_at: datetime | None
    admitted_at: datetime | None = None
    admitted_reason: str = ""

    @property
    def is_counted(self) -> bool:
        """Whether the sheet counts, and is printed."""
        return bool(self.submitted_at or self.admitted_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What the chair stated: an offer or none, and the reason."""

    offer: str | None
    reason: Wording
    by: str
    at: datetime
    conditions: Wording = ""
    runner_up: str | None = None  # the best other offer
    margin: float | None = None  # points before it when the decision was stated; negative behind it


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """What a seat said in a cell when scoring closed, where it says something else now; neither: it said nothing."""

    seat: str
    offer: str
    criterion: str
    value: int | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What one unit of a currency was taken to be worth in the evaluation's, as of which day, and who says so."""

    currency: str
    rate: Decimal
    as_of: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A case with its result and what stands round it."""

    case: Case
    assessment: Assessment
    input_sha256: str
    baseline_sha256: str
    baseline_version: int | None = None
    opened_at: datetime | None
    closed_at: datetime | None
    statement: Statement | None
    places: Mapping[str, Place]  # by seat id
    # By seat, offer and criterion: what a member left open on purpose counts for nothing, so the case does not hold it.
    left_open: Mapping[tuple[str, str, str], Wording]
    revised: tuple[Revised, ...] = ()
    rates: tuple[Rate, ...] = ()
    screening: Screening = field(default_factory=Screening)
    proceedings: Proceedings = field(default_factory=Proceedings)

    @property
    def dated(self) -> datetime | None:
        """The day that the report stands for: nothing in it is younger."""
        stated = self.statement.at if self.statement else self.closed_at
        moments = [moment for moment in (stated, self.proceedings.latest) if moment]
        return max(moments, default=None)


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
        baseline_version=baseline.version if baseline else None,
        opened_at=evaluation.opened_at,
        closed_at=evaluation.closed_at,
        statement=_statement(evaluation),
        places={
            seat.key: Place(
                holder=str(seat.member or ""),
                is_chair=seat.is_chair,
                submitted_at=seat.submitted_at,
                admitted_at=seat.admitted_at,
                admitted_reason=seat.admitted_reason,
            )
            for seat in seats
        },
        left_open=_left_open(evaluation),
        revised=_revised(case, individual_case_of(evaluation, case)),
        rates=tuple(
            Rate(currency=each.currency, rate=each.rate, as_of=each.as_of, source=each.source_note)
            for each in evaluation.exchange_rates.all()
        ),
        screening=Screening(
            inquiries=Needs.objects.filter(evaluation=evaluation).values_list("inquiries_per_day", flat=True).first(),
            free_plans=free_terms_of(evaluation),
        ),
        proceedings=proceedings_of(evaluation),
    )


def _statement(evaluation: Evaluation) -> Statement | None:
    decision = evaluation.decision
    if decision is None:
        return None
    return Statement(
        offer=decision.candidate.key if decision.candidate else None,
        reason=paired(decision.reason, decision.reason_zh),
        by=str(decision.by or ""),
        at=decision.at,
        conditions=paired(decision.conditions, decision.conditions_zh),
        runner_up=decision.runner_up.key if decision.runner_up else None,
        margin=decision.margin,
    )


def _revised(case: Case, at_closing: Case) -> tuple[Revised, ...]:
    now, then = _said(case), _said(at_closing)
    changed = sorted(cell for cell in {*now, *then} if now.get(cell) != then.get(cell))
    return tuple(
        Revised(seat=seat, offer=offer, criterion=criterion, value=value, state=state)
        for seat, offer, criterion in changed
        for value, state in [then.get((seat, offer, criterion), (None, None))]
    )


def _said(case: Case) -> dict[tuple[str, str, str], tuple[int | None, str | None]]:
    return {(mark.seat, mark.offer, mark.criterion): (mark.value, mark.state) for mark in case.marks}


def _left_open(evaluation: Evaluation) -> dict[tuple[str, str, str], Wording]:
    rows = Mark.objects.filter(seat__in=evaluation.seats.counted(), state=State.LEFT_OPEN).values_list(
        "seat__key", "candidate__key", "criterion__key", "comment", "comment_zh"
    )
    return {
        (seat, offer, criterion): paired(comment, comment_zh) for seat, offer, criterion, comment, comment_zh in rows
    }
