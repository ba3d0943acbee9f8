"""Compare: two to four offers beside each other, what differs, and which is best."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from scoring.casefile.rows import case_of
from scoring.formulas.assessment import assess
from scoring.models import Evaluation
from scoring.presentation import present
from scoring.presentation.compare import compare
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """The reader's language, whatever a request of an earlier test left active."""
    with override("en"):
        yield


def page(evaluation: Evaluation, query: str = "", client: Client | None = None) -> str:
    client = client or Client()
    client.force_login(factories.member(group="Finance"))
    response = client.get(reverse("scoring:compare", args=[evaluation.pk]) + query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_best_of_a_row_is_marked_unless_all_are_equal() -> None:
    case = case_of(factories.example("consensus"))
    result = present(case, assess(case))
    found = compare(result, ["elmsward", "pebblevox"], only_differences=False)
    rows = {row.label: row.cells for group in found.groups for row in group.rows}
    assert [cell.is_best for cell in rows["Total"]] == [True, False]
    assert [cell.is_best for cell in rows["Cash over all years"]] == [False, True]
    # Both promise 256 bits: nothing is to be marked.
    bits = next(cells for cells in rows.values() if cells[0].text == "256 bits")
    assert [(cell.text, cell.is_best) for cell in bits] == [("256 bits", False), ("256 bits", False)]


def test_the_figures_are_those_of_the_result() -> None:
    case = case_of(factories.example("consensus"))
    result = present(case, assess(case))
    found = compare(result, ["tidewell", "heronbridge"], only_differences=False)
    rows = {row.label: row for group in found.groups for row in group.rows}
    assert [cell.text for cell in rows["Total"].cells] == [
        str(result.offer("tidewell").total),
        str(result.offer("heronbridge").total),
    ]
    by_criterion = {row.criterion_id: row for group in found.groups for row in group.rows if row.criterion_id}
    heat = {row.criterion_id: row for group in result.heat for row in group.rows if row.counts}
    assert by_criterion.keys() == heat.keys()
    for key, row in heat.items():
        shown = {cell.offer_id: cell.text for cell in row.cells}
        assert [cell.text for cell in by_criterion[key].cells] == [shown["tidewell"], shown["heronbridge"]]


def test_only_differences_leaves_out_what_is_the_same_and_says_how_much() -> None:
    case = case_of(factories.example("consensus"))
    result = present(case, assess(case))
    whole = compare(result, ["heronbridge", "mistfold"], only_differences=False)
    found = compare(result, ["heronbridge", "mistfold"], only_differences=True)
    assert whole.hidden == 0
    assert found.hidden == sum(not row.differs for group in whole.groups for row in group.rows) > 0
    assert all(row.differs for group in found.groups for row in group.rows)


def test_without_a_choice_the_first_four_of_the_ranking_are_compared() -> None:
    text = page(factories.example("consensus"))
    assert text.count('<select class="form-select"') == 4
    assert "Heronbridge" in text


@pytest.mark.parametrize("query", ["?offer=elmsward", "?offer=elmsward&offer=elmsward", "?offer=nobody", "?offer="])
def test_fewer_than_two_offers_are_no_comparison(query: str) -> None:
    assert "Take at least two different offers above." in page(factories.example("consensus"), query)


def test_nothing_is_compared_before_the_sheets_are_open() -> None:
    text = page(factories.example("scoring"))
    assert "compare-table" not in text
