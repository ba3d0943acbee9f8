"""Money and facts as tables: every cost line by year, the costs side by side, and what vendors state."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from scoring.exports.parts import Column, Look, Part, Row, in_currency, yes_no
from scoring.presentation import CostComparison, Result, cost_comparison
from scoring.reports.dossier import Dossier
from scoring.reports.facts_page import fact_rows


def money_parts(result: Result, dossier: Dossier) -> Iterator[Part]:
    """Cost lines, costs side by side, exchange rates, facts."""
    costs = cost_comparison(result)
    yield _lines(costs)
    yield _side_by_side(costs)
    yield _rates(dossier)
    yield _facts(result, dossier)


def _lines(costs: CostComparison) -> Part:
    def money(heading: str) -> Column:
        return Column(in_currency(heading, costs.currency), Look.MONEY)

    columns = (
        Column(_("Offer"), wide=30),
        Column(_("Cost line"), wide=34),
        Column(_("Kind"), wide=12),
        Column(_("Cash"), wide=8),
        Column(_("Source")),
        *(money(_("Year %(year)s") % {"year": row.year}) for row in costs.years),
        money(_("Sum")),
        money(_("Low")),
        money(_("High")),
    )

    def lines() -> Iterator[Row]:
        for sheet in costs.sheets:
            for row in sheet.rows:
                amounts = (*row.years, row.total, row.low, row.high)
                yield sheet.offer.name, row.label, row.kind, yes_no(row.is_cash), row.source, *amounts

    return Part(_("Cost lines"), columns, lines, 2)


def _side_by_side(costs: CostComparison) -> Part:
    columns = (
        Column(in_currency(_("Costs"), costs.currency), wide=40),
        *(Column(sheet.offer.name, Look.MONEY, 20) for sheet in costs.sheets),
    )

    def lines() -> Iterator[Row]:
        for category in costs.categories:
            yield category.label, *category.amounts
        for row in costs.years:
            yield _("Year %(year)s") % {"year": row.year}, *row.amounts
        yield _("All cost lines"), *(sheet.cost.lines for sheet in costs.sheets)
        yield _("Of these cash"), *(sheet.cost.cash for sheet in costs.sheets)
        yield _("Of these hidden"), *(sheet.cost.hidden for sheet in costs.sheets)
        yield _("At the low amounts"), *(sheet.cost.low for sheet in costs.sheets)
        yield _("At the high amounts"), *(sheet.cost.high for sheet in costs.sheets)
        yield _("Subscriptions and a share of revenue"), *(sheet.cost.seed for sheet in costs.sheets)
        yield _("Budget"), *(costs.budget for _sheet in costs.sheets)
        yield _("May be spent, the reserve taken off"), *(costs.spendable for _sheet in costs.sheets)
        yield _("Cash beyond what may be spent"), *(sheet.over_spendable for sheet in costs.sheets)

    return Part(_("Costs side by side"), columns, lines)


def _rates(dossier: Dossier) -> Part:
    columns = (
        Column(_("Currency"), wide=10),
        Column(_("Worth of one unit"), Look.NUMBER, 18),
        Column(_("As of"), Look.DAY),
        Column(_("Source"), Look.WRAPPED),
    )
    return Part(
        _("Exchange rates"),
        columns,
        lambda: ((each.currency, each.rate, each.as_of, each.source) for each in dossier.rates),
    )


def _facts(result: Result, dossier: Dossier) -> Part:
    columns = (
        Column(_("Fact"), wide=40),
        Column(_("Offer"), wide=30),
        Column(_("Value"), wide=26),
        Column(_("Status")),
        Column(_("Valid until"), Look.DAY),
        Column(_("Expired"), wide=9),
        Column(_("Reading"), wide=12),
        Column(_("Limits"), Look.WRAPPED, 50),
        Column(_("Measured by it"), Look.WRAPPED, 40),
    )

    def lines() -> Iterator[Row]:
        for row in fact_rows(result, dossier.dated):
            for offer, cell in zip(result.offers, row.cells, strict=True):
                stated = cell.value or _("Not known")
                expired = yes_no(cell.is_over) if cell.valid_until else ""
                read = (cell.status, cell.valid_until, expired, cell.verdict_label)
                yield row.label, offer.name, stated, *read, row.limits, row.criteria

    return Part(_("Facts"), columns, lines, 2)
