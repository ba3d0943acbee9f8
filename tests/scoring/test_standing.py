"""Standing: the verdict that is kept, by what it goes, and that a sealed evaluation leaves nothing behind."""

from dataclasses import replace

import pytest
from django.core.cache import cache
from django.urls import reverse

from scoring.casefile.rows import case_of
from scoring.formulas.assessment import assess
from scoring.formulas.case import Case
from scoring.formulas.mark_table import MarkTable
from scoring.formulas.robustness import robustness_of
from scoring.models import Evaluation
from scoring.scenario import example_case
from scoring.standing import fingerprint, standing_of
from tests import factories
from tests.visitors import visitor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()


def with_one_mark_changed(case: Case) -> Case:
    first, *others = case.marks
    return replace(case, marks=(replace(first, value=0 if first.value else 1), *others))


def test_the_verdict_is_that_of_robustness() -> None:
    evaluation = factories.example("consensus")
    case = case_of(evaluation)
    found = robustness_of(case)
    for _time in ("worked out", "kept"):
        standing = standing_of(evaluation, case, assess(case))
        assert (standing.verdict, standing.reason) == (found.verdict, found.reasons[0])


def test_what_is_kept_is_used() -> None:
    evaluation = factories.example("consensus")
    case = case_of(evaluation)
    cache.set(fingerprint(case), ("sensitive", "low_acceptability", {"winner": ("heronbridge",), "share": 0.4}))
    assert standing_of(evaluation, case, assess(case)).verdict == "sensitive"
    page = visitor("auditor").get(reverse("scoring:results", args=[evaluation.pk])).content.decode()
    assert "is first under only 40 % of all weights of the dimensions." in page


@pytest.mark.parametrize(
    "changed",
    [
        with_one_mark_changed,
        lambda case: replace(case, dimensions={"need": 1, "cost": 1, "risk": 1}),
        lambda case: replace(case, method=replace(case.method, too_close=9)),
        lambda case: replace(case, marks=case.marks[1:]),
    ],
)
def test_whatever_the_result_depends_on_gives_another_key(changed: object) -> None:
    case = example_case()
    assert callable(changed)
    assert fingerprint(changed(case)) != fingerprint(case)


def test_the_order_of_marks_gives_the_same_key() -> None:
    case = example_case()
    assert fingerprint(replace(case, marks=case.marks[::-1])) == fingerprint(case)


def test_a_table_of_marks_gives_the_same_key_as_the_marks_one_by_one() -> None:
    case = case_of(factories.example("consensus"))
    assert isinstance(case.marks, MarkTable)
    assert fingerprint(replace(case, marks=tuple(case.marks))) == fingerprint(case)


def test_a_mark_that_moves_to_another_seat_gives_another_key() -> None:
    case = example_case()
    first, second = (next(mark for mark in case.marks if mark.seat == seat.id) for seat in case.seats[:2])
    others = tuple(mark for mark in case.marks if mark not in (first, second))
    moved = (replace(first, seat=second.seat), replace(second, seat=first.seat))
    assert fingerprint(replace(case, marks=(*others, *moved))) != fingerprint(case)


def test_nothing_is_kept_while_the_sheets_are_sealed() -> None:
    evaluation = factories.example("scoring")
    case = replace(example_case(), title="Sealed")
    standing_of(evaluation, case, assess(case))
    assert cache.get(fingerprint(case)) is None
    revealed = Evaluation(stage="consensus")
    standing_of(revealed, case, assess(case))
    assert cache.get(fingerprint(case)) is not None


def test_the_results_page_says_the_verdict_in_one_line_and_links_to_the_page() -> None:
    evaluation = factories.example("consensus")
    page = visitor("auditor").get(reverse("scoring:results", args=[evaluation.pk])).content.decode()
    assert "stays first under each of the 11 changes that were tried" in page
    assert reverse("scoring:robustness", args=[evaluation.pk]) in page
