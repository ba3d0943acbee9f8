"""Need match for money."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.formulas.value import value_for_money


def test_an_offer_is_beaten_by_those_that_give_as_much_for_less() -> None:
    points = value_for_money(["a", "b", "c", "d"], [80, 60, 60, 90], [500_000, 400_000, 450_000, 900_000])
    assert [point.beaten_by for point in points] == [(), (), ("b",), ()]
    assert [point.per_unit for point in points] == pytest.approx([1.6, 1.5, 60 / 45, 1.0])


def test_for_the_same_money_more_beats_less() -> None:
    points = value_for_money(["a", "b"], [80, 60], [100, 100])
    assert [point.beaten_by for point in points] == [(), ("a",)]


def test_equal_offers_do_not_beat_each_other() -> None:
    points = value_for_money(["a", "b"], [80, 79.9 + 0.1], [100, 100])
    assert all(point.is_efficient for point in points)


def test_an_offer_with_a_figure_missing_neither_beats_nor_is_efficient() -> None:
    points = value_for_money(["a", "b", "c"], [None, 60, 95], [100, 200, None])
    assert [point.is_efficient for point in points] == [False, True, False]
    assert [point.per_unit for point in points] == [None, 3_000, None]
    assert [(point.offer, point.need, point.cost) for point in points] == [
        ("a", None, 100),
        ("b", 60, 200),
        ("c", 95, None),
    ]


def test_an_offer_that_costs_nothing_has_no_points_per_money() -> None:
    point = value_for_money(["a"], [60], [0])[0]
    assert (point.per_unit, point.is_efficient) == (None, True)


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=1, max_size=8))
def test_somebody_is_always_efficient_and_beats_whoever_is_not(rows: list[tuple[int, int]]) -> None:
    points = value_for_money([str(row) for row in range(len(rows))], *zip(*rows, strict=True))
    efficient = {point.offer for point in points if point.is_efficient}
    assert efficient
    assert all(efficient & set(point.beaten_by) for point in points if not point.is_efficient)
