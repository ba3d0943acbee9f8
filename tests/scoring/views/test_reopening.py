"""Going a stage back, the second person, and the archive."""

import re
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from evaluator.models import Member
from scoring.models import Evaluation, ReopenRequest, Stage
from tests import factories
from tests.visitors import answers, signed_in, visitor

pytestmark = pytest.mark.django_db
REASON = {"reason": "A fact was wrong."}


def url(evaluation: Evaluation, name: str = "reopen", *more: int) -> str:
    return reverse(f"scoring:{name}", args=[evaluation.pk, *more])


def words(response: Any) -> str:
    main = re.split(r"<main[^>]*>", response.content.decode())[1].split("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


def stage_of(evaluation: Evaluation) -> str:
    evaluation.refresh_from_db()
    return evaluation.stage


def asked(evaluation: Evaluation) -> tuple[Member, ReopenRequest]:
    """Somebody of procurement has asked."""
    member = factories.member(group="Procurement", name="Zhao Yi")
    signed_in(member).post(url(evaluation), REASON | {"stage": evaluation.stage})
    return member, ReopenRequest.objects.get()


@pytest.mark.parametrize("stage", ["consensus", "decided"])
def test_procurement_and_the_chair_may_ask(stage: str) -> None:
    evaluation = factories.example(stage)
    assert answers(url(evaluation), evaluation) == {
        "procurement": 200,
        "finance": 403,
        "auditor": 403,
        "administrator": 404,
        "chair": 200,
        "seated": 403,
        "stranger": 404,
        "anonymous": 302,
    }


@pytest.mark.parametrize("stage", ["draft", "scoring"])
def test_what_is_open_is_not_reopened(stage: str) -> None:
    evaluation = factories.example(stage)
    assert visitor("procurement").post(url(evaluation), REASON | {"stage": stage}).status_code == 403


def test_a_request_waits_until_a_second_person_agrees_and_is_printed_on_the_results() -> None:
    evaluation = factories.example("consensus")
    asker, request = asked(evaluation)
    own, second = signed_in(asker), visitor("chair", evaluation)

    assert stage_of(evaluation) == Stage.CONSENSUS
    assert "You asked, so somebody else has to agree." in words(own.get(url(evaluation)))
    for page in ("evaluation", "reopen"):
        assert "Agree and reopen" in words(second.get(url(evaluation, page)))
    assert "Look at the request" in words(second.get(reverse("home")))
    assert "Agree and reopen" not in words(visitor("seated", evaluation).get(url(evaluation, "evaluation")))
    own.post(url(evaluation, "agree_to_reopen", request.pk))
    assert stage_of(evaluation) == Stage.CONSENSUS

    second.post(url(evaluation, "agree_to_reopen", request.pk))
    assert stage_of(evaluation) == Stage.SCORING
    evaluation.stage = Stage.CONSENSUS
    evaluation.save()
    text = words(visitor("auditor").get(url(evaluation, "results")))
    assert "Zhao Yi asked, Chen Jing agreed." in text
    assert "A fact was wrong." in text


def test_a_decision_that_was_withdrawn_stays_readable_beside_the_new_one() -> None:
    evaluation = factories.example("decided")
    _asker, request = asked(evaluation)
    chair = visitor("chair", evaluation)
    chair.post(url(evaluation, "agree_to_reopen", request.pk))
    assert stage_of(evaluation) == Stage.CONSENSUS
    chair.post(url(evaluation, "decide"), {"choice": "none", "reason": "None after all.", "against_ranking": "on"})
    text = words(chair.get(url(evaluation, "decide")))
    assert "The committee awards no offer." in text
    assert "withdrawn by reopening" in text
    assert "It covers every must for the four marketplaces" in text


@pytest.mark.parametrize("role", ["finance", "auditor", "seated", "administrator", "stranger", "anonymous"])
def test_nobody_else_agrees(role: str) -> None:
    evaluation = factories.example("consensus")
    _asker, request = asked(evaluation)
    response = visitor(role, evaluation).post(url(evaluation, "agree_to_reopen", request.pk))
    expected = {"administrator": 404, "stranger": 404, "anonymous": 302}.get(role, 403)
    assert (response.status_code, stage_of(evaluation)) == (expected, Stage.CONSENSUS)


def test_agreeing_needs_a_post_and_a_request_of_this_evaluation() -> None:
    people = factories.committee()
    evaluation, other = factories.example("consensus", people), factories.example("consensus", people)
    _asker, request = asked(evaluation)
    client = signed_in(people.procurement)
    assert client.get(url(evaluation, "agree_to_reopen", request.pk)).status_code == 405
    assert client.post(url(other, "agree_to_reopen", request.pk)).status_code == 404
    assert stage_of(evaluation) == stage_of(other) == Stage.CONSENSUS


@pytest.mark.parametrize("reason", ["", "  ", "x" * 20_001, "a\x00b"])
def test_a_reason_that_is_none_is_refused_and_stays_in_the_form(reason: str) -> None:
    evaluation = factories.example("consensus")
    response = visitor("procurement").post(url(evaluation), {"reason": reason, "stage": "consensus"})
    assert "There is a problem" in words(response)
    assert reason.strip().replace("\x00", "") in response.content.decode().replace("\x00", "")
    assert not ReopenRequest.objects.exists()


def test_a_form_from_an_earlier_stage_does_not_go_back_two() -> None:
    evaluation = factories.example("consensus")
    response = visitor("procurement").post(url(evaluation), REASON | {"stage": "decided"})
    assert "at another stage by now" in words(response)
    assert not ReopenRequest.objects.exists()


def test_a_member_who_owes_the_sheet_cannot_reopen_what_is_sealed_for_them() -> None:
    evaluation = factories.example("consensus")
    evaluation.seats.filter(is_chair=True).update(submitted_at=None)
    assert visitor("chair", evaluation).get(url(evaluation)).status_code == 403


@pytest.mark.parametrize("post", [False, True])
def test_only_procurement_archives(post: bool) -> None:  # noqa: FBT001 - a parameter of the test
    evaluation = factories.example("decided")
    assert answers(url(evaluation, "archive"), evaluation, post=post) == {
        "procurement": 302 if post else 200,
        "finance": 403,
        "auditor": 403,
        "administrator": 404,
        "chair": 403,
        "seated": 403,
        "stranger": 404,
        "anonymous": 302,
    }
    assert stage_of(evaluation) == (Stage.ARCHIVED if post else Stage.DECIDED)


def test_an_archived_evaluation_can_be_read_and_a_second_click_says_so() -> None:
    evaluation = factories.example("decided")
    client = visitor("procurement")
    for _ in range(2):
        response = client.post(url(evaluation, "archive"), follow=True)
    assert "archived already; nothing was changed" in words(response)
    for page in ("results", "decide", "record", "evaluation"):
        assert client.get(url(evaluation, page)).status_code == 200
    assert client.get(url(evaluation, "reopen")).status_code == 403
