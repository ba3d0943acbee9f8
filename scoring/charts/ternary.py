"""Ternary map: every way to weigh the three dimensions as a point of a triangle, coloured by who would be first."""

from dataclasses import dataclass
from math import sqrt

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from scoring.charts.drawing import FONT_SIZE, SERIES_STYLES, SMALL, WIDTH, Style, draw, legend, shortened, text_width
from scoring.charts.plot import letter_of
from scoring.presentation import wording
from scoring.presentation.robustness import RobustnessFigures, ShareRow
from vendors.templatetags.figures import percent

_SIDE = 380.0
_HEIGHT = _SIDE * sqrt(3) / 2
_TOP_LABEL = 22.0
_BOTTOM_LABEL = 24.0
_LEAST_SHARE_WITH_A_LETTER = 0.01
_SWATCH_ROOM = 20.0
_STEPS = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """The weights under which one offer wins."""

    letter: str
    x: float
    y: float
    points: str
    style: Style
    has_letter: bool


@dataclass(frozen=True, slots=True)
class Corner:
    """A corner of the triangle, where one dimension has all the weight."""

    label: str
    x: float
    y: float
    anchor: str


def ternary_chart(
    figures: RobustnessFigures, weights: dict[str, float], *, chart_id: str = "chart-ternary"
) -> SafeString | None:
    """The map of the dimension weights; None where fewer than three dimensions tell the offers apart.

    Args:
        weights: dimension -> weight now; any positive multiple.
    """
    dimensions = figures.found.dimensions
    winning = [row for row in figures.acceptability if figures.found.regions.get(row.offer_id)]
    if len(dimensions) != 3 or not winning:  # noqa: PLR2004 - a triangle
        return None
    entries, top = legend([(_label(row, number), _style(number)) for number, row in enumerate(winning)])
    corners = _corners(top)
    total = sum(weights[code] for code in dimensions)
    now = _place(tuple(weights[code] / total for code in dimensions), corners) if total else None
    return draw(
        "charts/ternary.svg",
        chart_id,
        _("Who is first under which weights of the three dimensions"),
        _("Shares of all weights: %(shares)s.") % {"shares": wording.joined(_words(row) for row in winning)},
        top + _TOP_LABEL + _HEIGHT + _BOTTOM_LABEL + 8,
        legend=entries,
        regions=[_region(row, number, figures, corners) for number, row in enumerate(winning)],
        triangle=_points(corners),
        grid=[line for step in _STEPS for line in _grid(step, corners)],
        corners=_corner_labels(dimensions, corners),
        now=now,
    )


def _words(row: ShareRow) -> str:
    return f"{row.name} {percent(row.shares[0])}"


def _label(row: ShareRow, number: int) -> str:
    """A long name gives way, since the letter and the share are what one looks for."""
    letter, share = letter_of(number), percent(row.shares[0])
    name = shortened(row.name, WIDTH - _SWATCH_ROOM - text_width(f"{letter}  {share}"))
    return f"{letter} {name} {share}"


def _style(number: int) -> Style:
    return SERIES_STYLES[number % len(SERIES_STYLES)]


Place = tuple[float, float]
Corners = tuple[Place, Place, Place]


def _corners(top: float) -> Corners:
    left = (WIDTH - _SIDE) / 2
    base = top + _TOP_LABEL + _HEIGHT
    return (WIDTH / 2, top + _TOP_LABEL), (left, base), (left + _SIDE, base)


def _place(weights: tuple[float, ...], corners: Corners) -> Place:
    """Where a combination of weights, which add up to 1, lies in the triangle."""
    x = sum(weight * corner[0] for weight, corner in zip(weights, corners, strict=True))
    y = sum(weight * corner[1] for weight, corner in zip(weights, corners, strict=True))
    return round(x, 2), round(y, 2)


def _region(row: ShareRow, number: int, figures: RobustnessFigures, corners: Corners) -> Region:
    polygon = [_place(corner, corners) for corner in figures.found.regions[row.offer_id]]
    x = sum(point[0] for point in polygon) / len(polygon)
    y = sum(point[1] for point in polygon) / len(polygon)
    return Region(
        letter=letter_of(number),
        x=round(x, 2),
        y=round(y, 2),
        points=_points(polygon),
        style=_style(number),
        has_letter=row.shares[0] >= _LEAST_SHARE_WITH_A_LETTER,
    )


def _points(places: Corners | list[Place]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in places)


def _grid(step: float, corners: Corners) -> list[str]:
    """The lines on which one dimension has this share of the weight."""
    rest = 1 - step
    ends = (
        ((step, rest, 0.0), (step, 0.0, rest)),
        ((rest, step, 0.0), (0.0, step, rest)),
        ((rest, 0.0, step), (0.0, rest, step)),
    )
    return ["M{:g} {:g} L{:g} {:g}".format(*_place(start, corners), *_place(end, corners)) for start, end in ends]


def _corner_labels(dimensions: tuple[str, ...], corners: Corners) -> list[Corner]:
    names = [_("%(dimension)s 100 %%") % {"dimension": wording.dimension_label(code)} for code in dimensions]
    (top_x, top_y), (left_x, base_y), (right_x, _base) = corners
    half = max(text_width(name, SMALL) for name in names[1:]) / 2
    return [
        Corner(names[0], top_x, round(top_y - 8, 2), "middle"),
        Corner(names[1], max(left_x, half + 2), round(base_y + FONT_SIZE + 6, 2), "middle"),
        Corner(names[2], min(right_x, WIDTH - half - 2), round(base_y + FONT_SIZE + 6, 2), "middle"),
    ]
