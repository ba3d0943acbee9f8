"""Own pattern: what stands out among a member's own marks, to look at again before handing in. Advice, never a rule."""

from collections import defaultdict
from dataclasses import dataclass

from scoring.models import Candidate
from scoring.sheets import Cell, Sheet

# A mark stands alone when this share of the scale lies between it and every other mark on the criterion: 2 points of 5.
FAR = 0.4
FEWEST = 3  # marks that make a pattern


@dataclass(frozen=True, slots=True)
class Uniform:
    """An offer to which the member gave one and the same mark on every criterion."""

    candidate: Candidate
    value: int
    count: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """What stands out on a sheet."""

    alone: list[Cell]
    uniform: list[Uniform]
    points: int  # what counts as far


def pattern_of(sheet: Sheet) -> Pattern:
    """Marks far from all others on their criterion, and offers that got one and the same mark everywhere."""
    evaluation = sheet.seat.evaluation
    points = max(2, round(FAR * (evaluation.scale_max - evaluation.scale_min)))
    alone = []
    for _criterion, cells in sheet.rows:
        values = {cell: cell.mark.value for cell in cells if cell.mark and cell.mark.value is not None}
        if len(values) >= FEWEST:
            alone += [cell for cell in values if _is_alone(cell, values, points)]
    return Pattern(alone, _uniform(sheet), points)


def _is_alone(cell: Cell, values: dict[Cell, int], points: int) -> bool:
    return all(abs(values[cell] - value) >= points for other, value in values.items() if other is not cell)


def _uniform(sheet: Sheet) -> list[Uniform]:
    values: dict[Candidate, list[int]] = defaultdict(list)
    for cell in sheet.cells:
        if cell.mark and cell.mark.value is not None:
            values[cell.candidate].append(cell.mark.value)
    return [
        Uniform(candidate, own[0], len(own))
        for candidate, own in values.items()
        if len(own) >= FEWEST and len(set(own)) == 1
    ]
