"""The sheet as its page shows it: groups of rows, what stands in each cell, and what every offer promises and costs."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from itertools import groupby
from math import fsum

from django.utils.translation import gettext as _

from scoring.actions import locked_by_envelope
from scoring.casefile.document import read
from scoring.casefile.rows import live_case
from scoring.forms.sheet import Typed, typed_of
from scoring.forms.whole_sheet import Problem, cell_id
from scoring.formulas.case import Case, Offer
from scoring.formulas.cost import offer_cost
from scoring.models import Attachment, Candidate, Criterion, Evaluation, Seat, Stage
from scoring.models.evaluation import Dimension
from scoring.models.mark import State
from scoring.presentation import wording
from scoring.sheets import Cell, Sheet, criteria_of

Shares = Mapping[str, float]  # criterion key -> share of the total, 0..1

# Facts that are about money; the price envelope hides them with the costs.
_MONEY_FACTS = frozenset({"marginal_seat_ratio", "idle_share", "cost_completeness", "free_plan_overage_multiple"})


@dataclass(frozen=True, slots=True)
class Field:
    """One cell of the grid."""

    id: str
    cell: Cell
    typed: Typed
    look: str  # empty | saved | invalid | conflict | locked | handed-in
    says: str
    problem: Problem | None
    is_handed_in: bool  # with the price envelope: to read, not to change
    files: list[Attachment]

    @property
    def saved(self) -> str:
        """What is saved, as JSON for the script, where the fields show something else."""
        return json.dumps(asdict(typed_of(self.cell.mark)), ensure_ascii=False)

    @property
    def saved_words(self) -> str:
        """What is saved, in words."""
        mark = self.cell.mark
        parts = [] if mark is None else [str(mark), typed_of(mark).comment]
        return " · ".join(part for part in parts if part) or _("empty")


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion with its cells, in the order of the offers."""

    criterion: Criterion
    share: float | None  # of the total, 0..1
    fields: list[Field]


@dataclass(frozen=True, slots=True)
class Group:
    """The criteria under one heading."""

    dimension: str
    name: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Cost:
    """One cost line of an offer over the horizon."""

    label: str
    years: list[float | None]  # None where nothing was said
    total: float


@dataclass(frozen=True, slots=True)
class Dossier:
    """What one offer promises and costs, as it was frozen when scoring opened."""

    candidate: Candidate
    facts: list[tuple[str, str, str]]  # what, how much, how well proven
    costs: list[Cost]
    by_year: list[float]
    cash: float | None
    lines: float | None


@dataclass(frozen=True, slots=True)
class SheetPage:
    """All that the page of the grid shows."""

    sheet: Sheet
    groups: list[Group]
    dossiers: list[Dossier]
    is_price_sealed: bool  # the price envelope is closed
    has_sealed_part: bool  # ... and holds cells of cost that open with it
    problems: list[Field]
    first_gap: str  # the id of the next cell to score; empty when there is none


def frozen_case(evaluation: Evaluation) -> Case:
    """What scoring was opened on, without any mark: what vendors change later does not reach the committee."""
    baseline = evaluation.baselines.order_by("-version").first()
    return live_case(evaluation) if baseline is None else read(baseline.case)


def sheet_page(
    sheet: Sheet, case: Case, *, only_open: bool = False, problems: Mapping[str, Problem] | None = None
) -> SheetPage:
    """The page; `only_open` leaves out the criteria on which nothing is missing and nothing went wrong."""
    shares, files = shares_of(case), _files(sheet)
    handed_in = locked_by_envelope(sheet.seat, sheet.criteria)
    rows = [
        Row(
            criterion,
            shares.get(criterion.key),
            [
                _field(cell, (problems or {}).get(cell_id(cell)), files, is_handed_in=criterion.pk in handed_in)
                for cell in cells
            ],
        )
        for criterion, cells in sheet.rows
    ]
    if only_open:
        rows = [row for row in rows if any(each.problem or not each.cell.is_answered for each in row.fields)]
    groups = _groups(rows)
    shown = [field for group in groups for row in group.rows for field in row.fields]
    return SheetPage(
        sheet=sheet,
        groups=groups,
        dossiers=dossiers_of(sheet, case),
        is_price_sealed=is_price_sealed(sheet.seat),
        has_sealed_part=has_sealed_part(sheet.seat),
        problems=[field for field in shown if field.problem],
        first_gap=next((field.id for field in shown if not field.cell.is_answered and not field.is_handed_in), ""),
    )


def is_price_sealed(seat: Seat) -> bool:
    """Whether this seat may not see any price yet."""
    return seat.has_sealed_price and seat.evaluation.stage == Stage.SCORING


def has_sealed_part(seat: Seat) -> bool:
    """Whether opening the price envelope puts cells of cost on the sheet."""
    return is_price_sealed(seat) and criteria_of(seat).filter(dimension=Dimension.COST).exists()


def shares_of(case: Case) -> Shares:
    """What each criterion weighs in the total, by its key; a criterion that does not count has none."""
    counting = [each for each in case.criteria if each.counts and each.condition in {None, *case.profile.conditions}]
    in_dimension = {
        dimension: fsum(each.weight for each in counting if each.dimension == dimension)
        for dimension in case.dimensions
    }
    whole = fsum(case.dimensions.values())
    return {
        each.id: case.dimensions[each.dimension] / whole * each.weight / in_dimension[each.dimension]
        for each in counting
        if in_dimension[each.dimension]
    }


def dossiers_of(sheet: Sheet, case: Case) -> list[Dossier]:
    """What the sheet's offers promise and cost, in the order of the grid's columns."""
    offers = {offer.id: offer for offer in case.offers}
    return [
        _dossier(candidate, offers[candidate.key], case, is_sealed=is_price_sealed(sheet.seat))
        for candidate in sheet.candidates
        if candidate.key in offers
    ]


def _dossier(candidate: Candidate, offer: Offer, case: Case, *, is_sealed: bool) -> Dossier:
    if is_sealed:
        return Dossier(candidate, _facts(offer, without=_MONEY_FACTS), [], [], None, None)
    cost, horizon = offer_cost(offer, case.profile), range(1, case.profile.horizon_years + 1)
    amounts = [(line, dict(zip(line.years, line.amount, strict=True))) for line in offer.costs]
    return Dossier(
        candidate=candidate,
        facts=_facts(offer),
        costs=[
            Cost(
                label=" · ".join(filter(None, [wording.category_label(line.category), line.module or ""])),
                years=[by_year.get(year) for year in horizon],
                total=fsum(line.amount),
            )
            for line, by_year in amounts
        ],
        by_year=list(cost.by_year),
        cash=cost.cash,
        lines=cost.lines,
    )


def _facts(offer: Offer, without: Iterable[str] = ()) -> list[tuple[str, str, str]]:
    return [
        (wording.fact_label(key), wording.fact_value(key, fact.value), wording.fact_status_label(fact.status))
        for key, fact in offer.facts.items()
        if key not in without
    ]


def _files(sheet: Sheet) -> Mapping[int, list[Attachment]]:
    """The files beside the sheet's marks, by mark."""
    files: dict[int, list[Attachment]] = {}
    for attachment in Attachment.objects.filter(mark__seat=sheet.seat):
        files.setdefault(attachment.mark_id, []).append(attachment)
    return files


def _field(cell: Cell, problem: Problem | None, files: Mapping[int, list[Attachment]], *, is_handed_in: bool) -> Field:
    typed = problem.typed if problem else typed_of(cell.mark)
    look, says = _look(cell, problem, is_handed_in=is_handed_in)
    own = files.get(cell.mark.pk, []) if cell.mark else []
    return Field(cell_id(cell), cell, typed, look, says, problem, is_handed_in, own)


def _look(cell: Cell, problem: Problem | None, *, is_handed_in: bool) -> tuple[str, str]:
    """How a cell looks, and what it says about itself."""
    if problem and problem.is_conflict:
        return "conflict", _("Changed elsewhere")
    if problem and problem.is_locked:
        return "locked", _("Locked, not saved")
    if problem:
        return "invalid", _("Not a mark, not saved")
    if is_handed_in:
        return "handed-in", _("Handed in")
    if not cell.is_answered:
        return "empty", _("Not scored yet")
    return "saved", _("Saved") if cell.state == State.MARKED else str(State(cell.state).label)


def _groups(rows: list[Row]) -> list[Group]:
    """The rows by dimension and group; inside a group they keep the order of the criteria."""
    dimensions = list(Dimension.values)
    places: dict[str, int] = {}
    for row in rows:
        places.setdefault(row.criterion.group_for_reader, len(places))

    def place(row: Row) -> tuple[int, int]:
        return dimensions.index(row.criterion.dimension), places[row.criterion.group_for_reader]

    grouped = ((place, list(members)) for place, members in groupby(sorted(rows, key=place), key=place))
    return [
        Group(str(Dimension(dimensions[dimension]).label), members[0].criterion.group_for_reader, members)
        for (dimension, _place), members in grouped
    ]
