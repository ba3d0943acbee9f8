"""Result as tables: the ranking, the score of every offer on every criterion, weights and rules."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from scoring.exports.parts import Cell, Column, Look, Part, Row, in_currency, yes_no
from scoring.presentation import OfferFigures, Result, method_statements, wording
from scoring.presentation.heat import HeatCell, HeatGroup, HeatRow
from scoring.reports.breakdown import breakdown
from scoring.reports.dossier import Dossier
from scoring.reports.method_page import criterion_groups, seat_rows


def result_parts(result: Result, dossier: Dossier) -> Iterator[Part]:
    """Ranking, scores, points, weights and method."""
    yield ranking_part(result)
    yield _scores(result)
    yield _points(result)
    yield _weights(result)
    yield _seats(dossier)
    yield Part(
        _("Method"),
        (Column(_("Rule"), wide=34), Column(_("Text"), Look.WRAPPED, 110)),
        lambda: ((each.term, each.text) for each in method_statements(dossier.case)),
    )


def ranking_part(result: Result) -> Part:
    """One row for each offer, in the order of the ranking."""
    return Part(_("Ranking"), _ranking_columns(result), lambda: (_ranking_row(each) for each in result.offers))


def results_part(result: Result) -> Part:
    """One row for each offer with its score on every criterion."""
    rows = [row for group in result.heat for row in group.rows]
    columns = (*_ranking_columns(result), *(Column(row.name, Look.POINTS) for row in rows))

    def lines() -> Iterator[Row]:
        for place, offer in enumerate(result.offers):
            yield (*_ranking_row(offer), *(_score(row.cells[place]) for row in rows))

    return Part(_("Results"), columns, lines)


def _ranking_columns(result: Result) -> tuple[Column, ...]:
    def money(heading: str) -> Column:
        return Column(in_currency(heading, result.currency), Look.MONEY)

    return (
        Column(_("Place"), wide=7),
        Column(_("Vendor"), wide=28),
        Column(_("Edition"), wide=24),
        Column(_("Tier")),
        Column(_("Total of 100"), Look.POINTS),
        *(Column(_("%(dimension)s, score") % {"dimension": head.label}, Look.POINTS) for head in result.dimensions),
        *(Column(_("%(dimension)s, points") % {"dimension": head.label}, Look.POINTS) for head in result.dimensions),
        Column(_("Place before the discussion")),
        Column(_("Total before the discussion"), Look.POINTS),
        Column(_("Excluded because"), Look.WRAPPED, 40),
        Column(_("Provisional")),
        Column(_("Musts met"), Look.SHARE),
        Column(_("Cells marked"), Look.WHOLE),
        Column(_("Cells expected"), Look.WHOLE),
        money(_("Cash costs")),
        money(_("All cost lines")),
        money(_("Hidden costs")),
        money(_("At the low amounts")),
        money(_("At the high amounts")),
        Column(_("To keep in mind"), Look.WRAPPED),
    )


def _ranking_row(offer: OfferFigures) -> Row:
    cost, before = offer.cost, offer.before
    return (
        offer.place,
        offer.vendor,
        offer.edition,
        offer.tier,
        offer.total,
        *(each.score for each in offer.dimensions),
        *(each.contribution for each in offer.dimensions),
        before.place if before else offer.place,
        before.total if before else offer.total,
        "\n".join(each.text for each in offer.exclusions),
        yes_no(offer.is_provisional),
        offer.must_coverage,
        offer.marked,
        offer.expected,
        cost.cash,
        cost.lines,
        cost.hidden,
        cost.low,
        cost.high,
        "\n".join(flag.text for flag in offer.flags),
    )


def _offer_columns(offers: Sequence[OfferFigures], look: Look) -> tuple[Column, ...]:
    return tuple(Column(offer.name, look, 18) for offer in offers)


def _scores(result: Result) -> Part:
    columns = (
        Column(_("Criterion"), wide=44),
        Column(_("Dimension")),
        Column(_("Class"), wide=12),
        Column(_("Share of its dimension"), Look.SHARE),
        *_offer_columns(result.offers, Look.POINTS),
    )

    def lines() -> Iterator[Row]:
        for place, group in enumerate(result.heat):
            yield group.dimension.label, "", "", 1.0, *(offer.dimensions[place].score for offer in result.offers)
            yield from (_scores_row(group, row) for row in group.rows)

    return Part(_("Scores"), columns, lines)


def _scores_row(group: HeatGroup, row: HeatRow) -> Row:
    return row.name, group.dimension.label, row.class_label, row.share, *(_score(cell) for cell in row.cells)


def _score(cell: HeatCell) -> Cell:
    """The number, or the word in its place."""
    return cell.text if cell.score is None else cell.score


def _points(result: Result) -> Part:
    columns = (
        Column(_("Criterion"), wide=44),
        Column(_("Share of the total"), Look.SHARE),
        *_offer_columns(result.offers, Look.POINTS),
    )

    def lines() -> Iterator[Row]:
        for group in breakdown(result):
            yield group.label, group.share, *group.sums
            for row in group.rows:
                yield row.name, row.share, *(part.points for part in row.parts)
        yield _("Total"), 1.0, *(offer.total for offer in result.offers)

    return Part(_("Points"), columns, lines)


def _weights(result: Result) -> Part:
    columns = (
        Column(_("Criterion"), wide=44),
        Column(_("Dimension")),
        Column(_("Weight of the dimension"), Look.NUMBER),
        Column(_("Class"), wide=12),
        Column(_("Weight"), Look.NUMBER),
        Column(_("Share of its dimension"), Look.SHARE),
        Column(_("Share of the total"), Look.SHARE),
        Column(_("Scored by"), wide=30),
        Column(_("Knock-out below"), Look.NUMBER),
    )

    def lines() -> Iterator[Row]:
        for group in criterion_groups(result):
            for row in group.rows:
                yield (
                    row.name,
                    group.head.label,
                    group.head.weight,
                    row.class_label,
                    row.weight,
                    row.share,
                    row.share * group.head.share,
                    row.scored_by,
                    row.pass_mark,
                )

    return Part(_("Weights"), columns, lines)


def _seats(dossier: Dossier) -> Part:
    dimensions = tuple(dossier.case.dimensions)
    columns = (
        Column(_("Seat"), wide=30),
        Column(_("Votes"), wide=9),
        Column(_("Counted"), wide=9),
        *(
            Column(_("Weight in %(dimension)s") % {"dimension": wording.dimension_label(code)}, Look.NUMBER)
            for code in dimensions
        ),
    )

    def lines() -> Iterator[Row]:
        for seat in seat_rows(dossier):
            yield seat.name, yes_no(seat.is_voting), yes_no(seat.is_counted), *seat.weights

    return Part(_("Seats"), columns, lines)
