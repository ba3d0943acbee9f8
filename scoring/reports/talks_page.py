"""Talks page: what talking changed, offer by offer and cell by cell: the individual result beside the consensus."""

from dataclasses import dataclass
from decimal import Decimal

from scoring.formulas.assessment import Assessment
from scoring.formulas.case import Case
from scoring.formulas.rounding import printed
from scoring.presentation import Result, discussed_cells
from scoring.presentation.discussion import DiscussedCell
from vendors.wording import worded_for_reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """A member's own mark, as it was when scoring closed and as it is."""

    seat: str
    was: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkedCell:
    """One cell that the committee changed after scoring had closed."""

    offer: str
    criterion: str
    before: Decimal | None  # 0..100
    after: Decimal | None
    consensus: int | None
    reason: str
    revised: tuple[Revised, ...]

    @property
    def difference(self) -> str:
        """What the cell gained, with its sign."""
        if self.before is None or self.after is None:
            return "–"
        delta = self.after - self.before
        return f"{delta:+,f}".replace("-", "−") if delta else f"{delta:,f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Talks:
    """Every such cell, in the order of offers and criteria that the committee discussed."""

    cells: tuple[TalkedCell, ...]

    @property
    def has_any(self) -> bool:
        """Whether talking changed anything."""
        return bool(self.cells)


def talks(result: Result, at_closing: Case, before: Assessment) -> Talks:
    """What changed between the members' own marks at closing and the result."""
    reasons = {(each.offer, each.criterion): each.reason for each in result.case.consensus}
    return Talks(
        cells=tuple(
            _cell(result, before, cell, worded_for_reader(reasons.get((cell.offer_id, cell.criterion_id), "")))
            for cell in discussed_cells(result, at_closing, {})
            if cell.is_agreed or any(seat.was for seat in cell.seats)
        )
    )


def _cell(result: Result, before: Assessment, cell: DiscussedCell, reason: str) -> TalkedCell:
    return TalkedCell(
        offer=cell.offer,
        criterion=cell.criterion,
        before=_score(before, cell, result.decimals),
        after=_score(result.assessment, cell, result.decimals),
        consensus=cell.consensus,
        reason=reason,
        revised=tuple(Revised(seat=each.seat, was=each.was, text=each.text) for each in cell.seats if each.was),
    )


def _score(assessment: Assessment, cell: DiscussedCell, decimals: int) -> Decimal | None:
    score = assessment.offer(cell.offer_id).criteria[cell.criterion_id].score
    return None if score is None else printed(score, decimals)
