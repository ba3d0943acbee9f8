"""Robustness and Agreement: what the pages say, in odd cases too, and that they cost the same however full they are."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from scoring.casefile.rows import case_of
from scoring.formulas.agreement import agreement_of
from scoring.formulas.assessment import assess
from scoring.formulas.case import Case
from scoring.formulas.robustness import Interval, Shift, robustness_of
from scoring.models import Evaluation, Mark, WhatIf
from scoring.presentation import present
from scoring.presentation.agreement import AgreementFigures, agreement_figures
from scoring.presentation.compare import compare
from scoring.presentation.robustness import RobustnessFigures, robustness_figures
from scoring.presentation.what_if import tipping_points, try_out
from scoring.scenario import example_case
from tests import factories
from tests.scoring.small_files import an_offer, small_case
from tests.visitors import signed_in, visitor

LONG_NAME = "上海云端智能客服系统科技发展有限责任公司" * 6
EIGHT = "abcdefgh"
PAGES = ("robustness", "agreement", "compare", "what_if")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with override("en"):
        yield


def robust(case: Case) -> RobustnessFigures:
    assessment = assess(case)
    return robustness_figures(present(case, assessment), robustness_of(case, assessment))


def agreed(case: Case) -> AgreementFigures:
    return agreement_figures(present(case, assess(case)), agreement_of(case))


CASES: dict[str, tuple[Callable[[], Case], str]] = {
    "the example": (example_case, "robust"),
    "one offer": (lambda: small_case(an_offer("a")), "only_one"),
    "a tie": (lambda: small_case(an_offer("a"), an_offer("b")), "too_close"),
    "nobody passes": (lambda: small_case(an_offer("a", marks=0), an_offer("b", marks=0)), "none"),
    "eight long names": (
        lambda: small_case(*(an_offer(key, vendor=LONG_NAME, marks=5 - place % 4) for place, key in enumerate(EIGHT))),
        "too_close",
    ),
    "a dimension of no weight": (
        lambda: replace(example_case(), dimensions={"need": 60, "cost": 40, "risk": 0}),
        "robust",
    ),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_case_has_a_verdict_and_a_sentence_in_both_languages(name: str, language: str) -> None:
    make, verdict = CASES[name]
    with override(language):
        figures = robust(make())
    assert (figures.verdict, bool(figures.sentence)) == (verdict, True)
    assert "%(" not in " ".join([figures.sentence, *figures.further, figures.shift])


@pytest.mark.parametrize("name", CASES)
def test_every_case_can_be_compared_tried_and_read_for_agreement(name: str) -> None:
    case = CASES[name][0]()
    result = present(case, assess(case))
    tried = try_out(result, weights=case.dimensions, price_formula="lowest_ratio", price_parameters={})
    assert {row.offer.id for row in tried.rows} == {offer.id for offer in case.offers}
    assert agreed(case).headline
    if len(case.offers) > 1:
        ids = [offer.id for offer in result.offers][:4]
        assert len(compare(result, ids, only_differences=False).offers) == len(ids)


def test_the_page_prints_the_figures_of_the_method() -> None:
    figures, found = robust(example_case()), robustness_of(example_case())
    assert [row.high for row in figures.dimensions] == [each.high for each in found.dimension_intervals.values()]
    assert "Moving 14.2 of 100 points of weight from Cost health to Risk control" in figures.shift
    assert figures.shift.endswith("puts Elmsward Connect · Smart Plus level.")
    assert sum(row.shares[0] for row in figures.acceptability) == pytest.approx(1)
    assert len(figures.tried) == len(found.wins_if.tried) == 11
    assert not any(row.changes for row in figures.tried)
    assert figures.free_criteria + len(figures.criteria) == len(found.criterion_intervals)


def test_the_criterion_nearest_to_changing_the_winner_stands_first() -> None:
    room = [min(row.high - row.now, row.now - row.low if row.low > 0 else 1) for row in robust(example_case()).criteria]
    assert all(one <= other + 1e-9 for one, other in pairwise(room))


def test_a_single_mark_that_changes_the_winner_is_told() -> None:
    case = small_case(an_offer("a", marks=4), an_offer("b", marks=4, yearly=99_000))
    labels = [row.label for row in robust(case).mark_changes]
    assert "Service gives Vendor A · Smart a 5 instead of a 4 on “Security”" in labels


def test_agreement_says_too_few_to_tell_and_why_a_figure_is_missing() -> None:
    figures = agreed(small_case(an_offer("a"), an_offer("b")))
    assert figures.is_too_few
    assert figures.reading == "cannot be said"
    assert figures.coefficients[0].why_missing == "All marks are the same, so nothing can vary together."


def test_a_coefficient_is_the_value_of_the_sum_that_is_printed_with_it() -> None:
    sums = {row.label: row.worked for row in agreed(example_case()).coefficients}
    for row in agreed(example_case()).coefficients:
        told, given = re.search(r": (?:([^:]+) = )(\S+)$", sums[row.label]).groups()  # type: ignore[union-attr]
        assert given == row.figure
        computed = eval(told.replace("−", "-").replace(",", ""), {"__builtins__": {}})  # noqa: S307 - figures and signs
        assert computed == pytest.approx(float(row.figure), abs=0.006)
    assert [row.worked for row in agreed(small_case(an_offer("a"))).coefficients] == [""] * len(sums)


def test_agreement_prints_the_figures_of_the_method() -> None:
    found, figures = agreement_of(example_case()), agreed(example_case())
    assert figures.coefficients[0].figure == f"{found.alpha_ordinal:.2f}"
    assert (figures.seats, figures.cells) == (3, len(found.cells))
    known = [row.within_group for row in figures.criteria if row.within_group is not None]
    assert known == sorted(known), "the least agreed stands first"
    assert {(row.offer_id, row.criterion_id) for row in figures.discrepancies} == {
        (each.offer, each.criterion) for each in found.discrepancies
    }


def test_less_than_a_point_is_no_leaning() -> None:
    leanings = {row.seat: (row.severity, row.leaning) for row in agreed(example_case()).members}
    assert all(leaning == "" for severity, leaning in leanings.values() if abs(float(severity.replace("−", "-"))) < 1)


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_nothing_of_others_is_shown_before_the_sheets_are_open(page: str) -> None:
    evaluation = factories.example("scoring")
    address = reverse(f"scoring:{page}", args=[evaluation.pk])
    for client in (visitor("auditor"), visitor("procurement"), visitor("seated", evaluation)):
        response = client.get(address)
        assert response.templates[0].name == "scoring/results_sealed.html"
    assert visitor("stranger").get(address).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_each_page_opens_for_the_committee_in_both_languages(page: str, language: str) -> None:
    evaluation = factories.example("decided")
    member = evaluation.seats.select_related("member")[0].member
    assert member is not None
    member.language = language
    member.save()
    response = signed_in(member).get(reverse(f"scoring:{page}", args=[evaluation.pk]))
    assert response.status_code == 200
    assert f'lang="{language}"'.lower() in response.content.decode().lower()


def _queries(client: Client, evaluation: Evaluation, page: str) -> int:
    address = reverse(f"scoring:{page}", args=[evaluation.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
        return len(asked)


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_a_page_costs_the_same_queries_however_many_offers_criteria_and_marks(
    page: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = visitor("auditor")
    small, large = (_revealed(criteria=number, offers=number + 1) for number in (1, 4))
    assert _queries(client, small, page) == _queries(client, large, page)


def _revealed(*, criteria: int, offers: int) -> Evaluation:
    evaluation = factories.open_evaluation(criteria=criteria, offers=offers)
    Mark.objects.bulk_create(
        Mark(seat=seat, candidate=candidate, criterion=criterion, version=1, state="marked", value=3)
        for seat in evaluation.seats.all()
        for candidate in evaluation.candidates.all()
        for criterion in evaluation.criteria.filter(source="panel")
    )
    evaluation.seats.update(submitted_at=factories.NOON)
    evaluation.stage, evaluation.closed_at = "consensus", factories.NOON
    evaluation.save()
    return evaluation


@pytest.mark.django_db
def test_the_consensus_round_shows_how_far_each_cell_agrees() -> None:
    evaluation = factories.example("consensus")
    page = visitor("auditor").get(reverse("scoring:consensus", args=[evaluation.pk]))
    cells = [cell for cell, _chart in page.context["rows"]]
    found = {(each.offer, each.criterion): each.within_group for each in agreement_of(case_of(evaluation)).cells}
    for cell in cells:
        if cell.within_group is not None:
            assert float(cell.within_group) == pytest.approx(found[cell.offer_id, cell.criterion_id], abs=0.005)
    assert any(cell.within_group is not None and cell.within_group < 1 for cell in cells)
    assert reverse("scoring:agreement", args=[evaluation.pk]) in page.content.decode()


@pytest.mark.django_db
def test_every_figure_of_the_pages_leads_to_how_it_came_about() -> None:
    evaluation, client = factories.example("consensus"), visitor("auditor")
    explained = reverse("scoring:explanation", args=[evaluation.pk, "heronbridge"])
    for page in ("robustness", "agreement"):
        text = client.get(reverse(f"scoring:{page}", args=[evaluation.pk])).content.decode()
        assert text.count("How this came about ·") == {"robustness": 7, "agreement": 8}[page]
        assert (f'"{explained}"' in text) is (page == "robustness")
        assert (reverse("scoring:cell", args=[evaluation.pk, "heronbridge", "CH-A1"]) in text) is (page == "agreement")
    compared = client.get(reverse("scoring:compare", args=[evaluation.pk])).content.decode()
    criterion = next(each for each in case_of(evaluation).criteria if each.counts)
    assert reverse("scoring:cell", args=[evaluation.pk, "heronbridge", criterion.id]) in compared


@pytest.mark.django_db
def test_a_kept_what_if_changes_no_figure_of_robustness() -> None:
    evaluation = factories.example("consensus")
    before = robust(case_of(evaluation))
    WhatIf.objects.create(
        evaluation=evaluation,
        name="Only cost",
        weight_need=0,
        weight_cost=100,
        weight_risk=0,
        price_formula="linear",
        by=factories.member(),
        at=factories.NOON,
    )
    assert robust(case_of(evaluation)) == before


@pytest.mark.django_db
def test_each_tipping_point_opens_what_if_where_the_first_two_are_level() -> None:
    evaluation, client = factories.example("consensus"), visitor("finance")
    tipping = client.get(reverse("scoring:robustness", args=[evaluation.pk])).context["tipping"]
    assert [label for label, _address in tipping] == [
        "Cost health at 8.5 %",
        "Cost health at 88.0 %",
        "Risk control at 44.7 %",
        "After the smallest shift",
    ]
    for label, address in tipping:
        first, second = client.get(address).context["tried"].rows[:2]
        assert abs(first.offer.total - second.offer.total) <= Decimal("0.01"), label


@pytest.mark.django_db
def test_another_price_formula_opens_in_what_if_with_the_same_winner() -> None:
    evaluation, client = factories.example("consensus"), visitor("finance")
    tried = client.get(reverse("scoring:robustness", args=[evaluation.pk])).context["tried"]
    opened = [(row, address) for row, address in tried if address]
    assert [row.price_formula for row, _address in opened] == ["lowest_ratio", "linear"]
    for row, address in opened:
        assert client.get(address).context["tried"].rows[0].offer.name == row.winner


def test_where_the_other_dimensions_weigh_nothing_they_share_what_is_left() -> None:
    shift = Shift(source="need", target="cost", points=25.0, new_winner="b")
    only_need = {"need": Interval(low=0.4, high=1.0, present=1.0, after_low="b")}
    found = replace(robustness_of(small_case(an_offer("a"))), dimension_intervals=only_need, smallest_shift=shift)
    assert [point.weights for point in tipping_points(found, {"need": 2, "cost": 0, "risk": 0})] == [
        {"need": 40.0, "cost": 30.0, "risk": 30.0},
        {"need": 75.0, "cost": 25.0, "risk": 0.0},
    ]
