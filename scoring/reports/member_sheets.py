"""Member sheets: what each seat marked and wrote, as the report prints it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from scoring.formulas.case import Criterion, Mark, Seat
from scoring.formulas.panel import is_switched_off
from scoring.presentation import Result, wording
from scoring.reports.dossier import Dossier
from vendors.wording import worded_for_reader


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCell:
    """One offer on one criterion: a mark, or what stands in its place."""

    value: int | None
    state: str  # marked | not_applicable | abstained | left_open | missing | recused


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What a member wrote beside a mark, and what the mark rests on."""

    vendor: str
    text: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One criterion over all offers."""

    criterion: str
    cells: tuple[SheetCell, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetGroup:
    """The rows of one dimension, with what the seat weighs in it."""

    label: str
    weight: float
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberSheet:
    """One seat's sheet."""

    seat: str
    holder: str
    is_chair: bool
    is_voting: bool
    submitted_at: datetime | None
    admitted_at: datetime | None
    admitted_reason: str
    recused: tuple[str, ...]  # names of offers
    groups: tuple[SheetGroup, ...]
    marked: int
    expected: int

    @property
    def is_counted(self) -> bool:
        """Whether it was handed in, or admitted late."""
        return bool(self.submitted_at or self.admitted_at)

    @property
    def remarked(self) -> tuple[SheetRow, ...]:
        """The rows beside which something was written."""
        return tuple(row for group in self.groups for row in group.rows if row.remarks)


def member_sheets(dossier: Dossier, result: Result) -> tuple[MemberSheet, ...]:
    """Every seat in the case's order; one that handed nothing in has no rows."""
    marks = {(mark.seat, mark.offer, mark.criterion): mark for mark in dossier.case.marks}
    return tuple(_sheet(dossier, result, seat, marks) for seat in dossier.case.seats)


def in_both(first: tuple[MemberSheet, ...], second: tuple[MemberSheet, ...]) -> tuple[MemberSheet, ...]:
    """The sheets of one language with what was entered in the other one as well below it."""
    return tuple(
        replace(
            sheet,
            seat=_beside(sheet.seat, other.seat),
            groups=tuple(
                replace(group, rows=tuple(map(_row_in_both, group.rows, same.rows)))
                for group, same in zip(sheet.groups, other.groups, strict=True)
            ),
        )
        for sheet, other in zip(first, second, strict=True)
    )


def _row_in_both(row: SheetRow, other: SheetRow) -> SheetRow:
    remarks = tuple(
        Remark(
            vendor=_beside(remark.vendor, same.vendor),
            text=remark.text if remark.text == same.text else f"{remark.text}\n{same.text}",
            evidence=_beside(remark.evidence, same.evidence),
        )
        for remark, same in zip(row.remarks, other.remarks, strict=True)
    )
    return replace(row, criterion=_beside(row.criterion, other.criterion), remarks=remarks)


def _beside(text: str, other: str) -> str:
    return text if text == other else f"{text} · {other}"


def _sheet(dossier: Dossier, result: Result, seat: Seat, marks: Mapping[tuple[str, str, str], Mark]) -> MemberSheet:
    place = dossier.places[seat.id]
    groups = tuple(_groups(dossier, result, seat, marks)) if place.is_counted else ()
    cells = [cell for group in groups for row in group.rows for cell in row.cells if cell.state != "recused"]
    return MemberSheet(
        seat=worded_for_reader(seat.name),
        holder=place.holder,
        is_chair=place.is_chair,
        is_voting=seat.voting,
        submitted_at=place.submitted_at,
        admitted_at=place.admitted_at,
        admitted_reason=place.admitted_reason,
        recused=tuple(offer.name for offer in result.offers if offer.id in seat.recused),
        groups=groups,
        marked=sum(cell.value is not None for cell in cells),
        expected=len(cells),
    )


def _groups(
    dossier: Dossier, result: Result, seat: Seat, marks: Mapping[tuple[str, str, str], Mark]
) -> Iterator[SheetGroup]:
    for head in result.dimensions:
        rows = tuple(
            _row(dossier, result, seat, criterion, marks)
            for criterion in dossier.case.criteria
            if criterion.dimension == head.code
            and criterion.source == "panel"
            and criterion.counts
            and not is_switched_off(dossier.case, criterion)
            and seat.marks_criterion(criterion.id)
        )
        if rows:
            yield SheetGroup(label=head.label, weight=seat.weight_in(head.code), rows=rows)


def _row(
    dossier: Dossier,
    result: Result,
    seat: Seat,
    criterion: Criterion,
    marks: Mapping[tuple[str, str, str], Mark],
) -> SheetRow:
    cells, remarks = [], []
    for offer in result.offers:
        key = seat.id, offer.id, criterion.id
        mark = marks.get(key)
        reason = dossier.left_open.get(key)
        cells.append(_cell(mark, is_left_open=reason is not None, is_recused=offer.id in seat.recused))
        text = worded_for_reader(mark.comment if mark else reason or "")
        if text:
            evidence = wording.evidence_label(mark.evidence) if mark else ""
            remarks.append(Remark(vendor=offer.vendor, text=text, evidence=evidence))
    return SheetRow(criterion=worded_for_reader(criterion.name), cells=tuple(cells), remarks=tuple(remarks))


def _cell(mark: Mark | None, *, is_left_open: bool, is_recused: bool) -> SheetCell:
    if is_recused:
        return SheetCell(value=None, state="recused")
    if mark is None:
        return SheetCell(value=None, state="left_open" if is_left_open else "missing")
    return SheetCell(value=mark.value, state=mark.state or "marked")
