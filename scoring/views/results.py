"""Results: the ranking, and how each number came about, once the sheets are revealed."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from scoring.access import Access, Act
from scoring.casefile.rows import case_of, individual_case_of
from scoring.charts import contribution_chart, profile_chart, ranking_chart
from scoring.formulas.assessment import assess
from scoring.formulas.case import Case
from scoring.models import Attachment, Decision, Evaluation, Mark, Stage
from scoring.models.mark import State
from scoring.presentation import (
    CellWorking,
    Result,
    cell_working,
    counted_sheets,
    gates_to_settle,
    method_statements,
    offer_working,
    present,
)
from scoring.presentation.robustness import standing_line
from scoring.reopenings import carried_out
from scoring.standing import standing_of
from scoring.views.here import found


def results(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The ranking, the heat table, and what to keep in mind beside them."""
    evaluation, access = found(request, pk)
    if not access.may(Act.SEE_RESULTS):
        return sealed(request, evaluation, access)
    result, _individual = compared_result_of(evaluation)
    decision = decision_of(evaluation)
    standing = standing_of(evaluation, result.case, result.assessment)
    context = {
        "evaluation": evaluation,
        "access": access,
        "result": result,
        "standing": standing_line(result, standing.verdict, standing.reason),
        "gates": gates_to_settle(result),
        "decision": decision,
        "decision_sentence": decision and result.decision_sentence(chosen_key(decision)),
        "reopenings": carried_out(evaluation),
        "sheets": counted_sheets(evaluation),
        "statements": method_statements(result.case),
        "ranking_chart": ranking_chart(result),
        "profile_chart": profile_chart(result),
    }
    return render(request, "scoring/results.html", context)


def explanation(request: HttpRequest, pk: UUID, candidate_key: str) -> HttpResponse:
    """How one offer's total came about."""
    evaluation, access = found(request, pk)
    if not access.may(Act.SEE_RESULTS):
        return sealed(request, evaluation, access)
    result = result_of(evaluation)
    try:
        working = offer_working(result, candidate_key)
    except KeyError:
        raise Http404(f"no offer {candidate_key}") from None
    context = {
        "evaluation": evaluation,
        "access": access,
        "result": result,
        "working": working,
        "offer": working.offer,
        "contribution_chart": contribution_chart(working),
    }
    return render(request, "scoring/explanation.html", context)


def cell(request: HttpRequest, pk: UUID, candidate_key: str, criterion_key: str) -> HttpResponse:
    """How one offer's score on one criterion came about."""
    evaluation, access = found(request, pk)
    if not access.may(Act.SEE_RESULTS):
        return sealed(request, evaluation, access)
    result = result_of(evaluation)
    try:
        working = cell_working(result, candidate_key, criterion_key)
    except KeyError:
        raise Http404(f"no offer {candidate_key} or no criterion {criterion_key}") from None
    context = {
        "evaluation": evaluation,
        "access": access,
        "result": result,
        "working": working,
        "criterion": evaluation.criteria.filter(key=criterion_key).first(),
        "left_open": _left_open(evaluation, working),
        "files": Attachment.objects.revealed(evaluation).filter(
            mark__candidate__key=candidate_key, mark__criterion__key=criterion_key
        ),
    }
    return render(request, "scoring/cell.html", context)


def result_of(evaluation: Evaluation) -> Result:
    """The evaluation's result in the reader's language, computed from its marks as they are."""
    case = case_of(evaluation)
    return present(case, assess(case))


def compared_result_of(evaluation: Evaluation) -> tuple[Result, Case]:
    """The same with what the offers had before the discussion beside it, and the case of then."""
    case = case_of(evaluation)
    individual = individual_case_of(evaluation, case)
    before = None if individual == case else assess(individual)
    return present(case, assess(case), before), individual


def _left_open(evaluation: Evaluation, working: CellWorking) -> list[Mark]:
    """What seats say about why they gave no mark; the case knows only that there is none."""
    if all(seat.said != "missing" for seat in working.seats):
        return []
    left_open = Mark.objects.filter(
        seat__in=evaluation.seats.counted(),
        candidate__key=working.offer.id,
        criterion__key=working.row.criterion_id,
        state=State.LEFT_OPEN,
    )
    return list(left_open.select_related("seat"))


def decision_of(evaluation: Evaluation) -> Decision | None:
    """What the committee decided; None before it has."""
    if evaluation.stage not in {Stage.DECIDED, Stage.ARCHIVED}:
        return None
    return evaluation.decision


def chosen_key(decision: Decision) -> str | None:
    """The id of the chosen offer in the case; None where none was awarded."""
    return decision.candidate.key if decision.candidate else None


def sealed(request: HttpRequest, evaluation: Evaluation, access: Access) -> HttpResponse:
    """When the results will be there, and what this person can do until then. Never a number."""
    return render(request, "scoring/results_sealed.html", {"evaluation": evaluation, "access": access})
