"""Rank chart: how often each offer would come first, second and so on, if weights were drawn at random."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from scoring.charts.drawing import (
    AXIS_HEIGHT,
    FONT_SIZE,
    SERIES_STYLES,
    SMALL,
    WIDTH,
    Part,
    Style,
    draw,
    legend,
    shortened,
    stack,
    text_width,
    ticks_to,
)
from scoring.presentation.robustness import ShareRow
from vendors.templatetags.figures import percent
from vendors.wording import in_a_row

_ROW = 46
_BAR = 16
_DRAWN_RANKS = 5  # the ranks behind stand together in the last part
_SCALE = WIDTH - 2.0
_QUARTERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One offer."""

    name: str
    value: str
    text_y: float
    parts: tuple[Part, ...]
    frame: Part


def rank_chart(rows: Sequence[ShareRow], title: str, *, chart_id: str) -> SafeString:
    """Stacked bars: a share for each rank, the first rank at the left."""
    ranks = len(rows[0].shares) if rows else 0
    entries, top = legend(_labels(ranks))
    drawn = [_row(row, top + 6 + number * _ROW) for number, row in enumerate(rows)]
    bottom = top + 6 + len(drawn) * _ROW
    quarters = [percent(number / _QUARTERS) for number in range(_QUARTERS + 1)]
    return draw(
        "charts/ranks.svg",
        chart_id,
        title,
        in_a_row(_in_words(row) for row in rows),
        bottom + AXIS_HEIGHT,
        legend=entries,
        rows=drawn,
        ticks=ticks_to(1.0, _SCALE, quarters),
        top=top + 6,
        bottom=bottom,
        label_y=bottom + 16,
    )


def _labels(ranks: int) -> list[tuple[str, Style]]:
    labels = [_("rank %(rank)d") % {"rank": rank + 1} for rank in range(min(ranks, _DRAWN_RANKS))]
    if ranks > _DRAWN_RANKS:
        labels.append(_("further behind"))
    return list(zip(labels, SERIES_STYLES, strict=False))


def _row(row: ShareRow, top: float) -> Row:
    shares = [*row.shares[:_DRAWN_RANKS], sum(row.shares[_DRAWN_RANKS:])]
    value = _first(row)
    y = top + 20
    return Row(
        name=shortened(row.name, WIDTH - text_width(value, SMALL) - 20),
        value=value,
        text_y=top + FONT_SIZE,
        parts=stack(
            [(share * _SCALE, style) for share, style in zip(shares, SERIES_STYLES, strict=False)], y=y, height=_BAR
        ),
        frame=Part(0.5, y, _SCALE, _BAR, SERIES_STYLES[0]),
    )


def _first(row: ShareRow) -> str:
    values = {"share": percent(row.shares[0]), "error": percent(row.errors[0], 1)}
    return _("first in %(share)s (± %(error)s)") % values


def _in_words(row: ShareRow) -> str:
    return _("%(name)s: %(share)s.") % {"name": row.name, "share": _first(row)}
