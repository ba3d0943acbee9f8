"""The acts at the end: decide, answer, reopen, archive; what each refuses, and that the record stays whole."""

from datetime import timedelta

import pytest

from evaluator.models import Member
from scoring import actions
from scoring.actions import Refused
from scoring.casefile.rows import case_of
from scoring.formulas.assessment import assess
from scoring.models import Candidate, Decision, Deed, Evaluation, RecordEntry, ReopenRequest, Seat, SignOff, Stage
from scoring.record_check import check
from scoring.reopenings import others_who_may_agree, waiting_request
from tests import factories

pytestmark = pytest.mark.django_db
NOON = factories.NOON


@pytest.fixture
def evaluation() -> Evaluation:
    return factories.example("consensus")


def seat_of(evaluation: Evaluation, key: str) -> Seat:
    return Seat.objects.select_related("evaluation", "member").get(evaluation=evaluation, key=key)


def person(evaluation: Evaluation, key: str) -> Member:
    found = seat_of(evaluation, key).member
    assert found is not None
    return found


def candidates_by_rank(evaluation: Evaluation) -> list[Candidate]:
    ranking = [each for each in assess(case_of(evaluation)).ranking if each.rank is not None]
    return [evaluation.candidates.get(key=each.id) for each in sorted(ranking, key=lambda each: each.rank or 0)]


def decided(evaluation: Evaluation, choice: int | None = 0) -> Decision:
    chosen = None if choice is None else candidates_by_rank(evaluation)[choice]
    return actions.decide(evaluation, chosen, reason="It fits.", by=person(evaluation, "service"), on=NOON)


def last_entry(evaluation: Evaluation) -> RecordEntry:
    return RecordEntry.objects.filter(evaluation=evaluation, seat=None).order_by("-number")[0]


def test_a_decision_keeps_the_runner_up_and_the_margin_of_that_moment(evaluation: Evaluation) -> None:
    first, second, *_others = candidates_by_rank(evaluation)
    decision = decided(evaluation)
    assert (decision.candidate, decision.runner_up) == (first, second)
    assert decision.margin is not None
    assert decision.margin > 0


def test_a_decision_against_the_ranking_has_the_first_as_best_other_offer_and_is_behind_it(
    evaluation: Evaluation,
) -> None:
    first, *_others = candidates_by_rank(evaluation)
    decision = decided(evaluation, choice=1)
    assert decision.runner_up == first
    assert decision.margin is not None
    assert decision.margin < 0


def test_no_award_has_neither_runner_up_nor_margin_and_its_entry_names_no_offer(evaluation: Evaluation) -> None:
    decision = decided(evaluation, choice=None)
    assert (decision.candidate, decision.runner_up, decision.margin) == (None, None, None)
    entry = last_entry(evaluation)
    assert (entry.deed, entry.subject) == (Deed.DECIDED, {"decision": decision.pk, "offer": None})
    assert check(evaluation) == []


def test_conditions_are_kept_in_both_languages_and_covered_by_the_record(evaluation: Evaluation) -> None:
    decision = actions.decide(
        evaluation,
        candidates_by_rank(evaluation)[0],
        reason="It fits.",
        conditions=" Seat price in the contract. ",
        conditions_zh="单价写入合同。",
        by=person(evaluation, "service"),
        on=NOON,
    )
    assert (decision.conditions, decision.conditions_zh) == ("Seat price in the contract.", "单价写入合同。")
    assert check(evaluation) == []
    Decision.objects.filter(pk=decision.pk).update(conditions="none")
    assert [fault.what for fault in check(evaluation)] == ["row"]


def test_an_answer_is_recorded_with_its_entry_and_a_changed_mind_adds_another(evaluation: Evaluation) -> None:
    decision = decided(evaluation)
    seat = seat_of(evaluation, "it")
    actions.sign(seat, "agree", text="", by=person(evaluation, "it"), on=NOON)
    actions.sign(seat, "dissent", text=" The interface is slow. ", by=person(evaluation, "it"), on=NOON)

    answers = list(SignOff.objects.filter(decision=decision).values_list("answer", "text"))
    assert answers == [("agree", ""), ("dissent", "The interface is slow.")]
    entry = last_entry(evaluation)
    assert entry.deed == Deed.SIGNED
    assert "slow" not in str(entry.subject)
    assert check(evaluation) == []


def test_the_same_answer_twice_is_one_answer(evaluation: Evaluation) -> None:
    decided(evaluation)
    seat = seat_of(evaluation, "it")
    first, again = (actions.sign(seat, "note", text="ok", by=person(evaluation, "it"), on=NOON) for _ in range(2))
    assert first == again
    assert RecordEntry.objects.filter(evaluation=evaluation, deed=Deed.SIGNED).count() == 1


@pytest.mark.parametrize(("answer", "text"), [("dissent", " "), ("note", ""), ("maybe", "x"), ("", "")])
def test_an_answer_that_says_nothing_is_refused(evaluation: Evaluation, answer: str, text: str) -> None:
    decided(evaluation)
    with pytest.raises(Refused):
        actions.sign(seat_of(evaluation, "it"), answer, text=text, by=person(evaluation, "it"), on=NOON)
    assert not SignOff.objects.exists()


def test_nobody_signs_another_decision_than_the_one_they_read(evaluation: Evaluation) -> None:
    decision = decided(evaluation)
    with pytest.raises(Refused, match="Another decision was stated meanwhile"):
        actions.sign(
            seat_of(evaluation, "it"),
            "agree",
            text="",
            by=person(evaluation, "it"),
            on=NOON,
            decision_seen=decision.pk + 1,
        )


def test_reopening_waits_for_a_second_person_who_is_not_the_one_who_asked(evaluation: Evaluation) -> None:
    chair, procurement = person(evaluation, "service"), Member.objects.get(name="Zhou Ming")
    request = actions.reopen(evaluation, reason="A mark was wrong.", by=chair, on=NOON)
    evaluation.refresh_from_db()
    assert (evaluation.stage, request.agreed_at, waiting_request(evaluation)) == (Stage.CONSENSUS, None, request)
    with pytest.raises(Refused, match="A second person must agree"):
        actions.agree_to_reopen(request, by=chair, on=NOON)
    with pytest.raises(Refused, match="waits for a second person"):
        actions.reopen(evaluation, reason="Again.", by=procurement, on=NOON)

    actions.agree_to_reopen(request, by=procurement, on=NOON)

    evaluation.refresh_from_db()
    assert (evaluation.stage, evaluation.closed_at) == (Stage.SCORING, None)
    entry = last_entry(evaluation)
    assert (entry.deed, entry.by, entry.reason) == (Deed.REOPENED, procurement, "A mark was wrong.")
    assert entry.subject == {"from": "consensus", "to": "scoring", "asked_by": chair.pk}
    assert check(evaluation) == []
    with pytest.raises(Refused):
        actions.agree_to_reopen(request, by=procurement, on=NOON)


def test_reopening_happens_at_once_where_nobody_else_could_agree(evaluation: Evaluation) -> None:
    Member.objects.get(name="Zhou Ming").groups.clear()
    chair = person(evaluation, "service")
    assert others_who_may_agree(evaluation, chair) == []
    request = actions.reopen(evaluation, reason="Alone.", by=chair, on=NOON)
    assert request.agreed_by == chair
    evaluation.refresh_from_db()
    assert evaluation.stage == Stage.SCORING


def test_a_chair_who_is_behind_the_seal_is_no_second_person_so_nothing_waits_for_ever(evaluation: Evaluation) -> None:
    Seat.objects.filter(evaluation=evaluation, key="service").update(submitted_at=None)
    procurement = Member.objects.get(name="Zhou Ming")
    assert others_who_may_agree(evaluation, procurement) == []
    assert actions.reopen(evaluation, reason="Needed.", by=procurement, on=NOON).agreed_at


def test_whoever_asked_may_go_on_alone_when_the_second_person_has_left(evaluation: Evaluation) -> None:
    chair = person(evaluation, "service")
    request = actions.reopen(evaluation, reason="A mark was wrong.", by=chair, on=NOON)
    Member.objects.filter(name="Zhou Ming").update(is_active=False)
    actions.agree_to_reopen(request, by=chair, on=NOON)
    evaluation.refresh_from_db()
    assert evaluation.stage == Stage.SCORING


def test_reopening_a_decision_withdraws_it_and_keeps_it_with_its_answers(evaluation: Evaluation) -> None:
    decision = decided(evaluation)
    actions.sign(seat_of(evaluation, "it"), "dissent", text="No.", by=person(evaluation, "it"), on=NOON)
    later = NOON + timedelta(hours=1)
    request = actions.reopen(evaluation, reason="New facts.", by=person(evaluation, "service"), on=later)
    actions.agree_to_reopen(request, by=Member.objects.get(name="Zhou Ming"), on=later)

    evaluation.refresh_from_db()
    decision.refresh_from_db()
    assert (evaluation.stage, evaluation.decision, decision.withdrawn_at) == (Stage.CONSENSUS, None, later)
    assert decision.sign_offs.count() == 1
    second = actions.decide(evaluation, None, reason="None fits.", by=person(evaluation, "service"), on=later)
    evaluation.refresh_from_db()
    assert evaluation.decision == second
    assert check(evaluation) == []


def test_a_request_that_nobody_agreed_to_lapses_when_the_evaluation_moves_on(evaluation: Evaluation) -> None:
    chair, procurement = person(evaluation, "service"), Member.objects.get(name="Zhou Ming")
    stale = actions.reopen(evaluation, reason="Old.", by=chair, on=NOON)
    actions.decide(evaluation, None, reason="None.", by=chair, on=NOON + timedelta(hours=1))
    back = actions.reopen(evaluation, reason="New.", by=chair, on=NOON + timedelta(hours=2))
    actions.agree_to_reopen(back, by=procurement, on=NOON + timedelta(hours=3))
    evaluation.refresh_from_db()
    assert evaluation.stage == Stage.CONSENSUS
    assert waiting_request(evaluation) is None
    with pytest.raises(Refused, match="settled already"):
        actions.agree_to_reopen(stale, by=procurement, on=NOON + timedelta(hours=4))
    actions.reopen(evaluation, reason="Once more.", by=chair, on=NOON + timedelta(hours=5))
    assert ReopenRequest.objects.count() == 3


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_reopening_needs_a_reason(evaluation: Evaluation, reason: str) -> None:
    with pytest.raises(Refused, match="Say why"):
        actions.reopen(evaluation, reason=reason, by=person(evaluation, "service"), on=NOON)


def test_archiving_ends_everything(evaluation: Evaluation) -> None:
    procurement = Member.objects.get(name="Zhou Ming")
    with pytest.raises(Refused):
        actions.archive(evaluation, by=procurement, on=NOON)
    decided(evaluation)
    actions.archive(evaluation, by=procurement, on=NOON)
    assert last_entry(evaluation).deed == Deed.ARCHIVED
    for act in (
        lambda: actions.archive(evaluation, by=procurement, on=NOON),
        lambda: actions.reopen(evaluation, reason="x", by=procurement, on=NOON),
        lambda: actions.sign(seat_of(evaluation, "it"), "agree", text="", by=person(evaluation, "it"), on=NOON),
    ):
        with pytest.raises(Refused, match="at stage “Archived” by now"):
            act()
    assert check(evaluation) == []
