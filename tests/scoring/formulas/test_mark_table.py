"""Mark tables: the same marks as the tuple, and the same figures from them."""

from dataclasses import replace

import numpy as np
import pytest

from scoring.formulas.agreement import agreement_of
from scoring.formulas.assessment import assess
from scoring.formulas.case import Mark
from scoring.formulas.mark_table import MarkTable, columns_of
from scoring.formulas.panel import voting_sheets
from scoring.scenario import example_case
from tests.scoring.formulas.cases import case, marks, seat

SAID = (
    Mark(seat="it", offer="b", criterion="flow", value=3, evidence="demo", comment={"en": "Seen", "zh-hans": "看过"}),
    Mark(seat="service", offer="a", criterion="flow", state="not_applicable"),
    Mark(seat="service", offer="b", criterion="flow", state="abstained", comment="Too early"),
    Mark(seat="it", offer="a", criterion="flow", value=0),
)


def table(said: tuple[Mark, ...]) -> MarkTable:
    return MarkTable(
        columns=columns_of(said),
        values=[mark.value for mark in said],
        states=[mark.state for mark in said],
        evidence=[mark.evidence for mark in said],
        comments=[mark.comment for mark in said],
    )


def test_a_table_is_the_sequence_of_its_marks() -> None:
    found = table(SAID)
    assert tuple(found) == SAID
    assert (len(found), found[1], found[-1], found[1:3]) == (4, SAID[1], SAID[3], SAID[1:3])
    assert SAID[2] in found


def test_a_table_equals_the_tuple_of_its_marks_and_no_other() -> None:
    assert table(SAID) == SAID == table(SAID)
    assert hash(table(SAID[1:])) == hash(SAID[1:])
    assert table(SAID) != SAID[1:]
    assert table(SAID) != SAID[::-1]
    assert table(SAID) != "marks"


def test_columns_say_what_the_marks_say() -> None:
    found = columns_of(SAID)
    assert [found.seats.ids[place] for place in found.seats.positions] == [mark.seat for mark in SAID]
    assert found.offers.placed(["b", "a"]).tolist() == [0, 1, 0, 1]
    assert found.seats.placed(["service"]).tolist() == [-1, 0, 0, -1]
    np.testing.assert_array_equal(found.values, [3, np.nan, np.nan, 0])
    assert found.says_not_applicable.tolist() == [False, True, False, False]


def test_no_marks_are_no_columns() -> None:
    found = columns_of(())
    assert (found.seats.ids, len(found.values), len(table(()))) == ((), 0, 0)
    assert assess(case(marks=table(()))) == assess(case(marks=()))


def test_a_case_has_the_same_result_with_a_table() -> None:
    whole = example_case()
    same = replace(whole, marks=table(tuple(whole.marks)))
    assert same == whole
    assert assess(same) == assess(whole)
    assert agreement_of(same) == agreement_of(whole)


def test_a_mark_of_an_offer_that_is_not_there_is_refused_and_not_put_elsewhere() -> None:
    with pytest.raises(KeyError, match="strange"):
        voting_sheets(case(marks=[*marks("flow", service={"a": 4}), *marks("flow", service={"strange": 1})]))


def test_an_advisory_seats_marks_are_in_no_layer() -> None:
    seats = (seat("advises", voting=False), seat("service"))
    sheets = voting_sheets(case(seats=seats, marks=marks("flow", advises={"a": 1}, service={"a": 4})))
    assert sheets.scores[0, :, 0].tolist() == pytest.approx([80, np.nan], nan_ok=True)
