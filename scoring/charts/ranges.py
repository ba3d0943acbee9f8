"""Ranges: how low and how high the costs of each offer may turn out, around what is expected."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring.charts.drawing import (
    AXIS_HEIGHT,
    FONT_SIZE,
    SMALL,
    WIDTH,
    Name,
    draw,
    nice_ticks,
    shortened,
    text_width,
    ticks_to,
)
from scoring.charts.plot import highest_tick
from scoring.presentation import CostComparison, CostSheet
from vendors.templatetags.figures import money
from vendors.wording import in_a_row

_ROW = 50
_EDGE = 9  # a diamond at either end is not cut in half


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """One offer."""

    name: Name
    figures: str
    figures_x: float
    ground_y: float
    ground_left: float
    ground_width: float
    line_y: float
    cap_top: float
    low_x: float | None
    high_x: float | None
    x: float | None


def range_chart(comparison: CostComparison, *, chart_id: str = "chart-ranges") -> SafeString:
    """All costs of every offer, from low to high, with a diamond at what is expected."""
    figures = [figure for sheet in comparison.sheets for figure in (sheet.cost.lines, sheet.cost.high) if figure]
    highest = highest_tick(figures)
    scale = (WIDTH - 2 * _EDGE) / highest
    ranges = [_range(sheet, 4 + number * _ROW, scale) for number, sheet in enumerate(comparison.sheets)]
    bottom = 4 + len(ranges) * _ROW
    return draw(
        "charts/ranges.svg",
        chart_id,
        _title(comparison),
        in_a_row(_in_words(sheet, comparison.currency) for sheet in comparison.sheets),
        bottom + AXIS_HEIGHT,
        ranges=ranges,
        edge=_EDGE,
        ticks=ticks_to(highest, scale, [money(tick) for tick in nice_ticks(highest)]),
        top=0,
        bottom=bottom,
        label_y=bottom + 16,
    )


def _title(comparison: CostComparison) -> str:
    sentence = ngettext(
        "All costs of each offer over %(count)s year, from low to high, in %(currency)s",
        "All costs of each offer over %(count)s years, from low to high, in %(currency)s",
        comparison.horizon_years,
    )
    return sentence % {"count": comparison.horizon_years, "currency": comparison.currency}


def _range(sheet: CostSheet, top: float, scale: float) -> Range:
    cost, figures = sheet.cost, _figures(sheet)
    width = text_width(figures, SMALL) * 1.08
    text_y, line_y = top + FONT_SIZE, top + 30
    return Range(
        name=Name(shortened(sheet.offer.name, WIDTH - width - 24), 0, text_y),
        figures=figures,
        figures_x=WIDTH - 2,
        ground_y=text_y - FONT_SIZE,
        ground_left=round(-width - 4, 2),
        ground_width=round(width + 6, 2),
        line_y=line_y,
        cap_top=line_y - 6,
        low_x=_x(cost.low, scale) if sheet.has_range else None,
        high_x=_x(cost.high, scale) if sheet.has_range else None,
        x=_x(cost.lines, scale),
    )


def _x(figure: float | None, scale: float) -> float | None:
    return None if figure is None else round(_EDGE + figure * scale, 2)


def _figures(sheet: CostSheet) -> str:
    cost = sheet.cost
    if cost.lines is None:
        return _("no costs given")
    if not sheet.has_range:
        return _("%(expected)s, no range given") % {"expected": money(cost.lines)}
    return f"{money(cost.low)} – {money(cost.lines)} – {money(cost.high)}"


def _in_words(sheet: CostSheet, currency: str) -> str:
    cost = sheet.cost
    values = {
        "name": sheet.offer.name,
        "low": money(cost.low, currency),
        "expected": money(cost.lines, currency),
        "high": money(cost.high, currency),
    }
    if cost.lines is None:
        return _("%(name)s: no costs given.") % values
    if not sheet.has_range:
        return _("%(name)s: %(expected)s, no range given.") % values
    return _("%(name)s: %(low)s at the least, %(expected)s expected, %(high)s at the most.") % values
