"""The report tells what the committee did: answers, reopenings, interests, conditions, and the head of the record."""

import re
from datetime import timedelta
from html import unescape

import pytest

from scoring import actions
from scoring.actions.interests import vendors_of
from scoring.models import Evaluation, Seat, Stage
from scoring.record import head
from scoring.reports.document import document
from scoring.reports.dossier import dossier_of
from tests import factories

pytestmark = pytest.mark.django_db
LATER = factories.NOON + timedelta(days=2)


def words(evaluation: Evaluation, language: str = "en") -> str:
    text = re.sub(r"<[^>]+>", " ", document(dossier_of(evaluation), language).replace("</strong>", ""))
    return re.sub(r"\s+", " ", unescape(text))


def told() -> Evaluation:
    """An interest, a decision with conditions, a dissent, a reopening, and a second decision."""
    people = factories.committee()
    evaluation = factories.example("consensus", people)
    it, chair = people.seats["it"], people.seats["service"]
    seat = Seat.objects.select_related("evaluation", "member").get(evaluation=evaluation, key="it")
    vendor = vendors_of(evaluation)[-1]
    interest = actions.Declaration(grounds=("gifts",), statement="A dinner in May.", withdraws=True)
    actions.declare(seat, {vendor.pk: interest}, by=it, on=factories.NOON)
    actions.decide(evaluation, None, reason="Nothing fits yet.", by=chair, on=factories.NOON)
    request = actions.reopen(evaluation, reason="A better quote came.", by=chair, on=factories.NOON)
    actions.agree_to_reopen(request, by=people.procurement, on=factories.NOON)
    chosen = evaluation.candidates.get(key="heronbridge")
    actions.decide(
        evaluation, chosen, reason="It fits.", conditions="Price in the contract.", by=chair, on=factories.NOON
    )
    actions.sign(seat, "agree", text="", by=it, on=factories.NOON)
    actions.sign(seat, "dissent", text="<b>Too slow.</b>", by=it, on=LATER)
    evaluation.refresh_from_db()
    assert evaluation.stage == Stage.DECIDED
    return evaluation


def test_the_report_prints_what_the_committee_did() -> None:
    evaluation = told()
    text = words(evaluation)
    for sentence in (
        "Price in the contract.",
        "Best other offer: Elmsward Connect",
        "Li Wei · IT lead: dissents,",
        "<b>Too slow.</b>",
        "Earlier, Nov. 2, 2026: agrees",
        "Chen Jing · Customer service supervisor: no answer",
        "withdrew from judging this vendor",
        "A dinner in May.",
        "Reopened from stage “Decided”: Chen Jing asked, Zhou Ming agreed.",
        "A better quote came.",
        "withdrawn by reopening on Nov. 2, 2026: The committee awards no offer.",
        "Nothing fits yet.",
        head(evaluation),
    ):
        assert sentence in text
    assert "<b>Too slow" not in document(dossier_of(evaluation), "en")


def test_nothing_in_the_report_is_younger_than_its_date() -> None:
    assert dossier_of(told()).dated == LATER


def test_before_the_decision_the_date_is_that_of_the_last_word_of_the_talk() -> None:
    people = factories.committee()
    evaluation = factories.example("consensus", people)
    assert dossier_of(evaluation).dated == evaluation.closed_at
    candidate = evaluation.candidates.select_related("evaluation")[0]
    criterion = evaluation.criteria.filter(source="panel")[0]
    chair = people.seats["service"]
    actions.agree(candidate, criterion, 3, reason="Shown again.", by=chair, on=LATER, version=0)
    assert dossier_of(evaluation).dated == LATER
    assert 'name="dcterms.modified" content="2026-11-04' in document(dossier_of(evaluation), "en")


def test_an_evaluation_without_any_of_it_says_so() -> None:
    text = words(factories.example("consensus"))
    assert "3 of 3 members have declared their interests. None has named one." in text
    assert "Nothing was reopened, given back or amended." in text


def test_the_chapter_comes_in_chinese_too() -> None:
    assert "It fits." in words(told(), "zh-hans")
