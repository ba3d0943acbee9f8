"""Pareto chart: the channels by share, the largest first, and how much they carry together."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from scoring.charts.drawing import (
    AXIS_HEIGHT,
    DIMENSION_STYLES,
    FONT_SIZE,
    SERIES_STYLES,
    WIDTH,
    Name,
    Part,
    draw,
    legend,
    shortened,
    stack,
    ticks_to,
)
from scoring.presentation.needs import Channel
from vendors.templatetags.figures import percent
from vendors.wording import in_a_row

_ROW = 46
_BAR = 16
_SCALE = WIDTH - 90  # behind a dot there is room for its figure
_CORE, _REST = DIMENSION_STYLES["need"], SERIES_STYLES[5]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One channel: its own share as a bar, and a dot at what it carries with all larger ones."""

    name: Name
    parts: tuple[Part, ...]
    x: float
    y: float
    label: str
    label_x: float
    label_y: float


def pareto_chart(channels: Sequence[Channel], *, core_share: float, chart_id: str = "chart-channels") -> SafeString:
    """The channels as bars; those that carry the core share stand apart, a line adds them up."""
    entries, top = legend([(_("Core channels"), _CORE), (_("Other channels"), _REST)])
    bars = [_bar(channel, top + 8 + row * _ROW) for row, channel in enumerate(channels)]
    bottom = top + 8 + len(bars) * _ROW
    return draw(
        "charts/pareto.svg",
        chart_id,
        _("Channels by share of the inquiries"),
        in_a_row(_in_words(channel) for channel in channels),
        bottom + AXIS_HEIGHT,
        legend=entries,
        bars=bars,
        line=" ".join(f"{bar.x},{bar.y}" for bar in bars),
        limit_x=round(_SCALE * core_share, 2),
        ticks=ticks_to(1, _SCALE, [percent(share / 5) for share in range(6)]),
        top=top,
        bottom=bottom,
        label_y=bottom + 16,
    )


def _bar(channel: Channel, top: float) -> Bar:
    middle = top + 20 + _BAR / 2
    x = round(_SCALE * channel.cumulative, 2)
    words = _("%(name)s: %(share)s") % {"name": channel.name, "share": percent(channel.share)}
    style = _CORE if channel.is_core else _REST
    return Bar(
        name=Name(shortened(words, WIDTH), 0, top + FONT_SIZE),
        parts=stack([(_SCALE * channel.share, style)], y=top + 20, height=_BAR),
        x=x,
        y=middle,
        label=percent(channel.cumulative),
        label_x=x + 9,
        label_y=middle + 4,
    )


def _in_words(channel: Channel) -> str:
    values = {
        "name": channel.name,
        "share": percent(channel.share),
        "cumulative": percent(channel.cumulative),
    }
    if channel.is_core:
        return _("%(name)s, a core channel: %(share)s, with the larger ones %(cumulative)s.") % values
    return _("%(name)s: %(share)s, with the larger ones %(cumulative)s.") % values
