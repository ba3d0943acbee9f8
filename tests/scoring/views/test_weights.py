"""Weights: four aids, what follows from the answers, proposals, and taking one over."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from scoring import actions
from scoring.models import Evaluation, WeightProposal
from scoring.presentation.record import names_in, record_lines
from scoring.record_check import check
from scoring.subjects import subjects_of
from scoring.weighing import weighed
from tests import factories
from tests.visitors import signed_in, visitor

pytestmark = pytest.mark.django_db

DIRECT = {"aid-need": "50", "aid-cost": "30", "aid-risk": "20"}
PAIRS = {"aid-need:cost": "2", "aid-need:risk": "6", "aid-cost:risk": "3"}
CONTRARY = {"aid-need:cost": "3", "aid-need:risk": "2", "aid-cost:risk": "2"}


@pytest.fixture
def procurement() -> Client:
    return visitor("procurement")


@pytest.fixture
def evaluation() -> Evaluation:
    return factories.small_evaluation()


def url(evaluation: Evaluation, aid: str = "direct", subject: str = "dimensions") -> str:
    return reverse("scoring:weights", args=[evaluation.pk]) + f"?subject={subject}&aid={aid}"


def ask(client: Client, address: str, sent: dict[str, str], **headers: str) -> Any:
    return client.post(address, sent | {"act": "preview"}, headers=headers)


def then(response: Any) -> list[str]:
    """The points of 100 that follow, as they are printed."""
    return [str(row.then) for row in response.context["worked"].rows]


def proposal(evaluation: Evaluation, **fields: Any) -> WeightProposal:
    weights = {"need": 0.5, "cost": 0.3, "risk": 0.2}
    said: dict[str, Any] = {
        "subject": "dimensions",
        "aid": "direct",
        "answers": {"need": 50.0, "cost": 30.0, "risk": 20.0},
        "weights": weights,
    }
    by = fields.pop("by", None) or factories.member()
    return actions.propose_weights(evaluation, **(said | fields), by=by, on=factories.NOON)


@pytest.mark.parametrize(
    ("aid", "sent", "points"),
    [
        ("direct", DIRECT, ["50.00", "30.00", "20.00"]),
        ("swing", {"aid-need": "100", "aid-cost": "60", "aid-risk": "40"}, ["50.00", "30.00", "20.00"]),
        ("rank_order", {"aid-need": "1", "aid-cost": "2", "aid-risk": "3"}, ["61.11", "27.78", "11.11"]),
        ("rank_order", {"aid-need": "1", "aid-cost": "2", "aid-risk": "2"}, ["61.11", "19.44", "19.44"]),
        ("pairwise", PAIRS, ["60.00", "30.00", "10.00"]),
    ],
)
def test_each_aid_gives_its_weights_before_anything_is_kept(
    procurement: Client, evaluation: Evaluation, aid: str, sent: dict[str, str], points: list[str]
) -> None:
    assert then(ask(procurement, url(evaluation, aid), sent)) == points
    assert not evaluation.weight_proposals.exists()


def test_equal_answers_stay_equal_and_can_be_typed_in_again_as_points(procurement: Client) -> None:
    evaluation = factories.small_evaluation(criteria=3)
    keys = [item.key for item in subjects_of(evaluation)["need"].items]
    sent = {f"aid-{key}": "100" for key in keys}
    assert then(ask(procurement, url(evaluation, "swing", "need"), sent)) == ["33.33", "33.33", "33.33"]
    form = procurement.get(url(evaluation, "direct", "need")).context["form"]
    assert [field.value() for field in form] == ["33.3333"] * 3
    again = ask(procurement, url(evaluation, "direct", "need"), dict.fromkeys(sent, "33.3333"))
    assert then(again) == ["33.33", "33.33", "33.33"]


@pytest.mark.parametrize(
    ("risk", "sentence"),
    [("17", "The weights add up to 97; add 3."), ("24.5", "The weights add up to 104.5; take away 4.5.")],
)
def test_direct_points_are_never_brought_to_100_in_silence(
    procurement: Client, evaluation: Evaluation, risk: str, sentence: str
) -> None:
    response = procurement.post(url(evaluation), DIRECT | {"aid-risk": risk, "act": "propose"})
    text = response.content.decode()
    assert sentence in text
    assert response.context["worked"] is None
    assert f'value="{risk}"' in text, "what was typed is still there"
    assert not evaluation.weight_proposals.exists()


@pytest.mark.parametrize(
    ("aid", "sent", "sentence"),
    [
        ("direct", {"aid-need": "many"}, "Enter a number."),
        ("direct", {"aid-need": "-1"}, "greater than or equal to 0"),
        ("swing", {"aid-need": "90", "aid-cost": "60", "aid-risk": "0"}, "Give 100 to the step that matters most"),
        ("swing", {"aid-need": "0", "aid-cost": "0", "aid-risk": "0"}, "Give 100 to the step that matters most"),
        ("rank_order", {"aid-need": "2", "aid-cost": "2", "aid-risk": "3"}, "Give rank 1 to what matters most"),
        ("rank_order", {"aid-need": "1", "aid-cost": "4", "aid-risk": "2"}, "less than or equal to 3"),
        ("pairwise", PAIRS | {"aid-need:cost": "12"}, "Select a valid choice"),
        ("pairwise", {"aid-need:cost": "2"}, "2 pairs are not compared yet"),
    ],
)
def test_what_an_aid_cannot_take_is_said_and_nothing_follows(
    procurement: Client, evaluation: Evaluation, aid: str, sent: dict[str, str], sentence: str
) -> None:
    response = ask(procurement, url(evaluation, aid), sent)
    assert sentence in response.content.decode()
    assert response.context["worked"] is None


def test_comparisons_that_contradict_each_other_are_named(procurement: Client, evaluation: Evaluation) -> None:
    text = ask(procurement, url(evaluation, "pairwise"), CONTRARY).content.decode()
    assert "the consistency ratio is 0.13, more than 0.10" in " ".join(text.split())
    assert "“Need match”, “Cost health” and “Risk control”" in text
    assert "the first matters 6 times as much as the third, but 2 times was said" in text


def test_comparisons_that_go_together_say_so(procurement: Client, evaluation: Evaluation) -> None:
    response = ask(procurement, url(evaluation, "pairwise"), PAIRS)
    assert "The comparisons go together: the consistency ratio is 0.00" in " ".join(response.content.decode().split())


def test_ten_criteria_are_too_many_to_compare_in_pairs_and_no_aid_is_offered_for_it(procurement: Client) -> None:
    evaluation = factories.small_evaluation(criteria=10)
    text = " ".join(procurement.get(url(evaluation, "pairwise", "need")).content.decode().split())
    assert "There are 10 criteria here, and at most 9 can be compared in pairs" in text
    assert "&amp;aid=pairwise" not in procurement.get(url(evaluation, "direct", "need")).content.decode()
    assert "&amp;aid=pairwise" in procurement.get(url(evaluation, "direct", "dimensions")).content.decode()


def test_one_criterion_is_nothing_to_weigh(procurement: Client, evaluation: Evaluation) -> None:
    text = procurement.get(url(evaluation, "direct", "risk")).content.decode()
    assert "Nothing to weigh here" in text
    assert "Propose these weights" not in text


def test_only_criteria_that_count_are_weighed(procurement: Client, evaluation: Evaluation) -> None:
    factories.criterion(evaluation=evaluation, grade="redundant", name="Fax")
    text = procurement.get(url(evaluation, "direct", "need")).content.decode()
    assert "Fax" not in text


def test_what_is_typed_is_worked_out_at_once_and_stores_nothing(procurement: Client, evaluation: Evaluation) -> None:
    response = procurement.post(url(evaluation), DIRECT, headers={"HX-Request": "true"})
    text = response.content.decode()
    assert text.strip().startswith('<section id="worked"')
    assert "<html" not in text
    assert "50.00" in text
    assert not evaluation.weight_proposals.exists()


def test_a_proposal_keeps_the_answers_and_changes_no_weight(procurement: Client, evaluation: Evaluation) -> None:
    response = procurement.post(url(evaluation, "pairwise"), PAIRS | {"act": "propose"})
    kept = evaluation.weight_proposals.get()
    assert response.headers["Location"] == reverse("scoring:proposed_weights", args=[evaluation.pk, kept.pk])
    assert kept.answers == [["need", "cost", "2"], ["need", "risk", "6"], ["cost", "risk", "3"]]
    assert kept.weights == {"need": 0.6, "cost": 0.3, "risk": 0.1}
    assert (kept.aid, kept.accepted_at) == ("pairwise", None)
    before = [card.weight for card in weighed(evaluation)]
    evaluation.refresh_from_db()
    assert [card.weight for card in weighed(evaluation)] == before == [40, 30, 30]


def test_taking_a_proposal_over_shows_old_and_new_first_and_then_writes_it(
    procurement: Client, evaluation: Evaluation
) -> None:
    kept = proposal(evaluation)
    address = reverse("scoring:proposed_weights", args=[evaluation.pk, kept.pk])
    rows = procurement.get(address).context["rows"]
    assert [(str(row.now), str(row.then), row.change) for row in rows] == [
        ("40.00", "50.00", "+10.00"),
        ("30.00", "30.00", "0.00"),
        ("30.00", "20.00", "−10.00"),
    ]

    procurement.post(address)

    evaluation.refresh_from_db()
    kept.refresh_from_db()
    assert (evaluation.weight_need, evaluation.weight_cost, evaluation.weight_risk) == (50, 30, 20)
    assert kept.accepted_at is not None
    assert kept.accepted_by is not None


def test_criteria_take_their_weights_over_and_the_others_keep_theirs(evaluation: Evaluation) -> None:
    first, second = [item.key for item in subjects_of(evaluation)["need"].items]
    before = dict(evaluation.criteria.exclude(dimension="need").values_list("key", "weight"))
    kept = proposal(
        evaluation,
        subject="need",
        answers={first: 75.0, second: 25.0},
        weights={first: 0.75, second: 0.25},
    )
    actions.take_weights_over(kept, by=factories.member(), on=factories.NOON)
    assert dict(evaluation.criteria.filter(dimension="need").values_list("key", "weight")) == {first: 75, second: 25}
    assert dict(evaluation.criteria.exclude(dimension="need").values_list("key", "weight")) == before


def test_a_proposal_for_criteria_that_have_changed_since_is_refused(
    procurement: Client, evaluation: Evaluation
) -> None:
    first, second = [item.key for item in subjects_of(evaluation)["need"].items]
    shares = {first: 0.75, second: 0.25}
    kept = proposal(evaluation, subject="need", answers=shares, weights=shares)
    evaluation.criteria.get(key=second).delete()
    address = reverse("scoring:proposed_weights", args=[evaluation.pk, kept.pk])
    assert "so they cannot be taken over" in procurement.get(address).content.decode()
    assert "have changed since these weights were worked out; weigh them again" in (
        procurement.post(address).content.decode()
    )
    assert evaluation.criteria.get(key=first).weight is None
    with pytest.raises(actions.Refused):
        actions.take_weights_over(kept, by=factories.member(), on=factories.NOON)


def test_nothing_is_proposed_or_taken_over_once_scoring_is_open(evaluation: Evaluation) -> None:
    kept = proposal(evaluation)
    evaluation = actions.open_scoring(evaluation, by=None, on=factories.NOON)
    with pytest.raises(actions.Refused):
        proposal(evaluation)
    with pytest.raises(actions.Refused):
        actions.take_weights_over(kept, by=factories.member(), on=factories.NOON)
    evaluation.refresh_from_db()
    assert evaluation.weight_need == 40


def test_a_chair_who_may_read_drafts_takes_weights_over_and_another_reader_only_reads(evaluation: Evaluation) -> None:
    kept = proposal(evaluation)
    address = reverse("scoring:proposed_weights", args=[evaluation.pk, kept.pk])
    chair, reader = factories.member(group="Finance"), factories.member(group="Finance")
    evaluation.seats.filter(is_chair=True).update(member=chair)
    assert signed_in(reader).post(address).status_code == 403
    assert "Take these weights over" not in signed_in(reader).get(address).content.decode()
    assert signed_in(chair).post(address).status_code == 302
    kept.refresh_from_db()
    assert kept.accepted_by == chair


def withdraw(evaluation: Evaluation, kept: WeightProposal) -> str:
    return reverse("scoring:withdraw_weights", args=[evaluation.pk, kept.pk])


def test_only_who_proposed_weights_withdraws_them_and_the_record_keeps_that_they_were_there(
    evaluation: Evaluation,
) -> None:
    author = factories.member(group="Procurement")
    kept = proposal(evaluation, by=author)
    page = reverse("scoring:proposed_weights", args=[evaluation.pk, kept.pk])
    address, another = withdraw(evaluation, kept), visitor("procurement")
    assert address not in another.get(page).content.decode()
    assert another.post(address).status_code == 404
    assert address in signed_in(author).get(page).content.decode()
    assert signed_in(author).post(address).status_code == 302
    assert not evaluation.weight_proposals.exists()
    told = [line.sentence for line in record_lines(evaluation.record.order_by("number"), names_in(evaluation))]
    assert told == [
        f"{author} proposed weights for: The three dimensions",
        f"{author} withdrew the weights proposed for: The three dimensions",
    ]
    assert check(evaluation) == []


def test_weights_that_were_taken_over_stay_proposed(evaluation: Evaluation) -> None:
    author = factories.member(group="Procurement")
    kept = proposal(evaluation, by=author)
    actions.take_weights_over(kept, by=author, on=factories.NOON)
    response = signed_in(author).post(withdraw(evaluation, kept), follow=True)
    assert "These weights were taken over, so the proposal stays." in response.content.decode()
    assert withdraw(evaluation, kept) not in response.content.decode()
    assert evaluation.weight_proposals.get() == kept


def test_nothing_is_withdrawn_once_scoring_has_opened_or_for_somebody_else(evaluation: Evaluation) -> None:
    author = factories.member(group="Procurement")
    kept = proposal(evaluation, by=author)
    with pytest.raises(actions.Refused, match="Only whoever proposed these weights"):
        actions.withdraw_weights(kept, by=factories.member(), on=factories.NOON)
    actions.open_scoring(evaluation, by=None, on=factories.NOON)
    with pytest.raises(actions.Refused):
        actions.withdraw_weights(kept, by=author, on=factories.NOON)
    assert signed_in(author).post(withdraw(evaluation, kept)).status_code == 403
    assert evaluation.weight_proposals.get() == kept


@pytest.mark.parametrize("change", [{"weights": {"need": 1.0, "cost": 0.0, "risk": 0.0}}, {"accepted_by": None}])
def test_a_proposal_that_was_changed_past_the_application_is_found(
    evaluation: Evaluation, change: dict[str, Any]
) -> None:
    kept = proposal(evaluation)
    actions.take_weights_over(kept, by=factories.member(), on=factories.NOON)
    assert check(evaluation) == []
    WeightProposal.objects.filter(pk=kept.pk).update(**change)
    assert [(fault.number, fault.what) for fault in check(evaluation)] == [(2, "row")]


def test_a_proposal_that_the_record_does_not_know_or_misses_is_found(evaluation: Evaluation) -> None:
    kept = proposal(evaluation)
    WeightProposal.objects.filter(pk=kept.pk).delete()
    assert [(fault.number, fault.what) for fault in check(evaluation)] == [(1, "row")]
    kept.pk = None
    kept.save(force_insert=True)
    assert (None, "row") in [(fault.number, fault.what) for fault in check(evaluation)]


def test_a_proposal_is_found_only_in_its_own_evaluation(procurement: Client, evaluation: Evaluation) -> None:
    kept = proposal(factories.small_evaluation())
    address = reverse("scoring:proposed_weights", args=[evaluation.pk, kept.pk])
    assert procurement.get(address).status_code == 404
    assert procurement.post(address).status_code == 404


def test_answers_can_be_worked_on_from_an_earlier_proposal(procurement: Client, evaluation: Evaluation) -> None:
    procurement.post(url(evaluation, "pairwise"), PAIRS | {"act": "propose"})
    kept = evaluation.weight_proposals.get()
    page = procurement.get(url(evaluation, "pairwise") + f"&from={kept.pk}").content.decode()
    assert re.findall(r'<option value="([^"]+)" selected', page) == ["2", "6", "3"]
    assert "Risk control · 3 · moderately more" in page, "an answer says which of the two it is for"
    unknown = procurement.get(url(evaluation, "pairwise") + "&from=999").content.decode()
    assert re.findall(r'<option value="([^"]+)" selected', unknown) == []


def test_the_answers_are_told_in_words(procurement: Client, evaluation: Evaluation) -> None:
    procurement.post(url(evaluation, "pairwise"), PAIRS | {"aid-need:cost": "1/3", "act": "propose"})
    kept = evaluation.weight_proposals.get()
    page = procurement.get(reverse("scoring:proposed_weights", args=[evaluation.pk, kept.pk])).content.decode()
    assert "“Cost health” matters moderately more than “Need match” (3)." in page


def test_a_closed_price_envelope_hides_proposals_for_criteria_of_cost() -> None:
    evaluation = factories.small_evaluation(has_price_envelope=True)
    factories.criterion(evaluation=evaluation, dimension="cost", key="fees", name="Exit fees")
    keys = [item.key for item in subjects_of(evaluation)["cost"].items]
    kept = proposal(evaluation, subject="cost", answers=dict.fromkeys(keys, 50.0), weights=dict.fromkeys(keys, 0.5))
    evaluation = actions.open_scoring(evaluation, by=None, on=factories.NOON)
    seated = visitor("seated", evaluation)
    address = reverse("scoring:proposed_weights", args=[evaluation.pk, kept.pk])
    assert seated.get(address).status_code == 404
    assert str(kept.pk) not in re.findall(r"weights/(\d+)/", seated.get(url(evaluation)).content.decode())
    assert visitor("auditor").get(address).status_code == 200


def test_the_list_costs_the_same_queries_with_one_proposal_and_with_three(
    procurement: Client, evaluation: Evaluation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    proposal(evaluation)
    procurement.get(url(evaluation))
    with CaptureQueriesContext(connection) as asked:
        procurement.get(url(evaluation))
    first = len(asked)
    for _ in range(2):
        kept = proposal(evaluation)
        actions.take_weights_over(kept, by=factories.member(), on=factories.NOON)
    with django_assert_num_queries(first):
        procurement.get(url(evaluation))


def test_the_page_reads_in_chinese(evaluation: Evaluation) -> None:
    reader = factories.member(group="Procurement", language="zh-hans")
    page = signed_in(reader).get(url(evaluation, "swing")).content.decode()
    assert 'lang="zh' in page
    assert "需求匹配度" in page
