"""Spread: one cell's marks as dots on the mark's scale, so that a glance shows who stands apart."""

from collections import Counter
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from scoring.charts.drawing import SMALL, draw, text_width
from scoring.formulas.case import Scale
from scoring.presentation import DiscussedCell, wording
from vendors.wording import in_a_row

_WIDTH = 260
_EDGE = 14
_STEP = 13  # from one dot to the one above it
_RADIUS = 5.5
_MOST_TICKS = 11


@dataclass(frozen=True, slots=True)
class Dot:
    """One seat's mark; an advisory one is hollow."""

    x: float
    y: float
    is_voting: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure of the scale."""

    x: float
    label: str


def spread_chart(cell: DiscussedCell, *, chart_id: str) -> SafeString:
    """The marks of one cell as dots; equal ones are stacked. A diamond on the line is the consensus mark."""
    given = [seat for seat in cell.seats if seat.value is not None]
    values = [seat.value for seat in given if seat.value is not None]
    highest = max(Counter(values).values(), default=1)
    line = _STEP * highest + 2.0
    seen: Counter[int] = Counter()
    dots = []
    for seat in given:
        value = seat.value or 0
        seen[value] += 1
        dots.append(Dot(_place(value, cell.scale), round(line - _STEP * seen[value] + _RADIUS, 2), seat.is_voting))
    voting = [seat.value for seat in given if seat.is_voting and seat.value is not None]
    return draw(
        "charts/spread.svg",
        chart_id,
        _("Marks for %(offer)s on %(criterion)s") % {"offer": cell.offer, "criterion": cell.criterion},
        _description(cell),
        line + 24,
        width=_WIDTH,
        radius=_RADIUS,
        small=SMALL,
        line=line,
        left=_EDGE,
        right=_WIDTH - _EDGE,
        dots=dots,
        ticks=[Mark(_place(value, cell.scale), str(value)) for value in _ticks(cell.scale)],
        label_y=line + 20,
        low=_place(min(voting), cell.scale) if len(set(voting)) > 1 else None,
        high=_place(max(voting), cell.scale) if len(set(voting)) > 1 else None,
        is_wide=cell.is_wide,
        agreed=None if cell.consensus is None else _place(cell.consensus, cell.scale),
    )


def _place(value: int, scale: Scale) -> float:
    return round(_EDGE + (_WIDTH - 2 * _EDGE) * (value - scale.min) / (scale.max - scale.min), 2)


def _ticks(scale: Scale) -> list[int]:
    """Every mark of a short scale; of a long one its ends and its middle, where their figures have room."""
    marks = range(scale.min, scale.max + 1)
    room = (_WIDTH - 2 * _EDGE) / max(len(marks) - 1, 1)
    if len(marks) <= _MOST_TICKS and max(text_width(str(mark), SMALL) for mark in (scale.min, scale.max)) < room:
        return list(marks)
    return sorted({scale.min, (scale.min + scale.max) // 2, scale.max})


def _description(cell: DiscussedCell) -> str:
    said = [_("%(seat)s: %(mark)s.") % {"seat": seat.seat, "mark": seat.text} for seat in cell.seats]
    if cell.panel is not None:
        said.append(_("Panel: %(score)s of 100.") % {"score": wording.figure(cell.panel)})
    if cell.consensus is not None:
        said.append(_("Consensus mark: %(mark)s.") % {"mark": cell.consensus})
    return in_a_row(said)
