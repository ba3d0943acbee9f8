"""Robustness of a case: everything that section of the method asks, from one case and its assessment."""

from scoring.formulas.assessment import assess
from scoring.formulas.case import DIMENSIONS, Case
from scoring.formulas.results import Assessment
from scoring.formulas.robustness.board import Board
from scoring.formulas.robustness.field import Field
from scoring.formulas.robustness.results import Robustness, SecondOpinions, WinsIf
from scoring.formulas.robustness.verdict import sentence_of, verdict_of
from scoring.formulas.robustness.who_wins_if import who_wins_if


def robustness_of(case: Case, assessment: Assessment | None = None) -> Robustness:
    """How well the first place of a case stands.

    Args:
        case: a case that can be assessed.
        assessment: its assessment, where the caller has it already.
    Returns: see Robustness; no figure of it changes a score.
    Raises: ValueError: as `assess`.
    Source: docs/method.md, "Robustness".
    """
    assessment = assessment or assess(case)
    if not assessment.winners:
        return _without_winner(case, assessment)
    board = Board.of(case)
    field = Field(board, assessment)
    wins_if = who_wins_if(board)
    acceptability = field.dimension_acceptability()
    verdict, reasons = verdict_of(
        assessment, wins_if, acceptability, too_close=case.method.too_close, decimals=case.method.decimals
    )
    return Robustness(
        winner=assessment.winners,
        dimension_intervals=field.dimension_intervals(),
        criterion_intervals=field.criterion_intervals(),
        lines=field.lines(),
        smallest_shift=field.smallest_shift(),
        dimensions=tuple(DIMENSIONS[position] for position in field.inside),
        dimension_acceptability=acceptability,
        regions=field.regions(),
        rank_acceptability=field.rank_acceptability(),
        wins_if=wins_if,
        dominated=field.dominated(),
        second_opinions=field.second_opinions(),
        verdict=verdict,
        reasons=reasons,
        sentence=sentence_of(reasons[0]),
    )


def _without_winner(case: Case, assessment: Assessment) -> Robustness:
    wins_if = WinsIf()
    verdict, reasons = verdict_of(
        assessment, wins_if, {}, too_close=case.method.too_close, decimals=case.method.decimals
    )
    return Robustness(
        winner=(),
        dimension_intervals={},
        criterion_intervals={},
        lines={},
        smallest_shift=None,
        dimensions=(),
        dimension_acceptability={},
        regions={},
        rank_acceptability={},
        wins_if=wins_if,
        dominated={},
        second_opinions=SecondOpinions(first={}, figures={}),
        verdict=verdict,
        reasons=reasons,
        sentence=sentence_of(reasons[0]),
    )
