"""The page of what was frozen: every version, why, and each as a file whose hash is the one shown."""

import hashlib
import html
from datetime import timedelta

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from scoring.actions import amend, open_envelope, save_mark
from scoring.actions.marks import Answer
from scoring.models import Criterion, Evaluation, Seat
from scoring.sheets import sheet_of
from tests import factories
from tests.factories import NOON
from tests.visitors import answers, signed_in, visitor

pytestmark = pytest.mark.django_db

REASON = "A cheaper quote came in."


@pytest.fixture
def evaluation() -> Evaluation:
    return amended(factories.open_evaluation())


def amended(evaluation: Evaluation, weight: float = 7) -> Evaluation:
    """The first offer's new price taken over, and a new weight."""
    criterion, candidate = evaluation.criteria.all()[0], evaluation.candidates.all()[0]
    candidate.offer.cost_lines.get().amounts.update(expected=98_765 + weight)
    amend(
        evaluation,
        change=lambda: Criterion.objects.filter(pk=criterion.pk).update(weight=weight),
        take_over=(candidate.key,),
        reason=REASON,
        by=factories.member(name="Zhou Ming", group="Procurement"),
        on=NOON + timedelta(hours=1),
    )
    return evaluation


def url(evaluation: Evaluation) -> str:
    return reverse("scoring:baseline", args=[evaluation.pk])


def file_url(evaluation: Evaluation, version: int = 2) -> str:
    return reverse("scoring:download_baseline", args=[evaluation.pk, version])


def text(role: str, evaluation: Evaluation) -> str:
    return html.unescape(visitor(role, evaluation).get(url(evaluation)).content.decode())


EVERYBODY = {
    "procurement": 200,
    "finance": 200,
    "auditor": 200,
    "administrator": 404,
    "chair": 200,
    "seated": 200,
    "stranger": 404,
    "anonymous": 302,
}


def test_everybody_in_the_evaluation_sees_the_versions_and_their_files(evaluation: Evaluation) -> None:
    assert answers(url(evaluation), evaluation) == EVERYBODY
    assert answers(file_url(evaluation), evaluation) == EVERYBODY
    assert visitor("auditor").post(url(evaluation)).status_code == 405


def test_a_version_is_shown_with_what_changed_by_whom_why_and_its_hash(evaluation: Evaluation) -> None:
    shown = text("seated", evaluation)
    for baseline in evaluation.baselines.all():
        assert baseline.sha256 in shown
    for words in (
        REASON,
        "Zhou Ming",
        "Weight: 3 → 7",
        "Subscription: CNY 100,000 in each year (1, 2, 3) → CNY 98,772 in each year (1, 2, 3)",
        "not confirmed yet",
    ):
        assert words in shown
    assert shown.index("Version 2") < shown.index("Version 1")


def test_the_file_has_the_hash_that_the_page_shows_and_no_marks(evaluation: Evaluation) -> None:
    seat = evaluation.seats.all()[0]
    cell = next(sheet_of(seat).cells)
    said = Answer("marked", 4, "sealed-words")
    save_mark(seat, cell.candidate, cell.criterion, said, by=seat.member, on=NOON, version=0)
    for baseline in evaluation.baselines.all():
        response = visitor("auditor").get(file_url(evaluation, baseline.version))
        assert hashlib.sha256(response.content).hexdigest() == baseline.sha256
        assert response.json()["marks"] == []
        assert b"sealed-words" not in response.content
        assert response.headers["Content-Disposition"] == f'attachment; filename="baseline-{baseline.version}.json"'


@pytest.mark.parametrize("version", [0, 3, 10**30])
def test_a_version_that_there_is_not_is_not_found(evaluation: Evaluation, version: int) -> None:
    assert visitor("auditor").get(file_url(evaluation, version)).status_code == 404


def test_in_draft_nothing_is_frozen_yet() -> None:
    assert "Nothing is frozen yet" in text("procurement", factories.small_evaluation())


def test_a_closed_price_envelope_hides_the_costs_and_the_file_until_it_opens() -> None:
    evaluation = amended(factories.open_evaluation(has_price_envelope=True))
    seat = evaluation.seats.all()[1]
    assert seat.member is not None
    client = signed_in(seat.member)
    pages = [url(evaluation), reverse("scoring:sheet", args=[evaluation.pk])]
    for each in pages:
        shown = html.unescape(client.get(each).content.decode())
        assert "Its costs changed." in shown
        assert "Weight: 3 → 7" in shown
        assert "98,772" not in shown
        assert "100,000" not in shown
    assert client.get(file_url(evaluation)).status_code == 403
    assert "98,772" in text("procurement", evaluation)

    for cell in sheet_of(seat).cells:
        said = Answer("marked", 3)
        save_mark(seat, cell.candidate, cell.criterion, said, by=seat.member, on=NOON, version=0)
    client.post(reverse("scoring:confirm_amendment", args=[evaluation.pk]), {"version": "2"})
    open_envelope(Seat.objects.get(pk=seat.pk), by=seat.member, on=NOON)
    assert client.get(file_url(evaluation)).status_code == 200
    assert "98,772" in client.get(url(evaluation)).content.decode()


def test_a_closed_price_envelope_hides_the_limits_of_the_price_formula() -> None:
    evaluation = factories.open_evaluation(has_price_envelope=True, budget=400_000, price_formula="ceiling")
    amend(
        evaluation,
        change=lambda: Evaluation.objects.filter(pk=evaluation.pk).update(price_parameters={"ceiling": 654_321}),
        take_over=(),
        reason=REASON,
        by=factories.member(group="Procurement"),
        on=NOON,
    )
    assert "No points from this price on: CNY 400,000 → CNY 654,321" in text("procurement", evaluation)
    assert "654,321" not in text("seated", evaluation)
    assert "The limits of the price formula changed." in text("seated", evaluation)


def test_the_page_costs_the_same_queries_however_many_versions_there_are(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    few, many = amended(factories.open_evaluation()), amended(factories.open_evaluation(seats=5))
    for weight in (8, 9, 10):
        amended(many, weight)
    client = visitor("auditor")
    client.get(url(few))
    with django_assert_max_num_queries(20) as first:
        client.get(url(few))
    with django_assert_max_num_queries(len(first)):
        client.get(url(many))
