"""Interval chart: for each dimension the shares of weight at which the winner stays first, and the share it has."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from scoring.charts.drawing import (
    AXIS_HEIGHT,
    DIMENSION_STYLES,
    FONT_SIZE,
    SMALL,
    WIDTH,
    Part,
    Tick,
    draw,
    shortened,
    text_width,
)
from scoring.presentation.robustness import IntervalRow, RobustnessFigures
from vendors.templatetags.figures import percent
from vendors.wording import in_a_row

_ROW = 52
_BAR = 16
_EDGE = 2.0
_SPAN = WIDTH - 2 * _EDGE
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One dimension or criterion."""

    name: str
    value: str
    text_y: float
    part: Part
    frame: Part
    now_x: float
    now_top: float


def interval_chart(figures: RobustnessFigures, *, chart_id: str = "chart-intervals") -> SafeString:
    """The dimensions of the result, each with the stretch in which the winner stays first."""
    rows = [_row(row, 2 + number * _ROW) for number, row in enumerate(figures.dimensions)]
    bottom = 2 + len(rows) * _ROW
    return draw(
        "charts/intervals.svg",
        chart_id,
        _("Weights of the dimensions at which %(name)s stays first") % {"name": figures.winner},
        in_a_row(_in_words(row) for row in figures.dimensions),
        bottom + AXIS_HEIGHT,
        rows=rows,
        ticks=[_tick(share) for share in _TICKS],
        top=2,
        bottom=bottom,
        label_y=bottom + 16,
    )


def _row(row: IntervalRow, top: float) -> Row:
    style = DIMENSION_STYLES[row.code]
    value = _range(row)
    y = top + 20
    left, right = _x(row.low), _x(row.high)
    return Row(
        name=shortened(row.label, WIDTH - text_width(value, SMALL) - 20),
        value=value,
        text_y=top + FONT_SIZE,
        part=Part(left, y, round(right - left, 2), _BAR, style),
        frame=Part(_EDGE, y, _SPAN, _BAR, style),
        now_x=_x(row.now),
        now_top=y - 3,
    )


def _x(share: float) -> float:
    return round(_EDGE + share * _SPAN, 2)


def _tick(share: float) -> Tick:
    anchor = "start" if share == 0 else "end" if share == 1 else "middle"
    return Tick(_x(share), percent(share), anchor)


def _range(row: IntervalRow) -> str:
    values = {"now": percent(row.now, 1), "low": percent(row.low, 1), "high": percent(row.high, 1)}
    return _("now %(now)s, first from %(low)s to %(high)s") % values


def _in_words(row: IntervalRow) -> str:
    return _("%(label)s: %(range)s.") % {"label": row.label, "range": _range(row)}
