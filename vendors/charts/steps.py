"""Steps chart: what a year of seats costs, and what one seat then costs, from 1 seat to many."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from vendors.charts.drawing import AXIS_HEIGHT, SMALL, WIDTH, Tick, draw, nice_ticks, text_width
from vendors.pricing import Terms
from vendors.reckoning import first_year_of_seats, seat_counts
from vendors.templatetags.figures import money
from vendors.wording import in_a_row

_PANEL = 130  # height of one curve
_GAP = 62  # between the two, with the numbers of seats and the next heading
_TOP = 24
_RIGHT = 12
_MOST_SHOWN = 20  # seats of a very small team still get a picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One line across a panel with its amount."""

    y: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One curve over the number of seats."""

    heading: str
    heading_y: float
    top: float
    bottom: float
    label_y: float
    css: str
    stroke: str
    line: str  # the d of a path
    levels: tuple[Level, ...]
    dot_y: float | None  # at the quoted seats


@dataclass(frozen=True, slots=True)
class _Curve:
    heading: str
    css: str
    stroke: str
    amounts: list[Decimal]
    at_quoted: Decimal | None


def steps_chart(terms: Terms, *, currency: str, seats: int | None, team: tuple[int, ...] = ()) -> SafeString | None:
    """Both curves over the number of seats; a dot marks the quoted seats. None where no seat price is stated."""
    if not terms.steps:
        return None
    highest = _highest(terms, seats, team)
    counts = seat_counts(terms, highest=highest)
    yearly = [first_year_of_seats(terms, count) or Decimal(0) for count in counts]
    shown = seats if seats and seats <= highest else None
    quoted = first_year_of_seats(terms, shown) if shown else None
    curves = [
        _Curve(_("Cost of a year"), "curve-cost", "#b07b1e", yearly, quoted),
        _Curve(
            _("Average price of a seat"),
            "curve-need",
            "#17554b",
            [cost / count for cost, count in zip(yearly, counts, strict=True)],
            quoted / shown if quoted is not None and shown else None,
        ),
    ]
    scales = [list(nice_ticks(float(max(curve.amounts)))) for curve in curves]
    left = max(text_width(money(level), SMALL) for levels in scales for level in levels) + 8
    scale = (WIDTH - _RIGHT - left) / max(highest - 1, 1)
    places = [round(left + scale * (count - 1), 2) for count in counts]
    panels = [
        _panel(number, curve, levels, places) for number, (curve, levels) in enumerate(zip(curves, scales, strict=True))
    ]
    return draw(
        "charts/steps.svg",
        "price-steps",
        _("Price steps from 1 to %(highest)s seats") % {"highest": f"{highest:,}"},
        _description(terms, currency, shown),
        panels[-1].label_y + 8,
        panels=panels,
        left=round(left, 2),
        right=WIDTH - _RIGHT,
        ticks=_seat_ticks(highest, left, scale),
        dot_x=round(left + scale * (shown - 1), 2) if shown else None,
    )


def _highest(terms: Terms, seats: int | None, team: tuple[int, ...]) -> int:
    """Far enough to see the team, and what comes after the last step; not beyond where the edition ends."""
    last_step = max(step.from_seat for step in terms.steps)
    highest = max(_MOST_SHOWN, round(1.5 * max((seats or 1, *team))), round(1.25 * last_step) + 1)
    return max(2, min(highest, terms.seat_maximum)) if terms.seat_maximum else highest


def _panel(number: int, curve: _Curve, levels: list[float], places: list[float]) -> Panel:
    top = _TOP + number * (_PANEL + _GAP)
    bottom = top + _PANEL
    scale = _PANEL / (levels[-1] or 1)

    def y_of(amount: float | Decimal) -> float:
        return round(bottom - float(amount) * scale, 2)

    points = [f"{x} {y_of(amount)}" for x, amount in zip(places, curve.amounts, strict=True)]
    return Panel(
        heading=curve.heading,
        heading_y=top - 10,
        top=top,
        bottom=bottom,
        label_y=bottom + AXIS_HEIGHT - 5,
        css=curve.css,
        stroke=curve.stroke,
        line="M" + " L".join(points),
        levels=tuple(Level(y=y_of(level), label=money(level)) for level in levels),
        dot_y=None if curve.at_quoted is None else y_of(curve.at_quoted),
    )


def _seat_ticks(highest: int, left: float, scale: float) -> list[Tick]:
    whole = [round(tick) for tick in nice_ticks(highest) if tick == round(tick)]
    shown = sorted({1, *(tick for tick in whole if 1 < tick <= highest)})
    return [
        Tick(round(left + scale * (tick - 1), 2), f"{tick:,}", "end" if tick == highest else "middle") for tick in shown
    ]


def _description(terms: Terms, currency: str, seats: int | None) -> str:
    steps = sorted(terms.steps, key=lambda step: step.from_seat)
    said = [
        _("From seat %(from_seat)s on a seat costs %(price)s a year.")
        % {"from_seat": f"{step.from_seat:,}", "price": money(step.unit_price, currency)}
        for step in steps
    ]
    if seats:
        cost = first_year_of_seats(terms, seats)
        words = {"seats": f"{seats:,}", "cost": money(cost, currency)}
        said.append(_("%(seats)s seats cost %(cost)s in the first year.") % words)
    return in_a_row(said)
