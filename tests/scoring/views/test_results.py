"""The pages after the reveal: who sees them when, that their numbers are the computed ones, and the seal before."""

import re
from dataclasses import replace
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluator.models import Member
from scoring.casefile.intake import import_case
from scoring.formulas.assessment import assess
from scoring.formulas.case import Override
from scoring.formulas.rounding import printed
from scoring.models import Evaluation, Mark, Stage
from scoring.models.mark import State
from scoring.scenario import Committee, example_case
from tests import factories
from tests.scoring.small_files import an_offer, small_case

pytestmark = pytest.mark.django_db

MOST_QUERIES = 16
CANARY = "canary-4711"


@pytest.fixture
def people() -> Committee:
    """The example's people, all of whom read English here."""
    committee = factories.committee()
    Member.objects.update(language="en")
    return committee


@pytest.fixture
def finance(client: Client) -> Client:
    client.force_login(factories.member(group="Finance"))
    return client


def pages(evaluation: Evaluation, offer: str = "heronbridge", criterion: str = "NM-A1") -> dict[str, str]:
    return {
        "results": reverse("scoring:results", args=[evaluation.pk]),
        "explanation": reverse("scoring:explanation", args=[evaluation.pk, offer]),
        "cell": reverse("scoring:cell", args=[evaluation.pk, offer, criterion]),
        "costs": reverse("scoring:costs", args=[evaluation.pk]),
        "decide": reverse("scoring:decide", args=[evaluation.pk]),
    }


def imported(*offers: object, **changes: object) -> Evaluation:
    """A revealed evaluation of small_case."""
    return import_case(small_case(*offers, **changes), by=None, on=factories.NOON)


def words(response: Any) -> str:
    """The page as a reader meets it: no tags, single spaces."""
    main = re.split(r"<main[^>]*>", response.content.decode())[1].split("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


def test_everybody_who_may_know_of_the_evaluation_sees_its_result_after_the_reveal(
    client: Client, people: Committee
) -> None:
    evaluation = factories.example("consensus", people)
    auditor = factories.member(group="Auditor")
    for member in [people.procurement, *people.seats.values(), auditor]:
        client.force_login(member)
        for page in (pages(evaluation)[name] for name in ("results", "explanation", "cell", "costs")):
            response = client.get(page)
            assert response.status_code == 200
            assert "Heronbridge" in words(response) or "All costs" in words(response)


def test_a_stranger_does_not_learn_that_there_is_such_an_evaluation(client: Client, people: Committee) -> None:
    evaluation = factories.example("decided", people)
    client.force_login(factories.member(group="Administrator"))
    assert {client.get(page).status_code for page in pages(evaluation).values()} == {404}


def test_nobody_sees_a_mark_or_a_score_while_the_sheets_are_sealed(client: Client, people: Committee) -> None:
    evaluation = factories.example("scoring", people)
    Mark.objects.filter(seat__key="service").update(comment=CANARY)
    auditor = factories.member(group="Auditor")
    for member in [people.procurement, *people.seats.values(), auditor]:
        client.force_login(member)
        for page in pages(evaluation).values():
            response = client.get(page)
            assert response.status_code == 200
            assert CANARY not in response.content.decode()
            text = words(response)
            assert "The sheets are sealed" in text
            assert not re.search(r"\d", text.replace("Customer service system 2027", ""))


def test_the_planted_mark_is_seen_once_the_sheets_are_open(client: Client, people: Committee) -> None:
    evaluation = factories.example("consensus", people)
    Mark.objects.filter(seat__key="service").update(comment=CANARY, comment_zh="")
    client.force_login(people.procurement)
    assert CANARY in client.get(pages(evaluation)["cell"]).content.decode()


def owing(evaluation: Evaluation, member: Member) -> None:
    evaluation.seats.filter(member=member).update(submitted_at=None)


def test_a_member_who_owes_a_sheet_waits_until_the_decision(client: Client, people: Committee) -> None:
    evaluation = factories.example("consensus", people)
    owing(evaluation, people.seats["it"])
    client.force_login(people.seats["it"])
    for page in pages(evaluation).values():
        response = client.get(page)
        assert "You did not submit your sheet" in words(response)
        assert "Pebblevox" not in response.content.decode()

    client.force_login(people.procurement)
    assert "You did not submit your sheet" not in words(client.get(pages(evaluation)["results"]))


def test_after_the_decision_that_member_sees_the_result_too(client: Client, people: Committee) -> None:
    evaluation = factories.example("decided", people)
    owing(evaluation, people.seats["it"])
    client.force_login(people.seats["it"])
    assert "Pebblevox" in words(client.get(pages(evaluation)["results"]))


def test_a_draft_says_that_scoring_has_not_opened(client: Client, people: Committee) -> None:
    evaluation = factories.example("draft", people)
    client.force_login(people.procurement)
    assert "Scoring has not opened yet" in words(client.get(pages(evaluation)["results"]))


def test_every_number_of_the_page_is_the_computed_one(finance: Client, people: Committee) -> None:
    evaluation = factories.example("consensus", people)
    page = finance.get(pages(evaluation)["results"]).content.decode()
    assessment = assess(example_case())

    ranking = page.split('<table class="table ranking">')[1].split("</table>")[0]
    rows = [re.findall(r">\s*(\d+\.\d\d)\s*<", row) for row in ranking.split("<tr")[2:]]
    expected = [
        [offer.total, *offer.scores.values()] for offer in sorted(assessment.offers, key=lambda each: each.rank or 99)
    ]
    assert rows == [[str(printed(figure or 0, 2)) for figure in figures] for figures in expected]

    heat = page.split('<table class="table heat">')[1].split("</table>")[0]
    for offer in assessment.offers:
        for criterion, found in offer.criteria.items():
            cell = heat.split(f'/results/{offer.id}/{criterion}/"')[1].split("</a>")[0]
            score = re.search(r"\d+\.\d\d", cell)
            assert (score and Decimal(score[0])) == (None if found.score is None else printed(found.score, 2))


def test_the_verdict_comes_first_and_the_excluded_offer_with_its_reason_below(
    finance: Client, people: Committee
) -> None:
    evaluation = factories.example("consensus", people)
    text = words(finance.get(pages(evaluation)["results"]))
    verdict = text.index("Heronbridge Service Cloud · Smart edition comes first with 81.24 of 100 points, 2.20 points")
    assert verdict < text.index("Ranking")
    assert text.index("Ranking") < text.index("Knock-out “Data ownership clause”: scored 5.71, passes from 20.00.")
    assert "The cheapest offer, but its need match is 42.92" in text


def test_the_page_says_how_many_sheets_count_and_whose_is_missing(finance: Client, people: Committee) -> None:
    evaluation = factories.example("consensus", people)
    owing(evaluation, people.seats["it"])
    text = words(finance.get(pages(evaluation)["results"]))
    assert "2 of 3 of the voting members" in text
    assert "not counted: IT lead" in text


def test_a_withdrawal_is_named(finance: Client, people: Committee) -> None:
    evaluation = factories.example("consensus", people)
    evaluation.seats.get(key="it").recused_from.add(evaluation.candidates.get(key="tidewell"))
    text = words(finance.get(pages(evaluation)["results"]))
    assert "IT lead has withdrawn from judging Tidewell Software · Smart Suite." in text


def test_an_override_is_printed_with_its_name_and_reason(finance: Client) -> None:
    case = small_case(an_offer("a", marks=1), an_offer("b"))
    case = replace(
        case, overrides=(Override(offer="a", criterion="tickets", by="Zhou Ming", reason="The board asks."),)
    )
    evaluation = import_case(case, by=None, on=factories.NOON)
    text = words(finance.get(pages(evaluation)["results"]))
    assert "Zhou Ming set the knock-out “Ticket flow” aside. Reason: The board asks." in text


@pytest.mark.parametrize(
    ("offers", "sentence"),
    [
        ([an_offer("a"), an_offer("b")], "share the first place"),
        ([an_offer("a", marks=0), an_offer("b", marks=0)], "none can be recommended"),
        ([an_offer("a"), an_offer("b", marks=0)], "Only Vendor A"),
        ([an_offer("a", yearly=0), an_offer("b")], "the tie rule puts"),
        ([an_offer("a", yearly=None), an_offer("b", yearly=None)], "No offer has a total yet"),
        ([an_offer("a", facts={}), an_offer("b")], "The result is provisional"),
        ([an_offer("a"), an_offer("b", marks={"tickets": None, "robot": None, "security": None})], "provisional"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_odd_results_are_pages_too(client: Client, offers: list[object], sentence: str, language: str) -> None:
    evaluation = imported(*offers)
    client.force_login(factories.member(group="Finance", language=language))
    for page in pages(evaluation, "a", "price").values():
        if not page.endswith("/decision/"):
            assert client.get(page).status_code == 200
    if language == "en":
        assert sentence in words(client.get(pages(evaluation)["results"]))


def test_an_offer_or_criterion_that_is_not_there_is_not_found(finance: Client, people: Committee) -> None:
    evaluation = factories.example("consensus", people)
    assert finance.get(pages(evaluation, offer="nobody")["explanation"]).status_code == 404
    assert finance.get(pages(evaluation, offer="nobody")["cell"]).status_code == 404
    assert finance.get(pages(evaluation, criterion="nothing")["cell"]).status_code == 404


def test_the_explanation_fills_the_numbers_into_the_formula(finance: Client, people: Committee) -> None:
    evaluation = factories.example("consensus", people)
    text = words(finance.get(pages(evaluation)["explanation"]))
    assert "(45 × 83.32 + 30 × 75.91 + 25 × 83.90) / (45 + 30 + 25) = 81.24" in text


def test_a_cell_shows_every_seats_mark_and_comment_and_works_out_the_mean(finance: Client, people: Committee) -> None:
    evaluation = factories.example("consensus", people)
    text = words(finance.get(pages(evaluation, "mistfold", "RC-C1")["cell"]))
    assert "(30 × 20.00 + 50 × 0.00 + 25 × 0.00) / (30 + 50 + 25) = 5.71" in text
    assert "Terms 9.3 give the vendor a perpetual licence" in text
    assert "3 of 3 voting members' marks count." in text


def test_a_cell_that_was_left_open_gives_the_reason(finance: Client, people: Committee) -> None:
    evaluation = factories.example("consensus", people)
    mark = Mark.objects.get(seat__key="it", candidate__key="heronbridge", criterion__key="NM-A1")
    mark.state, mark.value, mark.comment, mark.comment_zh = State.LEFT_OPEN, None, "No access to the test system", ""
    mark.save()
    text = words(finance.get(pages(evaluation)["cell"]))
    assert "IT lead left the cell open: No access to the test system" in text
    assert "2 of 3 voting members' marks count." in text


def test_what_people_write_is_text_and_never_markup(finance: Client, people: Committee) -> None:
    evaluation = factories.example("consensus", people)
    hostile = "<script>alert(1)</script>{{ 7 }}%(x)s"
    Mark.objects.filter(seat__key="it").update(comment=hostile, comment_zh="")
    page = finance.get(pages(evaluation)["cell"]).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 }}%(x)s" in page


def test_costs_name_what_nobody_gave_and_stand_against_the_budget(finance: Client, people: Committee) -> None:
    evaluation = factories.example("consensus", people)
    text = words(finance.get(pages(evaluation)["costs"]))
    assert "not given" in text
    assert "421,500" in text
    assert "CNY 576,000 after a reserve of 20 %" in text
    assert "A rule of thumb beside it" in text
    assert "CNY 6,342,000" in text


def test_costs_without_budget_or_revenue_say_so(finance: Client) -> None:
    text = words(finance.get(pages(imported())["costs"]))
    assert "Budget not given" in text
    assert "nothing to compare" in text
    assert "No revenue is given for this evaluation" in text


def test_after_the_decision_the_page_begins_with_it(finance: Client, people: Committee) -> None:
    evaluation = factories.example("decided", people)
    text = words(finance.get(pages(evaluation)["results"]))
    assert text.index("The committee chooses Heronbridge") < text.index("comes first with 81.24")


@pytest.mark.parametrize("page", ["results", "explanation", "cell", "costs"])
def test_a_page_costs_the_same_queries_with_one_offer_and_with_three(finance: Client, page: str) -> None:
    def queries(*offers: object) -> int:
        evaluation = imported(*offers)
        finance.get(pages(evaluation, "a", "tickets")[page])
        with CaptureQueriesContext(connection) as captured:
            assert finance.get(pages(evaluation, "a", "tickets")[page]).status_code == 200
        return len(captured)

    one = queries(an_offer("a"))
    three = queries(an_offer("a"), an_offer("b", yearly=120_000), an_offer("c", marks=3))
    assert one == three <= MOST_QUERIES


def test_an_imported_evaluation_that_was_archived_still_shows_its_result(finance: Client) -> None:
    evaluation = imported()
    Evaluation.objects.filter(pk=evaluation.pk).update(stage=Stage.ARCHIVED)
    assert "Vendor A · Smart comes first" in words(finance.get(pages(evaluation)["results"]))
