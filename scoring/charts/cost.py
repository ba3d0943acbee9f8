"""Cost chart: what each offer costs over the years of use, stacked by year or by category."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring.charts.drawing import (
    AXIS_HEIGHT,
    FONT_SIZE,
    SERIES_STYLES,
    WIDTH,
    Name,
    Part,
    Style,
    draw,
    legend,
    nice_ticks,
    shortened,
    stack,
    text_width,
    ticks_to,
)
from scoring.presentation import CostComparison, CostSheet
from vendors.templatetags.figures import money
from vendors.wording import in_a_row

_ROW = 54
_BAR = 20
_LINE = 22
_RIGHT = 110  # room for the sum behind the longest bar


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One offer."""

    name: Name
    parts: tuple[Part, ...]
    cash_x: float | None  # where its cash costs end
    y: float
    sum: str
    sum_x: float
    sum_y: float
    sum_width: float  # of the ground behind it, so that no line runs through the figure


@dataclass(frozen=True, slots=True)
class Limit:
    """The budget, or what of it is spendable."""

    x: float
    dashes: str
    label: str
    key_y: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """One year or category over all offers."""

    label: str
    amounts: tuple[float, ...]  # one per sheet; 0 where nothing is given, which draws nothing
    style: Style


def cost_chart(comparison: CostComparison, *, by: str = "year", chart_id: str = "") -> SafeString:
    """All costs of every offer as a bar; a mark shows where the cash costs end, dashed lines the budget for them."""
    stretches = _by_year(comparison) if by == "year" else _by_category(comparison)
    amounts = [sheet.cost.lines or 0.0 for sheet in comparison.sheets]
    limits = [limit for limit in (comparison.spendable, comparison.budget) if limit is not None]
    highest = max(nice_ticks(max([*amounts, *limits], default=0.0)))
    scale = (WIDTH - _RIGHT) / highest if highest else 0.0
    entries, legend_bottom = legend([(each.label, each.style) for each in stretches])
    has_labour = any(_is_part_cash(sheet) for sheet in comparison.sheets)
    drawn_limits = _limits(comparison, scale, first_y=_LINE if has_labour else 0)
    top = legend_bottom + _LINE * (has_labour + len(drawn_limits)) + 6
    bars = [
        _bar(number, sheet, stretches, top + 6 + number * _ROW, scale) for number, sheet in enumerate(comparison.sheets)
    ]
    bottom = top + 6 + len(bars) * _ROW
    return draw(
        "charts/cost.svg",
        chart_id or f"chart-cost-by-{by}",
        _title(comparison, by),
        in_a_row(_in_words(sheet, comparison.currency) for sheet in comparison.sheets),
        bottom + AXIS_HEIGHT,
        legend=entries,
        bars=bars,
        limits=drawn_limits,
        cash_label=_("Cash costs alone") if has_labour else "",
        legend_bottom=legend_bottom,
        ticks=ticks_to(highest, scale, [money(tick) for tick in nice_ticks(highest)]),
        top=top,
        bottom=bottom,
        label_y=bottom + 16,
    )


def _title(comparison: CostComparison, by: str) -> str:
    values = {"count": comparison.horizon_years, "currency": comparison.currency}
    sentence = (
        ngettext(
            "Costs of each offer over %(count)s year, by year, in %(currency)s",
            "Costs of each offer over %(count)s years, by year, in %(currency)s",
            comparison.horizon_years,
        )
        if by == "year"
        else ngettext(
            "Costs of each offer over %(count)s year, by category, in %(currency)s",
            "Costs of each offer over %(count)s years, by category, in %(currency)s",
            comparison.horizon_years,
        )
    )
    return sentence % values


def _by_year(comparison: CostComparison) -> list[Stretch]:
    """One stretch per year; past the last style the later years are one stretch."""
    rows = [(_("Year %(year)s") % {"year": row.year}, _given(row.amounts)) for row in comparison.years]
    return _styled(rows, _("Later years"))


def _by_category(comparison: CostComparison) -> list[Stretch]:
    """The categories that cost most, and the others in one stretch."""
    rows = [(row.label, _given(row.amounts)) for row in comparison.categories]
    return _styled(sorted(rows, key=lambda row: -sum(row[1])), _("Other categories"))


def _styled(rows: Sequence[tuple[str, tuple[float, ...]]], rest_label: str) -> list[Stretch]:
    if len(rows) > len(SERIES_STYLES):
        kept, rest = rows[: len(SERIES_STYLES) - 1], rows[len(SERIES_STYLES) - 1 :]
        summed = tuple(sum(amounts) for amounts in zip(*(row[1] for row in rest), strict=True))
        rows = [*kept, (rest_label, summed)]
    return [Stretch(label, amounts, style) for (label, amounts), style in zip(rows, SERIES_STYLES, strict=False)]


def _given(amounts: tuple[float | None, ...]) -> tuple[float, ...]:
    return tuple(amount or 0.0 for amount in amounts)


def _bar(number: int, sheet: CostSheet, stretches: Sequence[Stretch], top: float, scale: float) -> Bar:
    cost = sheet.cost
    y, total = top + 21, money(cost.lines)
    return Bar(
        name=Name(shortened(sheet.offer.name, WIDTH), 0, top + FONT_SIZE),
        parts=stack([(scale * each.amounts[number], each.style) for each in stretches], y=y, height=_BAR),
        cash_x=round(scale * (cost.cash or 0.0), 2) if _is_part_cash(sheet) else None,
        y=y,
        sum=total,
        sum_x=round(scale * (cost.lines or 0.0) + 8, 2),
        sum_y=y + 15,
        sum_width=round(text_width(total) * 1.08 + 6, 2),
    )


def _is_part_cash(sheet: CostSheet) -> bool:
    """Whether some of the costs are own work that no invoice shows."""
    cash, lines = sheet.cost.cash, sheet.cost.lines
    return cash is not None and lines is not None and cash < lines


def _limits(comparison: CostComparison, scale: float, *, first_y: float) -> list[Limit]:
    limits = []
    if comparison.spendable is not None:
        text = _("Spendable: %(amount)s") % {"amount": money(comparison.spendable, comparison.currency)}
        limits.append(Limit(round(scale * comparison.spendable, 2), "6 4", text, first_y))
    if comparison.budget is not None and comparison.budget != comparison.spendable:
        text = _("Budget: %(amount)s") % {"amount": money(comparison.budget, comparison.currency)}
        limits.append(Limit(round(scale * comparison.budget, 2), "2 3", text, first_y + _LINE * len(limits)))
    return limits


def _in_words(sheet: CostSheet, currency: str) -> str:
    values = {
        "name": sheet.offer.name,
        "lines": money(sheet.cost.lines, currency),
        "cash": money(sheet.cost.cash, currency),
    }
    if sheet.cost.lines is None:
        return _("%(name)s: no costs given.") % values
    return _("%(name)s: %(lines)s, of which cash %(cash)s.") % values
