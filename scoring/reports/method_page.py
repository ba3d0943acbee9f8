"""Method page: the weights of criteria and seats, as the report lists them beside the rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from scoring import library
from scoring.formulas.case import DIMENSIONS, Criterion
from scoring.formulas.rounding import settled
from scoring.presentation import Result, wording
from scoring.presentation.offers import DimensionHead
from scoring.reports.dossier import Dossier
from vendors.wording import worded_for_reader


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionRow:
    """One criterion with everything that decides how it counts."""

    name: str
    class_label: str
    scored_by: str
    weight: float
    share: float  # of its dimension where every criterion applies, 0..1
    counts: bool
    pass_mark: float | None  # only of a knock-out


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionGroup:
    """The criteria of one dimension."""

    head: DimensionHead
    rows: tuple[CriterionRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRow:
    """One seat with its weight in each dimension."""

    name: str
    weights: tuple[float, ...]
    is_voting: bool
    is_counted: bool


def criterion_groups(result: Result) -> tuple[CriterionGroup, ...]:
    """Every criterion of the case, by dimension."""
    criteria = {criterion.id: criterion for criterion in result.case.criteria}
    return tuple(
        CriterionGroup(
            head=group.dimension,
            rows=tuple(
                CriterionRow(
                    name=row.name,
                    class_label=row.class_label,
                    scored_by=_scored_by(criteria[row.criterion_id]),
                    weight=row.weight,
                    share=row.share,
                    counts=row.counts,
                    pass_mark=_pass_mark(result, criteria[row.criterion_id]),
                )
                for row in group.rows
            ),
        )
        for group in result.heat
    )


def seat_rows(dossier: Dossier) -> tuple[SeatRow, ...]:
    """Every seat, in the case's order."""
    return tuple(
        SeatRow(
            name=worded_for_reader(seat.name),
            weights=tuple(seat.weight_in(dimension) for dimension in DIMENSIONS),
            is_voting=seat.voting,
            is_counted=seat.voting and dossier.places[seat.id].is_counted,
        )
        for seat in dossier.case.seats
    )


def conditions_in_words(result: Result) -> str:
    """The conditions that hold for the company; empty where none does."""
    held = result.case.profile.conditions
    return wording.joined(worded_for_reader(each.name) for each in library.conditions() if each.id in held)


def decimals_needed(figures: Iterable[float]) -> int:
    """With how many decimals a column shows all of these figures as they were entered."""
    exponents = [Decimal(settled(figure)).normalize().as_tuple().exponent for figure in figures]
    return max((-exponent for exponent in exponents if isinstance(exponent, int) and exponent < 0), default=0)


def _scored_by(criterion: Criterion) -> str:
    if criterion.measure is None:
        return wording.source_label(criterion.source)
    return wording.fact_label(criterion.fact) if criterion.fact else wording.measure_label(criterion.measure)


def _pass_mark(result: Result, criterion: Criterion) -> float | None:
    all_musts = result.case.method.must_policy == "all_musts" and criterion.class_ == "must"
    return criterion.pass_mark if criterion.knock_out or all_musts else None
