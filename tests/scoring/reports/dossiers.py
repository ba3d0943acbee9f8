"""Dossiers for tests: the example evaluation as a report would find it, without a database."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from scoring.casefile.document import input_sha256
from scoring.formulas.assessment import assess
from scoring.formulas.case import Case, Wording
from scoring.reports.dossier import Dossier, Place, Revised, Statement
from scoring.scenario import example_case

MORNING = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)


def dossier(
    *,
    case: Case | None = None,
    statement: Statement | None = None,
    not_submitted: frozenset[str] = frozenset(),
    holder: str = "Chen Jing",
    left_open: Mapping[tuple[str, str, str], Wording] | None = None,
) -> Dossier:
    """The example, or another case; the first seat chairs."""
    case = case or example_case()
    return Dossier(
        case=case,
        assessment=assess(case),
        input_sha256=input_sha256(case),
        baseline_sha256="b" * 64,
        opened_at=MORNING,
        closed_at=MORNING,
        statement=statement,
        places={
            seat.id: Place(
                holder=holder,
                is_chair=number == 0,
                submitted_at=None if seat.id in not_submitted else MORNING,
            )
            for number, seat in enumerate(case.seats)
        },
        left_open=left_open or {},
    )


def decided(offer: str | None = "heronbridge", reason: Wording = "It covers every must.") -> Statement:
    """The chair's statement, by default for the winner."""
    return Statement(offer=offer, reason=reason, by="Chen Jing", at=MORNING)


def small() -> Dossier:
    """The example with a few criteria and two seats, decided: the smallest report in which no chapter is missing."""
    case = example_case()
    kept = {each.id for place, each in enumerate(case.criteria) if place % 6 == 0 or each.knock_out}
    marks = tuple(each for each in case.marks if each.criterion in kept and each.seat != case.seats[2].id)
    case = replace(
        case,
        criteria=tuple(each for each in case.criteria if each.id in kept),
        seats=case.seats[:2],
        marks=marks,
    )
    first = next(mark for mark in marks if mark.value == 4)
    was = Revised(seat=first.seat, offer=first.offer, criterion=first.criterion, value=1)
    opened = {("it", "heronbridge", "RC-D1"): "The vendor answers next week."}
    return replace(dossier(case=case, statement=decided(), left_open=opened), revised=(was,))
