"""Opening and closing scoring: what the pages say before, and that a second click changes nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from scoring import actions
from scoring.models import Baseline, Evaluation, Stage
from tests import factories
from tests.visitors import answers, visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def procurement() -> Client:
    return visitor("procurement")


def url(evaluation: Evaluation, name: str) -> str:
    return reverse(f"scoring:{name}", args=[evaluation.pk])


def stage_of(evaluation: Evaluation) -> str:
    evaluation.refresh_from_db()
    return evaluation.stage


@pytest.mark.parametrize("post", [False, True])
def test_only_procurement_opens(post: bool) -> None:  # noqa: FBT001 - a parameter of the test
    evaluation = factories.small_evaluation()

    assert answers(url(evaluation, "open"), evaluation, post=post) == {
        "procurement": 302 if post else 200,
        "finance": 403,
        "auditor": 403,
        "administrator": 404,
        "chair": 403 if post else 404,
        "seated": 403 if post else 404,
        "stranger": 404,
        "anonymous": 302,
    }
    assert stage_of(evaluation) == (Stage.SCORING if post else Stage.DRAFT)


@pytest.mark.parametrize("role", ["finance", "auditor", "administrator", "chair", "seated", "stranger", "anonymous"])
def test_nobody_else_opens_a_draft(role: str) -> None:
    evaluation = factories.small_evaluation()
    visitor(role, evaluation).post(url(evaluation, "open"))

    assert stage_of(evaluation) == Stage.DRAFT


def test_opening_freezes_the_baseline_once_and_a_second_click_says_so(procurement: Client) -> None:
    evaluation = factories.small_evaluation()
    responses = [procurement.post(url(evaluation, "open"), follow=True).content.decode() for _ in range(2)]

    assert "Scoring is open. Everybody on the committee can mark now." in responses[0]
    assert "Scoring is already open for this evaluation; nothing was changed." in responses[1]
    assert Baseline.objects.filter(evaluation=evaluation).count() == 1
    assert evaluation.opened_at is None
    assert stage_of(evaluation) == Stage.SCORING
    assert evaluation.opened_at is not None


def test_opening_is_refused_with_all_that_is_missing(procurement: Client) -> None:
    evaluation = factories.evaluation()
    page = procurement.get(url(evaluation, "open"))
    answer = procurement.post(url(evaluation, "open"), follow=True)

    assert len(page.context["problems"]) >= 3
    assert "disabled" in page.content.decode()
    assert "The committee needs at least one voting seat." in answer.content.decode()
    assert stage_of(evaluation) == Stage.DRAFT


def test_the_page_says_what_opening_shows_and_freezes(procurement: Client) -> None:
    page = procurement.get(url(factories.small_evaluation(), "open")).content.decode()

    assert "What becomes visible, and to whom" in page
    assert "What freezes" in page


@pytest.mark.parametrize("role", ["procurement", "chair"])
def test_procurement_and_the_chair_close_and_a_second_click_says_so(role: str) -> None:
    example = factories.example(Stage.SCORING)
    client = visitor(role, example)
    pages = [client.post(url(example, "close"), follow=True).content.decode() for _ in range(2)]

    assert "Scoring is closed. The submitted sheets are open to the committee." in pages[0]
    assert "Scoring is already closed for this evaluation; nothing was changed." in pages[1]
    assert stage_of(example) == Stage.CONSENSUS


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("finance", 403),
        ("auditor", 403),
        ("seated", 403),
        ("administrator", 404),
        ("stranger", 404),
        ("anonymous", 302),
    ],
)
def test_nobody_else_closes(role: str, status: int) -> None:
    example = factories.example(Stage.SCORING)
    client = visitor(role, example)

    assert [client.get(url(example, "close")).status_code, client.post(url(example, "close")).status_code] == [
        status,
        status,
    ]
    assert stage_of(example) == Stage.SCORING


def test_the_page_warns_of_sheets_that_will_not_count(procurement: Client) -> None:
    example = factories.example(Stage.SCORING)
    page = procurement.get(url(example, "close"))
    text = page.content.decode()

    assert "2 sheets are not handed in and will not count" in text
    assert [seat.key for seat in page.context["owing"]] == ["it", "finance"]
    assert [seat.key for seat in page.context["handed_in"]] == ["service"]
    assert "Close scoring without these sheets" in text


def test_closing_is_refused_while_no_sheet_is_in(procurement: Client) -> None:
    evaluation = actions.open_scoring(factories.small_evaluation(), by=None, on=factories.NOON)
    page = procurement.get(url(evaluation, "close")).content.decode()
    answer = procurement.post(url(evaluation, "close"), follow=True).content.decode()

    assert "Scoring cannot close yet" in page
    assert answer.count("No voting member has submitted a sheet yet") >= 1
    assert stage_of(evaluation) == Stage.SCORING


def test_a_draft_cannot_be_closed(procurement: Client) -> None:
    evaluation = factories.small_evaluation()
    answer = procurement.post(url(evaluation, "close"), follow=True).content.decode()

    assert "Scoring has not been opened yet; nothing was changed." in answer
    assert stage_of(evaluation) == Stage.DRAFT
