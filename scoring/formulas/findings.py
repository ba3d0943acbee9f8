"""Findings: what is known about each offer on each criterion, before anything is weighed."""

from collections.abc import Mapping, Sequence
from math import isnan
from typing import NamedTuple

from scoring.formulas.case import Case, Criterion, Offer
from scoring.formulas.cost import price_on
from scoring.formulas.measures import read_measure
from scoring.formulas.panel import PanelCells, is_switched_off
from scoring.formulas.price import parameters_of, price_scores_among
from scoring.formulas.results import CostResult


# A named tuple, since a large case has thousands.
class Finding(NamedTuple):
    """What is known about one offer on one criterion."""

    status: str  # scored | missing | not_applicable | unknown (a fact that is not known)
    score: float | None  # 0..100; an unknown fact has one too where the method says that it earns nothing


Findings = Mapping[str, Finding]  # criterion id -> finding, for one offer

MISSING = Finding("missing", None)
NOT_APPLICABLE = Finding("not_applicable", None)


def without_price(case: Case, cells: PanelCells, costs: Sequence[CostResult]) -> list[Findings]:
    """The findings of every offer on every criterion but the price."""
    rows = zip(case.offers, costs, cells.scores.tolist(), cells.not_applicable.tolist(), strict=True)
    return [
        {
            criterion.id: _from_panel(score, not_applicable=not_applicable)
            if criterion.source == "panel" or not_applicable
            else _from_measure(case, criterion, offer, cost)
            for criterion, score, not_applicable in zip(case.criteria, scores, inapplicable, strict=True)
            if criterion.measure != "price"
        }
        for offer, cost, scores, inapplicable in rows
    ]


def with_price(
    case: Case, findings: Sequence[Findings], costs: Sequence[CostResult], compared: Sequence[bool]
) -> list[Findings]:
    """The same with the price: `compared` says which offers the prices are compared with."""
    criteria = [criterion for criterion in case.criteria if criterion.measure == "price"]
    if not criteria:
        return list(findings)
    prices = [price_on(case.method.price_basis, cost) for cost in costs]
    parameters = parameters_of(case.method, case.profile)
    scores = price_scores_among(prices, compared, case.method.price_formula, parameters)
    return [
        {**found, **{criterion.id: _from_price(case, criterion, score) for criterion in criteria}}
        for found, score in zip(findings, scores, strict=True)
    ]


def _from_panel(score: float, *, not_applicable: bool) -> Finding:
    if not_applicable:
        return NOT_APPLICABLE
    return MISSING if isnan(score) else Finding("scored", score)


def _from_measure(case: Case, criterion: Criterion, offer: Offer, cost: CostResult) -> Finding:
    reading = read_measure(criterion, offer, cost, case.profile)
    if reading.status == "unknown" and case.method.unknown == "zero":
        return Finding("unknown", 0.0)
    return Finding(reading.status, reading.score)


def _from_price(case: Case, criterion: Criterion, score: float | None) -> Finding:
    if is_switched_off(case, criterion):
        return NOT_APPLICABLE
    return MISSING if score is None else Finding("scored", score)
