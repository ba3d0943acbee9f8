"""The need self-check as a step of setting up: kept, followed, and never stored while somebody still types."""

import pytest
from django.test import Client
from django.urls import reverse

from scoring import actions, library
from scoring.models import Evaluation, Needs
from tests import factories
from tests.scoring.needs_typed import SMALL, typed
from tests.visitors import visitor

pytestmark = pytest.mark.django_db

URL = "/adviser/"


@pytest.fixture
def procurement() -> Client:
    return visitor("procurement")


@pytest.fixture
def evaluation() -> Evaluation:
    return factories.small_evaluation()


def test_while_somebody_types_only_the_answer_comes_back_and_nothing_is_stored(
    procurement: Client, evaluation: Evaluation
) -> None:
    for url in (URL, reverse("scoring:setup_needs", args=[evaluation.pk])):
        live = procurement.post(url, SMALL | {"agent_seats": "12"}, headers={"HX-Request": "true"}).content.decode()
        assert "The tier that fits is Advanced." in live
        assert "<html" not in live
        wrong = procurement.post(url, SMALL | {"agent_seats": "twelve"}, headers={"HX-Request": "true"})
        assert "The answer follows once everything can be read." in wrong.content.decode()
        assert "Agent seats by year" in wrong.content.decode()
        # Htmx sends the button that was pressed last along.
        procurement.post(url, SMALL | {"title": "Twice", "start": "1", "save": "1"}, headers={"HX-Request": "true"})
    evaluation.refresh_from_db()
    assert evaluation.agent_seats is None
    assert not Needs.objects.exists()
    assert Evaluation.objects.count() == 1


def test_inside_an_evaluation_the_answers_are_kept_and_what_nobody_changed_follows(
    procurement: Client, evaluation: Evaluation
) -> None:
    url = reverse("scoring:setup_needs", args=[evaluation.pk])
    fields = {name: value for name, value in typed(library.scenario("S3")).items() if name != "title"}
    response = procurement.post(url, fields | {"save": "1"})
    evaluation.refresh_from_db()

    assert response.headers["Location"] == reverse("scoring:setup_company", args=[evaluation.pk])
    assert (evaluation.title, evaluation.tier_id) == ("Customer service system", "custom")
    assert evaluation.normal_concurrency == 122.4
    assert (evaluation.weight_need, evaluation.weight_cost, evaluation.weight_risk) == (35, 20, 45)
    page = procurement.get(url)
    assert page.context["answer"].load.required == 369
    assert page.context["check"].channels.initial[0]["share_percent"] == 60


def test_saving_without_live_conversations_keeps_the_load_of_the_company_page(
    procurement: Client, evaluation: Evaluation
) -> None:
    Evaluation.objects.update(normal_concurrency=42)
    procurement.post(reverse("scoring:setup_needs", args=[evaluation.pk]), SMALL | {"save": "1"})
    evaluation.refresh_from_db()
    assert evaluation.normal_concurrency == 42


def test_checking_inside_an_evaluation_stores_nothing(procurement: Client, evaluation: Evaluation) -> None:
    before = list(Evaluation.objects.values())
    response = procurement.post(reverse("scoring:setup_needs", args=[evaluation.pk]), SMALL | {"check": "1"})
    assert response.context["answer"].tier == "basic"
    assert list(Evaluation.objects.values()) == before
    assert not Needs.objects.exists()


def test_criteria_that_were_taken_keep_their_tier_and_the_page_says_so(
    procurement: Client, evaluation: Evaluation
) -> None:
    Evaluation.objects.update(tier="smart", pack="core")
    response = procurement.post(
        reverse("scoring:setup_needs", args=[evaluation.pk]), SMALL | {"save": "1"}, follow=True
    )
    evaluation.refresh_from_db()
    assert evaluation.tier_id == "smart"
    assert "The advice is now “Basic”; your criteria were taken for “Smart”." in response.content.decode()


def test_after_opening_the_needs_are_frozen(procurement: Client, evaluation: Evaluation) -> None:
    actions.open_scoring(evaluation, by=None, on=factories.NOON)
    response = procurement.post(reverse("scoring:setup_needs", args=[evaluation.pk]), SMALL | {"save": "1"})
    assert response.status_code == 302
    assert not Needs.objects.exists()


def test_the_step_is_recommended_until_it_is_filled_in_and_never_in_the_way(
    procurement: Client, evaluation: Evaluation
) -> None:
    url = reverse("scoring:setup_needs", args=[evaluation.pk])
    steps = procurement.get(url).context["progress"].steps
    assert (steps[0].route, steps[0].is_done, str(steps[0].advice)) == ("scoring:setup_needs", True, "recommended")
    procurement.post(url, SMALL | {"save": "1"})
    assert procurement.get(url).context["progress"].steps[0].advice == ""
