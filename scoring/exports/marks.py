"""Marks as tables: cell by cell with a column for each seat, and one row for each mark with what was written beside."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from scoring.exports.parts import Cell, Column, Look, Part, Row, yes_no
from scoring.formulas.case import Criterion, Mark, Seat
from scoring.presentation import Result, wording
from scoring.presentation.discussion import is_discussed
from scoring.presentation.offers import criterion_names
from scoring.reports.dossier import Dossier
from vendors.wording import worded_for_reader

Place = tuple[str, str, str]  # seat, offer, criterion


def marks_parts(result: Result, dossier: Dossier) -> Iterator[Part]:
    """By cell, and by mark."""
    yield _by_cell(result, dossier)
    yield marks_part(result, dossier)


def marks_part(result: Result, dossier: Dossier) -> Part:
    """One row for each mark that counts or was left open on purpose."""
    columns = (
        Column(_("Seat"), wide=24),
        Column(_("Member"), wide=20),
        Column(_("Votes"), wide=8),
        Column(_("Vendor"), wide=24),
        Column(_("Edition"), wide=20),
        Column(_("Criterion"), wide=40),
        Column(_("Dimension")),
        Column(_("Mark"), Look.WHOLE),
        Column(_("State"), wide=16),
        Column(_("Evidence"), wide=26),
        Column(_("Comment"), Look.WRAPPED, 80),
    )

    def lines() -> Iterator[Row]:
        marks = _marks(dossier)
        for seat in dossier.case.seats:
            for criterion in _marked_criteria(dossier):
                for offer in result.offers:
                    key = seat.id, offer.id, criterion.id
                    if said := _said(marks.get(key), dossier, key):
                        about = (offer.vendor, offer.edition, worded_for_reader(criterion.name))
                        yield *_seat(dossier, seat), *about, wording.dimension_label(criterion.dimension), *said

    return Part(_("Comments"), columns, lines, 2)


def _by_cell(result: Result, dossier: Dossier) -> Part:
    case, names = dossier.case, criterion_names(dossier.case)
    columns = (
        Column(_("Criterion"), wide=40),
        Column(_("Offer"), wide=28),
        *(Column(worded_for_reader(seat.name), Look.WHOLE, 14) for seat in case.seats),
        Column(_("Voting members who marked"), Look.WHOLE, 14),
        Column(_("Voting members expected"), Look.WHOLE, 14),
        Column(_("Consensus mark"), Look.WHOLE, 12),
        Column(_("Score of 100"), Look.POINTS),
    )

    def lines() -> Iterator[Row]:
        marks = _marks(dossier)
        agreed = {(each.offer, each.criterion): each.value for each in case.consensus}
        cells = {row.criterion_id: row.cells for group in result.heat for row in group.rows}
        for criterion in _marked_criteria(dossier):
            for offer, cell in zip(result.offers, cells[criterion.id], strict=True):
                said = (_in_a_cell(dossier, seat, offer.id, criterion, marks) for seat in case.seats)
                found = (cell.marked, cell.expected, agreed.get((offer.id, criterion.id)), cell.score)
                yield names[criterion.id], offer.name, *said, *found

    return Part(_("Marks"), columns, lines, 2)


def _marked_criteria(dossier: Dossier) -> list[Criterion]:
    return [criterion for criterion in dossier.case.criteria if is_discussed(dossier.case, criterion)]


def _marks(dossier: Dossier) -> dict[Place, Mark]:
    return {(mark.seat, mark.offer, mark.criterion): mark for mark in dossier.case.marks}


def _in_a_cell(dossier: Dossier, seat: Seat, offer: str, criterion: Criterion, marks: dict[Place, Mark]) -> Cell:
    """The mark, or the word in its place; nothing where the criterion is not on this seat's sheet."""
    key = seat.id, offer, criterion.id
    if not seat.marks_criterion(criterion.id) or not dossier.places[seat.id].is_counted:
        return None
    if offer in seat.recused:
        return _("withdrawn")
    said = _said(marks.get(key), dossier, key)
    if said is None:
        return _("missing")
    value, state, *_rest = said
    return value if value is not None else state


def _seat(dossier: Dossier, seat: Seat) -> Row:
    return worded_for_reader(seat.name), dossier.places[seat.id].holder, yes_no(seat.voting)


def _said(mark: Mark | None, dossier: Dossier, key: Place) -> Row | None:
    """Mark, state, evidence and comment; None where nothing was said."""
    if mark is None:
        if key not in dossier.left_open:
            return None
        return None, wording.mark_state_label("left_open"), "", worded_for_reader(dossier.left_open[key])
    state = wording.mark_state_label(mark.state or "marked")
    return mark.value, state, wording.evidence_label(mark.evidence), worded_for_reader(mark.comment)
