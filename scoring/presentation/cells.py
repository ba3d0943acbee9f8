"""Cells: how the score of one offer on one criterion came about, from marks or from figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from scoring.formulas.case import Case, Mark, Seat
from scoring.formulas.explain import CellStory, PanelStory, Voice, explain_cell
from scoring.formulas.rounding import printed
from scoring.presentation import wording
from scoring.presentation.measured import MeasureWorking, measure_working
from scoring.presentation.offers import OfferFigures, OverrideText
from scoring.presentation.result import Result
from scoring.presentation.working import CriterionFigure, offer_working
from vendors.templatetags.figures import percent
from vendors.wording import worded_for_reader


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatSaid:
    """What one seat said in the cell."""

    seat_id: str
    seat: str
    is_voting: bool
    weight: float  # of the seat in the criterion's dimension
    share: float | None  # of a mean, 0..1
    said: str  # marked | not_applicable | abstained | missing | recused
    mark: int | None
    score: Decimal | None  # the mark on 0..100
    comment: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CellWorking:
    """How one score came about."""

    offer: OfferFigures
    row: CriterionFigure
    is_switched_off: bool  # its condition does not hold, so it applies to nobody
    seats: tuple[SeatSaid, ...]  # whose sheet has the criterion; empty on a measured one
    panel_formula: str  # empty without a mark that counts
    individual: Decimal | None  # what the members' own marks gave
    consensus: int | None  # the agreed mark that replaces it
    consensus_reason: str
    measure: MeasureWorking | None  # on a measured criterion
    marked: int  # n of N voting members
    expected: int
    gate: str  # passed | failed | open | not_applicable | overridden | waived; empty where it is no knock-out
    pass_mark: Decimal | None
    override: OverrideText | None
    contribution_formula: str  # empty where it adds nothing


def cell_working(result: Result, offer_id: str, criterion_id: str) -> CellWorking:
    """How one score came about. Raises: KeyError: there is no such offer or criterion."""
    figures = result.offer(offer_id)
    row = {each.criterion_id: each for each in offer_working(result, offer_id).rows}[criterion_id]
    story = explain_cell(result.case, result.assessment, offer_id, criterion_id)
    panel, decimals = story.panel, result.decimals
    seats = () if panel is None else _seats(result.case, story, panel, decimals)
    individual = None if panel is None or panel.individual is None else printed(panel.individual, decimals)
    return CellWorking(
        offer=figures,
        row=row,
        is_switched_off=story.is_switched_off,
        seats=seats,
        panel_formula="" if panel is None or individual is None else _panel_formula(panel, seats, individual),
        individual=individual,
        consensus=None if panel is None else panel.consensus,
        consensus_reason=_consensus_reason(result.case, offer_id, criterion_id),
        measure=None if story.measure is None else measure_working(result, story, story.measure),
        marked=story.result.marked,
        expected=story.result.expected,
        gate="" if story.gate is None else story.gate.outcome,
        pass_mark=None if story.gate is None else printed(story.gate.pass_mark, decimals),
        override=next((each for each in figures.overrides if each.criterion_id == criterion_id), None),
        contribution_formula=_contribution_formula(row),
    )


def _seats(case: Case, story: CellStory, panel: PanelStory, decimals: int) -> tuple[SeatSaid, ...]:
    seats = {seat.id: seat for seat in case.seats}
    marks = {mark.seat: mark for mark in case.marks if (mark.offer, mark.criterion) == (story.offer, story.criterion)}
    return tuple(
        _said(voice, seats[voice.seat], None if voice.said == "recused" else marks.get(voice.seat), decimals)
        for voice in panel.voices
        if voice.said != "not_assigned"
    )


def _said(voice: Voice, seat: Seat, mark: Mark | None, decimals: int) -> SeatSaid:
    return SeatSaid(
        seat_id=seat.id,
        seat=worded_for_reader(seat.name),
        is_voting=voice.is_voting,
        weight=voice.weight,
        share=voice.share,
        said=voice.said,
        mark=voice.value,
        score=None if voice.score is None else printed(voice.score, decimals),
        comment="" if mark is None else worded_for_reader(mark.comment),
        evidence="" if mark is None else wording.evidence_label(mark.evidence),
    )


def _consensus_reason(case: Case, offer_id: str, criterion_id: str) -> str:
    here = (offer_id, criterion_id)
    reasons = [each.reason for each in case.consensus if (each.offer, each.criterion) == here]
    return worded_for_reader(reasons[0]) if reasons else ""


def _panel_formula(panel: PanelStory, seats: Sequence[SeatSaid], individual: Decimal) -> str:
    score = wording.figure(individual)
    scores = [(seat.weight, seat.score) for seat in seats if seat.is_voting and seat.score is not None and seat.weight]
    if panel.panel == "median":
        listed = wording.joined(f"{wording.figure(each)} (× {weight:g})" for weight, each in scores)
        return _("Weighted median of %(scores)s = %(score)s") % {"scores": listed, "score": score}
    if panel.panel == "trimmed":
        ordered = sorted(each for _weight, each in scores)
        terms = " + ".join(wording.figure(each) for each in ordered[1:-1])
        return f"({terms}) / {len(ordered) - 2} = {score}"
    if len({weight for weight, _each in scores}) == 1:
        terms = " + ".join(wording.figure(each) for _weight, each in scores)
        return f"({terms}) / {len(scores)} = {score}"
    terms = " + ".join(f"{weight:g} × {wording.figure(each)}" for weight, each in scores)
    return f"({terms}) / ({' + '.join(f'{weight:g}' for weight, _each in scores)}) = {score}"


def _contribution_formula(row: CriterionFigure) -> str:
    if row.contribution is None or row.score is None:
        return ""
    return f"{percent(row.share, 2)} × {wording.figure(row.score)} = {wording.figure(row.contribution)}"
