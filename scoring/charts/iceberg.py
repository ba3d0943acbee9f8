"""Iceberg: what each offer costs in plain sight, above the water line, and what it costs below."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring.charts.drawing import SERIES_STYLES, SMALL, WIDTH, Part, draw, legend, nice_ticks, text_width
from scoring.charts.plot import Line, keys, letter_of
from scoring.presentation import CostComparison, CostSheet
from vendors.templatetags.figures import money, percent
from vendors.wording import in_a_row

_SUBSCRIPTION, _VISIBLE, _HIDDEN = SERIES_STYLES[0], SERIES_STYLES[4], SERIES_STYLES[1]
_HEIGHT = 260
_WIDEST = 64
_ROOM = 22  # above and below the columns, for letters and shares


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One offer."""

    letter: str
    parts: tuple[Part, ...]
    middle: float
    letter_y: float
    share: str
    share_y: float


def iceberg_chart(comparison: CostComparison, *, chart_id: str = "chart-iceberg") -> SafeString:
    """Visible costs of every offer above a water line, hidden ones below it, on one scale."""
    sheets = comparison.sheets
    above = max((sheet.visible or 0.0 for sheet in sheets), default=0.0)
    below = max((sheet.cost.hidden or 0.0 for sheet in sheets), default=0.0)
    entries, top = legend(
        [(_("Subscription"), _SUBSCRIPTION), (_("Other visible costs"), _VISIBLE), (_("Hidden costs"), _HIDDEN)]
    )
    scale = _HEIGHT / (above + below) if above + below else 0.0
    water = round(top + _ROOM + above * scale, 2)
    lines = _lines(above, below, water, scale)
    left = round(max(text_width(line.label, SMALL) for line in lines) * 1.08 + 10, 2)
    right = WIDTH - 4
    pitch = (right - left) / max(len(sheets), 1)
    columns = [
        _column(sheet, number, left + pitch * (number + 0.5), min(_WIDEST, 0.6 * pitch), water, scale)
        for number, sheet in enumerate(sheets)
    ]
    bottom = water + below * scale + _ROOM
    found_keys, end = keys([(sheet.offer.name, _figures(sheet)) for sheet in sheets], top=bottom + 10)
    return draw(
        "charts/iceberg.svg",
        chart_id,
        _title(comparison),
        in_a_row(_in_words(sheet, comparison.currency) for sheet in sheets),
        end + 4,
        legend=entries,
        columns=columns,
        keys=found_keys,
        lines=lines,
        left=left,
        right=right,
        water=water,
        sea_width=round(right - left, 2),
        sea_height=round(bottom - water, 2),
    )


def _title(comparison: CostComparison) -> str:
    sentence = ngettext(
        "Visible and hidden costs of each offer over %(count)s year, in %(currency)s",
        "Visible and hidden costs of each offer over %(count)s years, in %(currency)s",
        comparison.horizon_years,
    )
    return sentence % {"count": comparison.horizon_years, "currency": comparison.currency}


def _lines(above: float, below: float, water: float, scale: float) -> list[Line]:
    """Lines at round figures, up and down from the water line."""
    step = next((tick for tick in nice_ticks(max(above, below)) if tick), 0.0)
    figures = [0.0]
    if step:
        figures += [step * number for number in range(1, int(above / step + 1e-9) + 1)]
        figures += [-step * number for number in range(1, int(below / step + 1e-9) + 1)]
    found = []
    for figure in figures:
        y = round(water - figure * scale, 2)
        found.append(Line(y, money(abs(figure)), round(y + 4, 2)))
    return found


def _column(sheet: CostSheet, number: int, middle: float, width: float, water: float, scale: float) -> Column:
    subscription = min(sheet.cost.by_category.get("subscription", 0.0), sheet.visible or 0.0)
    visible, hidden = sheet.visible or 0.0, sheet.cost.hidden or 0.0
    x = round(middle - width / 2, 2)
    stretches = [
        (water - subscription * scale, subscription, _SUBSCRIPTION),
        (water - visible * scale, visible - subscription, _VISIBLE),
        (water, hidden, _HIDDEN),
    ]
    return Column(
        letter=letter_of(number),
        parts=tuple(
            Part(x, round(y, 2), round(width, 2), round(amount * scale, 2), style)
            for y, amount, style in stretches
            if amount > 0
        ),
        middle=round(middle, 2),
        letter_y=round(water - visible * scale - 7, 2),
        share="" if sheet.hidden_share is None else percent(sheet.hidden_share),
        share_y=round(water + hidden * scale + 16, 2),
    )


def _figures(sheet: CostSheet) -> str:
    """The figures at the end of the key's line."""
    if sheet.cost.lines is None:
        return _("no costs given")
    values = {"visible": money(sheet.visible), "hidden": money(sheet.cost.hidden), "share": percent(sheet.hidden_share)}
    return _("visible %(visible)s, hidden %(hidden)s (%(share)s)") % values


def _in_words(sheet: CostSheet, currency: str) -> str:
    if sheet.cost.lines is None:
        return _("%(name)s: no costs given.") % {"name": sheet.offer.name}
    return _("%(name)s: visible %(visible)s, hidden %(hidden)s, which is %(share)s of all costs.") % {
        "name": sheet.offer.name,
        "visible": money(sheet.visible, currency),
        "hidden": money(sheet.cost.hidden, currency),
        "share": percent(sheet.hidden_share),
    }
