"""Costs page: what every offer costs on its bases, beside the budget, in tables and pictures."""

from dataclasses import dataclass
from typing import Any

from scoring.charts import cost_chart
from scoring.charts.iceberg import iceberg_chart
from scoring.charts.ranges import range_chart
from scoring.charts.value import value_chart
from scoring.presentation import CostComparison, CostSheet, OfferFigures, Result, cost_comparison
from scoring.presentation.price_checks import price_checks
from scoring.presentation.value import value_of
from scoring.reports.heads import Head
from scoring.reports.method_page import decimals_needed


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRow:
    """One offer's costs beside what may be spent."""

    head: Head
    sheet: CostSheet
    left: float | None  # of what may be spent; negative beyond it

    @property
    def gate(self) -> str:
        """Whether its cash costs fit: fits | reserve | over, or none where there is nothing to compare."""
        if self.left is None:
            return "none"
        if self.sheet.over_budget is not None:
            return "over"
        return "fits" if self.sheet.over_spendable is None else "reserve"


def costs_in_words(result: Result, heads: list[Head], *, suffix: str) -> dict[str, Any]:
    """What the chapter's templates print."""
    costs, value, checks = cost_comparison(result), value_of(result), price_checks(result)
    rows = [
        CostRow(head=head, sheet=sheet, left=_left(costs.spendable, sheet.cost.cash))
        for head, sheet in zip(heads, costs.sheets, strict=True)
    ]
    has_costs = any(sheet.rows for sheet in costs.sheets)
    return {
        "costs": costs,
        "cost_rows": rows,
        "money_decimals": _money_decimals(costs),
        "has_costs": has_costs,
        "has_ranges": any(sheet.has_range for sheet in costs.sheets),
        "yearly_warnings": [
            (row.head.offer.name, flag.text)
            for row in rows
            for flag in row.head.offer.flags
            if flag.code == "over_yearly_budget"
        ],
        "cost_chart": cost_chart(costs, chart_id=f"chart-cost{suffix}") if has_costs else None,
        "iceberg_chart": iceberg_chart(costs, chart_id=f"chart-iceberg{suffix}") if has_costs else None,
        "range_chart": range_chart(costs, chart_id=f"chart-ranges{suffix}") if has_costs else None,
        "value": value,
        "value_chart": value_chart(value, chart_id=f"chart-value{suffix}") if value.is_known else None,
        "price_checks": list(zip(heads, checks, strict=True)),
    }


def gate_of(offer: OfferFigures | None, rows: list[CostRow]) -> str:
    """The gate of one offer; none without one."""
    return next((row.gate for row in rows if offer and row.head.offer.id == offer.id), "none")


def _left(spendable: float | None, cash: float | None) -> float | None:
    return None if spendable is None or cash is None else spendable - cash


def _money_decimals(costs: CostComparison) -> int:
    """Cents in every amount or in none, so that the columns line up."""
    amounts = [amount for sheet in costs.sheets for row in sheet.rows for amount in row.years if amount is not None]
    sums = [figure for sheet in costs.sheets for figure in (sheet.cost.low, sheet.cost.high) if figure is not None]
    return 2 if decimals_needed([*amounts, *sums]) else 0
