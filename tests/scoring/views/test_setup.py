"""Setting up: the company, the offers, and the last look; each step is saved by itself."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from scoring import actions, library
from scoring.models import Evaluation, Stage
from tests import factories
from tests.visitors import answers, visitor

pytestmark = pytest.mark.django_db

NEW = "/evaluations/new/"
STEPS = [
    "setup_company",
    "setup_criteria",
    "setup_offers",
    "setup_committee",
    "setup_check",
    "criteria",
    "add_criterion",
]
COMPANY = {
    "title": "Service system",
    "title_zh": "客服系统",
    "company_profile": "ecommerce_multi",
    "currency": "CNY",
    "horizon_years": "3",
    "agent_seats": "40，50、60",
    "budget": "720000",
    "reserve_share": "20",
    "annual_revenue": "120000000",
    "hidden_cost_share": "5",
    "normal_concurrency": "68",
    "headroom_factor": "3",
    "promotion_factor": "4",
    "conditions": ["ai", "voice"],
}


@pytest.fixture
def procurement() -> Client:
    return visitor("procurement")


@pytest.fixture
def evaluation() -> Evaluation:
    return factories.small_evaluation()


def url(evaluation: Evaluation, name: str = "setup_company", *more: object) -> str:
    return reverse(f"scoring:{name}", args=[evaluation.pk, *more])


def errors(response: Any) -> dict[str, list[str]]:
    """What the form of the page refused; the page must have come back, not broken."""
    assert response.status_code == 200
    return dict(response.context["form"].errors)


def test_only_procurement_makes_an_evaluation() -> None:
    expected = {"procurement": 200, "finance": 403, "auditor": 403, "administrator": 403, "stranger": 403}

    assert answers(NEW) == expected | {"anonymous": 302}
    assert answers(NEW, post=True) == expected | {"anonymous": 302}
    assert not Evaluation.objects.exists()


@pytest.mark.parametrize("step", STEPS)
def test_only_procurement_sets_up_a_draft(evaluation: Evaluation, step: str) -> None:
    # Finance and auditors may read the weights of a draft, and change none.
    reads = 200 if step == "criteria" else 403

    assert answers(url(evaluation, step), evaluation) == {
        "procurement": 200,
        "finance": reads,
        "auditor": reads,
        "administrator": 404,
        "chair": 404,
        "seated": 404,
        "stranger": 404,
        "anonymous": 302,
    }


@pytest.mark.parametrize(
    "step", ["setup_company", "setup_criteria", "setup_offers", "criteria", "add_criterion", "add_seat"]
)
def test_nobody_else_changes_a_draft(evaluation: Evaluation, step: str) -> None:
    said = answers(url(evaluation, step), evaluation, post=True)

    assert {role for role, status in said.items() if status in {403, 404}} == {
        "finance",
        "auditor",
        "administrator",
        "chair",
        "seated",
        "stranger",
    }


@pytest.mark.parametrize("step", [*STEPS, "add_seat"])
def test_once_scoring_is_open_nothing_of_the_set_up_changes(evaluation: Evaluation, step: str) -> None:
    actions.open_scoring(evaluation, by=None, on=factories.NOON)
    page = visitor("procurement")
    before = list(Evaluation.objects.values())
    response = page.post(url(evaluation, step), COMPANY)

    assert response.status_code in {302, 403, 405}
    assert list(Evaluation.objects.values()) == before
    assert page.get(url(evaluation, step)).status_code == (200 if step == "criteria" else 302)


def test_a_new_evaluation_starts_with_what_the_library_suggests(procurement: Client) -> None:
    response = procurement.post(NEW, COMPANY)
    made = Evaluation.objects.get()

    assert response.headers["Location"] == url(made, "setup_criteria")
    assert (made.title, made.title_zh, made.agent_seats) == ("Service system", "客服系统", [40, 50, 60])
    assert (made.reserve_share, made.hidden_cost_share, made.conditions) == (0.2, 0.05, ["ai", "voice"])
    assert (made.weight_need, made.weight_cost, made.weight_risk) == tuple(
        library.dimension_weights("ecommerce_multi").values()
    )
    assert made.price_formula == "ceiling"
    assert made.created_by is not None
    assert made.stage == Stage.DRAFT


def test_without_a_budget_prices_are_compared_with_the_lowest(procurement: Client) -> None:
    procurement.post(NEW, COMPANY | {"budget": "", "agent_seats": "12"})
    made = Evaluation.objects.get()

    assert (made.budget, made.price_formula, made.agent_seats) == (None, "lowest_ratio", [12, 12, 12])


@pytest.mark.parametrize("scenario", [each.id for each in library.scenarios()])
def test_an_example_company_fills_in_the_form_so_that_it_can_be_sent_as_it_is(
    procurement: Client, scenario: str
) -> None:
    form = procurement.get(f"{NEW}?scenario={scenario}").context["form"]
    sent = {bound.name: bound.value() for bound in form if bound.value() not in (None, False)}
    response = procurement.post(f"{NEW}?scenario={scenario}", sent)
    made = Evaluation.objects.get()
    example = library.scenario(scenario)

    assert response.status_code == 302
    assert made.tier_id == example.expected["tier"]
    assert made.budget == example.figures["budget_3y"]
    assert made.company_profile == example.profile
    assert tuple(made.conditions) == example.conditions


@pytest.mark.parametrize("query", ["", "?scenario=S99"])
def test_from_nothing_the_form_holds_only_what_is_usual(procurement: Client, query: str) -> None:
    form = procurement.get(NEW + query).context["form"]

    assert {bound.name: bound.value() for bound in form if bound.value() not in (None, "", [], False)} == {
        "currency": "CNY",
        "horizon_years": 3,
        "reserve_share": "20",
        "hidden_cost_share": "5",
        "headroom_factor": 3,
        "promotion_factor": 1,
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "x" * 10_000),
        ("title", "null\x00byte"),
        ("title", "a\ttab"),
        ("title_zh", "客" * 201),
        ("title_zh", "bell\x07"),
        ("currency", "yuan"),
        ("currency", "CN\n"),
        ("horizon_years", "0"),
        ("horizon_years", "9" * 30),
        ("horizon_years", "three"),
        ("agent_seats", "40, 50"),
        ("agent_seats", "-4"),
        ("agent_seats", "1000001"),
        ("agent_seats", "forty"),
        ("agent_seats", "²"),
        ("agent_seats", "9" * 150),
        ("budget", "-1"),
        ("budget", "0"),
        ("budget", "NaN"),
        ("budget", "1e300"),
        ("budget", "1.23456"),
        ("reserve_share", "101"),
        ("reserve_share", "inf"),
        ("annual_revenue", "-Infinity"),
        ("hidden_cost_share", "nan"),
        ("normal_concurrency", "-1"),
        ("headroom_factor", "1e9"),
        ("headroom_factor", "0"),
        ("promotion_factor", ""),
        ("conditions", ["sunny"]),
        ("company_profile", "bank"),
    ],
)
def test_what_no_company_can_be_is_refused_at_its_field_and_nothing_is_lost(
    procurement: Client, field: str, value: Any
) -> None:
    response = procurement.post(NEW, COMPANY | {field: value})

    assert list(errors(response)) == [field]
    form = response.context["form"]
    assert {name: form[name].value() for name in COMPANY} == COMPANY | {field: value}
    assert not Evaluation.objects.exists()


def test_names_with_markup_are_text(procurement: Client) -> None:
    procurement.post(NEW, COMPANY | {"title": "<img src=x onerror=alert(1)>", "title_zh": ""})
    made = Evaluation.objects.get()
    page = procurement.get(url(made)).content.decode()

    assert made.title == "<img src=x onerror=alert(1)>"
    assert "<img src=x" not in page


def test_the_company_form_shows_what_was_entered_as_it_was_entered(procurement: Client) -> None:
    procurement.post(NEW, COMPANY | {"reserve_share": "12.5", "budget": "720000.50"})
    form = procurement.get(url(Evaluation.objects.get())).context["form"]

    assert form["reserve_share"].value() == "12.5"
    assert form["budget"].value() == "720000.5"
    assert form["agent_seats"].value() == "40, 50, 60"
    assert form["headroom_factor"].value() == "3"


def test_what_followed_from_the_company_follows_the_new_one(procurement: Client) -> None:
    procurement.post(NEW, COMPANY)
    made = Evaluation.objects.get()
    procurement.post(url(made, "setup_criteria"), {"tier": "basic", "pack": "core"})
    response = procurement.post(
        url(made),
        COMPANY | {"company_profile": "fintech_mlps", "budget": "", "conditions": ["finance_industry"]},
        follow=True,
    )
    made.refresh_from_db()

    assert made.criteria.get(key="RC-D2").grade == "must"
    assert made.weight_risk == library.dimension_weights("fintech_mlps")["risk"]
    assert made.price_formula == "lowest_ratio"
    said = str(response.context["messages"]._loaded_messages[-1])
    assert "another class" in said
    assert "three dimensions" in said
    assert "price formula" in said


def test_what_was_changed_by_hand_does_not_follow(procurement: Client) -> None:
    procurement.post(NEW, COMPANY)
    made = Evaluation.objects.get()
    procurement.post(url(made, "setup_criteria"), {"tier": "basic", "pack": "core"})
    made.criteria.filter(key="RC-D2").update(grade="bonus")
    Evaluation.objects.update(weight_need=50, price_formula="linear")
    procurement.post(url(made), COMPANY | {"company_profile": "fintech_mlps", "conditions": ["finance_industry"]})
    made.refresh_from_db()

    assert made.criteria.get(key="RC-D2").grade == "bonus"
    assert (made.weight_need, made.price_formula) == (50, "linear")


def test_a_faulty_company_changes_nothing(procurement: Client, evaluation: Evaluation) -> None:
    response = procurement.post(url(evaluation), COMPANY | {"budget": "much"})

    assert list(errors(response)) == ["budget"]
    assert Evaluation.objects.get().title == "Customer service system"


def test_offers_come_in_and_go_one_click_each(procurement: Client) -> None:
    evaluation, offer = factories.evaluation(), factories.offer()
    other = factories.offer(vendor=factories.vendor(name="Zephyr"))
    page = url(evaluation, "setup_offers")
    for _twice in range(2):
        procurement.post(page, {"add": offer.pk})
    procurement.post(page, {"add": other.pk})

    assert [candidate.offer for candidate in evaluation.candidates.all()] == [offer, other]
    assert [row.offer for row in procurement.get(page).context["chosen"]] == [offer, other]
    for _twice in range(2):
        procurement.post(page, {"remove": offer.pk})
    assert [candidate.offer for candidate in evaluation.candidates.all()] == [other]


def test_a_search_keeps_what_was_chosen_and_is_kept_itself(procurement: Client) -> None:
    evaluation = factories.evaluation()
    zephyr = factories.offer(vendor=factories.vendor(name="Zephyr", name_zh="西风"), edition="Smart")
    factories.offer()
    page = url(evaluation, "setup_offers")

    for words in ("zephyr smart", "西风"):
        assert procurement.get(page, {"q": words}).context["others"] == [zephyr]
    response = procurement.post(f"{page}?q=zephyr", {"add": zephyr.pk})
    assert response.headers["Location"] == f"{page}?q=zephyr"
    assert procurement.get(page, {"q": "zephyr"}).context["others"] == []


def test_the_ninth_offer_is_refused(procurement: Client) -> None:
    evaluation = factories.small_evaluation(offers=8)
    response = procurement.post(url(evaluation, "setup_offers"), {"add": factories.offer().pk}, follow=True)

    assert evaluation.candidates.count() == 8
    assert "at most 8 offers" in response.content.decode()


@pytest.mark.parametrize("sent", [{"add": "99999999999999999999"}, {"add": "x"}, {"remove": "-1"}, {"add": "\x00"}, {}])
def test_an_offer_that_there_is_not_changes_nothing(
    procurement: Client, evaluation: Evaluation, sent: dict[str, str]
) -> None:
    assert procurement.post(url(evaluation, "setup_offers"), sent).status_code == 302
    assert evaluation.candidates.count() == 2


@pytest.mark.parametrize("words", ["\x00", "x" * 10_000, "<b>", "%"])
def test_a_search_that_cannot_be_read_breaks_nothing(procurement: Client, evaluation: Evaluation, words: str) -> None:
    assert procurement.get(url(evaluation, "setup_offers"), {"q": words}).status_code == 200


def test_an_offer_in_another_currency_is_pointed_out(procurement: Client) -> None:
    evaluation = factories.evaluation()
    factories.offer(currency="USD")

    assert "not CNY" in procurement.get(url(evaluation, "setup_offers")).content.decode()


def test_the_steps_say_what_is_done_and_what_is_missing(procurement: Client) -> None:
    page = procurement.get(url(factories.evaluation())).content.decode()

    assert "Choose a criteria pack." in page
    assert "Choose at least two offers." in page
    assert "Put somebody on the committee." in page
    steps = procurement.get(url(factories.small_evaluation())).context["progress"].steps
    assert [step.is_done for step in steps] == [True] * 5


def test_check_answers_lists_everything_that_keeps_scoring_closed(procurement: Client) -> None:
    evaluation = factories.evaluation()
    page = procurement.get(url(evaluation, "setup_check"))
    text = page.content.decode()

    assert len(page.context["problems"]) >= 3
    assert [problem for problem in page.context["problems"] if escape(problem) not in text] == []
    assert url(evaluation, "open") not in text
    for step in STEPS[:4]:
        assert url(evaluation, step) in text


def test_check_answers_leads_to_opening_when_nothing_is_missing(procurement: Client, evaluation: Evaluation) -> None:
    page = procurement.get(url(evaluation, "setup_check"))

    assert page.context["problems"] == []
    assert url(evaluation, "open") in page.content.decode()


@pytest.mark.parametrize("step", STEPS)
def test_a_step_costs_the_same_queries_however_much_there_is(
    procurement: Client, step: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    small = factories.small_evaluation()
    large = factories.small_evaluation(criteria=6, offers=5, seats=5)
    with django_assert_max_num_queries(40) as one:
        procurement.get(url(small, step))
    with django_assert_max_num_queries(len(one)):
        procurement.get(url(large, step))
