"""Recording the decision: the chair, once, for an offer that may be chosen, with a reason."""

import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from evaluator.models import Member
from scoring import actions
from scoring.casefile.intake import import_case
from scoring.formulas.case import Case, Override
from scoring.models import Decision, Evaluation, Stage
from tests import factories
from tests.scoring.small_files import an_offer, small_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def chair() -> Member:
    return factories.member(name="Chen Jing")


def revealed(chair: Member, case: Case | None = None) -> Evaluation:
    """A small evaluation at stage consensus, chaired by `chair`: a is first, b second, c third."""
    evaluation = import_case(case or small_case(), by=None, on=factories.NOON)
    evaluation.seats.filter(key="service").update(member=chair, is_chair=True)
    evaluation.stage = Stage.CONSENSUS
    evaluation.save()
    return evaluation


def url(evaluation: Evaluation) -> str:
    return reverse("scoring:decide", args=[evaluation.pk])


def decide(client: Client, evaluation: Evaluation, choice: str = "offer-a", **fields: Any) -> Any:
    return client.post(url(evaluation), {"choice": choice, "reason": "The best by far."} | fields)


def words(response: Any) -> str:
    main = re.split(r"<main[^>]*>", response.content.decode())[1].split("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


def stage_of(evaluation: Evaluation) -> str:
    evaluation.refresh_from_db()
    return evaluation.stage


def test_the_chair_decides_for_the_first_offer(client: Client, chair: Member) -> None:
    evaluation = revealed(chair)
    client.force_login(chair)

    response = decide(client, evaluation, reason_zh="综合最优。")

    assert response.status_code == 302
    decision = Decision.objects.get(evaluation=evaluation)
    assert decision.candidate is not None
    assert (decision.candidate.key, decision.reason, decision.reason_zh, decision.by) == (
        "a",
        "The best by far.",
        "综合最优。",
        chair,
    )
    assert stage_of(evaluation) == Stage.DECIDED
    text = words(client.get(url(evaluation)))
    assert "The decision is recorded." in text
    assert "The committee chooses Vendor A · Smart, which came first with 100.00 of 100 points." in text
    assert "<form" not in client.get(url(evaluation)).content.decode().split("<main")[1].split("</main>")[0]


def test_conditions_the_best_other_offer_and_the_margin_stand_on_the_page(client: Client, chair: Member) -> None:
    evaluation = revealed(chair)
    client.force_login(chair)
    decide(client, evaluation, conditions="", conditions_zh="单价写入合同。")
    decision = Decision.objects.get(evaluation=evaluation)
    assert (decision.conditions, decision.conditions_zh) == ("单价写入合同。", "")
    assert decision.margin is not None
    text = words(client.get(url(evaluation)))
    assert "Conditions 单价写入合同。" in text
    assert "Vendor B · Smart" in text
    assert "points behind the chosen one" in text


def test_the_act_refuses_an_excluded_offer_with_the_sentence_of_the_form(client: Client, chair: Member) -> None:
    evaluation = revealed(chair, small_case(an_offer("a"), an_offer("b", marks=1)))
    client.force_login(chair)
    with pytest.raises(actions.Refused) as refused:
        actions.decide(evaluation, evaluation.candidates.get(key="b"), reason="It fits.", by=chair, on=factories.NOON)
    assert str(refused.value) in words(decide(client, evaluation, choice="offer-b", against_ranking="on"))
    assert stage_of(evaluation) == Stage.CONSENSUS


def test_a_second_click_changes_nothing(client: Client, chair: Member) -> None:
    evaluation = revealed(chair)
    client.force_login(chair)
    decide(client, evaluation)
    response = decide(client, evaluation, choice="none", against_ranking="on", reason="Another one")
    assert response.status_code == 200
    assert Decision.objects.get(evaluation=evaluation).reason == "The best by far."


def test_a_reason_in_chinese_alone_is_enough(client: Client, chair: Member) -> None:
    evaluation = revealed(chair)
    client.force_login(chair)
    decide(client, evaluation, reason="", reason_zh="综合最优。")
    decision = Decision.objects.get(evaluation=evaluation)
    assert (decision.reason, decision.reason_zh) == ("综合最优。", "")


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_decision_without_a_reason_is_refused_and_what_was_chosen_stays(
    client: Client, chair: Member, reason: str
) -> None:
    evaluation = revealed(chair)
    client.force_login(chair)
    response = decide(client, evaluation, reason=reason)
    assert "Say why: a decision needs a reason." in words(response)
    assert re.search(r'value="offer-a"[^>]*checked', response.content.decode())
    assert stage_of(evaluation) == Stage.CONSENSUS


def test_a_decision_against_the_ranking_must_be_meant(client: Client, chair: Member) -> None:
    evaluation = revealed(chair)
    client.force_login(chair)

    response = decide(client, evaluation, choice="offer-b", reason="Better references")
    assert "Vendor A · Smart came first. Tick this box if the committee decides otherwise" in words(response)
    assert "Better references" in words(response)
    assert stage_of(evaluation) == Stage.CONSENSUS

    decide(client, evaluation, choice="offer-b", reason="Better references", against_ranking="on")
    assert stage_of(evaluation) == Stage.DECIDED
    assert "in place 2" in words(client.get(url(evaluation)))


def test_no_award_is_a_decision_too(client: Client, chair: Member) -> None:
    evaluation = revealed(chair)
    client.force_login(chair)
    decide(client, evaluation, choice="none", against_ranking="on")
    assert Decision.objects.get(evaluation=evaluation).candidate is None
    assert "The committee awards no offer." in words(client.get(url(evaluation)))


def test_no_award_needs_no_tick_where_nobody_came_first(client: Client, chair: Member) -> None:
    evaluation = revealed(chair, small_case(an_offer("a", marks=0), an_offer("b", marks=1)))
    client.force_login(chair)
    decide(client, evaluation, choice="none")
    assert stage_of(evaluation) == Stage.DECIDED


def test_either_of_two_offers_that_share_the_first_place_may_be_chosen(client: Client, chair: Member) -> None:
    evaluation = revealed(chair, small_case(an_offer("a"), an_offer("b")))
    client.force_login(chair)
    decide(client, evaluation, choice="offer-b")
    assert stage_of(evaluation) == Stage.DECIDED


def test_an_excluded_offer_is_refused_with_the_knock_out(client: Client, chair: Member) -> None:
    evaluation = revealed(chair, small_case(an_offer("a"), an_offer("b", marks=1)))
    client.force_login(chair)
    response = decide(client, evaluation, choice="offer-b", against_ranking="on")
    assert "Vendor B · Smart is excluded by a knock-out: Ticket flow." in words(response)
    assert stage_of(evaluation) == Stage.CONSENSUS


def test_an_offer_with_an_open_knock_out_is_refused_until_somebody_waives_it(client: Client, chair: Member) -> None:
    case = small_case(an_offer("a", facts={}), an_offer("b"))
    evaluation = revealed(chair, case)
    client.force_login(chair)
    response = decide(client, evaluation, choice="offer-a", against_ranking="on")
    assert "Whether Vendor A · Smart passes is still open: Encryption in transit." in words(response)
    assert stage_of(evaluation) == Stage.CONSENSUS

    waiver = Override(offer="a", criterion="tls", by="Zhou Ming", reason="Seen in a test")
    waived = revealed(factories.member(), replace(case, overrides=(waiver,)))
    waived.seats.filter(key="it").update(member=chair)
    waived.seats.filter(key="service").update(is_chair=False)
    waived.seats.filter(key="it").update(is_chair=True)
    decide(client, waived, choice="offer-a", against_ranking="on")
    assert stage_of(waived) == Stage.DECIDED


def test_an_overridden_knock_out_does_not_stand_in_the_way(client: Client, chair: Member) -> None:
    override = Override(offer="b", criterion="tickets", by="Zhou Ming", reason="The board asks.")
    case = replace(small_case(an_offer("a"), an_offer("b", marks=1)), overrides=(override,))
    evaluation = revealed(chair, case)
    client.force_login(chair)
    assert "The board asks." in words(client.get(url(evaluation)))
    decide(client, evaluation, choice="offer-b", against_ranking="on")
    assert stage_of(evaluation) == Stage.DECIDED


@pytest.mark.parametrize("choice", ["", "offer-nobody", "a", "<script>"])
def test_what_is_not_on_the_list_is_refused(client: Client, chair: Member, choice: str) -> None:
    evaluation = revealed(chair)
    client.force_login(chair)
    response = decide(client, evaluation, choice=choice)
    assert response.status_code == 200
    assert "There is a problem" in words(response)
    assert stage_of(evaluation) == Stage.CONSENSUS


def test_a_reason_that_is_too_long_is_refused_and_kept(client: Client, chair: Member) -> None:
    evaluation = revealed(chair)
    client.force_login(chair)
    response = decide(client, evaluation, reason="x" * 20_001)
    assert "x" * 20_001 in response.content.decode()
    assert stage_of(evaluation) == Stage.CONSENSUS


@pytest.mark.parametrize("group", ["Procurement", "Finance", "Auditor"])
def test_only_the_chair_decides(client: Client, chair: Member, group: str) -> None:
    evaluation = revealed(chair)
    client.force_login(factories.member(group=group))
    assert client.get(url(evaluation)).status_code == 403
    assert decide(client, evaluation).status_code == 403
    assert stage_of(evaluation) == Stage.CONSENSUS


def test_a_member_who_does_not_chair_does_not_decide(client: Client, chair: Member) -> None:
    evaluation = revealed(chair)
    member = factories.member()
    evaluation.seats.filter(key="it").update(member=member)
    client.force_login(member)
    assert decide(client, evaluation).status_code == 403


def test_a_chair_who_owes_a_sheet_decides_nothing(client: Client, chair: Member) -> None:
    evaluation = revealed(chair)
    evaluation.seats.filter(member=chair).update(submitted_at=None)
    client.force_login(chair)
    assert "You did not submit your sheet" in words(decide(client, evaluation))
    assert stage_of(evaluation) == Stage.CONSENSUS


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.SCORING])
def test_nothing_is_decided_before_the_reveal(client: Client, stage: str) -> None:
    people = factories.committee()
    evaluation = factories.example(stage, people)
    client.force_login(people.procurement)
    assert decide(client, evaluation, choice="offer-heronbridge").status_code == 200
    assert not Decision.objects.exists()


def test_everybody_on_the_evaluation_reads_the_decision(client: Client, chair: Member) -> None:
    evaluation = revealed(chair)
    client.force_login(chair)
    decide(client, evaluation)
    client.force_login(factories.member(group="Finance"))
    assert "The best by far." in words(client.get(url(evaluation)))


def test_the_reason_is_text_and_never_markup(client: Client, chair: Member) -> None:
    evaluation = revealed(chair)
    client.force_login(chair)
    decide(client, evaluation, reason="<script>alert(1)</script>")
    page = client.get(url(evaluation)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
