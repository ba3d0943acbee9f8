"""Answering the decision: who may, what is refused, and where the answers are seen."""

import re
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from scoring.actions import sign
from scoring.models import Evaluation, Seat, SignOff
from tests import factories
from tests.visitors import answers, signed_in, visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided() -> Evaluation:
    return factories.example("decided")


def url(evaluation: Evaluation, name: str = "sign_off") -> str:
    return reverse(f"scoring:{name}", args=[evaluation.pk])


def words(response: Any) -> str:
    main = re.split(r"<main[^>]*>", response.content.decode())[1].split("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


def said(evaluation: Evaluation, answer: str = "dissent", text: str = "The interface is slow.") -> dict[str, object]:
    decision = evaluation.decision
    assert decision is not None
    return {"decision": decision.pk, "answer": answer, "text": text}


@pytest.mark.parametrize("post", [False, True])
def test_only_members_with_a_seat_answer(decided: Evaluation, post: bool) -> None:  # noqa: FBT001
    assert answers(url(decided), decided, post=post) == {
        "procurement": 403,
        "finance": 403,
        "auditor": 403,
        "administrator": 404,
        "chair": 200,
        "seated": 200,
        "stranger": 404,
        "anonymous": 302,
    }
    assert not SignOff.objects.exists()


@pytest.mark.parametrize("stage", ["scoring", "consensus"])
def test_there_is_nothing_to_answer_before_the_decision(stage: str) -> None:
    evaluation = factories.example(stage)
    assert visitor("seated", evaluation).post(url(evaluation), {"answer": "agree"}).status_code == 403


def test_a_dissent_stands_on_the_decided_page_and_on_the_overview(decided: Evaluation) -> None:
    client = visitor("seated", decided)
    assert client.post(url(decided), said(decided)).status_code == 302
    for page in ("decide", "evaluation"):
        text = words(visitor("auditor").get(url(decided, page)))
        assert "1 of 3 members have answered" in text
        assert "The interface is slow." in text
        assert "Dissents" in text
        assert text.count("No answer yet") == 2


def test_a_changed_mind_counts_and_the_earlier_answer_stays_visible(decided: Evaluation) -> None:
    client = visitor("seated", decided)
    client.post(url(decided), said(decided))
    assert "You answered “I dissent”" in words(client.get(url(decided)))
    client.post(url(decided), said(decided, "agree", ""))
    text = words(client.get(url(decided, "decide")))
    assert "Earlier answers" in text
    assert "The interface is slow." in text
    assert "dissents" not in text


@pytest.mark.parametrize(
    ("answer", "text", "error"),
    [
        ("dissent", "", "Say what you note, or why you dissent."),
        ("note", "   ", "Say what you note, or why you dissent."),
        ("agree", "but I have a doubt", "You wrote something"),
        ("", "x", "There is a problem"),
        ("maybe", "x", "There is a problem"),
        ("dissent", "x" * 20_001, "There is a problem"),
        ("dissent", "a\x00b", "Null characters are not allowed"),
    ],
)
def test_what_cannot_be_an_answer_is_refused_and_stays_in_the_form(
    decided: Evaluation, answer: str, text: str, error: str
) -> None:
    response = visitor("seated", decided).post(url(decided), said(decided, answer, text))
    assert response.status_code == 200
    assert error in words(response)
    assert text.strip().replace("\x00", "") in response.content.decode().replace("\x00", "")
    assert not SignOff.objects.exists()


def test_an_answer_to_a_decision_that_is_no_longer_in_force_is_refused(decided: Evaluation) -> None:
    response = visitor("seated", decided).post(url(decided), said(decided) | {"decision": 999_999})
    assert "Another decision was stated meanwhile." in words(response)
    assert not SignOff.objects.exists()


def test_an_answer_is_text_in_any_language_and_never_markup(decided: Evaluation) -> None:
    visitor("seated", decided).post(url(decided), said(decided, text="<script>alert(1)</script> 界面太慢"))
    page = visitor("auditor").get(url(decided, "decide")).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 界面太慢" in page


def test_my_work_asks_for_the_answer_until_it_is_given(decided: Evaluation) -> None:
    client = visitor("seated", decided)
    assert url(decided) in client.get(reverse("home")).content.decode()
    client.post(url(decided), said(decided, "agree", ""))
    assert url(decided) not in client.get(reverse("home")).content.decode()
    auditor = visitor("auditor")
    assert url(decided) not in auditor.get(reverse("home")).content.decode()


def test_the_decided_page_costs_the_same_queries_with_more_answers(
    decided: Evaluation, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(factories.member(group="Auditor"))
    with django_assert_max_num_queries(60) as few:
        client.get(url(decided, "decide"))
    for seat in Seat.objects.filter(evaluation=decided).select_related("evaluation", "member"):
        for text in ("One.", "Two."):
            assert seat.member is not None
            sign(seat, "note", text=text, by=seat.member, on=factories.NOON)
    with django_assert_max_num_queries(len(few)):
        client.get(url(decided, "decide"))
