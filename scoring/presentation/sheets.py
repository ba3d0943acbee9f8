"""Sheets in words: how many were counted, and who has not handed one in."""

from dataclasses import dataclass

from scoring.models import Evaluation, Seat
from scoring.presentation.wording import joined


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCount:
    """The sheets of the voting seats; advisory ones are shown and never counted."""

    counted: int
    expected: int
    missing: tuple[str, ...]  # seats of voting members whose sheet was not submitted, so it does not count
    advisory: tuple[str, ...]  # seats without a vote that submitted a sheet
    admitted: tuple[Seat, ...]  # seats whose sheet was late and counts because the chair says so, each with the reason

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
        counted=sum(seat.is_counted for seat in voting),
        expected=len(voting),
        missing=tuple(str(seat) for seat in voting if not seat.is_counted),
        advisory=tuple(str(seat) for seat in seats if not seat.is_voting and seat.is_counted),
        admitted=tuple(seat for seat in seats if seat.admitted_at and not seat.is_submitted),
    )
