"""Price preview on the page of criteria and weights: worked out by the server while one types, and never written."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scoring.models import Evaluation
from tests import factories
from tests.visitors import visitor

pytestmark = pytest.mark.django_db

METHOD = {
    "weight_need": "40",
    "weight_cost": "30",
    "weight_risk": "30",
    "panel": "mean",
    "price_formula": "linear",
    "price_basis": "cash",
    "unknown": "zero",
    "must_policy": "knock_outs",
    "decimals": "2",
    "too_close": "1",
}
LIVE = {"HX-Request": "true"}


@pytest.fixture
def procurement() -> Client:
    return visitor("procurement")


@pytest.fixture
def evaluation() -> Evaluation:
    return factories.small_evaluation(offers=3)


def url(evaluation: Evaluation) -> str:
    return reverse("scoring:criteria", args=[evaluation.pk])


def plain(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def untouched(evaluation: Evaluation) -> bool:
    row = Evaluation.objects.get(pk=evaluation.pk)
    return (row.price_formula, row.price_parameters, row.weight_need) == ("lowest_ratio", {}, 40)


def test_the_page_opens_with_the_prices_under_the_stored_formula(procurement: Client, evaluation: Evaluation) -> None:
    prices = procurement.get(url(evaluation)).context["prices"]
    assert prices.formulas[0] == "Lowest price in proportion"
    assert [offer.scores[0] for offer in prices.offers] == ["100.00", "90.91", "83.33"]


def test_what_is_typed_is_scored_at_once_and_written_nowhere(procurement: Client, evaluation: Evaluation) -> None:
    response = procurement.post(url(evaluation), METHOD, headers=LIVE)
    assert response.content.decode().strip().startswith('<section id="price-preview"')
    assert [offer.scores[0] for offer in response.context["prices"].offers] == ["100.00", "50.00", "0.00"]
    assert untouched(evaluation)


def test_without_script_a_button_previews_and_keeps_what_was_typed(procurement: Client, evaluation: Evaluation) -> None:
    response = procurement.post(url(evaluation), METHOD | {"weight_need": "55", "act": "preview"})
    assert response.status_code == 200
    assert response.context["prices"].formulas[0] == "Between lowest and highest"
    assert 'value="55"' in response.content.decode()
    assert untouched(evaluation)


def test_saving_still_saves(procurement: Client, evaluation: Evaluation) -> None:
    assert procurement.post(url(evaluation), METHOD).status_code == 302
    assert Evaluation.objects.get(pk=evaluation.pk).price_formula == "linear"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"price_formula": "ceiling", "full_marks_at": "500000", "ceiling": "400000"},
            "Full points up to this price: Full points must end below the price from which there are none.",
        ),
        (
            {"price_formula": "ceiling"},
            "No points from this price on: There is no budget, so say from which price on there are no points.",
        ),
        ({"full_marks_at": "10"}, "Only the formula “against the budget” takes a limit; empty this field."),
        ({"decimals": "many"}, "Decimals: Enter a whole number."),
    ],
)
def test_impossible_limits_are_said_instead_of_points(
    procurement: Client, evaluation: Evaluation, changes: dict[str, str], sentence: str
) -> None:
    response = procurement.post(url(evaluation), METHOD | changes, headers=LIVE)
    assert response.context["prices"] is None
    assert sentence in plain(response)


def test_limits_that_tell_nobody_apart_are_warned_of(procurement: Client, evaluation: Evaluation) -> None:
    changes = {"price_formula": "ceiling", "full_marks_at": "1", "ceiling": "2"}
    response = procurement.post(url(evaluation), METHOD | changes, headers=LIVE)
    assert "No offer gets a point for its price" in plain(response)


def test_a_stored_ceiling_whose_budget_is_gone_breaks_nothing(procurement: Client) -> None:
    evaluation = factories.small_evaluation(price_formula="ceiling", budget=None)
    response = procurement.get(url(evaluation))
    assert "The limits of this price formula are missing or impossible" in plain(response)


def test_without_offers_there_is_no_price_to_look_at(procurement: Client) -> None:
    response = procurement.get(url(factories.small_evaluation(offers=0)))
    assert "No offer is chosen yet, so there is no price to look at." in plain(response)


def test_who_may_not_set_up_previews_nothing(evaluation: Evaluation) -> None:
    assert visitor("auditor").post(url(evaluation), METHOD, headers=LIVE).status_code == 403


def test_the_page_costs_the_same_queries_with_two_offers_and_with_four(procurement: Client) -> None:
    counted = []
    for offers in (2, 4):
        address = url(factories.small_evaluation(offers=offers))
        procurement.get(address)
        with CaptureQueriesContext(connection) as asked:
            procurement.get(address)
            counted.append(len(asked))
    assert counted[0] == counted[1]
