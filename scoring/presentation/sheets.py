"""Sheets in words: how many were counted, and who has not handed one in."""

from dataclasses import dataclass

from scoring.models import Evaluation
from scoring.presentation.wording import joined


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCount:
    """The sheets of the voting seats; advisory ones are shown and never counted."""

    counted: int
    expected: int
    missing: tuple[str, ...]  # seats of voting members whose sheet was not submitted, so it does not count
    advisory: tuple[str, ...]  # seats without a vote that submitted a sheet

    @property
    def is_complete(self) -> bool:
        """Whether every voting member's sheet counts."""
        return self.counted == self.expected

    @property
    def missing_names(self) -> str:
        """Whose sheet does not count, in a row."""
        return joined(self.missing)

    @property
    def advisory_names(self) -> str:
        """Whose sheet is shown and not counted, in a row."""
        return joined(self.advisory)


def counted_sheets(evaluation: Evaluation) -> SheetCount:
    """Whose sheets stand behind the result; one query."""
    seats = list(evaluation.seats.all())
    voting = [seat for seat in seats if seat.is_voting]
    return SheetCount(
        counted=sum(seat.is_submitted for seat in voting),
        expected=len(voting),
        missing=tuple(str(seat) for seat in voting if not seat.is_submitted),
        advisory=tuple(str(seat) for seat in seats if not seat.is_voting and seat.is_submitted),
    )
