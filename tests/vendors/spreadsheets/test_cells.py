"""Cells: what a cell of each kind may say, in either language and script, and what is refused with which words."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from vendors.spreadsheets.cells import Cell, Unreadable, plain, shown, text_of, written
from vendors.spreadsheets.columns import Choice, Column, Kind, both, known_by
from vendors.spreadsheets.guarding import safe_cell, without_guard


def a(kind: Kind) -> Column:
    choices = (Choice("any", both("At any time", "随时")), Choice("no", both("No, or never", "不支持")))
    return Column(key="x", label=both("Thing", "事项"), kind=kind, choices=lambda: choices)


@pytest.mark.parametrize(
    ("kind", "cell", "text"),
    [
        (Kind.LINE, "  云客服 ", "云客服"),
        (Kind.LINE, 2024.0, "2024"),
        (Kind.LINE, True, "TRUE"),
        (Kind.LINE, date(2026, 1, 2), "2026-01-02"),
        (Kind.LINE, datetime(2026, 1, 2), "2026-01-02"),  # noqa: DTZ001 - as the reader gives it
        (Kind.TEXT, "a\r\nb\rc", "a\nb\nc"),
        (Kind.LINE, "", ""),
        (Kind.NUMBER, None, ""),
        (Kind.NUMBER, 0.1 + 0.2, "0.3"),
        (Kind.NUMBER, 1e6, "1000000"),
        (Kind.NUMBER, -0.0, "0"),
        (Kind.NUMBER, "１，２００．５０", "1200.5"),
        (Kind.NUMBER, "1,234,567", "1234567"),
        (Kind.NUMBER, "−5", "-5"),
        (Kind.NUMBER, "1 200", "1200"),
        (Kind.WHOLE, 40.0, "40"),
        (Kind.PERCENT, 20, "20"),
        (Kind.PERCENT, "20 %", "20"),
        (Kind.PERCENT, "0.5%", "0.5"),
        (Kind.PERCENT, "２０％", "20"),
        (Kind.DAY, date(2026, 11, 2), "2026-11-02"),
        (Kind.DAY, "2026年11月2日", "2026-11-02"),
        (Kind.DAY, "2026/11/2", "2026-11-02"),
        (Kind.YES_NO, "是", "True"),
        (Kind.YES_NO, "NO", "False"),
        (Kind.YES_NO, True, "True"),
        (Kind.YES_NO, 0.0, "False"),
        (Kind.CHOICE, "随时", "any"),
        (Kind.CHOICE, "AT ANY  time", "any"),
        (Kind.CHOICE, "any", "any"),
        (Kind.SEVERAL, "No, or never；随时", "any,no"),
        (Kind.SEVERAL, "any, no", "any,no"),
    ],
)
def test_what_a_cell_says(kind: Kind, cell: Cell, text: str) -> None:
    assert text_of(a(kind), cell) == text


@pytest.mark.parametrize(
    ("kind", "cell", "says"),
    [
        (Kind.LINE, "a\nb", "must be one line"),
        (Kind.LINE, "a\x07b", "cannot be seen"),
        (Kind.NUMBER, "十万", "“十万” is not a number"),
        (Kind.NUMBER, "1.200,50", "is not a number"),
        (Kind.NUMBER, "1,20", "is not a number"),
        (Kind.NUMBER, "12 CNY", "is not a number"),
        (Kind.NUMBER, "1e5", "is not a number"),
        (Kind.NUMBER, "9" * 200, "is not a number"),
        (Kind.NUMBER, date(2026, 1, 2), "A number is needed here"),
        (Kind.NUMBER, time(12, 0), "A number is needed here"),
        (Kind.NUMBER, True, "A number is needed here"),
        (Kind.NUMBER, float("nan"), "A number is needed here"),
        (Kind.NUMBER, float("inf"), "A number is needed here"),
        (Kind.WHOLE, 40.5, "A whole number is needed here, not 40.5"),
        (Kind.PERCENT, 0.2, "Write 20 for 20 %, or “0.2 %” if you mean it"),
        (Kind.DAY, 46024.0, "46024 is a number and not a day"),
        (Kind.DAY, "2026-02-30", "not a day of the calendar"),
        (Kind.DAY, "2.11.2026", "is not a day"),
        (Kind.YES_NO, "maybe", "Write yes or no, not “maybe”"),
        (Kind.CHOICE, "sometimes", "none of the choices: At any time, No, or never"),
        (Kind.SEVERAL, "any; sometimes", "“sometimes” is none of the choices"),
    ],
)
def test_what_a_cell_may_not_say(kind: Kind, cell: Cell, says: str) -> None:
    with pytest.raises(Unreadable) as why:
        text_of(a(kind), cell)
    assert says in str(why.value)


def test_a_comma_that_may_be_a_decimal_one_is_not_guessed_at() -> None:
    with pytest.raises(Unreadable, match="is not a number"):
        text_of(a(Kind.NUMBER), "1,234", has_decimal_commas=True)


@given(st.decimals(min_value=0, max_value=10**12, places=4))
def test_an_amount_that_is_written_is_read_as_the_same(amount: Decimal) -> None:
    column = a(Kind.NUMBER)
    text = plain(column, amount)
    cell = written(column, text)
    as_read = float(cell) if isinstance(cell, Decimal) and len(cell.as_tuple().digits) <= 15 else format(cell, "f")

    assert text_of(column, as_read) == text


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"])))
def test_text_that_is_guarded_is_read_as_the_same(text: str) -> None:
    assert without_guard(safe_cell(text)) == text


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.YES_NO, "False"),
        (Kind.CHOICE, "no"),
        (Kind.SEVERAL, "any,no"),
        (Kind.PERCENT, "0.2"),
        (Kind.DAY, "2026-11-02"),
    ],
)
def test_what_is_written_in_one_language_is_read_in_the_other(language: str, kind: Kind, text: str) -> None:
    with override(language):
        cell = written(a(kind), text)
        words = shown(a(kind), text)

    assert words
    assert text_of(a(kind), float(cell) if isinstance(cell, Decimal) else cell) == text


def test_a_column_is_known_by_its_key_by_either_name_and_by_both() -> None:
    column = a(Kind.LINE)

    for heading in ("x", "THING *", "事项", "Thing / 事项", "事项 / Thing *", " thing "):
        assert known_by(heading, [column]) is column
    assert known_by("Thin", [column]) is None
    with override("zh-hans"):
        assert column.heading == "事项 / Thing"
