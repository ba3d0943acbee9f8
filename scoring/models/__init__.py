"""Judgement: evaluations, what they judge by, who judges, and the marks they gave."""

from scoring.models.baseline import Baseline
from scoring.models.criterion import Criterion
from scoring.models.decision import Decision
from scoring.models.evaluation import Evaluation, Stage
from scoring.models.mark import Mark, MarkRevision
from scoring.models.panel import Consensus, Override
from scoring.models.seat import Candidate, Seat

__all__ = [
    "Baseline",
    "Candidate",
    "Consensus",
    "Criterion",
    "Decision",
    "Evaluation",
    "Mark",
    "MarkRevision",
    "Override",
    "Seat",
    "Stage",
]
