"""Drawing: what all charts share, of prices here and of judgement above, from the looks of a part to an axis."""

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

WIDTH = 640
FONT_SIZE = 13
SMALL = 11.5
AXIS_HEIGHT = 22
_LEGEND_LINE = 22
_SWATCH = 14


@dataclass(frozen=True, slots=True)
class Style:
    """How one kind of part looks: the class that pages recolour, the colour in print, and a pattern drawn over it.

    The pattern tells the parts apart where there is no colour.
    """

    css: str
    fill: str
    pattern: str  # solid, or a pattern of templates/charts/chart.svg


SERIES_STYLES = (
    Style("part-series-1", "#17554b", "solid"),
    Style("part-series-2", "#b07b1e", "diagonal"),
    Style("part-series-3", "#5a5f9c", "dots"),
    Style("part-series-4", "#a8513f", "vertical"),
    Style("part-series-5", "#4b86a3", "horizontal"),
    Style("part-series-6", "#76784f", "cross"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a bar."""

    x: float
    y: float
    width: float
    height: float
    style: Style


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One entry of a legend, at its place."""

    label: str
    swatch: Part
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Tick:
    """One line of an axis with its number."""

    x: float
    label: str
    anchor: str  # start | middle | end


@dataclass(frozen=True, slots=True)
class Name:
    """An offer's name with a ground behind it, so that no line of the grid runs through it."""

    text: str
    x: float
    y: float

    @property
    def ground_y(self) -> float:
        """Where the ground begins."""
        return self.y - FONT_SIZE

    @property
    def ground_width(self) -> float:
        """As wide as the name, and a little for fonts that run wider than estimated."""
        return round(text_width(self.text) * 1.08 + 4, 2)


def draw(template: str, chart_id: str, title: str, description: str, height: float, **shapes: object) -> SafeString:
    """The chart as one SVG element; the template escapes every text."""
    context = {
        "chart_id": chart_id,
        "title": title,
        "description": description,
        "width": WIDTH,
        "height": round(height),
        "font_size": FONT_SIZE,
        "small": SMALL,
        **shapes,
    }
    return render_to_string(template, context)


def stack(widths: Sequence[tuple[float, Style]], *, y: float, height: float) -> tuple[Part, ...]:
    """Parts side by side from the left, without those that have no width."""
    parts, x = [], 0.0
    for width, style in widths:
        if width > 0:
            parts.append(Part(round(x, 2), round(y, 2), round(width, 2), height, style))
        x += width
    return tuple(parts)


def text_width(text: str, size: float = FONT_SIZE) -> float:
    """About how wide a text is set: a Chinese character fills the square, a Latin letter a good half of it.

    >>> text_width("方案", 10), round(text_width("ab", 10), 1)
    (20.0, 11.6)
    """
    return sum(1.0 * size if unicodedata.east_asian_width(each) in "WF" else 0.58 * size for each in text)


def shortened(text: str, width: float, size: float = FONT_SIZE) -> str:
    """The text, or as much of it as fits with an ellipsis.

    >>> shortened("一二三四五", 40, 10), shortened("一二", 40, 10)
    ('一二三…', '一二')
    """
    if text_width(text, size) <= width:
        return text
    room = width - text_width("…", size)
    kept = ""
    for each in text:
        if text_width(kept + each, size) > room:
            break
        kept += each
    return f"{kept.rstrip()}…"


def legend(labels: Sequence[tuple[str, Style]]) -> tuple[list[LegendEntry], float]:
    """The entries of a legend from left to right, in as many lines as they need; and where the last line ends."""
    entries: list[LegendEntry] = []
    x, y = 0.0, 0.0
    for label, style in labels:
        text = shortened(label, WIDTH - 20)
        width = 20 + text_width(text) + 18
        if x and x + width > WIDTH:
            x, y = 0.0, y + _LEGEND_LINE
        entries.append(LegendEntry(text, Part(0, 0, _SWATCH, _SWATCH, style), round(x, 2), y))
        x += width
    return entries, (y + _LEGEND_LINE if entries else 0.0)


def nice_ticks(highest: float) -> Iterator[float]:
    """Round figures from 0 up to the first that is no less than `highest`, five or so.

    >>> list(nice_ticks(230))
    [0.0, 50.0, 100.0, 150.0, 200.0, 250.0]
    """
    if highest <= 0:
        yield 0.0
        return
    magnitude = 10.0 ** math.floor(math.log10(highest / 5))
    step = next(each * magnitude for each in (1, 2, 2.5, 5, 10) if each * magnitude >= highest / 5 * (1 - 1e-9))
    for number in range(math.ceil(highest / step - 1e-9) + 1):
        yield number * step


def ticks_to(highest: float, scale: float, labels: Sequence[str]) -> list[Tick]:
    """The ticks of an axis from 0 to `highest`, evenly, with these labels."""
    steps = max(len(labels) - 1, 1)
    return [_tick(round(scale * highest * number / steps, 2), label) for number, label in enumerate(labels)]


def _tick(x: float, label: str) -> Tick:
    """A tick whose number stays inside the picture."""
    half = text_width(label, SMALL) / 2
    return Tick(x, label, "start" if x < half else "end" if x + half > WIDTH - 10 else "middle")
