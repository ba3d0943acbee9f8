"""Contribution chart: what each criterion adds to one offer's total, against what it could add."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring.charts.drawing import (
    DIMENSION_STYLES,
    FONT_SIZE,
    SMALL,
    WIDTH,
    Part,
    draw,
    legend,
    shortened,
    stack,
    text_width,
)
from scoring.formulas.rounding import printed
from scoring.presentation import OfferWorking, wording
from scoring.presentation.working import CriterionFigure

_HEAVIEST = 12  # drawn one by one; the lighter ones are summed up by dimension
_ROW = 42
_BAR = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A criterion, or several of one dimension, with what it adds and could add."""

    name: str
    dimension: str
    points: float
    possible: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the chart."""

    name: str
    text_y: float
    value: str
    parts: tuple[Part, ...]
    frame: Part


def contribution_chart(working: OfferWorking, *, chart_id: str = "chart-contributions") -> SafeString:
    """The heaviest criteria of one offer, each with its points and, as an outline, the points of a full score."""
    weighed = _weighed(working)
    heads = [dimension.head for dimension in working.dimensions]
    entries, top = legend([(head.label, DIMENSION_STYLES[head.code]) for head in heads])
    highest = max((each.possible for each in weighed), default=0.0)
    scale = (WIDTH - 2) / highest if highest else 0.0
    rows = [_row(each, top + 8 + number * _ROW, scale) for number, each in enumerate(weighed)]
    return draw(
        "charts/contributions.svg",
        chart_id,
        _("What each criterion adds to the total of %(name)s") % {"name": working.offer.name},
        _("Points out of those that a full score would add. %(parts)s.")
        % {"parts": wording.joined(f"{each.name} {each.text}" for each in weighed)},
        top + 8 + len(rows) * _ROW,
        legend=entries,
        rows=rows,
    )


def _weighed(working: OfferWorking) -> list[Weighed]:
    entering = sorted((row for row in working.rows if row.enters), key=lambda row: -row.share)
    drawn = entering if len(entering) <= _HEAVIEST + 1 else entering[:_HEAVIEST]
    rest = entering[len(drawn) :]
    weighed = [_one(row) for row in drawn]
    for dimension in working.dimensions:
        lighter = [row for row in rest if row.dimension == dimension.head.code]
        if lighter:
            weighed.append(_several(lighter, dimension.head.label))
    return weighed


def _one(row: CriterionFigure) -> Weighed:
    return _sum([row], row.name)


def _several(rows: Sequence[CriterionFigure], dimension: str) -> Weighed:
    name = ngettext(
        "%(dimension)s: %(count)s lighter criterion", "%(dimension)s: %(count)s lighter criteria", len(rows)
    )
    return _sum(rows, name % {"dimension": dimension, "count": len(rows)})


def _sum(rows: Sequence[CriterionFigure], name: str) -> Weighed:
    points = sum(row.contribution for row in rows if row.contribution is not None)
    possible = 100 * sum(row.share for row in rows)
    values = {"points": wording.figure(printed(float(points), 2)), "possible": wording.figure(printed(possible, 2))}
    return Weighed(
        name=name,
        dimension=rows[0].dimension,
        points=float(points),
        possible=possible,
        text=_("%(points)s of %(possible)s") % values,
    )


def _row(weighed: Weighed, top: float, scale: float) -> Row:
    style = DIMENSION_STYLES[weighed.dimension]
    room = WIDTH - text_width(weighed.text, SMALL) - 16
    y = top + 19
    return Row(
        name=shortened(weighed.name, room),
        text_y=top + FONT_SIZE,
        value=weighed.text,
        parts=stack([(scale * weighed.points, style)], y=y, height=_BAR),
        frame=Part(0.5, y, round(scale * weighed.possible, 2), _BAR, style),
    )
