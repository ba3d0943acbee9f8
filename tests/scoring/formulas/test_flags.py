"""Flags as English sentences."""

import pytest

from scoring.formulas.flags import Flag, FlagValue


@pytest.mark.parametrize(
    ("code", "values", "sentence"),
    [
        (
            "no_total",
            {"dimensions": ("need", "risk")},
            "Nothing could be scored in need, risk, so there is no total and no rank.",
        ),
        (
            "waived",
            {"criterion": {"zh-hans": "流程", "en": "Flow"}, "by": "the board", "reason": "known"},
            "The open knock-out Flow was waived by the board: known",
        ),
        (
            "waived",
            {"criterion": {"zh-hans": "流程"}, "by": {}, "reason": "known"},
            "The open knock-out 流程 was waived by : known",
        ),
        (
            "over_yearly_budget",
            {"year": 2, "amount": 1234.5, "limit": 1000},
            "Year 2 costs 1234.50, more than the 1000.00 of an even share of the budget.",
        ),
        ("must_gap", {"coverage": 0.625}, "Only 62.5 % of the must weight reaches 60 points."),
    ],
)
def test_a_flag_reads_as_a_sentence(code: str, values: dict[str, FlagValue], sentence: str) -> None:
    assert Flag(code, values).text == sentence
