"""Robustness: whether another offer would be first if weights, members, prices or marks were a little different.

`robustness_of` asks everything about a case; the other names are the arithmetic behind it.
"""

from scoring.formulas.robustness.acceptability import rank_acceptability
from scoring.formulas.robustness.intervals import weight_intervals
from scoring.formulas.robustness.of_case import robustness_of
from scoring.formulas.robustness.results import (
    Acceptability,
    Interval,
    MarkChange,
    Reason,
    Robustness,
    SecondOpinions,
    Shift,
    WinsIf,
)
from scoring.formulas.robustness.triangle import dimension_acceptability

__all__ = [
    "Acceptability",
    "Interval",
    "MarkChange",
    "Reason",
    "Robustness",
    "SecondOpinions",
    "Shift",
    "WinsIf",
    "dimension_acceptability",
    "rank_acceptability",
    "robustness_of",
    "weight_intervals",
]
