"""Working: how an offer's total came about, dimension by dimension, with the numbers filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import fsum

from scoring.formulas.case import Criterion
from scoring.formulas.results import CriterionResult, OfferResult
from scoring.formulas.rounding import largest_remainder, printed
from scoring.presentation import wording
from scoring.presentation.offers import DimensionFigure, DimensionHead, OfferFigures
from scoring.presentation.result import Result
from vendors.wording import worded_for_reader

# Longer sums are written with their two totals only; the table above them has every term.
_TERMS_WRITTEN_OUT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionFigure:
    """What one criterion adds to an offer's total."""

    criterion_id: str
    name: str
    dimension: str
    class_code: str
    class_label: str
    is_measured: bool
    status: str  # scored | missing | not_applicable | unknown
    enters: bool  # whether it is in the sums of this offer
    weight: float  # as entered or by default
    share: float  # of the offer's total, 0..1
    score: Decimal | None
    product: Decimal | None  # weight x score
    contribution: Decimal | None  # points of the total; those of a dimension add up to its contribution as printed


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionWorking:
    """How a dimension's score came about."""

    head: DimensionHead
    figure: DimensionFigure
    rows: tuple[CriterionFigure, ...]
    weight_sum: float
    product_sum: Decimal
    formula: str  # empty without a score


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferWorking:
    """How an offer's total came about."""

    offer: OfferFigures
    dimensions: tuple[DimensionWorking, ...]
    formula: str  # empty without a total

    @property
    def rows(self) -> tuple[CriterionFigure, ...]:
        """Every criterion, dimension by dimension."""
        return tuple(row for dimension in self.dimensions for row in dimension.rows)


def offer_working(result: Result, offer_id: str) -> OfferWorking:
    """How an offer's total came about. Raises: KeyError: there is no such offer."""
    figures = result.offer(offer_id)
    found = result.assessment.offer(offer_id)
    contributions = criterion_contributions(result, found, figures)
    dimensions = tuple(
        _dimension(result, head, figure, found, contributions)
        for head, figure in zip(result.dimensions, figures.dimensions, strict=True)
    )
    return OfferWorking(offer=figures, dimensions=dimensions, formula=total_formula(result, figures))


def criterion_contributions(result: Result, found: OfferResult, figures: OfferFigures) -> Mapping[str, Decimal]:
    """Criterion id -> points as printed: those of a dimension add up to it, and the three dimensions to the total."""
    contributions: dict[str, Decimal] = {}
    for dimension in figures.dimensions:
        if dimension.contribution is None:
            continue
        parts = {
            criterion.id: found.criteria[criterion.id].contribution
            for criterion in result.case.criteria
            if criterion.dimension == dimension.code and _enters(criterion, found.criteria[criterion.id])
        }
        contributions |= largest_remainder(parts, float(dimension.contribution), result.decimals)
    return contributions


def _dimension(
    result: Result,
    head: DimensionHead,
    figure: DimensionFigure,
    found: OfferResult,
    contributions: Mapping[str, Decimal],
) -> DimensionWorking:
    criteria = [criterion for criterion in result.case.criteria if criterion.dimension == head.code]
    entering = [criterion for criterion in criteria if _enters(criterion, found.criteria[criterion.id])]
    products = [criterion.weight * (found.criteria[criterion.id].score or 0.0) for criterion in entering]
    rows = tuple(_row(result, each, found.criteria[each.id], contributions.get(each.id)) for each in criteria)
    weight_sum, product_sum = fsum(each.weight for each in entering), printed(fsum(products), result.decimals)
    return DimensionWorking(
        head=head,
        figure=figure,
        rows=rows,
        weight_sum=weight_sum,
        product_sum=product_sum,
        formula=_mean_formula([row for row in rows if row.enters], weight_sum, product_sum, figure.score),
    )


def _row(result: Result, criterion: Criterion, found: CriterionResult, contribution: Decimal | None) -> CriterionFigure:
    enters = _enters(criterion, found)
    return CriterionFigure(
        criterion_id=criterion.id,
        name=worded_for_reader(criterion.name),
        dimension=criterion.dimension,
        class_code=criterion.class_,
        class_label=wording.class_label(criterion.class_),
        is_measured=criterion.source == "measure",
        status=found.status,
        enters=enters,
        weight=criterion.weight,
        share=found.weight,
        score=None if found.score is None else printed(found.score, result.decimals),
        product=printed(criterion.weight * (found.score or 0.0), result.decimals) if enters else None,
        contribution=contribution,
    )


def _enters(criterion: Criterion, found: CriterionResult) -> bool:
    return criterion.counts and criterion.weight > 0 and found.score is not None


def _mean_formula(
    rows: Sequence[CriterionFigure], weight_sum: float, product_sum: Decimal, score: Decimal | None
) -> str:
    if score is None:
        return ""
    if not 1 < len(rows) <= _TERMS_WRITTEN_OUT:
        return f"{wording.figure(product_sum)} / {weight_sum:g} = {wording.figure(score)}"
    terms = " + ".join(f"{row.weight:g} × {wording.figure(row.score)}" for row in rows if row.score is not None)
    weights = " + ".join(f"{row.weight:g}" for row in rows)
    return f"({terms}) / ({weights}) = {wording.figure(score)}"


def total_formula(result: Result, figures: OfferFigures) -> str:
    """The weighted mean of the dimensions with the numbers filled in; empty without a total."""
    if figures.total is None:
        return ""
    pairs = [
        (head.weight, figure.score)
        for head, figure in zip(result.dimensions, figures.dimensions, strict=True)
        if figure.score is not None and head.weight
    ]
    terms = " + ".join(f"{weight:g} × {wording.figure(score)}" for weight, score in pairs)
    weights = " + ".join(f"{weight:g}" for weight, _ in pairs)
    return f"({terms}) / ({weights}) = {wording.figure(figures.total)}"
