"""Value chart: need match against cash cost, with the budget and the line of offers that no other one beats."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring.charts.drawing import SMALL, WIDTH, Tick, draw, nice_ticks, text_width
from scoring.charts.plot import Frame, frame, free_places, highest_tick, keys, letter_of, marks, money_labels
from scoring.presentation import wording
from scoring.presentation.value import ValueForMoney, ValueRow
from vendors.templatetags.figures import money
from vendors.wording import in_a_row

_HEIGHT = 270
_CIRCLE = "M-5.5 0 A5.5 5.5 0 1 0 5.5 0 A5.5 5.5 0 1 0 -5.5 0 Z"
_CROSS = "M-5 -5 L5 5 M-5 5 L5 -5"


@dataclass(frozen=True, slots=True)
class Shape:
    """How a kind of offer is drawn, with its word in the legend."""

    label: str
    css: str
    fill: str
    path: str
    x: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One offer."""

    letter: str
    letter_x: float
    letter_y: float
    x: float
    y: float
    css: str
    fill: str
    path: str


def value_chart(value: ValueForMoney, *, chart_id: str = "chart-value") -> SafeString:
    """Every offer with both figures as a dot: to the left is cheaper, further up fits better."""
    drawn = [(row, number) for number, row in enumerate(value.rows) if row.need is not None and row.cost is not None]
    limits = [limit for limit in (value.spendable, value.budget) if limit is not None]
    highest = highest_tick([*(row.cost or 0.0 for row, _number in drawn), *limits])
    top = 24 + 22 * len(_limits(value)) + 22
    plot = frame(
        top=top, height=_HEIGHT, x_highest=highest, y_highest=100, y_labels=["0", "20", "40", "60", "80", "100"]
    )
    found_marks, marks_end = marks([(plot.x(at), dashes, label) for at, dashes, label in _limits(value)], top=22)
    below = plot.bottom + 40
    found_keys, end = keys([(row.offer.name, _figures(row)) for row in value.rows], top=below)
    return draw(
        "charts/value.svg",
        chart_id,
        _title(value),
        in_a_row(_in_words(row, value.currency) for row in value.rows),
        end + 4,
        entries=_legend(),
        marks=found_marks,
        frame=plot,
        ticks=_ticks(plot, highest),
        frontier=_frontier(plot, [row for row, _number in drawn if row.is_efficient]),
        dots=_dots(plot, drawn),
        keys=found_keys,
        heading_y=marks_end + 12,
        label_y=plot.bottom + 16,
        x_heading_y=plot.bottom + 33,
        y_heading=_("Need match"),
        x_heading=_x_heading(value),
    )


def _title(value: ValueForMoney) -> str:
    return _("Need match of each offer against its cash costs, in %(currency)s") % {"currency": value.currency}


def _x_heading(value: ValueForMoney) -> str:
    sentence = ngettext(
        "Cash costs over %(count)s year, in %(currency)s",
        "Cash costs over %(count)s years, in %(currency)s",
        value.horizon_years,
    )
    return sentence % {"count": value.horizon_years, "currency": value.currency}


def _shapes() -> dict[str, Shape]:
    return {
        "efficient": Shape(_("No offer beats it"), "dot-full", "#17554b", _CIRCLE),
        "beaten": Shape(_("Another gives as much for less"), "dot-hollow", "#ffffff", _CIRCLE),
        "excluded": Shape(_("Excluded"), "dot-cross", "none", _CROSS),
    }


def _legend() -> list[Shape]:
    entries, x = [], 8.0
    for shape in _shapes().values():
        entries.append(Shape(shape.label, shape.css, shape.fill, shape.path, round(x, 2)))
        x += 14 + text_width(shape.label) * 1.05 + 22
    return entries


def _limits(value: ValueForMoney) -> list[tuple[float, str, str]]:
    found = []
    if value.spendable is not None:
        text = _("Spendable: %(amount)s") % {"amount": money(value.spendable, value.currency)}
        found.append((value.spendable, "6 4", text))
    if value.budget is not None and value.budget != value.spendable:
        text = _("Budget: %(amount)s") % {"amount": money(value.budget, value.currency)}
        found.append((value.budget, "2 3", text))
    return found


def _ticks(plot: Frame, highest: float) -> list[Tick]:
    labels = money_labels(highest)
    found = []
    for tick, label in zip(nice_ticks(highest), labels, strict=True):
        x, half = plot.x(tick), text_width(label, SMALL) / 2
        found.append(Tick(x, label, "end" if x + half > WIDTH - 2 else "middle"))
    return found


def _dots(plot: Frame, drawn: list[tuple[ValueRow, int]]) -> list[Dot]:
    places = [(plot.x(row.cost or 0.0), plot.y(float(row.need or 0))) for row, _number in drawn]
    letters = free_places(places, plot)
    shapes = _shapes()
    found = []
    for (row, number), (x, y), (letter_x, letter_y) in zip(drawn, places, letters, strict=True):
        shape = shapes["excluded" if row.offer.is_excluded else "efficient" if row.is_efficient else "beaten"]
        found.append(
            Dot(
                letter=letter_of(number),
                letter_x=letter_x,
                letter_y=letter_y,
                x=x,
                y=y,
                css=shape.css,
                fill=shape.fill,
                path=shape.path,
            )
        )
    return found


def _frontier(plot: Frame, rows: list[ValueRow]) -> str:
    """Steps from the cheapest offer that nobody beats to the dearest: what the money buys, as far as it goes."""
    ordered = sorted(rows, key=lambda row: (row.cost or 0.0, row.need or 0))
    if len(ordered) < 2:  # noqa: PLR2004 - one point makes no line
        return ""
    path = f"M{plot.x(ordered[0].cost or 0.0)} {plot.y(float(ordered[0].need or 0))}"
    for row in ordered[1:]:
        path += f" H{plot.x(row.cost or 0.0)} V{plot.y(float(row.need or 0))}"
    return path


def _figures(row: ValueRow) -> str:
    need = "–" if row.need is None else wording.figure(row.need)
    return _("need match %(need)s, cash %(cash)s") % {"need": need, "cash": money(row.cost)}


def _in_words(row: ValueRow, currency: str) -> str:
    values = {
        "name": row.offer.name,
        "need": "–" if row.need is None else wording.figure(row.need),
        "cash": money(row.cost, currency),
    }
    if row.is_efficient:
        return _("%(name)s: need match %(need)s for %(cash)s; no offer beats it.") % values
    return _("%(name)s: need match %(need)s for %(cash)s.") % values
