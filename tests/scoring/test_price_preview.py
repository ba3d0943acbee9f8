"""Price preview: this evaluation's prices under the formulas that it could take, and what is odd about them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.utils.translation import override

from scoring.formulas.assessment import assess
from scoring.formulas.case import Case
from scoring.presentation import present
from scoring.presentation.price_preview import PricePreview, impossible, price_preview
from tests.scoring.small_files import an_offer, small_case


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with override("en"):
        yield


def preview(case: Case) -> PricePreview:
    return price_preview(present(case, assess(case)))


def priced(*yearly: float | None, marks: int = 4) -> Case:
    return small_case(*(an_offer("abcdefgh"[place], yearly=each, marks=marks) for place, each in enumerate(yearly)))


def under(case: Case, formula: str, *, budget: float | None = None, **parameters: float) -> Case:
    return replace(
        case,
        method=replace(case.method, price_formula=formula, price_parameters=parameters),
        profile=replace(case.profile, budget=budget),
    )


def column(found: PricePreview, place: int = 0) -> list[str]:
    return [offer.scores[place] for offer in found.offers]


# The prices of docs/method.md, over three years.
FOUR = (100, 120, 150, 180)


@pytest.mark.parametrize(
    ("formula", "parameters", "points"),
    [
        ("lowest_ratio", {}, ["100.00", "83.33", "66.67", "55.56"]),
        ("linear", {}, ["100.00", "75.00", "37.50", "0.00"]),
        ("log", {"base": 2}, ["100.00", "73.70", "41.50", "15.20"]),
        ("points_per_percent", {}, ["100.00", "80.00", "50.00", "20.00"]),
        ("mean_deviation", {}, ["77.27", "62.73", "40.91", "19.09"]),
        ("ceiling", {"full_marks_at": 300, "ceiling": 600}, ["100.00", "80.00", "50.00", "20.00"]),
    ],
)
def test_the_chosen_formula_stands_first_with_the_points_of_the_method(
    formula: str, parameters: dict[str, float], points: list[str]
) -> None:
    assert column(preview(under(priced(*FOUR), formula, **parameters))) == points


def test_the_other_official_formulas_stand_beside_it() -> None:
    found = preview(under(priced(*FOUR), "linear", budget=600))
    assert found.formulas == ("Between lowest and highest", "Against the budget", "Lowest price in proportion")
    assert column(found, 2) == ["100.00", "83.33", "66.67", "55.56"]


def test_a_formula_that_this_evaluation_cannot_take_is_left_out() -> None:
    assert "Against the budget" not in preview(under(priced(*FOUR), "linear")).formulas
    case = under(priced(*FOUR), "linear", budget=600)
    on_lines = replace(case, method=replace(case.method, price_basis="lines"))
    assert "Against the budget" not in preview(on_lines).formulas


def test_the_formula_is_shown_with_the_numbers_filled_in() -> None:
    found = preview(under(priced(*FOUR), "lowest_ratio"))
    assert [offer.working for offer in found.offers][1:] == [
        "100 × 300 / 360 = 83.33",
        "100 × 300 / 450 = 66.67",
        "100 × 300 / 540 = 55.56",
    ]


def test_an_excluded_offer_is_shown_and_no_reference() -> None:
    case = small_case(an_offer("a", yearly=50, marks=0), an_offer("b", yearly=100), an_offer("c", yearly=200))
    found = preview(under(case, "linear"))
    assert [(offer.is_excluded, offer.scores[0]) for offer in found.offers] == [
        (True, "100.00"),
        (False, "100.00"),
        (False, "0.00"),
    ]


ZERO = "An offer has a price of 0"
SINGLE = "Only one eligible offer has a price"
EQUAL = "All prices are equal"
RELATIVE = "This formula compares offers with each other"
GENEROUS = "Every offer gets full points for its price"
TIGHT = "No offer gets a point for its price"
BETWEEN = "No price lies between the limits"
NONE = "For an offer without a price the criterion is left out."


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (under(priced(0, 100, 200), "lowest_ratio"), [ZERO, RELATIVE]),
        (under(priced(100), "lowest_ratio"), [SINGLE]),
        (under(priced(100, 100), "linear"), [EQUAL]),
        (under(priced(100, 200), "linear"), [RELATIVE]),
        (under(priced(100, 200), "mean_deviation"), ["to look at, not to decide by"]),
        (under(priced(100, 200), "ceiling", full_marks_at=1000, ceiling=2000), [GENEROUS]),
        (under(priced(100, 200), "ceiling", full_marks_at=1, ceiling=2), [TIGHT]),
        (under(priced(100, 200), "ceiling", full_marks_at=400, ceiling=500), [BETWEEN]),
        (under(priced(100, 200), "ceiling", full_marks_at=100, ceiling=900), []),
        (under(priced(100, 200, None), "ceiling", full_marks_at=100, ceiling=900), [NONE]),
    ],
)
def test_what_is_odd_about_the_prices_is_said(case: Case, said: list[str]) -> None:
    warnings = preview(case).warnings
    assert len(warnings) == len(said), warnings
    for warning, part in zip(warnings, said, strict=True):
        assert part in warning


def test_without_a_criterion_for_the_price_there_is_nothing_to_warn_of() -> None:
    case = under(priced(0, 0), "linear")
    kept = tuple(each for each in case.criteria if each.measure != "price")
    assert preview(replace(case, criteria=kept)).warnings == ()


@pytest.mark.parametrize(
    ("formula", "parameters", "is_impossible"),
    [
        ("ceiling", {}, True),
        ("ceiling", {"full_marks_at": 500, "ceiling": 400}, True),
        ("log", {}, True),
        ("log", {"base": 1}, True),
        ("ceiling", {"full_marks_at": 300, "ceiling": 400}, False),
        ("linear", {}, False),
    ],
)
def test_impossible_limits_are_said_before_anything_is_scored(
    formula: str, parameters: dict[str, Any], *, is_impossible: bool
) -> None:
    assert bool(impossible(under(priced(*FOUR), formula, **parameters))) is is_impossible
