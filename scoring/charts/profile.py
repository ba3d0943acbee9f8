"""Profile chart: the three dimension scores of every offer as dots of three shapes on one scale."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from scoring.charts.drawing import (
    AXIS_HEIGHT,
    DIMENSION_STYLES,
    FONT_SIZE,
    WIDTH,
    Name,
    Style,
    draw,
    shortened,
    text_width,
    ticks_to,
)
from scoring.presentation import Result, wording
from scoring.presentation.offers import OfferFigures
from vendors.wording import in_a_row

_ROW = 46
_DOT = 9  # nearer than this one dot hides the other
_LEFT = 8  # a dot at 0 is not cut in half
_SCALE = (WIDTH - 2 * _LEFT) / 100
# Drawn round the origin: a circle, a square on its corner, a triangle.
_SHAPES = {
    "need": "M-6 0 A6 6 0 1 0 6 0 A6 6 0 1 0 -6 0 Z",
    "cost": "M0 -7.5 L7.5 0 L0 7.5 L-7.5 0 Z",
    "risk": "M0 -7 L7 6 L-7 6 Z",
}


@dataclass(frozen=True, slots=True)
class Dot:
    """One dimension score."""

    x: float
    y: float
    path: str
    style: Style


@dataclass(frozen=True, slots=True)
class Key:
    """What a shape stands for."""

    label: str
    x: float
    path: str
    style: Style


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One offer."""

    name: Name
    line_y: float
    from_x: float
    to_x: float
    dots: tuple[Dot, ...]


def profile_chart(result: Result, *, chart_id: str = "chart-profile") -> SafeString:
    """Where each offer is strong and where it is weak."""
    top = 24
    lines = [_line(offer, top + row * _ROW) for row, offer in enumerate(result.offers)]
    bottom = top + len(lines) * _ROW
    return draw(
        "charts/profile.svg",
        chart_id,
        _("The three dimension scores of each offer, from 0 to 100"),
        in_a_row(_in_words(offer) for offer in result.offers),
        bottom + AXIS_HEIGHT,
        keys=_keys(result),
        lines=lines,
        left=_LEFT,
        ticks=ticks_to(100, _SCALE, ["0", "20", "40", "60", "80", "100"]),
        top=top,
        bottom=bottom,
        label_y=bottom + 16,
    )


def _keys(result: Result) -> list[Key]:
    keys, x = [], 8.0
    for head in result.dimensions:
        keys.append(Key(head.label, round(x, 2), _SHAPES[head.code], DIMENSION_STYLES[head.code]))
        x += 14 + text_width(head.label) + 24
    return keys


def _line(offer: OfferFigures, top: float) -> Line:
    line_y = top + 31
    scored = [(each.code, each.score) for each in offer.dimensions if each.score is not None]
    ends = [_x(score) for _code, score in scored] or [0.0]
    return Line(
        name=Name(shortened(offer.name, WIDTH), 0, top + FONT_SIZE + 2),
        line_y=line_y,
        from_x=min(ends),
        to_x=max(ends),
        dots=_dots(scored, line_y),
    )


def _dots(scored: list[tuple[str, Decimal]], line_y: float) -> tuple[Dot, ...]:
    """The dots on their line; one that would hide another stands above it, a third one below."""
    placed: list[Dot] = []
    for code, score in scored:
        x = _x(score)
        hidden = sum(abs(x - other.x) < _DOT for other in placed)
        y = line_y + (0, -_DOT, _DOT)[hidden]
        placed.append(Dot(x, y, _SHAPES[code], DIMENSION_STYLES[code]))
    return tuple(placed)


def _x(score: Decimal) -> float:
    return round(_SCALE * float(score), 2)


def _in_words(offer: OfferFigures) -> str:
    parts = [f"{each.label} {'–' if each.score is None else wording.figure(each.score)}" for each in offer.dimensions]
    return _("%(name)s: %(parts)s.") % {"name": offer.name, "parts": wording.joined(parts)}
