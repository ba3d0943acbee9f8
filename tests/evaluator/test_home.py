"""My work: what waits for whom, and that it tells nothing about others' sheets."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from scoring import actions
from scoring.models import Evaluation, Seat, Stage
from scoring.models.mark import Evidence, State
from scoring.sheets import sheet_of
from scoring.waiting import Kind, Waiting, waiting_for
from tests import factories
from tests.visitors import signed_in, visitor

pytestmark = pytest.mark.django_db


def kinds(waiting: list[Waiting]) -> list[tuple[str, list[Kind]]]:
    return [(each.evaluation.title, [task.kind for task in each.tasks]) for each in waiting]


def seat(evaluation: Evaluation, key: str) -> Seat:
    return Seat.objects.select_related("evaluation", "member").get(evaluation=evaluation, key=key)


def work_of(seat: Seat) -> list[list[Kind]]:
    assert seat.member is not None
    return [[task.kind for task in each.tasks] for each in waiting_for(seat.member)]


def test_nothing_waits_for_a_stranger() -> None:
    page = visitor("stranger").get("/").content.decode()

    assert "Nothing waits for you" in page
    assert Client().get("/").status_code == 302


def test_each_member_is_led_to_what_their_own_sheet_needs() -> None:
    example = factories.example(Stage.SCORING)

    # In: wait. Half done: go on. Untouched, and reading everything through the group Finance: start.
    assert [work_of(seat(example, key)) for key in ("service", "it", "finance")] == [
        [[Kind.WAIT]],
        [[Kind.SCORE]],
        [[Kind.SCORE]],
    ]


def test_the_progress_is_that_of_the_sheet_itself() -> None:
    example = factories.example(Stage.SCORING)
    own = seat(example, "it")
    own.recused_from.add(example.candidates.all()[0])
    own.has_all_criteria = False
    own.save()
    own.criteria.set(example.criteria.filter(dimension__in=["need", "risk"]))
    other = seat(example, "finance")
    actions.save_mark(
        other,
        example.candidates.all()[0],
        sheet_of(other).criteria[0],
        actions.Answer(State.MISSING, comment="Ask again", evidence=Evidence.DEMO),
        by=None,
        on=factories.NOON,
        version=0,
    )
    for each in (own, other):
        sheet = sheet_of(each)
        assert each.member is not None
        [task] = waiting_for(each.member)[0].tasks
        assert (task.done, task.total) == (sheet.done, sheet.total)
        assert task.done > 0 or each == other


def test_a_finished_sheet_asks_to_be_submitted() -> None:
    evaluation = actions.open_scoring(factories.small_evaluation(seats=1), by=None, on=factories.NOON)
    own = seat(evaluation, evaluation.seats.get().key)
    assert own.member is not None
    for cell in sheet_of(own).gaps:
        answer = actions.Answer(State.ABSTAINED)
        actions.save_mark(own, cell.candidate, cell.criterion, answer, by=own.member, on=factories.NOON, version=0)

    assert work_of(own) == [[Kind.SUBMIT]]
    page = signed_in(own.member).get("/").content.decode()
    assert reverse("scoring:submit", args=[evaluation.pk]) in page


def test_when_all_sheets_are_in_procurement_and_the_chair_are_asked_to_close() -> None:
    people = factories.committee()
    example = factories.example(Stage.SCORING, people)
    example.seats.update(submitted_at=factories.NOON)

    assert kinds(waiting_for(people.procurement)) == [(example.title, [Kind.CLOSE])]
    assert work_of(seat(example, "service")) == [[Kind.CLOSE]]
    assert work_of(seat(example, "it")) == [[Kind.WAIT]]


def test_after_the_reveal_the_chair_decides_and_the_others_see_the_result() -> None:
    example = factories.example(Stage.CONSENSUS)

    assert work_of(seat(example, "service")) == [[Kind.DECIDE, Kind.RESULTS]]
    assert work_of(seat(example, "it")) == [[Kind.RESULTS]]


def test_whoever_owes_a_sheet_is_not_led_to_the_result() -> None:
    example = factories.example(Stage.CONSENSUS)
    example.seats.filter(key="it").update(submitted_at=None)

    assert work_of(seat(example, "it")) == []


def test_procurement_sees_the_drafts_to_finish_and_where_to_go_on() -> None:
    procurement = factories.member(group="Procurement")
    empty, full = factories.evaluation(title="Empty"), factories.small_evaluation(title="Full")
    tasks = {each.evaluation: each.tasks[0] for each in waiting_for(procurement)}

    assert tasks[empty].url == reverse("scoring:setup_criteria", args=[empty.pk])
    assert tasks[full].url == reverse("scoring:setup_check", args=[full.pk])
    assert [tasks[full].done, tasks[full].total, tasks[empty].done] == [4, 5, 1]
    assert waiting_for(factories.member(group="Finance")) == []


def test_the_page_tells_nothing_of_how_far_others_are() -> None:
    people = factories.committee()
    example = factories.example(Stage.SCORING, people)
    page = signed_in(people.procurement).get("/").content.decode()

    assert example.title in page
    assert re.findall(r"\d+ of \d+", page) == []


def test_there_is_one_primary_button() -> None:
    people = factories.committee()
    for _ in range(2):
        factories.example(Stage.SCORING, people)
    page = signed_in(people.seats["it"]).get("/").content.decode()

    assert page.count("btn-primary") == 1


@pytest.mark.parametrize(
    ("who", "stage"), [("procurement", Stage.DRAFT), ("it", Stage.SCORING), ("service", Stage.CONSENSUS)]
)
def test_the_page_costs_the_same_queries_with_one_evaluation_and_with_three(
    who: str, stage: Stage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    people = factories.committee()
    client = signed_in(people.procurement if who == "procurement" else people.seats[who])
    factories.example(stage, people)
    with django_assert_max_num_queries(20) as one:
        client.get("/")
    factories.example(stage, people)
    factories.example(stage, people)
    with django_assert_max_num_queries(len(one)):
        client.get("/")


def test_whoever_has_not_declared_interests_is_asked_for_that_before_the_sheet() -> None:
    evaluation = factories.open_evaluation()
    own = seat(evaluation, evaluation.seats.all()[0].key)
    own.declared_at = None
    own.save()

    assert work_of(own) == [[Kind.DECLARE]]
    assert own.member is not None
    page = signed_in(own.member).get("/").content.decode()
    assert reverse("scoring:interests", args=[evaluation.pk]) in page
    assert reverse("scoring:sheet", args=[evaluation.pk]) not in page


def test_an_overdue_evaluation_without_a_sheet_asks_procurement_for_a_later_deadline_and_nobody_to_mark() -> None:
    evaluation = factories.open_evaluation(deadline=factories.NOON + timedelta(days=1))
    own = seat(evaluation, evaluation.seats.all()[0].key)

    assert work_of(own) == [[Kind.WAIT]]
    procurement = factories.member(group="Procurement")
    assert kinds(waiting_for(procurement)) == [(evaluation.title, [Kind.EXTEND])]
    page = signed_in(procurement).get("/").content.decode()
    assert "no voting member has handed in a sheet. Set a later one, or none." in page


def test_what_is_due_closes_when_anybody_looks_at_their_work() -> None:
    example = factories.example(Stage.SCORING)
    example.deadline = factories.NOON + timedelta(days=1)
    example.save()
    visitor("stranger").get("/")
    example.refresh_from_db()

    assert example.stage == Stage.CONSENSUS
