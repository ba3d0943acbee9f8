"""What if: other weights and prices beside the result, kept by name, and never part of it."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from scoring.casefile.document import to_document
from scoring.casefile.rows import case_of
from scoring.forms.what_if import usual_parameters
from scoring.formulas.assessment import assess
from scoring.models import Evaluation, WhatIf
from tests import factories
from tests.visitors import signed_in, visitor

pytestmark = pytest.mark.django_db

# The price parameters stay as the evaluation has them.
TRIED = {"weight_need": "10", "weight_cost": "80", "weight_risk": "10", "price_formula": "ceiling"}


@pytest.fixture
def evaluation() -> Evaluation:
    return factories.example("consensus")


@pytest.fixture
def finance() -> Client:
    return visitor("finance")


def url(evaluation: Evaluation) -> str:
    return reverse("scoring:what_if", args=[evaluation.pk])


def forget(evaluation: Evaluation, kept: WhatIf) -> str:
    return reverse("scoring:forget_what_if", args=[evaluation.pk, kept.pk])


def keep(client: Client, evaluation: Evaluation, name: str = "Cheap first", **changes: str) -> Any:
    return client.post(url(evaluation), TRIED | {"name": name} | changes)


def test_it_starts_from_the_method_that_counts(finance: Client, evaluation: Evaluation) -> None:
    tried = finance.get(url(evaluation)).context["tried"]
    assert [row.move for row in tried.rows] == [0] * 5
    assert [row.offer.total for row in tried.rows] == [row.was_total for row in tried.rows]
    assert not tried.changes_winner


def test_other_weights_give_another_ranking_and_say_who_moved(finance: Client, evaluation: Evaluation) -> None:
    tried = finance.get(url(evaluation), TRIED).context["tried"]
    by_hand = assess(replace(case_of(evaluation), dimensions={"need": 1, "cost": 8, "risk": 1}))
    moved = {row.offer.id: row for row in tried.rows}
    assert moved["pebblevox"].move > 0, "the cheapest gains"
    assert moved["pebblevox"].moved_text.endswith(" up")
    assert {key: row.offer.rank for key, row in moved.items()} == {each.id: each.rank for each in by_hand.offers}


def test_an_excluded_offer_has_no_place_to_move_from(finance: Client, evaluation: Evaluation) -> None:
    rows = finance.get(url(evaluation), TRIED).context["tried"].rows
    assert {row.moved_text for row in rows if row.offer.rank is None} == {"no place"}


def test_a_watermark_says_that_this_is_not_the_decision(finance: Client, evaluation: Evaluation) -> None:
    assert "What if – not the decision" in finance.get(url(evaluation)).content.decode()
    part = finance.get(url(evaluation), TRIED, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<section id="tried"')
    assert "What if – not the decision" in part


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"weight_need": "5"}, "The weights add up to 95; add 5."),
        ({"weight_need": "20"}, "The weights add up to 110; take away 10."),
        ({"weight_need": "many"}, "Enter a number."),
        ({"price_formula": "log", "base": ""}, "The base must be more than 1"),
        ({"price_formula": "log", "base": "1"}, "The base must be more than 1"),
        ({"price_formula": "ceiling", "full_marks_at": "800000"}, "Full points must end below the price"),
        ({"price_formula": "magic"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_tried_is_said_instead_of_a_ranking(
    finance: Client, evaluation: Evaluation, changes: dict[str, str], sentence: str
) -> None:
    response = finance.get(url(evaluation), TRIED | changes)
    text = response.content.decode()
    assert response.context["tried"] is None
    assert "No ranking" in text
    assert sentence in text


def test_the_points_for_prices_are_those_of_the_formula_that_is_tried(finance: Client, evaluation: Evaluation) -> None:
    prices = finance.get(url(evaluation), TRIED | {"price_formula": "linear"}).context["tried"].prices
    shown = {offer.name: offer.scores[0] for offer in prices.offers if not offer.is_excluded}
    assert prices.formulas[0] == "Between lowest and highest"
    assert {shown["Pebblevox · Team Advanced"], shown["Tidewell Software · Smart Suite"]} == {"100.00", "0.00"}
    workings = {offer.name: offer.working for offer in prices.offers}
    assert workings["Elmsward Connect · Smart Plus"] == "100 × (1 − (477,000 − 276,100) / (550,600 − 276,100)) = 26.81"


def test_an_unofficial_formula_is_to_look_at_only(finance: Client, evaluation: Evaluation) -> None:
    prices = finance.get(url(evaluation), TRIED | {"price_formula": "mean_deviation"}).context["tried"].prices
    assert any("to look at, not to decide by" in warning for warning in prices.warnings)


@pytest.mark.parametrize(
    ("sent", "brought"),
    [
        ({"price_formula": "log", "full_marks_at": "1", "ceiling": "2"}, {"base": "2"}),
        ({"price_formula": "log", "base": "3"}, None),
        ({"price_formula": "linear", "base": "3"}, {}),
        ({"price_formula": "linear"}, None),
        ({"price_formula": "ceiling", "base": "3"}, {"full_marks_at": "288000", "ceiling": "720000"}),
    ],
)
def test_another_formula_brings_its_own_parameters_and_typing_brings_none(
    finance: Client, evaluation: Evaluation, sent: dict[str, str], brought: dict[str, str] | None
) -> None:
    answer = finance.get(url(evaluation), TRIED | sent, headers={"HX-Request": "true"}).content.decode()
    tried, parted, fields = answer.partition('<div id="what-if-parameters"')
    assert "Points for prices" in tried
    assert (dict(re.findall(r'name="(\w+)" value="([^"]*)"', fields)) if parted else None) == brought


def test_without_a_budget_there_is_no_ceiling_to_start_from(evaluation: Evaluation) -> None:
    case = case_of(evaluation)
    bare = replace(
        case,
        profile=replace(case.profile, budget=None),
        method=replace(case.method, price_formula="linear", price_parameters={}),
    )
    assert usual_parameters(bare, "ceiling") == {}
    assert usual_parameters(replace(bare, profile=case.profile), "ceiling") == {
        "full_marks_at": 288_000,
        "ceiling": 720_000,
    }


def test_each_total_stands_with_the_numbers_filled_in(finance: Client, evaluation: Evaluation) -> None:
    page = finance.get(url(evaluation), TRIED)
    row = page.context["tried"].rows[0]
    need, cost, risk = (dimension.score for dimension in row.offer.dimensions)
    assert row.working == f"(10 × {need} + 80 × {cost} + 10 × {risk}) / (10 + 80 + 10) = {row.offer.total}"
    assert row.working in page.content.decode()
    assert reverse("scoring:explanation", args=[evaluation.pk, row.offer.id]) in page.content.decode()


def test_the_list_says_which_one_is_shown(finance: Client, evaluation: Evaluation) -> None:
    address = keep(finance, evaluation).headers["Location"]
    keep(finance, evaluation, "Need first", weight_need="80", weight_cost="10")
    shown = {row.what_if.name: row.is_shown for row in finance.get(address).context["kept"]}
    assert shown == {"Cheap first": True, "Need first": False}
    assert not any(row.is_shown for row in finance.get(url(evaluation)).context["kept"])


def test_what_is_kept_comes_back_under_its_name(finance: Client, evaluation: Evaluation) -> None:
    response = keep(finance, evaluation, price_formula="log", base="2.5")
    page = finance.get(response.headers["Location"])
    assert page.context["form"].cleaned_data["weight_cost"] == 80
    assert page.context["form"].parameters == {"base": 2.5}
    assert "Cheap first" in page.content.decode()


def test_a_name_stands_once(finance: Client, evaluation: Evaluation) -> None:
    keep(finance, evaluation)
    text = keep(finance, evaluation).content.decode()
    assert "There is a what-if of this name; choose another." in text
    assert 'value="Cheap first"' in text, "what was typed is still there"
    assert evaluation.what_ifs.count() == 1
    keep(finance, factories.small_evaluation())
    assert WhatIf.objects.count() == 1, "and nothing is kept where the sheets are sealed"


def test_only_who_kept_one_and_procurement_may_remove_it(evaluation: Evaluation) -> None:
    owner, stranger = factories.member(group="Finance"), factories.member(group="Finance")
    keep(signed_in(owner), evaluation, "First")
    keep(signed_in(owner), evaluation, "Second")
    first, second = evaluation.what_ifs.all()
    assert signed_in(stranger).post(forget(evaluation, first)).status_code == 404
    assert signed_in(stranger).get(url(evaluation)).content.decode().count("btn-outline-danger") == 0
    assert signed_in(owner).get(url(evaluation)).content.decode().count("btn-outline-danger") == 2
    assert signed_in(owner).post(forget(evaluation, first)).status_code == 302
    assert visitor("procurement").post(forget(evaluation, second)).status_code == 302
    assert not evaluation.what_ifs.exists()


def test_one_of_another_evaluation_is_not_found(evaluation: Evaluation) -> None:
    kept = WhatIf.objects.create(
        evaluation=factories.small_evaluation(),
        name="Elsewhere",
        weight_need=50,
        weight_cost=30,
        weight_risk=20,
        price_formula="linear",
        by=factories.member(),
        at=factories.NOON,
    )
    assert visitor("procurement").post(forget(evaluation, kept)).status_code == 404
    assert WhatIf.objects.filter(pk=kept.pk).exists()


def test_what_is_kept_never_enters_the_result_or_the_exported_file(finance: Client, evaluation: Evaluation) -> None:
    before = case_of(evaluation)
    address = reverse("scoring:results", args=[evaluation.pk])
    ranked = [offer.total for offer in finance.get(address).context["result"].offers]

    keep(finance, evaluation, "Upside down")

    after = case_of(Evaluation.objects.get(pk=evaluation.pk))
    finance.get(url(evaluation))  # shows the message of what was kept, so that it is not on the next page
    page = finance.get(address)
    assert after == before
    assert [offer.total for offer in page.context["result"].offers] == ranked
    assert "Upside down" not in json.dumps(to_document(after))
    assert "Upside down" not in page.content.decode()


def test_nothing_is_tried_before_the_sheets_are_open(finance: Client) -> None:
    evaluation = factories.example("scoring")
    assert "What if – not the decision" not in finance.get(url(evaluation), TRIED).content.decode()
    assert keep(finance, evaluation).status_code == 200
    assert not evaluation.what_ifs.exists()


def test_a_dimension_may_weigh_nothing(finance: Client, evaluation: Evaluation) -> None:
    changes = {"weight_need": "0", "weight_cost": "100", "weight_risk": "0"}
    tried = finance.get(url(evaluation), TRIED | changes).context["tried"]
    assert tried.rows[0].offer.id == "pebblevox"
    assert len(tried.intervals) == 3


def test_the_page_costs_the_same_queries_with_one_kept_and_with_three(
    finance: Client, evaluation: Evaluation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    keep(finance, evaluation, "One")
    finance.get(url(evaluation))
    with CaptureQueriesContext(connection) as asked:
        finance.get(url(evaluation))
    first = len(asked)
    keep(finance, evaluation, "Two")
    keep(visitor("procurement"), evaluation, "Three")
    finance.get(url(evaluation))
    with django_assert_num_queries(first):
        finance.get(url(evaluation))
