"""Explaining: the sums of one offer as plain text, from the marks to its place, as `score --explain` prints them."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scoring.presentation.cells import CellWorking, SeatSaid, cell_working
from scoring.presentation.costs import CostRow, cost_comparison
from scoring.presentation.offers import OfferFigures
from scoring.presentation.result import Result
from scoring.presentation.working import CriterionFigure, DimensionWorking, OfferWorking, offer_working
from vendors.templatetags.figures import money, percent, points
from vendors.wording import in_a_row

_STATUSES = {
    "missing": gettext_lazy("No value yet: it drops out of the sums, and the offer is provisional."),
    "not_applicable": gettext_lazy("Does not apply: it drops out of the sums."),
}
_SAID = {
    "not_applicable": gettext_lazy("not applicable"),
    "abstained": gettext_lazy("abstained"),
    "missing": gettext_lazy("no mark"),
    "recused": gettext_lazy("withdrawn"),
}
_GATES = {
    "passed": gettext_lazy("Knock-out with pass mark %(pass_mark)s: passed."),
    "failed": gettext_lazy("Knock-out with pass mark %(pass_mark)s: failed, so the offer is excluded."),
    "open": gettext_lazy("Knock-out with pass mark %(pass_mark)s: open, because the figure is not known."),
    "not_applicable": gettext_lazy("Knock-out with pass mark %(pass_mark)s: does not apply."),
    "overridden": gettext_lazy("Knock-out with pass mark %(pass_mark)s: failed, and set aside."),
    "waived": gettext_lazy("Knock-out with pass mark %(pass_mark)s: open, and waived."),
}


def explanation(result: Result, offer_id: str) -> str:
    """How an offer's figures came about, in the language that is active, ending in a line break.

    Raises: KeyError: there is no such offer.
    """
    working = offer_working(result, offer_id)
    blocks = [_total(result, working)]
    blocks += [_dimension(result, working, dimension) for dimension in working.dimensions]
    blocks += [_costs(result, working.offer), _rank(result, working.offer)]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _total(result: Result, working: OfferWorking) -> list[str]:
    offer = working.offer
    lines = [
        _("%(title)s: %(offer)s") % {"title": result.title, "offer": offer.name},
        _("Total: %(total)s. Place: %(place)s.")
        % {"total": points(offer.total, result.decimals), "place": offer.place},
    ]
    for dimension in working.dimensions:
        figures = {
            "name": dimension.head.label,
            "score": points(dimension.figure.score, result.decimals),
            "share": percent(dimension.head.share, 2),
            "points": points(dimension.figure.contribution, result.decimals),
        }
        lines.append(_indented(1, _("%(name)s: %(score)s, %(share)s of the total, adds %(points)s points") % figures))
    if working.formula:
        lines.append(_indented(1, working.formula))
    lines += [_indented(1, flag.text) for flag in offer.flags]
    return lines


def _dimension(result: Result, working: OfferWorking, dimension: DimensionWorking) -> list[str]:
    named = {"name": dimension.head.label, "score": points(dimension.figure.score, result.decimals)}
    lines = [_("%(name)s: %(score)s") % named]
    if dimension.formula:
        lines.append(_indented(1, dimension.formula))
    for row in dimension.rows:
        lines += _criterion(result, row, cell_working(result, working.offer.id, row.criterion_id))
    return lines


def _criterion(result: Result, row: CriterionFigure, cell: CellWorking) -> Iterator[str]:
    named = {
        "name": row.name,
        "id": row.criterion_id,
        "class": row.class_label,
        "weight": f"{row.weight:g}",
        "score": points(row.score, result.decimals),
    }
    yield _indented(1, _("%(name)s (%(id)s; %(class)s, weight %(weight)s): %(score)s") % named)
    for line in [*_source(result, cell), *_gate(result, cell)]:
        yield _indented(2, line)
    if row.status in _STATUSES:
        yield _indented(2, str(_STATUSES[row.status]))
    if cell.contribution_formula:
        yield _indented(2, _("Points of the total: %(formula)s") % {"formula": cell.contribution_formula})


def _source(result: Result, cell: CellWorking) -> Iterator[str]:
    """What the score was read from: the members' marks, or figures."""
    if cell.measure is None:
        for seat in cell.seats:
            yield _seat(result, seat)
        if cell.panel_formula:
            yield _("Panel: %(formula)s") % {"formula": cell.panel_formula}
        if cell.consensus is not None:
            yield _("Agreed mark in place of the panel's: %(mark)s. %(reason)s") % {
                "mark": cell.consensus,
                "reason": cell.consensus_reason,
            }
        return
    yield _("%(measure)s: %(rule)s") % {"measure": cell.measure.label, "rule": cell.measure.rule}
    for each in cell.measure.inputs:
        yield _("%(label)s: %(value)s") % {"label": each.label, "value": each.value}
    for line in (cell.measure.limits, cell.measure.formula, cell.measure.unknown_rule):
        if line:
            yield line


def _seat(result: Result, seat: SeatSaid) -> str:
    if seat.mark is None:
        return _("%(seat)s: %(said)s") % {"seat": seat.seat, "said": _SAID[seat.said]}
    said = {
        "seat": seat.seat,
        "mark": seat.mark,
        "score": points(seat.score, result.decimals),
        "weight": f"{seat.weight:g}",
    }
    if not seat.is_voting:
        return _("%(seat)s: mark %(mark)s = %(score)s, advisory and not counted") % said
    return _("%(seat)s: mark %(mark)s = %(score)s, weight %(weight)s") % said


def _gate(result: Result, cell: CellWorking) -> Iterator[str]:
    if cell.gate:
        yield _GATES[cell.gate] % {"pass_mark": points(cell.pass_mark, result.decimals)}
    if cell.override is not None:
        yield _("Ruling by %(by)s: %(reason)s") % {"by": cell.override.by, "reason": cell.override.reason}


def _costs(result: Result, offer: OfferFigures) -> list[str]:
    sheet = next(each for each in cost_comparison(result).sheets if each.offer.id == offer.id)
    lines = [_("Costs")]
    lines += [_indented(1, _cost_line(result, row)) for row in sheet.rows]
    cost = sheet.cost
    sums = (
        (_("All lines"), cost.lines),
        (_("Cash lines"), cost.cash),
        (_("Hidden lines"), cost.hidden),
        (_("All lines at their low amounts"), cost.low),
        (_("All lines at their high amounts"), cost.high),
    )
    lines += [
        _indented(1, _("%(label)s: %(value)s") % {"label": label, "value": money(amount, result.currency)})
        for label, amount in sums
    ]
    return lines


def _cost_line(result: Result, row: CostRow) -> str:
    paid = [money(amount) for amount in row.years if amount is not None]
    figures = {
        "label": row.label,
        "kind": row.kind,
        "sum": " + ".join(paid),
        "total": money(row.total, result.currency),
    }
    if row.is_cash:
        return _("%(label)s (%(kind)s, cash): %(sum)s = %(total)s") % figures
    return _("%(label)s (%(kind)s, not cash): %(sum)s = %(total)s") % figures


def _rank(result: Result, offer: OfferFigures) -> list[str]:
    rule = _(
        "Eligible offers by their printed total, highest first. Equal totals are told apart by the lower cash cost, "
        "then the higher need match, then the higher risk control; what is still equal shares the place."
    )
    lines = [_("Ranking"), _indented(1, rule)]
    for each in result.offers:
        placed = {
            "place": each.place,
            "offer": each.name,
            "total": points(each.total, result.decimals),
            "cash": money(each.cost.cash, result.currency),
        }
        lines.append(_indented(1, _("%(place)s  %(offer)s: total %(total)s, cash %(cash)s") % placed))
    if offer.is_excluded:
        lines.append(_indented(1, in_a_row([each.text for each in offer.exclusions])))
    elif offer.rank is None:
        lines.append(_indented(1, _("This offer has no place, because it has no total.")))
    return lines


def _indented(depth: int, text: str) -> str:
    return "  " * depth + text
