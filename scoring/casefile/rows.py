"""Database rows -> case, in a constant number of queries.

In draft the case is read from the live rows. From opening on it is the frozen baseline plus what was said since: marks,
consensus, overrides, recusals. Vendor data that changes later does not reach it.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone

from scoring.casefile.document import canonical_bytes, read, to_document
from scoring.casefile.mark_rows import Places, marks_among, places_of, revised_cells
from scoring.casefile.priced import (
    PREFETCHED,
    cost_lines_of,
    facts_of,
    gap_lines,
    planned_seats,
    rates_of,
    rule_of_thumb_needs,
)
from scoring.formulas import case as cases
from scoring.formulas.needs import Needs
from scoring.models import Candidate, Consensus, Criterion, Evaluation, Override, Seat
from scoring.models.evaluation import DIMENSIONS
from vendors.models import Offer
from vendors.wording import paired


@dataclass(frozen=True, slots=True)
class _Buyer:
    """What of the company decides what an offer costs it."""

    evaluation: Evaluation
    rates: Mapping[str, Decimal]
    needs: Needs | None  # where rules of thumb stand in for what an offer leaves open


def case_of(evaluation: Evaluation) -> cases.Case:
    """Everything the evaluation's result depends on.

    Marks are in it only once the sheets are revealed, and only those of sheets that were submitted.
    """
    frozen = evaluation.baselines.order_by("-version").values_list(Cast("case", TextField()), flat=True).first()
    if frozen is None:
        return live_case(evaluation)
    places = places_of(evaluation)
    case = _in_chosen_order(_thawed(frozen), places)
    if not evaluation.is_revealed:
        return case
    recused: dict[str, set[str]] = defaultdict(set)
    for seat, candidate in evaluation.seats.filter(recused_from__isnull=False).values_list("key", "recused_from__key"):
        recused[seat].add(candidate)
    return replace(
        case,
        seats=tuple(replace(seat, recused=frozenset(recused[seat.id])) for seat in case.seats),
        marks=marks_among(evaluation.seats.counted(), places, recused),
        consensus=_consensus(evaluation),
        overrides=_overrides(evaluation),
    )


@lru_cache(maxsize=16)
def _thawed(frozen: str) -> cases.Case:
    """A frozen case. Checking it takes as long as reading a thousand marks, and its text never changes."""
    return read(json.loads(frozen))


def individual_case_of(evaluation: Evaluation, case: cases.Case | None = None) -> cases.Case:
    """The case as the members left it when scoring closed: no consensus marks, no mark revised since.

    Args:
        case: what case_of gave, where the caller has it already.
    Returns: equal to `case` where the discussion changed nothing.
    """
    case = case_of(evaluation) if case is None else case
    originals = revised_cells(evaluation) if evaluation.is_revealed else {}
    if not originals:
        return replace(case, consensus=())
    kept = tuple(mark for mark in case.marks if (mark.seat, mark.offer, mark.criterion) not in originals)
    earlier = tuple(mark for mark in originals.values() if mark is not None)
    return replace(case, marks=kept + earlier, consensus=())


def freeze(evaluation: Evaluation) -> tuple[dict[str, Any], str]:
    """The baseline: the live case as a canonical document, and the SHA-256 of its canonical bytes."""
    case = live_case(evaluation)
    return to_document(case), hashlib.sha256(canonical_bytes(case)).hexdigest()


def live_case(evaluation: Evaluation) -> cases.Case:
    """The case as the live rows say it: criteria, seats, and the offers with their facts and costs; no marks."""
    criteria = list(evaluation.criteria.all())
    seats = evaluation.seats.prefetch_related("criteria", "recused_from")
    candidates = evaluation.candidates.select_related("offer__vendor").prefetch_related(
        *(f"offer__{name}" for name in PREFETCHED)
    )
    buyer = _Buyer(evaluation, rates_of(evaluation), rule_of_thumb_needs(evaluation))
    profile = _profile(evaluation)
    return cases.Case(
        title=paired(evaluation.title, evaluation.title_zh),
        profile=profile,
        dimensions={dimension: getattr(evaluation, f"weight_{dimension}") for dimension in DIMENSIONS},
        scale=cases.Scale(min=evaluation.scale_min, max=evaluation.scale_max),
        method=_method(evaluation),
        criteria=cases.with_default_weights(
            [_criterion(criterion) for criterion in criteria],
            {criterion.key: criterion.weight for criterion in criteria},
            profile.conditions,
        ),
        seats=tuple(_seat(seat) for seat in seats),
        offers=tuple(_offer(candidate, buyer) for candidate in candidates),
    )


def _in_chosen_order(case: cases.Case, places: Places) -> cases.Case:
    """The canonical file sorts by id; people expect criteria, offers and seats in the order that they chose."""
    return replace(
        case,
        criteria=tuple(sorted(case.criteria, key=lambda each: places["criteria"][each.id])),
        seats=tuple(sorted(case.seats, key=lambda each: places["seats"][each.id])),
        offers=tuple(sorted(case.offers, key=lambda each: places["offers"][each.id])),
    )


def _profile(evaluation: Evaluation) -> cases.Profile:
    seats = evaluation.agent_seats
    return cases.Profile(
        currency=evaluation.currency,
        horizon_years=evaluation.horizon_years,
        annual_revenue=None if evaluation.annual_revenue is None else float(evaluation.annual_revenue),
        hidden_cost_share=evaluation.hidden_cost_share,
        hidden_cost_per_year=evaluation.hidden_cost_per_year,
        budget=None if evaluation.budget is None else float(evaluation.budget),
        reserve_share=evaluation.reserve_share,
        agent_seats=None if seats is None else tuple(seats),
        normal_concurrency=evaluation.normal_concurrency,
        headroom_factor=evaluation.headroom_factor,
        promotion_factor=evaluation.promotion_factor,
        conditions=frozenset(evaluation.conditions),
    )


def _method(evaluation: Evaluation) -> cases.Method:
    return cases.Method(
        panel=evaluation.panel,
        price_formula=evaluation.price_formula,
        price_parameters=evaluation.price_parameters,
        price_basis=evaluation.price_basis,
        unknown=evaluation.unknown,
        must_policy=evaluation.must_policy,
        decimals=evaluation.decimals,
        too_close=evaluation.too_close,
        draws=evaluation.draws,
        seed=evaluation.seed,
    )


def _criterion(criterion: Criterion) -> cases.Criterion:
    return cases.Criterion(
        id=criterion.key,
        name=paired(criterion.name, criterion.name_zh),
        dimension=criterion.dimension,
        class_=criterion.grade,
        weight=criterion.weight or 0.0,
        source=criterion.source,
        measure=criterion.measure or None,
        fact=criterion.fact or None,
        knock_out=criterion.knock_out,
        pass_mark=criterion.pass_mark,
        condition=criterion.condition or None,
    )


def _seat(seat: Seat) -> cases.Seat:
    weights = {dimension: getattr(seat, f"weight_{dimension}") for dimension in DIMENSIONS}
    return cases.Seat(
        id=seat.key,
        name=paired(seat.name, seat.name_zh),
        weights=None if seat.weight_need is None else weights,
        voting=seat.is_voting,
        criteria=None if seat.has_all_criteria else frozenset(each.key for each in seat.criteria.all()),
        recused=frozenset(candidate.key for candidate in seat.recused_from.all()),
    )


def _offer(candidate: Candidate, buyer: _Buyer) -> cases.Offer:
    offer: Offer = candidate.offer
    seats, rate = planned_seats(buyer.evaluation, offer), buyer.rates.get(offer.currency)
    stated = cost_lines_of(offer, seats=seats, rate=rate, horizon_years=buyer.evaluation.horizon_years)
    return cases.Offer(
        id=candidate.key,
        vendor=paired(offer.vendor.name, offer.vendor.name_zh),
        edition=paired(offer.edition, offer.edition_zh),
        tier=offer.tier_id,
        facts=facts_of(offer, seats=seats),
        costs=stated + gap_lines(buyer.needs, offer, stated, buyer.rates) if buyer.needs and stated else stated,
    )


def _consensus(evaluation: Evaluation) -> tuple[cases.Consensus, ...]:
    rows = (
        Consensus.objects.in_force().filter(candidate__evaluation=evaluation).select_related("candidate", "criterion")
    )
    return tuple(
        cases.Consensus(
            offer=row.candidate.key,
            criterion=row.criterion.key,
            value=row.value,
            reason=paired(row.reason, row.reason_zh),
        )
        for row in rows
    )


def _overrides(evaluation: Evaluation) -> tuple[cases.Override, ...]:
    rows = Override.objects.filter(candidate__evaluation=evaluation).select_related("candidate", "criterion")
    return tuple(
        cases.Override(
            offer=row.candidate.key,
            criterion=row.criterion.key,
            by=paired(row.by, row.by_zh),
            reason=paired(row.reason, row.reason_zh),
            on=_day_of(row.at) if row.at else None,
        )
        for row in rows
    )


def _day_of(at: datetime) -> str:
    # The installation's day and not the reader's, so that everybody computes the same fingerprint.
    return timezone.localtime(at, timezone.get_default_timezone()).date().isoformat()
