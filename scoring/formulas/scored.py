"""Scored: everything that is known of the offers, row by row, and the places that follow from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isnan

import numpy as np

from scoring.formulas.case import DIMENSIONS, Case
from scoring.formulas.cost import offer_cost
from scoring.formulas.findings import Findings, with_price, without_price
from scoring.formulas.gates import GateResult, compared_offers, gates_of, pass_gates
from scoring.formulas.panel import PanelCells, Scores, panel_cells
from scoring.formulas.ranking import Standing, ranks_by_key
from scoring.formulas.results import CostResult
from scoring.formulas.total import Sums, add_up


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """Everything that is known of the offers, row by row, before they get their places."""

    costs: Sequence[CostResult]
    cells: PanelCells
    findings: Sequence[Findings]
    gates: Sequence[GateResult]
    compared: Sequence[bool]
    scores: Scores  # offers x criteria, 0..100; NaN = no value
    sums: Sums

    def dimension_scores(self, row: int) -> dict[str, float | None]:
        """One offer's score in each dimension."""
        return {name: or_none(score) for name, score in zip(DIMENSIONS, self.sums.dimension_scores[row], strict=True)}

    def total(self, row: int) -> float | None:
        """One offer's total."""
        return or_none(self.sums.totals[row])


def score(case: Case, cells: PanelCells | None = None) -> Scored:
    """Score a case: panel, measures, gates, price, sums.

    Args:
        case: any case whose weights can be divided by their sum.
        cells: what its members' marks give, where the caller has it already.
    """
    costs = [offer_cost(offer, case.profile) for offer in case.offers]
    cells = cells or panel_cells(case)
    before_price = without_price(case, cells, costs)
    # The price is no gate, so the gates are settled before it, and it knows whom to compare with.
    knock_outs = gates_of(case)
    gates = [pass_gates(case, knock_outs, offer, found) for offer, found in zip(case.offers, before_price, strict=True)]
    compared = compared_offers(gates)
    findings = with_price(case, before_price, costs, compared)
    scores = np.array(
        [[found[criterion.id].score for criterion in case.criteria] for found in findings], dtype=np.float64
    ).reshape(len(case.offers), len(case.criteria))
    return Scored(
        costs=costs,
        cells=cells,
        findings=findings,
        gates=gates,
        compared=compared,
        scores=scores,
        sums=add_up(case, scores),
    )


def ranks_of(case: Case, scored: Scored) -> list[int | None]:
    """Each offer's rank; None for one that is excluded or has no total."""
    keys: list[tuple[Decimal, bool, Decimal, Decimal, Decimal] | None] = []
    for row, gate in enumerate(scored.gates):
        total, scores = scored.total(row), scored.dimension_scores(row)
        if total is None or gate.excluded:
            keys.append(None)
        else:
            standing = Standing(total=total, cash=scored.costs[row].cash, need=scores["need"], risk=scores["risk"])
            keys.append(standing.key(case.method.decimals))
    return ranks_by_key(keys)


def or_none(figure: float) -> float | None:
    """None for NaN."""
    return None if isnan(figure) else float(figure)
