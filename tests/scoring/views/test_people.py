"""The committee of an evaluation: seats, persons, weights, and who chairs."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from evaluator.models import Member
from scoring import actions
from scoring.casefile.opening import opening_problems
from scoring.casefile.rows import case_of
from scoring.models import Criterion, Evaluation, Seat
from scoring.sheets import sheet_of
from tests import factories
from tests.visitors import answers, visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def procurement() -> Client:
    return visitor("procurement")


@pytest.fixture
def evaluation() -> Evaluation:
    return factories.evaluation()


def url(evaluation: Evaluation, name: str = "setup_committee", *more: object) -> str:
    return reverse(f"scoring:{name}", args=[evaluation.pk, *more])


def said(member: Member, **changes: Any) -> dict[str, Any]:
    """A seat as a browser would send it: with a vote, without weights, not chairing."""
    seat = {"member": member.pk, "name": "IT lead", "name_zh": "", "role": "it", "is_voting": "on"}
    return {name: value for name, value in (seat | changes).items() if value is not None}


def test_the_first_seat_chairs_unless_somebody_says_otherwise(procurement: Client, evaluation: Evaluation) -> None:
    page = url(evaluation, "add_seat")
    assert procurement.get(page).context["form"]["is_chair"].value() is True
    procurement.post(page, said(factories.member(), is_chair="on"))

    assert evaluation.seats.get().is_chair
    assert procurement.get(page).context["form"]["is_chair"].value() is False


def test_a_new_chair_takes_the_chair_from_the_old_one(procurement: Client, evaluation: Evaluation) -> None:
    first, second = factories.seat(evaluation=evaluation, is_chair=True), factories.seat(evaluation=evaluation)
    assert second.member is not None
    response = procurement.post(url(evaluation, "edit_seat", second.pk), said(second.member, is_chair="on"))

    assert response.status_code == 302
    assert [seat.pk for seat in evaluation.seats.filter(is_chair=True)] == [second.pk]
    first.refresh_from_db()
    assert not first.is_chair


def test_a_seat_keeps_its_role_vote_and_weights(procurement: Client, evaluation: Evaluation) -> None:
    weights = {"weight_need": "50", "weight_cost": "20.5", "weight_risk": "0"}
    procurement.post(
        url(evaluation, "add_seat"), said(factories.member(), name_zh="信息主管", is_voting=None, **weights)
    )
    seat = evaluation.seats.get()

    assert (seat.key, seat.name, seat.name_zh, seat.role, seat.is_voting) == (
        "it-lead",
        "IT lead",
        "信息主管",
        "it",
        False,
    )
    assert (seat.weight_need, seat.weight_cost, seat.weight_risk) == (50, 20.5, 0)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"member": ""}, "member"),
        ({"member": "99999999999999999999"}, "member"),
        ({"name": ""}, "name"),
        ({"name": "x" * 10_000}, "name"),
        ({"name": "\x00"}, "name"),
        ({"name": "line\nbreak"}, "name"),
        ({"name_zh": "席" * 121}, "name_zh"),
        ({"role": "boss"}, "role"),
        ({"weight_need": "-1", "weight_cost": "1", "weight_risk": "1"}, "weight_need"),
        ({"weight_need": "NaN", "weight_cost": "1", "weight_risk": "1"}, "weight_need"),
        ({"weight_need": "1e400", "weight_cost": "1", "weight_risk": "1"}, "weight_need"),
        ({"weight_need": "0", "weight_cost": "0", "weight_risk": "0"}, "weight_need"),
        ({"weight_need": "1", "weight_cost": "1"}, "weight_risk"),
    ],
)
def test_what_no_seat_can_be_is_refused_at_its_field_and_nothing_is_lost(
    procurement: Client, evaluation: Evaluation, changes: dict[str, str], field: str
) -> None:
    response = procurement.post(url(evaluation, "add_seat"), said(factories.member()) | changes)

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert response.context["form"]["is_voting"].value() is True
    assert not evaluation.seats.exists()


def test_each_person_has_one_seat(procurement: Client, evaluation: Evaluation) -> None:
    seat = factories.seat(evaluation=evaluation)
    assert seat.member is not None
    response = procurement.post(url(evaluation, "add_seat"), said(seat.member))

    assert list(response.context["form"].errors) == ["member"]
    assert evaluation.seats.count() == 1
    assert procurement.post(url(evaluation, "edit_seat", seat.pk), said(seat.member)).status_code == 302


def test_somebody_who_may_not_sign_in_is_not_offered_a_seat(procurement: Client, evaluation: Evaluation) -> None:
    gone = factories.member(is_active=False)
    seat = factories.seat(evaluation=evaluation, member=gone)

    offered = procurement.get(url(evaluation, "add_seat")).context["form"].fields["member"].queryset
    assert gone not in offered
    kept = procurement.get(url(evaluation, "edit_seat", seat.pk)).context["form"].fields["member"].queryset
    assert gone in kept


def test_the_committee_is_advised_on_who_is_missing(procurement: Client, evaluation: Evaluation) -> None:
    factories.seat(evaluation=evaluation, role="it")
    factories.seat(evaluation=evaluation, role="finance", is_voting=False)
    page = procurement.get(url(evaluation))

    assert page.context["missing"] == ["Customer service", "Finance"]
    factories.seat(evaluation=evaluation, role="service")
    factories.seat(evaluation=evaluation, role="finance")
    assert "Advice" not in procurement.get(url(evaluation)).content.decode()


def test_a_seat_is_removed_by_post_and_a_second_click_is_harmless(procurement: Client, evaluation: Evaluation) -> None:
    seat = factories.seat(evaluation=evaluation)
    page = url(evaluation, "remove_seat", seat.pk)

    assert procurement.get(page).status_code == 405
    assert [procurement.post(page).status_code for _ in range(2)] == [302, 302]
    assert not evaluation.seats.exists()


def test_a_seat_of_another_evaluation_is_not_found(procurement: Client, evaluation: Evaluation) -> None:
    other = factories.seat(evaluation=factories.evaluation())
    assert other.member is not None

    assert procurement.get(url(evaluation, "edit_seat", other.pk)).status_code == 404
    assert procurement.post(url(evaluation, "edit_seat", other.pk), said(other.member)).status_code == 404
    procurement.post(url(evaluation, "remove_seat", other.pk))
    assert Seat.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("name", ["add_seat", "edit_seat", "remove_seat"])
def test_only_procurement_changes_the_committee(name: str) -> None:
    evaluation = factories.small_evaluation(seats=3)
    last = evaluation.seats.last()
    assert last is not None
    found = answers(url(evaluation, name, *([] if name == "add_seat" else [last.pk])), evaluation, post=True)

    assert found == {
        # Removing is done at once; the forms come back, since nothing was filled in.
        "procurement": 302 if name == "remove_seat" else 200,
        "finance": 403,
        "auditor": 403,
        "administrator": 404,
        "chair": 404,
        "seated": 404,
        "stranger": 404,
        "anonymous": 302,
    }


def test_the_committee_page_costs_the_same_queries_with_one_seat_and_with_three(
    procurement: Client, evaluation: Evaluation, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    factories.seat(evaluation=evaluation)
    with django_assert_max_num_queries(20) as one:
        procurement.get(url(evaluation))
    factories.seat(evaluation=evaluation)
    factories.seat(evaluation=evaluation)
    with django_assert_max_num_queries(len(one)):
        procurement.get(url(evaluation))


def test_a_seat_marks_every_criterion_those_of_its_role_or_its_own(procurement: Client, evaluation: Evaluation) -> None:
    first, second = (factories.criterion(evaluation=evaluation, lead_role="it") for _ in range(2))
    third = factories.criterion(evaluation=evaluation, lead_role="service", condition="multi_platform")
    factories.criterion(evaluation=evaluation, dimension="cost", source="measure", measure="price", lead_role="it")
    page, person = url(evaluation, "add_seat"), factories.member()

    def saved() -> tuple[bool, set[int]]:
        seat = evaluation.seats.get()
        return seat.has_all_criteria, set(seat.criteria.values_list("pk", flat=True))

    procurement.post(page, said(person))
    assert saved() == (True, set())
    page = url(evaluation, "edit_seat", evaluation.seats.get().pk)
    procurement.post(page, said(person, marks="role"))
    assert saved() == (False, {first.pk, second.pk})
    assert procurement.get(page).context["form"]["marks"].value() == "role"
    procurement.post(page, said(person, marks="own", criteria=[second.pk, third.pk]))
    assert saved() == (False, {second.pk, third.pk})
    form = procurement.get(page).context["form"]
    assert (form["marks"].value(), set(form["criteria"].value())) == ("own", {second.pk, third.pk})
    assert "marks 2 criteria" in procurement.get(url(evaluation)).content.decode()
    procurement.post(page, said(person, marks="all", criteria=[second.pk]))
    assert saved() == (True, set())


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"marks": "own"}, "Choose at least one criterion"),
        ({"marks": "role", "role": "other"}, "No criterion is led by this role."),
        ({"marks": "role", "role": "finance"}, "No criterion is led by this role."),
        ({"marks": "own", "criteria": ["0"]}, "0 is not one of the available choices"),
        ({"marks": "own", "criteria": ["x"]}, "“x” is not a valid value"),
        ({"marks": "some"}, "some is not one of the available choices"),
    ],
)
def test_criteria_that_a_seat_cannot_have_are_refused(
    procurement: Client, evaluation: Evaluation, changes: dict[str, Any], sentence: str
) -> None:
    factories.criterion(evaluation=evaluation, lead_role="it")
    foreign = factories.criterion(evaluation=factories.evaluation(), lead_role="finance")
    page = url(evaluation, "add_seat")

    assert sentence in procurement.post(page, said(factories.member(), **changes)).content.decode()
    taken = said(factories.member(), marks="own", criteria=[foreign.pk])
    assert f"{foreign.pk} is not one of the available choices" in procurement.post(page, taken).content.decode()
    assert not evaluation.seats.exists()


def test_scoring_opens_only_if_a_seat_with_a_vote_marks_every_criterion() -> None:
    evaluation = factories.small_evaluation(criteria=2, seats=2)
    first, second, third = evaluation.criteria.filter(source="panel")
    one, two = evaluation.seats.all()
    evaluation.seats.update(has_all_criteria=False)
    assert opening_problems(evaluation) == [f"Give each seat a criterion to mark. Without any: {one}, {two}."]

    one.criteria.set([first])
    two.criteria.set([second])
    assert opening_problems(evaluation) == [f"No seat with a vote marks: {third}."]
    factories.seat(evaluation=evaluation, is_voting=False)
    assert opening_problems(evaluation) == [f"No seat with a vote marks: {third}."]
    two.criteria.add(third)
    assert opening_problems(evaluation) == []
    Criterion.objects.filter(pk=third.pk).update(grade="redundant")
    two.criteria.remove(third)
    assert not any("vote marks" in problem for problem in opening_problems(evaluation))


def test_each_sheet_asks_for_the_seats_own_criteria() -> None:
    evaluation = factories.small_evaluation(criteria=2, seats=2)
    own = evaluation.criteria.filter(source="panel")[:1]
    seat = evaluation.seats.all()[1]
    seat.has_all_criteria = False
    seat.save()
    seat.criteria.set(own)
    actions.open_scoring(evaluation, by=None, on=factories.NOON)
    seats = evaluation.seats.select_related("evaluation")

    assert [len(sheet_of(each).criteria) for each in seats] == [3, 1]
    asked = {each.id: each.criteria for each in case_of(evaluation).seats}
    assert asked[seat.key] == frozenset(criterion.key for criterion in own)
