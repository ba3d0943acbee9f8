"""The list of evaluations and the overview: who sees which, and how far each has come."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from scoring import actions
from scoring.models import Evaluation, Stage
from tests import factories
from tests.visitors import answers, signed_in, visitor

pytestmark = pytest.mark.django_db

URL = "/evaluations/"


@pytest.fixture
def procurement() -> Client:
    return visitor("procurement")


def titles(client: Client, query: str = "") -> list[str]:
    page = client.get(URL + query).context["page"]
    return [evaluation.title for evaluation in page]


def opened(**fields: Any) -> Evaluation:
    return actions.open_scoring(factories.small_evaluation(**fields), by=None, on=factories.NOON)


def test_everybody_signed_in_has_a_list() -> None:
    assert answers(URL) == {
        "procurement": 200,
        "finance": 200,
        "auditor": 200,
        "administrator": 200,
        "stranger": 200,
        "anonymous": 302,
    }


def test_the_list_shows_what_concerns_the_visitor_and_nothing_else() -> None:
    mine, drafted = opened(title="Mine"), factories.small_evaluation(title="Mine in draft")
    opened(title="Of others")
    member = mine.seats.all()[0].member
    assert member is not None
    seat = drafted.seats.all()[0]
    seat.member = member
    seat.save()

    assert titles(signed_in(member)) == ["Mine"]
    assert titles(visitor("administrator")) == []
    assert sorted(titles(visitor("auditor"))) == ["Mine", "Mine in draft", "Of others"]


def test_the_first_visit_leads_to_the_first_evaluation(procurement: Client) -> None:
    assert "Create the first evaluation" in procurement.get(URL).content.decode()
    assert "Create the first evaluation" not in visitor("stranger").get(URL).content.decode()
    assert "New evaluation" not in visitor("finance").get(URL).content.decode()


def test_the_list_is_searched_filtered_and_sorted(procurement: Client) -> None:
    opened(title="Beta system", title_zh="客服系统")
    factories.evaluation(title="Alpha system")

    assert titles(procurement, "?q=system+beta") == ["Beta system"]
    assert titles(procurement, "?q=客服") == ["Beta system"]
    assert titles(procurement, "?stage=draft") == ["Alpha system"]
    assert titles(procurement, "?sort=title") == ["Alpha system", "Beta system"]
    assert titles(procurement, "?sort=-stage") == ["Beta system", "Alpha system"]
    assert "No evaluation matches" in procurement.get(f"{URL}?q=nothing").content.decode()


@pytest.mark.parametrize(
    "query", ["?stage=nowhere", f"?q={'x' * 10_000}", "?q=%00", "?sort=drop", "?page=99", "?page=-1", "?q=%3Cb%3E"]
)
def test_a_filter_that_cannot_be_read_breaks_nothing(procurement: Client, query: str) -> None:
    factories.evaluation(title="Here")

    assert procurement.get(URL + query).status_code == 200


def test_a_stage_that_there_is_not_keeps_the_list_and_says_so(procurement: Client) -> None:
    factories.evaluation(title="Here")
    page = procurement.get(f"{URL}?stage=nowhere").content.decode()

    assert "Here" in page
    assert "Select a valid choice" in page


def test_the_list_says_how_many_sheets_are_in() -> None:
    example = factories.example(Stage.SCORING)
    for member in [visitor("procurement"), signed_in(example.seats.get(key="it").member)]:  # type: ignore[arg-type]
        assert "1 of 3" in member.get(URL).content.decode()


def test_the_list_costs_the_same_queries_with_one_row_and_with_three(
    procurement: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    opened()
    with django_assert_max_num_queries(20) as one:
        procurement.get(URL)
    opened()
    opened()
    with django_assert_max_num_queries(len(one)):
        procurement.get(URL)


@pytest.mark.parametrize(
    ("stage", "member"), [(Stage.DRAFT, 404), (Stage.SCORING, 200), (Stage.CONSENSUS, 200), (Stage.DECIDED, 200)]
)
def test_an_evaluation_is_seen_by_those_it_concerns(stage: Stage, member: int) -> None:
    example = factories.example(stage)

    assert answers(example.get_absolute_url(), example) == {
        "procurement": 200,
        "finance": 200,
        "auditor": 200,
        "administrator": 404,
        "chair": member,
        # The IT lead; Wang Fang of the example holds the group Finance as well.
        "seated": member,
        "stranger": 404,
        "anonymous": 302,
    }


def test_the_overview_tells_of_others_sheets_only_whether_they_are_in() -> None:
    example = factories.example(Stage.SCORING)
    page = visitor("procurement").get(example.get_absolute_url()).content.decode()

    rows = re.findall(r"<tr>\s*<th scope=\"row\">(.*?)</tr>", page, flags=re.DOTALL)
    said = {row.split("<")[0].strip(): "Not done" not in row for row in rows if "done" in row.lower()}
    assert said == {"Customer service supervisor": True, "IT lead": False, "Finance": False}
    assert not re.search(r"\d+ of \d+", page)


def test_the_overview_leads_to_what_the_stage_allows() -> None:
    example = factories.example(Stage.SCORING)
    url = example.get_absolute_url()
    member = visitor("seated", example).get(url).content.decode()
    auditor = visitor("auditor").get(url).content.decode()

    assert [reverse(f"scoring:{name}", args=[example.pk]) in member for name in ("sheet", "close", "results")] == [
        True,
        False,
        False,
    ]
    assert reverse("scoring:sheet", args=[example.pk]) not in auditor
    revealed = factories.example(Stage.CONSENSUS, factories.committee())
    page = visitor("auditor").get(revealed.get_absolute_url()).content.decode()
    assert reverse("scoring:results", args=[revealed.pk]) in page


def test_the_overview_shows_names_as_text(procurement: Client) -> None:
    hostile = factories.small_evaluation(title="<script>alert(1)</script>")
    page = procurement.get(hostile.get_absolute_url()).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_overview_costs_the_same_queries_with_more_seats_and_offers(
    procurement: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    small, large = factories.small_evaluation(), factories.small_evaluation(offers=6, seats=6, criteria=9)
    with django_assert_max_num_queries(30) as one:
        procurement.get(small.get_absolute_url())
    with django_assert_max_num_queries(len(one)):
        procurement.get(large.get_absolute_url())
