"""Volume chart: what a year on a free plan costs as more inquiries come, beside what paid offers cost."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from scoring.charts.drawing import SMALL, WIDTH, Tick, draw, nice_ticks, text_width
from scoring.charts.plot import Frame, apart, frame, highest_tick, keys, letter_of, money_labels
from scoring.formulas.free_plan import FreePlan
from scoring.presentation.free_plans import Simulation
from vendors.templatetags.figures import money
from vendors.wording import in_a_row

_HEIGHT = 230
_LETTERS = 26  # room for the letters at the right end
_HEADROOM = 1.15  # of the frame above the highest paid offer


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """The line of one paid offer, with its letter at the end."""

    letter: str
    y: float
    to_x: float
    letter_x: float
    letter_y: float
    text_x: float
    text_y: float


def volume_chart(simulation: Simulation, currency: str, *, chart_id: str = "chart-volume") -> SafeString | None:
    """The bill of a year over inquiries a day; None where the plan states no price."""
    plan = simulation.offered.plan
    if plan is None:
        return None
    plot = _frame(simulation, plan)
    below = plot.bottom + 40
    found_keys, end = keys([(each.name, _figures(each.yearly, each.break_even)) for each in simulation.paid], top=below)
    ours = simulation.inquiries
    return draw(
        "charts/volume.svg",
        chart_id,
        _("Cost of a year on the free plan of %(vendor)s, by inquiries a day, in %(currency)s")
        % {"vendor": simulation.vendor, "currency": currency},
        _in_words(simulation, currency),
        end + 4,
        free_label=_("Free plan"),
        paid_label=_("Paid offers, a year on average; a ring where the free plan costs as much"),
        ours_label="" if ours is None else _("Our volume: %(inquiries)s a day") % {"inquiries": f"{ours:,.0f}"},
        y_heading=_("Cost of a year"),
        x_heading=_("Inquiries a day"),
        heading_y=plot.top - 12,
        frame=plot,
        ticks=_ticks(plot),
        free=_free_line(plot, plan),
        paid=_paid(plot, simulation),
        dots=_break_evens(plot, simulation),
        ours_x=None if ours is None or ours > plot.x_highest else plot.x(ours),
        keys=found_keys,
        label_y=plot.bottom + 16,
        x_heading_y=plot.bottom + 33,
    )


def _frame(simulation: Simulation, plan: FreePlan) -> Frame:
    yearly = [each.yearly for each in simulation.paid if each.yearly is not None]
    ours = simulation.inquiries or 0.0
    volumes = [
        1.2 * ours,
        2 * plan.daily_limit,
        *(1.1 * each.break_even for each in simulation.paid if each.break_even),
    ]
    # A bill far above every paid offer tells nothing more: the line leaves the picture at its top.
    top_of_interest = max(yearly, default=0.0) * _HEADROOM or simulation.year or 0.0
    highest = highest_tick([top_of_interest])
    top = 22.0 * (3 if simulation.inquiries is not None else 2) + 26
    plot = frame(
        top=top,
        height=_HEIGHT,
        x_highest=highest_tick(volumes),
        y_highest=highest,
        y_labels=money_labels(highest),
    )
    return Frame(plot.left, plot.right - _LETTERS, plot.top, plot.bottom, plot.x_highest, plot.y_highest, plot.lines)


def _free_line(plot: Frame, plan: FreePlan) -> str:
    """Flat up to the limit, then rising, up to the right or the upper edge."""
    limit = min(plan.daily_limit, plot.x_highest)
    path = f"M{plot.x(0)} {plot.y(0)} H{plot.x(limit)}"
    slope = plan.yearly_price_of_one_more
    end = plot.x_highest if not slope else min(plot.x_highest, limit + plot.y_highest / slope)
    return f"{path} L{plot.x(end)} {plot.y((end - limit) * slope)}" if end > limit else path


def _paid(plot: Frame, simulation: Simulation) -> list[Paid]:
    rows = [(number, plot.y(each.yearly)) for number, each in enumerate(simulation.paid) if each.yearly is not None]
    places = apart([y for _number, y in rows], least=15, lowest=plot.top, highest=plot.bottom)
    return [
        Paid(
            letter=letter_of(number),
            y=y,
            to_x=plot.right,
            letter_x=plot.right + 10,
            letter_y=round(place, 2),
            text_x=plot.right + 14,
            text_y=round(place + 4.5, 2),
        )
        for (number, y), place in zip(rows, places, strict=True)
    ]


def _break_evens(plot: Frame, simulation: Simulation) -> list[tuple[float, float]]:
    return [
        (plot.x(each.break_even), plot.y(each.yearly))
        for each in simulation.paid
        if each.break_even is not None and each.yearly is not None and each.break_even <= plot.x_highest
    ]


def _ticks(plot: Frame) -> list[Tick]:
    found = []
    for tick in nice_ticks(plot.x_highest):
        label = f"{tick:,.0f}"
        x, half = plot.x(tick), text_width(label, SMALL) / 2
        found.append(Tick(x, label, "end" if x + half > WIDTH - 2 else "middle"))
    return found


def _figures(yearly: float | None, break_even: int | None) -> str:
    if yearly is None:
        return _("no costs given")
    if break_even is None:
        return _("%(yearly)s a year") % {"yearly": money(yearly)}
    return _("%(yearly)s a year, as much at %(volume)s a day") % {"yearly": money(yearly), "volume": f"{break_even:,}"}


def _in_words(simulation: Simulation, currency: str) -> str:
    said = []
    if simulation.inquiries is not None:
        values = {"inquiries": f"{simulation.inquiries:,.0f}", "year": money(simulation.year, currency)}
        said.append(_("At %(inquiries)s inquiries a day a year on the free plan costs %(year)s.") % values)
    for each in simulation.paid:
        if each.break_even is not None:
            values = {"name": each.name, "volume": f"{each.break_even:,}"}
            said.append(_("From %(volume)s inquiries a day on it costs as much as %(name)s.") % values)
    return in_a_row(said)
