"""Drawing: the looks of the three dimensions, beside what the charts share with those of prices."""

from vendors.charts.drawing import (
    AXIS_HEIGHT,
    FONT_SIZE,
    SERIES_STYLES,
    SMALL,
    WIDTH,
    LegendEntry,
    Name,
    Part,
    Style,
    Tick,
    draw,
    legend,
    nice_ticks,
    shortened,
    stack,
    text_width,
    ticks_to,
)

__all__ = [
    "AXIS_HEIGHT",
    "DIMENSION_STYLES",
    "FONT_SIZE",
    "SERIES_STYLES",
    "SMALL",
    "WIDTH",
    "LegendEntry",
    "Name",
    "Part",
    "Style",
    "Tick",
    "draw",
    "legend",
    "nice_ticks",
    "shortened",
    "stack",
    "text_width",
    "ticks_to",
]

DIMENSION_STYLES = {
    "need": Style("part-need", "#17554b", "solid"),
    "cost": Style("part-cost", "#b07b1e", "diagonal"),
    "risk": Style("part-risk", "#5a5f9c", "dots"),
}
