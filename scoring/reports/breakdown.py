"""Breakdown: which criterion earned an offer how many points of its total; the printed parts add up to it."""

from dataclasses import dataclass
from decimal import Decimal

from scoring.formulas.results import OfferResult
from scoring.formulas.rounding import largest_remainder
from scoring.presentation import OfferFigures, Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one criterion earned one offer."""

    points: Decimal | None  # None where it does not count for the offer
    status: str  # scored | missing | not_applicable | unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakdownRow:
    """One criterion over all offers."""

    name: str
    share: float  # of the total where every criterion applies, 0..1
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakdownGroup:
    """The criteria of one dimension, and what they add up to."""

    label: str
    share: float
    rows: tuple[BreakdownRow, ...]
    sums: tuple[Decimal | None, ...]  # one per offer


def breakdown(result: Result) -> tuple[BreakdownGroup, ...]:
    """Criteria that count, by dimension, by offers in the order of the ranking."""
    points = [_points_by_criterion(result, offer) for offer in result.offers]
    found = [result.assessment.offer(offer.id) for offer in result.offers]
    return tuple(
        BreakdownGroup(
            label=group.dimension.label,
            share=group.dimension.share,
            rows=tuple(
                BreakdownRow(
                    name=row.name,
                    share=group.dimension.share * row.share,
                    parts=tuple(
                        Part(points=column.get(row.criterion_id), status=offer.criteria[row.criterion_id].status)
                        for column, offer in zip(points, found, strict=True)
                    ),
                )
                for row in group.rows
                if row.counts
            ),
            sums=tuple(offer.dimensions[place].contribution for offer in result.offers),
        )
        for place, group in enumerate(result.heat)
    )


def _points_by_criterion(result: Result, offer: OfferFigures) -> dict[str, Decimal]:
    """Criterion -> printed points: within each dimension they add up to what the ranking prints for it."""
    found = result.assessment.offer(offer.id)
    points: dict[str, Decimal] = {}
    for dimension in offer.dimensions:
        if dimension.contribution is not None:
            parts = _contributions(result, found, dimension.code)
            points |= largest_remainder(parts, float(dimension.contribution), result.decimals)
    return points


def _contributions(result: Result, found: OfferResult, dimension: str) -> dict[str, float]:
    return {
        criterion.id: found.criteria[criterion.id].contribution
        for criterion in result.case.criteria
        if criterion.dimension == dimension and found.criteria[criterion.id].weight > 0
    }
