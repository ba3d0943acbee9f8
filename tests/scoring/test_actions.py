"""The acts that move an evaluation from stage to stage."""

import pytest

from scoring.actions import Answer, Locked, Refused, close_scoring, decide, open_scoring, save_mark, submit_sheet
from scoring.casefile.opening import opening_problems
from scoring.casefile.rows import case_of
from scoring.models import Evaluation, Seat, Stage
from scoring.sheets import sheet_of
from tests import factories

pytestmark = pytest.mark.django_db
NOON = factories.NOON


def fill(seat: Seat, value: int = 3) -> None:
    for cell in sheet_of(seat).cells:
        save_mark(
            seat, cell.candidate, cell.criterion, Answer("marked", value), by=seat.member, on=NOON, version=cell.version
        )


def opened(**fields: int) -> Evaluation:
    return open_scoring(factories.small_evaluation(**fields), by=None, on=NOON)


def test_opening_freezes_the_offer_so_that_a_later_price_does_not_reach_the_result() -> None:
    evaluation = opened()
    before = case_of(evaluation)
    offer = evaluation.candidates.all()[0].offer
    offer.cost_lines.get().amounts.update(expected=1)
    offer.edition = "Renamed"
    offer.save()
    assert case_of(evaluation) == before


def test_opening_twice_is_refused_and_freezes_one_baseline() -> None:
    evaluation = factories.small_evaluation()
    open_scoring(evaluation, by=None, on=NOON)
    with pytest.raises(Refused, match="stage “Scoring” by now"):
        open_scoring(evaluation, by=None, on=NOON)
    assert evaluation.baselines.count() == 1


def test_an_evaluation_without_anything_is_told_all_that_is_missing_at_once() -> None:
    evaluation = factories.evaluation()
    problems = " ".join(opening_problems(evaluation))
    for words in (
        "at least one voting seat",
        "who chairs",
        "0 offers",
        "“Need match”",
        "“Cost health”",
        "“Risk control”",
    ):
        assert words in problems
    with pytest.raises(Refused):
        open_scoring(evaluation, by=None, on=NOON)
    evaluation.refresh_from_db()
    assert evaluation.stage == Stage.DRAFT


def test_criteria_that_all_weigh_nothing_keep_scoring_from_opening() -> None:
    evaluation = factories.small_evaluation()
    evaluation.criteria.filter(dimension="need").update(weight=0)
    assert opening_problems(evaluation) == ["All criteria of “Need match” have weight 0; at least one must be above 0."]


def test_a_budget_under_which_all_prices_earn_the_same_keeps_scoring_from_opening() -> None:
    evaluation = factories.small_evaluation(budget=100_000_000, price_formula="ceiling")
    assert opening_problems(evaluation)[0].startswith("Every offer gets 100 points for its price.")
    evaluation.budget = 500_000
    evaluation.save()
    assert opening_problems(evaluation) == []


def test_a_sheet_with_gaps_cannot_be_submitted_and_a_full_one_twice_is_the_same_as_once() -> None:
    evaluation = opened()
    seat = evaluation.seats.all()[0]
    with pytest.raises(Refused, match="6 cells are still empty"):
        submit_sheet(seat, by=seat.member, on=NOON)
    fill(seat)
    first = submit_sheet(seat, by=seat.member, on=NOON)
    again = submit_sheet(seat, by=seat.member, on=NOON.replace(hour=13))
    assert first.submitted_at == again.submitted_at == NOON


def test_a_submitted_sheet_takes_no_more_marks() -> None:
    evaluation = opened()
    seat = evaluation.seats.all()[0]
    fill(seat)
    submit_sheet(seat, by=seat.member, on=NOON)
    cell = next(sheet_of(seat).cells)
    with pytest.raises(Locked, match="submitted"):
        save_mark(
            seat, cell.candidate, cell.criterion, Answer("marked", 5), by=seat.member, on=NOON, version=cell.version
        )
    assert next(sheet_of(seat).cells).mark.value == 3  # type: ignore[union-attr]


def test_closing_needs_a_submitted_sheet_and_counts_only_those() -> None:
    evaluation = opened()
    first, second = evaluation.seats.all()
    fill(first, 4)
    fill(second, 0)
    with pytest.raises(Refused, match="No voting member has submitted"):
        close_scoring(evaluation, by=None, on=NOON)
    submit_sheet(first, by=first.member, on=NOON)
    closed = close_scoring(evaluation, by=None, on=NOON)
    assert {(mark.seat, mark.value) for mark in case_of(closed).marks} == {(first.key, 4)}


def test_marks_are_in_the_case_only_after_the_reveal() -> None:
    evaluation = opened()
    first = evaluation.seats.all()[0]
    fill(first)
    submit_sheet(first, by=first.member, on=NOON)
    assert case_of(evaluation).marks == ()
    assert len(case_of(close_scoring(evaluation, by=None, on=NOON)).marks) == 6


def test_after_closing_nobody_can_mark_or_submit() -> None:
    evaluation = opened()
    first, late = evaluation.seats.all()
    fill(first)
    submit_sheet(first, by=first.member, on=NOON)
    close_scoring(evaluation, by=None, on=NOON)
    cell = next(sheet_of(late).cells)
    with pytest.raises(Locked, match="at stage “Consensus”"):
        save_mark(late, cell.candidate, cell.criterion, Answer("marked", 5), by=late.member, on=NOON, version=0)
    with pytest.raises(Locked):
        submit_sheet(late, by=late.member, on=NOON)


def test_a_decision_needs_a_reason_and_ends_the_evaluation() -> None:
    evaluation = opened()
    seat = evaluation.seats.all()[0]
    fill(seat)
    submit_sheet(seat, by=seat.member, on=NOON)
    close_scoring(evaluation, by=None, on=NOON)
    chosen = evaluation.candidates.all()[1]
    with pytest.raises(Refused, match="reason"):
        decide(evaluation, chosen, reason="  ", by=seat.member, on=NOON)
    decision = decide(evaluation, chosen, reason="It fits.", by=seat.member, on=NOON)
    evaluation.refresh_from_db()
    assert (evaluation.stage, decision.candidate, decision.by) == (Stage.DECIDED, chosen, seat.member)
    with pytest.raises(Refused, match="stage “Decided” by now"):
        decide(evaluation, chosen, reason="Again.", by=seat.member, on=NOON)
