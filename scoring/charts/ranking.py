"""Ranking chart: one bar per offer, made of what the three dimensions contribute to its total."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from scoring.charts.drawing import (
    AXIS_HEIGHT,
    DIMENSION_STYLES,
    FONT_SIZE,
    WIDTH,
    Name,
    Part,
    draw,
    legend,
    shortened,
    stack,
    text_width,
    ticks_to,
)
from scoring.presentation import Result, wording
from scoring.presentation.offers import OfferFigures
from vendors.wording import in_a_row

_ROW = 54
_BAR = 20
_PLACE = 28  # room for the place before the name
_SCALE = (WIDTH - 70) / 100  # behind a full bar there is room for the total


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One offer."""

    place: str
    name: Name
    note: str
    note_x: float
    text_y: float
    parts: tuple[Part, ...]
    total: str
    total_x: float
    total_y: float
    is_out: bool


def ranking_chart(result: Result, *, chart_id: str = "chart-ranking") -> SafeString:
    """The totals of all offers as bars; the excluded ones come last, faded and named as such."""
    entries, top = legend([(head.label, DIMENSION_STYLES[head.code]) for head in result.dimensions])
    bars = [_bar(offer, top + 8 + row * _ROW) for row, offer in enumerate(result.offers)]
    bottom = top + 8 + len(bars) * _ROW
    return draw(
        "charts/ranking.svg",
        chart_id,
        _("Totals of the offers, in points of 100"),
        _description(result),
        bottom + AXIS_HEIGHT,
        legend=entries,
        bars=bars,
        ticks=ticks_to(100, _SCALE, ["0", "20", "40", "60", "80", "100"]),
        top=top,
        bottom=bottom,
        label_y=bottom + 16,
    )


def _bar(offer: OfferFigures, top: float) -> Bar:
    note = _("excluded") if offer.is_excluded else _("provisional") if offer.is_provisional else ""
    name_x = 0 if offer.rank is None else _PLACE
    name = shortened(offer.name, WIDTH - name_x - (text_width(note) + 16 if note else 0))
    widths = [(_SCALE * float(each.contribution or 0), DIMENSION_STYLES[each.code]) for each in offer.dimensions]
    return Bar(
        place="" if offer.rank is None else offer.place,
        name=Name(name, name_x, top + FONT_SIZE),
        note=note,
        note_x=round(name_x + text_width(name) + 12, 2),
        text_y=top + FONT_SIZE,
        parts=stack(widths, y=top + 21, height=_BAR),
        total=_("no total") if offer.total is None else wording.figure(offer.total),
        total_x=round(sum(width for width, _style in widths) + 8, 2),
        total_y=top + 21 + 15,
        is_out=offer.is_excluded,
    )


def _description(result: Result) -> str:
    return in_a_row([result.verdict.sentence, *(_in_words(offer) for offer in result.offers)])


def _in_words(offer: OfferFigures) -> str:
    if offer.total is None:
        return _("%(name)s has no total.") % {"name": offer.name}
    parts = [f"{each.label} {wording.figure(each.contribution)}" for each in offer.dimensions if each.contribution]
    sentence = (
        _("%(name)s, excluded: %(total)s points (%(parts)s).")
        if offer.is_excluded
        else _("%(name)s: %(total)s points (%(parts)s).")
    )
    return sentence % {"name": offer.name, "total": wording.figure(offer.total), "parts": wording.joined(parts)}
