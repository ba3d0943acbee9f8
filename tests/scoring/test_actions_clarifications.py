"""Clarifications: what the acts refuse, what they write down, and that nothing can be changed behind the record."""

import pytest

from evaluator.models import Member
from scoring.access import Act, access_of
from scoring.actions import Refused, add_message, conclude, open_clarification
from scoring.models import Candidate, Clarification, Deed, Evaluation, RecordEntry
from scoring.record_check import check
from tests import factories
from tests.factories import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluation() -> Evaluation:
    return factories.open_evaluation()


@pytest.fixture
def candidate(evaluation: Evaluation) -> Candidate:
    return evaluation.candidates.select_related("evaluation")[0]


@pytest.fixture
def buyer() -> Member:
    return factories.member(group="Procurement")


def test_a_thread_goes_from_question_to_conclusion_and_each_step_is_on_record(
    evaluation: Evaluation, candidate: Candidate, buyer: Member
) -> None:
    thread = open_clarification(candidate, "abnormally_low", " How? ", by=buyer, on=NOON)
    add_message(thread, "We are lean.", is_from_vendor=True, by=buyer, on=NOON)
    conclude(thread, "Plausible.", by=buyer, on=NOON)

    thread.refresh_from_db()
    assert [(each.is_from_vendor, each.text) for each in thread.messages.all()] == [
        (False, "How?"),
        (True, "We are lean."),
    ]
    assert (thread.conclusion, thread.concluded_by, thread.concluded_at) == ("Plausible.", buyer, NOON)
    entries = RecordEntry.objects.filter(evaluation=evaluation, deed=Deed.CLARIFIED)
    assert [entry.subject["step"] for entry in entries] == ["opened", "asked", "answered", "concluded"]
    assert check(evaluation) == []


def test_a_conclusion_changed_behind_the_application_is_found(
    evaluation: Evaluation, candidate: Candidate, buyer: Member
) -> None:
    thread = open_clarification(candidate, "costs", "What?", by=buyer, on=NOON)
    conclude(thread, "Fine.", by=buyer, on=NOON)

    Clarification.objects.filter(pk=thread.pk).update(conclusion="Reject.")

    assert [fault.what for fault in check(evaluation)] == ["row"]


def test_an_empty_question_a_second_thread_and_a_late_word_are_refused(candidate: Candidate, buyer: Member) -> None:
    with pytest.raises(Refused, match="Write the question"):
        open_clarification(candidate, "costs", "  ", by=buyer, on=NOON)
    thread = open_clarification(candidate, "costs", "What?", by=buyer, on=NOON)
    with pytest.raises(Refused, match="already"):
        open_clarification(candidate, "costs", "And what?", by=buyer, on=NOON)
    conclude(thread, "Fine.", by=buyer, on=NOON)
    with pytest.raises(Refused, match="concluded already"):
        add_message(thread, "One more", is_from_vendor=True, by=buyer, on=NOON)
    with pytest.raises(Refused, match="concluded already"):
        conclude(thread, "Really.", by=buyer, on=NOON)


def test_who_has_withdrawn_from_the_offer_leaves_it_to_others(evaluation: Evaluation, candidate: Candidate) -> None:
    chair = evaluation.seats.select_related("member").get(is_chair=True)
    chair.recused_from.add(candidate)

    assert chair.member is not None
    with pytest.raises(Refused, match="withdrawn"):
        open_clarification(candidate, "costs", "What?", by=chair.member, on=NOON)


def test_no_offer_is_rejected_by_it(evaluation: Evaluation, candidate: Candidate, buyer: Member) -> None:
    thread = open_clarification(candidate, "abnormally_low", "How?", by=buyer, on=NOON)
    conclude(thread, "We do not believe it.", by=buyer, on=NOON)

    evaluation.refresh_from_db()
    assert evaluation.candidates.filter(pk=candidate.pk).exists()
    assert evaluation.stage == "scoring"


def test_a_seat_with_a_sealed_price_envelope_neither_asks_nor_sees_costs_while_it_marks() -> None:
    evaluation = factories.open_evaluation(has_price_envelope=True)
    chair = evaluation.seats.select_related("member").get(is_chair=True)
    assert chair.member is not None
    assert not access_of(chair.member, evaluation).may(Act.CLARIFY)

    chair.envelope_opened_at = NOON
    chair.save()

    assert access_of(chair.member, evaluation).may(Act.CLARIFY)
