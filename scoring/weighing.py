"""Weighing: what each criterion of an evaluation weighs, given or by default, and what share of the total that is."""

from dataclasses import dataclass
from math import fsum

from scoring.formulas import case as cases
from scoring.models import Criterion, Evaluation
from scoring.models.evaluation import Dimension


@dataclass(frozen=True, slots=True)
class Weighed:
    """A criterion with its weight and its share of the total; both None where it does not count."""

    criterion: Criterion
    weight: float | None
    share: float | None


@dataclass(frozen=True, slots=True)
class DimensionWeight:
    """A dimension with its weight, its share of the total, and its criteria."""

    dimension: Dimension
    weight: float
    share: float
    rows: list[Weighed]


def weighed(evaluation: Evaluation) -> list[DimensionWeight]:
    """The three dimensions and their criteria, as they count in the result."""
    criteria = list(evaluation.criteria.all())
    weights = _weights(evaluation, criteria)
    of_dimensions = {dimension: getattr(evaluation, f"weight_{dimension}") for dimension in Dimension}
    total = fsum(of_dimensions.values())
    answer = []
    for dimension, weight in of_dimensions.items():
        share = weight / total if total else 0.0
        own = [row for row in criteria if row.dimension == dimension]
        sum_of_weights = fsum(weights[row.key] or 0 for row in own)
        rows = [
            Weighed(row, each, None if each is None or not sum_of_weights else share * each / sum_of_weights)
            for row in own
            for each in [weights[row.key]]
        ]
        answer.append(DimensionWeight(dimension, weight, share, rows))
    return answer


def _weights(evaluation: Evaluation, criteria: list[Criterion]) -> dict[str, float | None]:
    """Each criterion's weight by key; None for one that is redundant or whose condition does not hold."""
    stated = {row.key: row.weight for row in criteria}
    plain = [
        cases.Criterion(
            id=row.key,
            name=row.name,
            dimension=row.dimension,
            class_=row.grade,
            weight=0,
            measure=row.measure or None,
            condition=row.condition or None,
        )
        for row in criteria
    ]
    return {
        row.id: row.weight if row.counts and row.condition in {None, *evaluation.conditions} else None
        for row in cases.with_default_weights(plain, stated, evaluation.conditions)
    }
