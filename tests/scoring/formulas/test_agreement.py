"""Agreement: the coefficients and their edges, what counts as far apart, and that it never touches a score."""

import random
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.casefile.document import read
from scoring.formulas.agreement import (
    READINGS,
    UNDEFINED,
    Agreement,
    CellAgreement,
    agreement_of,
    discrepancies,
    icc,
    kendall_w,
    krippendorff_alpha,
    member_against_rest,
    severity,
    within_group_agreement,
)
from scoring.formulas.assessment import assess
from scoring.formulas.case import Case, Mark, Scale
from tests.scoring.formulas.cases import case as a_case
from tests.scoring.formulas.cases import criterion, marks, measure, offer, seat
from tests.scoring.formulas.documents import Document, documents
from tests.scoring.small_files import an_offer, small_case

RATING = st.none() | st.integers(0, 5)
TABLES = st.integers(2, 6).flatmap(
    lambda columns: st.lists(st.lists(RATING, min_size=columns, max_size=columns), min_size=2, max_size=5)
)
FULL_TABLES = st.integers(2, 6).flatmap(
    lambda columns: st.lists(st.lists(st.integers(0, 5), min_size=columns, max_size=columns), min_size=2, max_size=5)
)


def case_with(*values: tuple[str, int | None], high: int = 5) -> Case:
    """One offer, and what each seat says about "tickets"."""
    case = small_case(an_offer("a", marks={}))
    marks = tuple(
        Mark(seat=seat, offer="a", criterion="tickets", value=value, state=None if value is not None else "abstained")
        for seat, value in values
    )
    return replace(case, scale=Scale(min=0, max=high), marks=marks)


def found(case: Case) -> list[tuple[str, str, int]]:
    return [(each.offer, each.criterion, each.spread) for each in discrepancies(case)]


def test_forty_percent_of_the_scale_is_far_apart_and_less_is_not() -> None:
    assert found(case_with(("service", 2), ("it", 4))) == [("a", "tickets", 2)]
    assert found(case_with(("service", 3), ("it", 4))) == []
    assert found(case_with(("service", 30), ("it", 70), high=100)) == [("a", "tickets", 40)]
    assert found(case_with(("service", 30), ("it", 69), high=100)) == []


def test_the_limit_is_a_share_of_the_scale_wherever_that_begins() -> None:
    case = replace(case_with(("service", 1), ("it", 3)), scale=Scale(min=1, max=6))
    assert found(case) == [("a", "tickets", 2)]


def test_a_recused_seat_makes_no_discrepancy() -> None:
    case = case_with(("service", 0), ("it", 5))
    recused = tuple(replace(seat, recused=frozenset("a") if seat.id == "it" else frozenset()) for seat in case.seats)
    assert found(replace(case, seats=recused)) == []


def test_one_mark_alone_or_none_disagrees_with_nobody() -> None:
    assert found(case_with(("service", 0))) == []
    assert found(case_with()) == []
    assert found(case_with(("service", 0), ("it", None))) == []


def test_an_advisory_seat_makes_no_discrepancy() -> None:
    case = case_with(("service", 0), ("it", 5))
    assert found(case) == [("a", "tickets", 5)]
    advisory = tuple(replace(seat, voting=seat.id != "it") for seat in case.seats)
    assert found(replace(case, seats=advisory)) == []


def test_the_widest_comes_first_else_the_order_of_the_criteria() -> None:
    case = small_case(an_offer("a", marks={}), an_offer("b", marks={}))
    said = {("tickets", "a"): 2, ("tickets", "b"): 5, ("robot", "a"): 3, ("security", "a"): 2, ("security", "b"): 1}
    marks = [
        Mark(seat=seat, offer=offer, criterion=criterion, value=value)
        for (criterion, offer), apart in said.items()
        for seat, value in (("service", 0), ("it", apart))
    ]
    expected = [("b", "tickets", 5), ("a", "robot", 3), ("a", "tickets", 2), ("a", "security", 2)]
    assert found(replace(case, marks=tuple(marks))) == expected
    assert found(replace(case, marks=tuple(reversed(marks)))) == expected


def by_hand(table: Any, level: str) -> float | None:
    """Alpha from its definition: every pair of ratings of a unit against every pair of ratings at all."""
    units = [[value for value in unit if value is not None] for unit in zip(*table, strict=True)]
    units = [unit for unit in units if len(unit) > 1]
    pool = [value for unit in units for value in unit]

    def distance(one: int, other: int) -> float:
        if level == "nominal":
            return float(one != other)
        if level == "interval":
            return float(one - other) ** 2
        low, high = sorted((one, other))
        between = sum(low <= each <= high for each in pool) - (pool.count(low) + pool.count(high)) / 2
        return float(between**2)

    expected = sum(distance(one, other) for one in pool for other in pool)
    if not expected:
        return None
    observed = sum(sum(distance(one, other) for one in unit for other in unit) / (len(unit) - 1) for unit in units)
    return 1 - (len(pool) - 1) * observed / expected


@given(TABLES, st.sampled_from(["ordinal", "interval", "nominal"]))
@settings(max_examples=200, deadline=None)
def test_alpha_is_what_its_definition_says(table: Any, level: str) -> None:
    expected = by_hand(table, level)
    assert krippendorff_alpha(table, level) == (None if expected is None else pytest.approx(expected, abs=1e-9))


@given(TABLES, st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_the_order_of_raters_and_of_what_they_rate_is_irrelevant(table: Any, shuffle: random.Random) -> None:
    rows, columns = list(range(len(table))), list(range(len(table[0])))
    shuffle.shuffle(rows)
    shuffle.shuffle(columns)
    turned = [[table[row][column] for column in columns] for row in rows]

    def same(before: Any, after: Any) -> None:
        assert after == (None if before is None else pytest.approx(before, abs=1e-8))

    for level in ("ordinal", "interval", "nominal"):
        same(krippendorff_alpha(table, level), krippendorff_alpha(turned, level))
    same(kendall_w(table), kendall_w(turned))
    same(icc(list(zip(*table, strict=True))), icc(list(zip(*turned, strict=True))))
    for measured in (member_against_rest, severity):
        before, after = measured(table), measured(turned)
        same(before and [before[row] for row in rows], after)


@given(TABLES)
@settings(max_examples=200, deadline=None)
def test_every_coefficient_keeps_its_bounds(table: Any) -> None:
    def within(figure: float | None, low: float) -> bool:
        return figure is None or low - 1e-9 <= figure <= 1 + 1e-9

    assert all(within(krippendorff_alpha(table, level), -1) for level in ("ordinal", "interval", "nominal"))
    assert within(kendall_w(table), 0)
    assert all(within(figure, -1) for figure in member_against_rest(table))
    assert all(within(within_group_agreement(column, 0, 5), 0) for column in zip(*table, strict=True))
    assert all(within(figure, -np.inf) for figure in icc(list(zip(*table, strict=True))).values())
    assert sum(effect or 0 for effect in severity(table) or []) == pytest.approx(0, abs=1e-6)


@given(st.lists(st.integers(0, 5), min_size=2, max_size=8), st.integers(2, 5))
def test_perfect_agreement_is_1_and_none_at_all_to_tell_is_undefined(row: list[int], raters: int) -> None:
    table = [row] * raters
    one = 1 if len(set(row)) > 1 else None

    assert [krippendorff_alpha(table, level) for level in ("ordinal", "interval", "nominal")] == [one] * 3
    assert kendall_w(table) == (one and pytest.approx(1))
    assert member_against_rest(table) == [one and pytest.approx(1)] * raters
    assert set(icc(list(zip(*table, strict=True))).values()) == {one}
    assert within_group_agreement([row[0]] * raters, 0, 5) == 1
    assert severity(table) == [0] * raters


@given(FULL_TABLES)
def test_with_nothing_missing_severity_is_the_distance_from_the_mean(table: Any) -> None:
    means = np.array(table).mean(axis=1)
    assert severity(table) == pytest.approx((means - means.mean()).tolist(), abs=1e-8)


@given(FULL_TABLES, st.integers(-3, 3))
def test_a_rater_who_is_stricter_throughout_changes_no_order_and_no_consistency(table: Any, shift: int) -> None:
    moved = [[value + shift for value in table[0]], *table[1:]]
    before, after = icc(list(zip(*table, strict=True))), icc(list(zip(*moved, strict=True)))
    assert kendall_w(moved) == kendall_w(table)
    for form in ("icc3", "icc3k"):
        assert after[form] == (None if before[form] is None else pytest.approx(before[form], abs=1e-8))


def test_what_cannot_be_told_is_none() -> None:
    assert krippendorff_alpha([[1, None], [None, 2]]) is None
    assert krippendorff_alpha([[3, 3], [3, 3]]) is None
    assert kendall_w([[1, 2, 3]]) is None
    assert kendall_w([[1], [2]]) is None
    assert kendall_w([[1, 2], [1, None]]) is None
    assert kendall_w([[4, 4], [2, 2]]) is None
    assert member_against_rest([[1, 2], [None, None], [2, 2]]) == [None, None, None]
    assert set(icc([[1, 2]]).values()) == {None}
    assert set(icc([[1, 2], [3, None]]).values()) == {None}
    assert icc([[1, 2], [2, 1]]) == {
        "icc1": -1, "icc2": None, "icc3": -1, "icc1k": None, "icc2k": None, "icc3k": None,
    }  # fmt: skip
    assert within_group_agreement([4, None], 0, 5) is None
    assert severity([[50, 60], [None, None]]) is None
    assert severity([[50, None], [None, 60]]) is None
    assert severity([[50, None, None], [70, 20, None], [None, 10, None], [None] * 3]) == [-10, 10, 0, None]


def test_a_gap_in_one_row_is_left_out_of_the_others_mean_and_of_that_row() -> None:
    # The others' means are 2.5, 1, 4.5 for the first; 1.5, 4 for the second; 2, 2, 3.5 for the third.
    assert member_against_rest([[1, 2, 3], [3, None, 4], [2, 1, 5]]) == pytest.approx([0.5, 1, 0.75**0.5])
    assert member_against_rest([[1, 2, 3], [None, 5, 4]]) == [-1, -1]


def test_a_scale_need_not_begin_at_0() -> None:
    assert within_group_agreement([4, 4, 5], 1, 6) == within_group_agreement([3, 3, 4], 0, 5) == pytest.approx(31 / 35)
    zero = committee(it={"a": 5, "b": 3, "c": 1}, cfo={"a": 4, "b": 3, "c": 2}, ops={"a": 5, "b": 2, "c": 1})
    raised = tuple(replace(mark, value=mark.value + 1) for mark in zero.marks if mark.value is not None)
    assert agreement_of(replace(zero, scale=Scale(min=1, max=6), marks=raised)) == replace(
        agreement_of(zero),
        discrepancies=discrepancies(replace(zero, scale=Scale(min=1, max=6), marks=raised)),
    )


def test_ties_within_a_rater_are_corrected_for() -> None:
    assert kendall_w([[1, 2, 2, 4], [1, 3, 3, 4], [10, 30, 30, 40]]) == pytest.approx(1)
    assert kendall_w([[1, 1, 2], [1, 2, 2]]) == pytest.approx(0.75)


def test_noise_of_floats_is_no_order() -> None:
    assert kendall_w([[0.1 + 0.2, 0.3], [0.3, 0.1 + 0.2]]) is None
    assert krippendorff_alpha([[0.1 + 0.2], [0.3]], "nominal") is None


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            lambda: krippendorff_alpha([[1, 2]], "ratio"),
            "the level must be one of ordinal, interval, nominal, not 'ratio'",
        ),
        (lambda: krippendorff_alpha(np.array([1.0, 2.0])), "ratings must be rows and columns, not 1 dimensions"),
        (lambda: icc([[1, float("inf")]]), "ratings must be finite"),
        (lambda: within_group_agreement([6], 0, 5), "a mark is outside 0..5"),
        (lambda: within_group_agreement([1], 5, 5), "the scale must rise, not run from 5 to 5"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: Any, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}$"):
        wrong()


def committee(**sheets: dict[str, Any]) -> Case:
    """Three offers, two panel criteria and the price; what each seat says about both criteria, offer by offer."""
    given = [mark for name in ("flow", "talk") for mark in marks(name, **sheets)]
    return a_case(
        seats=[seat(name) for name in sheets],
        offers=[offer(name, cash=100.0) for name in "abc"],
        criteria=[criterion(), criterion("talk"), measure("price", "price")],
        marks=given,
    )


def test_a_case_is_told_with_what_it_rests_on() -> None:
    told = agreement_of(
        committee(it={"a": 5, "b": 3, "c": 1}, cfo={"a": 4, "b": 3, "c": 0}, ops={"a": 5, "b": 3, "c": 1})
    )

    assert (told.seats, told.offers, told.criteria) == (("it", "cfo", "ops"), ("a", "b", "c"), ("flow", "talk"))
    assert (told.complete_seats, told.complete_cells, told.is_too_few) == (told.seats, 6, False)
    assert told.kendall_w == pytest.approx(1)
    assert told.member_against_rest == {"it": pytest.approx(1), "cfo": pytest.approx(1), "ops": pytest.approx(1)}
    assert told.severity == pytest.approx({"it": 40 / 9, "cfo": -80 / 9, "ops": 40 / 9})
    assert told.own_totals["cfo"] == {"a": 80, "b": 60, "c": 0}
    sheets = [[5, 3, 1] * 2, [4, 3, 0] * 2, [5, 3, 1] * 2]
    assert told.alpha_ordinal == pytest.approx(by_hand(sheets, "ordinal"))
    assert told.alpha_interval == pytest.approx(by_hand(sheets, "interval"))
    assert told.alpha_interval != told.alpha_ordinal
    assert told.cells[0] == CellAgreement("a", "flow", within_group_agreement([5, 4, 5], 0, 5) or 0, 3)
    assert told.within_group == {"flow": pytest.approx((1 + 2 * (1 - 4 / 35)) / 3), "talk": told.within_group["flow"]}
    assert told.readings == {
        "alpha_ordinal": "good", "alpha_interval": "good", "icc2k": "excellent", "icc3k": "excellent",
    }  # fmt: skip
    assert (told.undefined, told.discrepancies) == ({}, ())


def test_two_seats_or_two_offers_are_too_few_to_tell() -> None:
    sheets = {"it": {"a": 5, "b": 3, "c": 1}, "cfo": {"a": 5, "b": 3, "c": 2}}
    two = agreement_of(committee(**sheets))
    three = agreement_of(committee(**sheets, ops={"a": 4, "b": 3, "c": 1}))
    two_offers = agreement_of(
        committee(**{name: {"a": 5, "b": 3 - place} for place, name in enumerate(("x", "y", "z"))})
    )

    assert set(two.readings.values()) == set(two_offers.readings.values()) == {"too_few"}
    assert (two.is_too_few, two_offers.is_too_few, three.is_too_few) == (True, True, False)
    assert "too_few" not in three.readings.values()


def test_a_missing_figure_says_why() -> None:
    def why(told: Agreement) -> dict[str, str]:
        return dict(told.undefined)

    everything = ["alpha_ordinal", "alpha_interval", "kendall_w", "icc2k", "icc3k", "severity"]
    nobody = agreement_of(committee())
    assert [nobody.alpha_ordinal, nobody.kendall_w, nobody.icc2k] == [None] * 3
    assert list(why(nobody)) == everything
    assert set(nobody.readings.values()) == {"undefined"}

    alone = why(agreement_of(committee(it={"a": 5, "b": 3, "c": 1})))
    assert alone["alpha_ordinal"] == alone["severity"] == "no_shared_cells"
    assert alone["kendall_w"] == alone["member_against_rest.it"] == "few_complete_seats"

    same = why(agreement_of(committee(it={"a": 3, "b": 3}, cfo={"a": 3, "b": 3})))
    assert {same[name] for name in ("alpha_interval", "kendall_w", "icc2k", "member_against_rest.it")} == {
        "no_variation"
    }
    assert "severity" not in same

    two_cells = why(agreement_of(committee(it={"a": 3}, cfo={"a": 3})))
    assert two_cells["icc2k"] == "no_variation"

    apart = why(agreement_of(committee(it={"a": 3, "b": 1}, cfo={"b": 2}, x={"c": 4}, y={"c": 3})))
    assert apart["severity"] == "not_connected"
    assert apart["icc2k"] == "few_complete_cells"
    assert apart["member_against_rest.cfo"] == "incomplete_seat"

    single = why(agreement_of(committee(it={"a": 3}, cfo={"a": 4})))
    assert single["kendall_w"] == single["member_against_rest.it"] == "one_offer"


def test_advisory_seats_measures_and_what_does_not_count_are_left_out() -> None:
    sheets = {"it": {"a": 5, "b": 3, "c": 1}, "cfo": {"a": 4, "b": 3, "c": 2}}
    plain = committee(**sheets)
    advised = committee(**sheets, guest={"a": 0, "b": 5, "c": 5})
    advised = replace(advised, seats=tuple(replace(each, voting=each.id != "guest") for each in advised.seats))
    assert agreement_of(advised) == agreement_of(plain)

    extra = (criterion("old", class_="redundant"), criterion("calls", condition="voice"))
    said = [mark for item in extra for mark in marks(item.id, it={"a": 0}, cfo={"a": 1})]
    more = replace(plain, criteria=(*plain.criteria, *extra), marks=(*plain.marks, *said))
    assert agreement_of(more) == agreement_of(plain)


def test_a_recusal_empties_the_column_and_states_are_no_zeros() -> None:
    full = committee(it={"a": 5, "b": 3, "c": 1}, cfo={"a": 0, "b": 3, "c": 1}, ops={"a": 5, "b": 2, "c": 1})
    recused = replace(full, seats=(full.seats[0], replace(full.seats[1], recused=frozenset("a")), full.seats[2]))
    told = agreement_of(recused)
    assert told.own_totals["cfo"] == {"a": None, "b": 60, "c": 20}
    assert (told.complete_seats, told.complete_cells) == (("it", "ops"), 4)

    abstained = agreement_of(
        committee(it={"a": 5, "b": 3, "c": 1}, cfo={"a": "abstained", "b": 3, "c": 1}, ops={"a": 5, "b": 2, "c": 1})
    )
    assert abstained == told


def test_a_mark_on_a_criterion_that_is_not_on_the_sheet_is_not_read() -> None:
    sheets = {"it": {"a": 5, "b": 3, "c": 1}, "cfo": {"a": 4, "b": 3, "c": 2}}
    case = committee(**sheets)
    narrow = replace(case, seats=(case.seats[0], replace(case.seats[1], criteria=frozenset({"flow"}))))
    told = agreement_of(narrow)
    assert [(cell.criterion, cell.marks) for cell in told.cells] == [("flow", 2)] * 3
    assert (told.within_group["talk"], told.complete_cells) == (None, 3)
    assert told.own_totals["cfo"] == {"a": 80, "b": 60, "c": 40}


def test_a_seats_own_total_weighs_criteria_and_dimensions_as_the_committee_does() -> None:
    case = a_case(
        dimensions={"need": 40.0, "cost": 30.0, "risk": 30.0},
        criteria=[
            criterion(),
            criterion("mood", weight=1.0),
            criterion("safe", dimension="risk"),
            measure("p", "price"),
        ],
        marks=[
            *marks("flow", service={"a": 4, "b": 5}),
            *marks("mood", service={"a": 2}),
            *marks("safe", service={"a": 5}),
        ],
    )
    assert agreement_of(case).own_totals == {"service": {"a": pytest.approx((40 * 70 + 30 * 100) / 70), "b": None}}
    without_risk = replace(case, dimensions={"need": 40.0, "cost": 30.0, "risk": 0.0})
    assert agreement_of(without_risk).own_totals == {"service": {"a": 70, "b": 100}}


@given(documents())
@settings(max_examples=100, deadline=None)
def test_every_file_is_told_and_no_score_is_touched(document: Document) -> None:
    case = read(document)
    before = assess(case)

    told = agreement_of(case)

    assert assess(case) == before
    assert set(told.readings.values()) <= set(READINGS)
    assert set(told.undefined.values()) <= set(UNDEFINED)
    figures = ("alpha_ordinal", "alpha_interval", "kendall_w", "icc2k", "icc3k")
    for name in figures:
        assert (getattr(told, name) is None) == (name in told.undefined)
    missing = {seat for seat, figure in told.member_against_rest.items() if figure is None}
    assert {name for name in told.undefined if "." in name} == {f"member_against_rest.{seat}" for seat in missing}
    assert ("severity" in told.undefined) == (not told.severity or None in told.severity.values())
