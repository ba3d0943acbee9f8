"""Discussion: every cell that members mark, with what each of them says and how far they are apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from scoring.formulas.agreement import discrepancies, within_group_agreement
from scoring.formulas.case import Case, Criterion, Mark, Scale, Seat
from scoring.formulas.results import CriterionResult
from scoring.formulas.rounding import printed
from scoring.presentation import wording
from scoring.presentation.offers import criterion_names
from scoring.presentation.result import Result
from vendors.wording import worded_for_reader

Cell = tuple[str, str]  # offer and criterion


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatMark:
    """What one seat says in a cell."""

    seat_id: str
    seat: str
    is_voting: bool
    value: int | None
    text: str  # the mark, or what is said instead
    was: str  # what it was at closing, where it was revised since; else empty


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscussedCell:
    """One offer on one criterion with the marks of all seats."""

    offer_id: str
    offer: str
    criterion_id: str
    criterion: str
    dimension: str
    scale: Scale
    seats: tuple[SeatMark, ...]
    spread: int | None  # between voting members, in points of the mark's scale; None below two marks
    is_wide: bool  # 40 % of the scale or more
    panel: Decimal | None  # what the members' own marks give, 0..100
    consensus: int | None
    notes: int

    @property
    def within_group(self) -> Decimal | None:
        """r_wg of the voting members' marks, 0 to 1; None below two marks. Asked for only where the cell is shown."""
        marks = [seat.value for seat in self.seats if seat.is_voting]
        found = within_group_agreement(marks, self.scale.min, self.scale.max)
        return None if found is None else printed(found, 2)

    @property
    def is_to_discuss(self) -> bool:
        """Whether members are far apart and nothing is agreed."""
        return self.is_wide and self.consensus is None

    @property
    def is_agreed(self) -> bool:
        """Whether the committee agreed on a mark."""
        return self.consensus is not None


def discussed_cells(result: Result, before: Case, notes: Mapping[Cell, int]) -> tuple[DiscussedCell, ...]:
    """Every cell that members mark, the most pressing first.

    First what is to be discussed, the widest first; then what was wide and is settled; then the rest in the order of
    the criteria.

    Args:
        before: the case as the members left it when scoring closed.
        notes: how many were written about each cell.
    """
    case, names = result.case, criterion_names(result.case)
    offers = {offer.id: offer.name for offer in result.offers}
    agreed = {(each.offer, each.criterion): each.value for each in case.consensus}
    found = {each.id: each.criteria for each in result.assessment.offers}
    wide = {(each.offer, each.criterion) for each in discrepancies(case)}
    now, then = _marks_by_cell(case), _marks_by_cell(before)
    cells = [
        _cell(
            case,
            seats=_seat_marks(case, here, now.get(here, {}), then.get(here, {})),
            offer_id=offer.id,
            offer=offers[offer.id],
            criterion_id=criterion.id,
            criterion=names[criterion.id],
            dimension=wording.dimension_label(criterion.dimension),
            is_wide=here in wide,
            panel=_panel(found[offer.id][criterion.id], result.decimals),
            consensus=agreed.get(here),
            notes=notes.get(here, 0),
        )
        for criterion in case.criteria
        if is_discussed(case, criterion)
        for offer in case.offers
        for here in [(offer.id, criterion.id)]
    ]
    return tuple(sorted(cells, key=_urgency))


def is_discussed(case: Case, criterion: Criterion) -> bool:
    """Whether members mark the criterion and it counts for this company."""
    return criterion.source == "panel" and criterion.counts and criterion.condition in {None, *case.profile.conditions}


def _cell(case: Case, seats: tuple[SeatMark, ...], **said: Any) -> DiscussedCell:
    values = [seat.value for seat in seats if seat.is_voting and seat.value is not None]
    spread = max(values) - min(values) if len(values) > 1 else None
    return DiscussedCell(scale=case.scale, seats=seats, spread=spread, **said)


def _panel(found: CriterionResult, decimals: int) -> Decimal | None:
    panel = found.individual if found.is_consensus else found.score
    return None if panel is None else printed(panel, decimals)


def _urgency(cell: DiscussedCell) -> tuple[int, int]:
    if cell.is_to_discuss:
        return 0, -(cell.spread or 0)
    return (1, 0) if cell.is_wide else (2, 0)


def _marks_by_cell(case: Case) -> dict[Cell, dict[str, Mark]]:
    found: dict[Cell, dict[str, Mark]] = {}
    for mark in case.marks:
        found.setdefault((mark.offer, mark.criterion), {})[mark.seat] = mark
    return found


def _seat_marks(case: Case, here: Cell, now: Mapping[str, Mark], then: Mapping[str, Mark]) -> tuple[SeatMark, ...]:
    offer_id, criterion_id = here
    return tuple(
        _seat_mark(seat, offer_id, now.get(seat.id), then.get(seat.id))
        for seat in case.seats
        if seat.marks_criterion(criterion_id)
    )


def _seat_mark(seat: Seat, offer_id: str, now: Mark | None, then: Mark | None) -> SeatMark:
    text, was = (_("withdrawn"), "") if offer_id in seat.recused else (said_text(now), said_text(then))
    return SeatMark(
        seat_id=seat.id,
        seat=worded_for_reader(seat.name),
        is_voting=seat.voting,
        value=None if now is None else now.value,
        text=text,
        was="" if was == text else was,
    )


def said_text(mark: Mark | None) -> str:
    """A mark in print, or what was said instead of one."""
    if mark is None:
        return _("no mark")
    return str(mark.value) if mark.state is None else wording.mark_state_label(mark.state)
