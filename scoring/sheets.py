"""Sheets: what a seat has to mark, and how far it has come."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from scoring.models import Candidate, Criterion, Mark, Seat
from scoring.models.evaluation import Dimension
from scoring.models.mark import EVIDENCE_CAP, Evidence, State

# What the caps on evidence are stated in: points of a scale from 0 to 5.
CAP_SCALE = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """One offer on one criterion, with what the seat has said so far."""

    candidate: Candidate
    criterion: Criterion
    mark: Mark | None

    @property
    def state(self) -> str:
        """What the cell says; a cell that was never touched is missing."""
        return self.mark.state if self.mark else State.MISSING

    @property
    def version(self) -> int:
        """How often the cell was saved; 0 for a cell that was never touched."""
        return self.mark.version if self.mark else 0

    @property
    def is_answered(self) -> bool:
        """Whether the sheet may be submitted with the cell as it is: marked, or said why not."""
        return self.state != State.MISSING

    @property
    def asks_for_comment(self) -> bool:
        """A mark at either end of the scale should say what it rests on."""
        if self.mark is None or self.mark.value is None or self.mark.comment:
            return False
        evaluation = self.criterion.evaluation
        return self.mark.value in {evaluation.scale_min, evaluation.scale_max}

    @property
    def is_above_its_evidence(self) -> bool:
        """A mark that is higher than what its kind of evidence should carry."""
        if self.mark is None or self.mark.value is None or not self.mark.evidence:
            return False
        evaluation = self.criterion.evaluation
        share = EVIDENCE_CAP[Evidence(self.mark.evidence)] / CAP_SCALE
        return self.mark.value > evaluation.scale_min + share * (evaluation.scale_max - evaluation.scale_min)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A seat's criteria by offers."""

    seat: Seat
    criteria: list[Criterion]
    candidates: list[Candidate]
    marks: dict[tuple[int, int], Mark]  # by candidate and criterion

    def cell(self, candidate: Candidate, criterion: Criterion) -> Cell:
        """One cell of the sheet."""
        return Cell(candidate, criterion, self.marks.get((candidate.pk, criterion.pk)))

    @property
    def cells(self) -> Iterator[Cell]:
        """Every cell, criterion by criterion."""
        return (self.cell(candidate, criterion) for criterion in self.criteria for candidate in self.candidates)

    @property
    def rows(self) -> list[tuple[Criterion, list[Cell]]]:
        """Each criterion with its cells, in the order of the offers."""
        return [(criterion, [self.cell(each, criterion) for each in self.candidates]) for criterion in self.criteria]

    @property
    def gaps(self) -> list[Cell]:
        """The cells that keep the sheet from being submitted."""
        return [cell for cell in self.cells if not cell.is_answered]

    @property
    def total(self) -> int:
        """How many cells the seat has to answer."""
        return len(self.criteria) * len(self.candidates)

    @property
    def done(self) -> int:
        """How many of them are answered."""
        return self.total - len(self.gaps)


def sheet_of(seat: Seat, *, with_sealed: bool = False) -> Sheet:
    """The seat's sheet, in a constant number of queries.

    While the price envelope hides the prices from the seat, cost is left out unless `with_sealed`.
    """
    criteria = criteria_of(seat)
    if seat.has_sealed_price and not with_sealed:
        criteria = criteria.exclude(dimension=Dimension.COST)
    return Sheet(
        seat=seat,
        criteria=list(criteria.select_related("evaluation")),
        candidates=list(candidates_of(seat)),
        marks={(mark.candidate_id, mark.criterion_id): mark for mark in Mark.objects.filter(seat=seat)},
    )


def criteria_of(seat: Seat) -> QuerySet[Criterion]:
    """What the seat marks: panel criteria of class must or bonus whose condition holds.

    Redundant criteria never count, so nobody is asked to mark them.
    """
    evaluation = seat.evaluation
    criteria = Criterion.objects.filter(evaluation=evaluation) if seat.has_all_criteria else seat.criteria.all()
    return criteria.filter(
        source=Criterion.Source.PANEL,
        grade__in=[Criterion.Grade.MUST, Criterion.Grade.BONUS],
        condition__in=["", *evaluation.conditions],
    )


def candidates_of(seat: Seat) -> QuerySet[Candidate]:
    """The offers that the seat marks: all from which it has not withdrawn."""
    # What `exclude(recused_seats=seat)` says, which takes Django longer to put together than to ask.
    withdrawn = Seat.recused_from.through.objects.filter(seat=seat, candidate=OuterRef("pk"))
    candidates = Candidate.objects.filter(~Exists(withdrawn), evaluation=seat.evaluation)
    return candidates.select_related("offer__vendor", "offer__tier")
