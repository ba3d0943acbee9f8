"""Rows and case: what reaches the case, and at what price in queries."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scoring.actions import open_scoring
from scoring.casefile.document import canonical_text
from scoring.casefile.rows import case_of, live_case
from scoring.formulas.assessment import assess
from scoring.models import Mark
from scoring.scenario import example_case
from tests import factories
from vendors.wording import columns

pytestmark = pytest.mark.django_db


def queries_of(criteria: int, offers: int, seats: int) -> int:
    evaluation = factories.small_evaluation(criteria=criteria, offers=offers, seats=seats)
    with CaptureQueriesContext(connection) as queries:
        live_case(evaluation)
    return len(queries)


def test_a_case_costs_the_same_number_of_queries_however_large_it_is() -> None:
    assert queries_of(1, 2, 1) == queries_of(9, 6, 5) <= 14


def test_a_revealed_case_costs_the_same_number_of_queries_as_a_small_one() -> None:
    evaluation = factories.example("consensus")
    with CaptureQueriesContext(connection) as queries:
        case_of(evaluation)
    assert len(queries) <= 6


def test_the_example_comes_back_from_the_database_with_the_result_it_went_in_with() -> None:
    stored, original = case_of(factories.example("consensus")), example_case()
    assert canonical_text(stored) == canonical_text(original)
    before, after = assess(original), assess(stored)
    assert [each.rank for each in after.offers] == [each.rank for each in before.offers]
    assert [each.total for each in after.offers] == pytest.approx([each.total for each in before.offers], abs=1e-9)


def test_a_frozen_case_that_was_read_before_gives_way_to_its_next_version() -> None:
    evaluation = factories.example("consensus")
    first = evaluation.baselines.get()
    before = case_of(evaluation)
    assert case_of(evaluation) == before
    evaluation.baselines.create(version=2, case={**first.case, "title": "Another"}, created_at=factories.NOON)
    assert case_of(evaluation) == replace(before, title="Another")


def test_marks_say_in_the_case_what_was_saved() -> None:
    evaluation = factories.example("consensus")
    rows = Mark.objects.filter(seat__evaluation=evaluation).select_related("seat", "candidate", "criterion")
    saved = {
        (row.seat.key, row.candidate.key, row.criterion.key): (row.value, row.comment, row.comment_zh, row.evidence)
        for row in rows
        if row.state in {"marked", "abstained", "not_applicable"}
    }
    told = {
        (mark.seat, mark.offer, mark.criterion): (mark.value, *columns(mark.comment), mark.evidence or "")
        for mark in case_of(evaluation).marks
    }
    assert told == saved
    assert {row[1] for row in saved.values()} > {""}


def test_offers_and_criteria_stand_in_the_order_that_procurement_chose_not_in_that_of_their_keys() -> None:
    evaluation = factories.small_evaluation()
    last = evaluation.candidates.all()[1]
    last.position = 0
    last.key = "zz"
    last.save()
    chosen = [each.key for each in evaluation.candidates.all()]
    assert (
        [offer.id for offer in case_of(open_scoring(evaluation, by=None, on=factories.NOON)).offers]
        == chosen
        == ["zz", chosen[1]]
    )


def test_a_cost_line_of_which_only_one_year_has_a_range_is_certain_in_the_others() -> None:
    evaluation = factories.small_evaluation(offers=1)
    line = evaluation.candidates.get().offer.cost_lines.get()
    line.amounts.filter(year=2).update(low=90_000, high=130_000)
    cost = live_case(evaluation).offers[0].costs[0]
    assert (cost.amount, cost.low, cost.high) == (
        (100_000.0, 100_000.0, 100_000.0),
        (100_000.0, 90_000.0, 100_000.0),
        (100_000.0, 130_000.0, 100_000.0),
    )


def test_a_line_that_says_no_amount_is_not_in_the_case() -> None:
    evaluation = factories.small_evaluation(offers=1)
    evaluation.candidates.get().offer.cost_lines.create(category="training")
    assert [cost.category for cost in live_case(evaluation).offers[0].costs] == ["subscription"]


def test_a_recusal_after_opening_reaches_the_case() -> None:
    evaluation = factories.example("consensus")
    seat, candidate = evaluation.seats.all()[0], evaluation.candidates.all()[0]
    seat.recused_from.add(candidate)
    found = next(each for each in case_of(evaluation).seats if each.id == seat.key)
    assert found.recused == {candidate.key}
    assert not [mark for mark in case_of(evaluation).marks if (mark.seat, mark.offer) == (seat.key, candidate.key)]
