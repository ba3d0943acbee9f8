"""Idle chart: what of each offer's price pays for modules that nobody needs."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from scoring.charts.drawing import (
    AXIS_HEIGHT,
    FONT_SIZE,
    SERIES_STYLES,
    SMALL,
    WIDTH,
    Name,
    Part,
    draw,
    legend,
    nice_ticks,
    shortened,
    stack,
    text_width,
    ticks_to,
)
from scoring.charts.plot import highest_tick
from scoring.presentation.price_checks import PriceChecks
from vendors.templatetags.figures import money, percent
from vendors.wording import in_a_row

_USED, _IDLE = SERIES_STYLES[0], SERIES_STYLES[1]
_ROW = 52
_BAR = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One offer."""

    name: Name
    parts: tuple[Part, ...]
    y: float
    text: str
    text_x: float
    text_y: float
    text_width: float


def idle_chart(checks: tuple[PriceChecks, ...], currency: str, *, chart_id: str = "chart-idle") -> SafeString:
    """The price of the first year of every offer, with the part that is paid and not needed."""
    texts = [_text(each) for each in checks]
    room = max((text_width(text, SMALL) for text in texts), default=0.0) * 1.08 + 14
    highest = highest_tick([each.idle.paid or 0.0 for each in checks])
    scale = (WIDTH - room) / highest
    entries, top = legend([(_("Paid and used"), _USED), (_("Paid, not needed"), _IDLE)])
    bars = [
        _bar(each, text, top + 6 + row * _ROW, scale)
        for row, (each, text) in enumerate(zip(checks, texts, strict=True))
    ]
    bottom = top + 6 + len(bars) * _ROW
    return draw(
        "charts/idle.svg",
        chart_id,
        _("Seats and modules in the first year, used and idle, in %(currency)s") % {"currency": currency},
        in_a_row(_in_words(each, currency) for each in checks),
        bottom + AXIS_HEIGHT,
        legend=entries,
        bars=bars,
        ticks=ticks_to(highest, scale, [money(tick) for tick in nice_ticks(highest)]),
        top=top,
        bottom=bottom,
        label_y=bottom + 16,
    )


def _bar(checks: PriceChecks, text: str, top: float, scale: float) -> Bar:
    idle, paid = checks.idle.idle or 0.0, checks.idle.paid or 0.0
    y = top + 20
    return Bar(
        name=Name(shortened(checks.offer.name, WIDTH), 0, top + FONT_SIZE),
        # The idle part comes first: it is what is compared, and so it begins at the same line for every offer.
        parts=stack([(scale * idle, _IDLE), (scale * (paid - idle), _USED)], y=y, height=_BAR),
        y=y,
        text=text,
        text_x=round(scale * paid + 8, 2),
        text_y=y + 13,
        text_width=round(text_width(text, SMALL) * 1.08 + 6, 2),
    )


def _text(checks: PriceChecks) -> str:
    idle = checks.idle
    if idle.paid is None:
        return _("no price given")
    if idle.idle is None:
        return _("idle share not known")
    return _("%(idle)s idle (%(share)s)") % {"idle": money(idle.idle), "share": percent(idle.share)}


def _in_words(checks: PriceChecks, currency: str) -> str:
    idle = checks.idle
    values = {
        "name": checks.offer.name,
        "paid": money(idle.paid, currency),
        "idle": money(idle.idle, currency),
        "share": percent(idle.share),
    }
    if idle.idle is None:
        return _("%(name)s: how much is idle is not known.") % values
    return _("%(name)s: %(idle)s of %(paid)s are paid and not needed, %(share)s.") % values
