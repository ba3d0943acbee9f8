"""Assessment: from a case to its result. `assess` is the one way to it, for page, PDF, spreadsheet and JSON alike."""

from collections.abc import Sequence
from itertools import groupby

import numpy as np

from scoring.formulas.case import DIMENSIONS, Case
from scoring.formulas.cautions import cheapest_unfit, cost_cautions, gaps, price_cautions, tier_cautions
from scoring.formulas.cost import price_on
from scoring.formulas.findings import Findings
from scoring.formulas.flags import Flag
from scoring.formulas.gates import GateResult
from scoring.formulas.results import Assessment, CostResult, Coverage, CriterionResult, Exclusion, OfferResult
from scoring.formulas.rounding import is_below
from scoring.formulas.scored import Scored, or_none, ranks_of, score
from scoring.formulas.total import check_all_weights

__all__ = ["Assessment", "CostResult", "Coverage", "CriterionResult", "Exclusion", "OfferResult", "assess"]

MUST_IS_MET_AT = 60.0


def assess(case: Case) -> Assessment:
    """The result of a case.

    Args:
        case: any case whose weights can be divided by their sum; offers, criteria, seats and marks may be missing.
    Returns: scores 0 to 100, never rounded; see scoring.formulas.results.
    Raises: ValueError: weights are negative or all 0, or the price formula lacks a parameter.
    Source: docs/method.md.
    """
    check_all_weights(case)
    scored = score(case)
    ranks = ranks_of(case, scored)
    ids = [offer.id for offer in case.offers]
    winners = tuple(offer for offer, rank in zip(ids, ranks, strict=True) if rank == 1)
    lead = _lead(scored, ranks)
    is_close = lead is not None and (len(winners) > 1 or is_below(lead, case.method.too_close, case.method.decimals))
    coverage = [_must_coverage(case, findings) for findings in scored.findings]
    flags = _flags(case, scored, coverage)
    if lead is not None and is_close:
        for offer in winners:
            flags[ids.index(offer)].append(Flag("close_lead", {"lead": lead, "band": case.method.too_close}))
    return Assessment(
        offers=_offer_results(case, scored, ranks, coverage, flags),
        ties=_ties(ids, ranks),
        winners=winners,
        lead=lead,
        is_close=is_close,
    )


def _lead(scored: Scored, ranks: Sequence[int | None]) -> float | None:
    placed = sorted((scored.sums.totals[row] for row, rank in enumerate(ranks) if rank is not None), reverse=True)
    return float(placed[0] - placed[1]) if len(placed) > 1 else None


def _ties(ids: Sequence[str], ranks: Sequence[int | None]) -> tuple[tuple[str, ...], ...]:
    placed = sorted((rank, row) for row, rank in enumerate(ranks) if rank is not None)
    groups = [tuple(ids[row] for _, row in group) for _, group in groupby(placed, key=lambda item: item[0])]
    return tuple(group for group in groups if len(group) > 1)


def _flags(case: Case, scored: Scored, must_coverage: Sequence[float | None]) -> list[list[Flag]]:
    prices = [price_on(case.method.price_basis, cost) for cost in scored.costs]
    price_flags = price_cautions(case, prices, scored.findings, scored.compared)
    rows = range(len(case.offers))
    compared = [row for row in rows if scored.compared[row]]
    unfit = cheapest_unfit(
        {case.offers[row].id: scored.costs[row].cash for row in compared},
        {case.offers[row].id: scored.dimension_scores(row)["need"] for row in compared},
        case.method.decimals,
    )
    eligible = [row for row in rows if not scored.gates[row].excluded]
    flags = []
    for row, offer in enumerate(case.offers):
        other_cash = [cost.cash for other, cost in enumerate(scored.costs) if other != row and cost.cash is not None]
        found = gaps(case.criteria, scored.findings[row])
        found += _no_total(case, scored, row)
        found += scored.gates[row].flags
        if not eligible:
            found.append(Flag("no_eligible_offer"))
        elif eligible == [row]:
            found.append(Flag("only_one_eligible"))
        coverage = must_coverage[row]
        if coverage is not None and coverage < 1:
            found.append(Flag("must_gap", {"coverage": coverage}))
        found += price_flags[row]
        found += [unfit[offer.id]] if offer.id in unfit else []
        found += cost_cautions(case, offer, scored.costs[row], other_cash)
        found += tier_cautions(case, offer)
        flags.append(found)
    return flags


def _no_total(case: Case, scored: Scored, row: int) -> list[Flag]:
    scores = scored.dimension_scores(row)
    empty = tuple(name for name in DIMENSIONS if scores[name] is None and case.dimensions[name] > 0)
    return [Flag("no_total", {"dimensions": empty})] if empty else []


def _must_coverage(case: Case, findings: Findings) -> float | None:
    """The share of the must weight that applies to the offer and has a score of 60 or more."""
    asked = [(criterion.weight, findings[criterion.id]) for criterion in case.criteria if criterion.class_ == "must"]
    musts = [(weight, found.score) for weight, found in asked if found.status != "not_applicable"]
    whole = sum(weight for weight, _ in musts)
    if not whole:
        return None
    met = [
        weight
        for weight, score in musts
        if score is not None and not is_below(score, MUST_IS_MET_AT, case.method.decimals)
    ]
    return 1.0 if len(met) == len(musts) else sum(met) / whole


def _offer_results(
    case: Case,
    scored: Scored,
    ranks: Sequence[int | None],
    must_coverage: Sequence[float | None],
    flags: Sequence[Sequence[Flag]],
) -> tuple[OfferResult, ...]:
    cells = scored.cells
    counting = [criterion.id for criterion in case.criteria if criterion.counts]
    on_sheets = np.array([item.counts and item.source == "panel" for item in case.criteria], dtype=bool)
    asked = on_sheets & ~cells.not_applicable
    marked, expected = ((figures * asked).sum(axis=1).tolist() for figures in (cells.marked, cells.expected))
    return tuple(
        OfferResult(
            id=offer.id,
            rank=ranks[row],
            total=scored.total(row),
            scores=scored.dimension_scores(row),
            provisional=_is_provisional(counting, scored.findings[row], scored.gates[row]),
            excluded=scored.gates[row].excluded,
            must_coverage=must_coverage[row],
            coverage=Coverage(marked=marked[row], expected=expected[row]),
            criteria=_criterion_results(case, scored, row),
            cost=scored.costs[row],
            flags=tuple(flags[row]),
        )
        for row, offer in enumerate(case.offers)
    )


def _is_provisional(counting: Sequence[str], findings: Findings, gate: GateResult) -> bool:
    """Whether a criterion that counts has no value yet; a waiver settles a knock-out that is not known."""
    without_value = [
        criterion
        for criterion in counting
        if findings[criterion].score is None
        and findings[criterion].status != "not_applicable"
        and criterion not in gate.waived
    ]
    return bool(without_value or gate.open_knock_outs)


def _criterion_results(case: Case, scored: Scored, row: int) -> dict[str, CriterionResult]:
    cells, sums, findings = scored.cells, scored.sums, scored.findings[row]
    found = [findings[criterion.id] for criterion in case.criteria]
    is_consensus = cells.is_consensus[row].tolist()
    individual = cells.individual[row].tolist()
    results = map(
        CriterionResult,
        [each.status for each in found],
        [each.score for each in found],
        sums.weights[row].tolist(),
        sums.contributions[row].tolist(),
        cells.marked[row].tolist(),
        cells.expected[row].tolist(),
        [or_none(own) if agreed else None for own, agreed in zip(individual, is_consensus, strict=True)],
        is_consensus,
    )
    return {criterion.id: result for criterion, result in zip(case.criteria, results, strict=True)}
