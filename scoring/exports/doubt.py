"""Doubt as tables: how well the first place stands, how far members are apart, and what talking changed."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from scoring.exports.parts import Column, Look, Part, Row, yes_no
from scoring.formulas.agreement import Agreement
from scoring.presentation import Result
from scoring.presentation.agreement import agreement_figures
from scoring.presentation.robustness import RobustnessFigures, robustness_figures
from scoring.reports.talks_page import talks
from scoring.reports.words import Found


def doubt_parts(result: Result, found: Found) -> Iterator[Part]:
    """Robustness, agreement, and the discussion."""
    figures = robustness_figures(result, found.robustness)
    yield _intervals(figures)
    yield _acceptability(figures)
    yield _who_wins(figures)
    yield from _agreement(result, found.agreement)
    yield _talks(result, found)


def _intervals(figures: RobustnessFigures) -> Part:
    columns = (
        Column(_("Weight"), wide=44),
        Column(_("Of"), wide=14),
        Column(_("Share now"), Look.SHARE),
        Column(_("Same winner from"), Look.SHARE, 14),
        Column(_("Same winner up to"), Look.SHARE, 14),
        Column(_("In words"), Look.WRAPPED, 80),
    )

    def lines() -> Iterator[Row]:
        for kind, rows in ((_("Dimension"), figures.dimensions), (_("Criterion"), figures.criteria)):
            for row in rows:
                yield row.label, kind, row.now, row.low, row.high, row.sentence

    return Part(_("Weight intervals"), columns, lines)


def _acceptability(figures: RobustnessFigures) -> Part:
    """How often an offer comes where, over randomly drawn weights."""
    kinds = (
        (_("All criterion weights drawn freely"), figures.uniform),
        (_("Every criterion weight varies by a fifth"), figures.near),
    )
    places = max((len(row.shares) for _label, rows in kinds for row in rows), default=0)
    columns = (
        Column(_("Weights"), wide=40),
        Column(_("Offer"), wide=30),
        *(Column(_("Place %(place)s") % {"place": place}, Look.SHARE) for place in range(1, places + 1)),
        Column(_("Standard error of place 1"), Look.SHARE, 14),
        Column(_("Wins with weights such as"), Look.WRAPPED),
    )

    def lines() -> Iterator[Row]:
        missing = (None,) * (places - 1)
        for row in figures.acceptability:
            yield _("Dimension weights, every mix"), row.name, row.shares[0], *missing, None, row.central
        for label, rows in kinds:
            for row in rows:
                error = row.errors[0] if row.errors else None
                yield label, row.name, *row.shares, error, row.central

    return Part(_("Acceptability"), columns, lines, 2)


def _who_wins(figures: RobustnessFigures) -> Part:
    columns = (
        Column(_("If"), Look.WRAPPED, 80),
        Column(_("First is"), wide=40),
        Column(_("Changes the winner"), wide=12),
    )

    def lines() -> Iterator[Row]:
        for row in (*figures.tried, *figures.mark_changes):
            yield row.label, row.winner, yes_no(row.changes)
        for opinion in figures.opinions:
            yield opinion.label, opinion.first, yes_no(not opinion.agrees)

    return Part(_("Who wins if"), columns, lines)


def _agreement(result: Result, found: Agreement) -> Iterator[Part]:
    figures = agreement_figures(result, found)
    codes = ("alpha_ordinal", "alpha_interval", "kendall_w", "icc2k", "icc3k")
    yield Part(
        _("Agreement"),
        (
            Column(_("Figure"), wide=36),
            Column(_("Value"), Look.NUMBER),
            Column(_("Reading"), wide=16),
            Column(_("What it asks"), Look.WRAPPED, 80),
            Column(_("Why there is none"), Look.WRAPPED),
        ),
        lambda: (
            (row.label, getattr(found, code), row.reading, row.asks, row.why_missing)
            for code, row in zip(codes, figures.coefficients, strict=True)
        ),
    )
    yield Part(
        _("Agreement by member"),
        (
            Column(_("Seat"), wide=30),
            Column(_("Against the others"), Look.NUMBER),
            Column(_("Severity in points"), Look.NUMBER),
            Column(_("Leaning"), wide=34),
        ),
        lambda: (
            (row.seat, found.member_against_rest[seat], found.severity[seat], row.leaning)
            for seat, row in zip(found.seats, figures.members, strict=True)
        ),
    )
    yield Part(
        _("Agreement by criterion"),
        (Column(_("Criterion"), wide=50), Column(_("Within the group"), Look.NUMBER)),
        lambda: ((row.criterion, row.within_group) for row in figures.criteria),
    )
    yield Part(
        _("Far apart"),
        (
            Column(_("Offer"), wide=34),
            Column(_("Criterion"), wide=50),
            Column(_("Lowest mark"), Look.WHOLE),
            Column(_("Highest mark"), Look.WHOLE),
        ),
        lambda: ((row.offer, row.criterion, row.low, row.high) for row in figures.discrepancies),
        2,
    )


def _talks(result: Result, found: Found) -> Part:
    columns = (
        Column(_("Offer"), wide=30),
        Column(_("Criterion"), wide=40),
        Column(_("Score of the members' own marks"), Look.POINTS, 14),
        Column(_("Score now"), Look.POINTS),
        Column(_("Consensus mark"), Look.WHOLE, 12),
        Column(_("Reason"), Look.WRAPPED, 70),
        Column(_("Revised by"), Look.WRAPPED, 40),
    )

    def lines() -> Iterator[Row]:
        for cell in talks(result, found.at_closing, found.before).cells:
            revised = "\n".join(f"{each.seat}: {each.was} → {each.text}" for each in cell.revised)
            yield cell.offer, cell.criterion, cell.before, cell.after, cell.consensus, cell.reason, revised

    return Part(_("Consensus"), columns, lines, 2)
