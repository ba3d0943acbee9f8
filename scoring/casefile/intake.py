"""Case -> database rows: an evaluation file becomes an evaluation."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from scoring import library
from scoring.casefile.rows import freeze
from scoring.formulas import case as cases
from scoring.models import (
    Baseline,
    Candidate,
    Consensus,
    Criterion,
    Deed,
    Evaluation,
    Mark,
    MarkRevision,
    Override,
    Seat,
    Stage,
)
from scoring.models.evaluation import DIMENSIONS
from scoring.models.mark import State
from scoring.record import digest, enter, enter_marks
from vendors.models import CostAmount, CostLine, Offer, Promise, Vendor
from vendors.wording import columns

if TYPE_CHECKING:
    from evaluator.models import Member

_LIBRARY = {known.id: known for known in library.criteria()}


def import_case(case: cases.Case, *, by: "Member | None", on: datetime) -> Evaluation:
    """An evaluation of its own, with offers of its own; a vendor whose name is known is not made twice.

    A case with marks arrives closed: its sheets count as submitted and the result can be seen. One without marks
    arrives as a draft. Its seats belong to nobody until procurement puts people on them.
    """
    with transaction.atomic():
        evaluation = _evaluation(case, by)
        candidates = {offer.id: _candidate(evaluation, offer, place) for place, offer in enumerate(case.offers)}
        criteria = _criteria(evaluation, case.criteria)
        seats = {seat.id: _seat(evaluation, seat, place) for place, seat in enumerate(case.seats)}
        for seat in case.seats:
            seats[seat.id].recused_from.set([candidates[offer] for offer in seat.recused])
            seats[seat.id].criteria.set([criteria[criterion] for criterion in seat.criteria or ()])
        if case.marks or case.consensus or case.overrides:
            _close(evaluation, by, on)
            store_marks(case.marks, seats=seats, candidates=candidates, criteria=criteria, by=by, on=on)
            Seat.objects.filter(evaluation=evaluation, marks__isnull=False).update(submitted_at=on)
            _enter_closing(evaluation, by, on)
            _settle(case, evaluation, candidates, criteria, by=by, on=on)
    return evaluation


def store_marks(
    marks: Iterable[cases.Mark],
    *,
    seats: Mapping[str, Seat],
    candidates: Mapping[str, Candidate],
    criteria: Mapping[str, Criterion],
    by: "Member | None",
    on: datetime,
) -> None:
    """The marks as rows, each with its first revision and its entry in the record of its sheet."""
    rows = []
    for mark in marks:
        comment, comment_zh = columns(mark.comment)
        rows.append(
            Mark(
                seat=seats[mark.seat],
                candidate=candidates[mark.offer],
                criterion=criteria[mark.criterion],
                state=mark.state or State.MARKED,
                value=mark.value,
                comment=comment,
                comment_zh=comment_zh,
                evidence=mark.evidence or "",
                version=1,
            )
        )
    said = ("state", "value", "comment", "comment_zh", "evidence", "version")
    revisions = MarkRevision.objects.bulk_create(
        MarkRevision(mark=row, by=row.seat.member or by, at=on, **{name: getattr(row, name) for name in said})
        for row in Mark.objects.bulk_create(rows)
    )
    for key, seat in seats.items():
        own = [(revision, revision.content) for revision in revisions if revision.mark.seat.key == key]
        enter_marks(own, seat=seat, by=seat.member or by, at=on)


def _evaluation(case: cases.Case, by: "Member | None") -> Evaluation:
    title, title_zh = columns(case.title)
    profile, method = case.profile, case.method
    return Evaluation.objects.create(
        title=title,
        title_zh=title_zh,
        created_by=by,
        currency=profile.currency,
        horizon_years=profile.horizon_years,
        annual_revenue=profile.annual_revenue,
        hidden_cost_share=profile.hidden_cost_share,
        hidden_cost_per_year=profile.hidden_cost_per_year,
        budget=profile.budget,
        reserve_share=profile.reserve_share,
        agent_seats=None if profile.agent_seats is None else list(profile.agent_seats),
        normal_concurrency=profile.normal_concurrency,
        headroom_factor=profile.headroom_factor,
        promotion_factor=profile.promotion_factor,
        conditions=sorted(profile.conditions),
        scale_min=case.scale.min,
        scale_max=case.scale.max,
        panel=method.panel,
        price_formula=method.price_formula,
        price_parameters=dict(method.price_parameters),
        price_basis=method.price_basis,
        unknown=method.unknown,
        must_policy=method.must_policy,
        decimals=method.decimals,
        too_close=method.too_close,
        draws=method.draws,
        seed=method.seed,
        **{f"weight_{dimension}": case.dimensions[dimension] for dimension in DIMENSIONS},
    )


def _candidate(evaluation: Evaluation, offer: cases.Offer, place: int) -> Candidate:
    name, name_zh = columns(offer.vendor)
    edition, edition_zh = columns(offer.edition)
    vendor = Vendor.objects.filter(name__iexact=name).first() or Vendor.objects.create(name=name, name_zh=name_zh)
    row = Offer.objects.create(
        vendor=vendor,
        edition=edition,
        edition_zh=edition_zh,
        tier_id=offer.tier,
        currency=evaluation.currency,
        seats=evaluation.agent_seats[0] if evaluation.agent_seats else None,
    )
    Promise.objects.bulk_create(
        Promise(
            offer=row,
            fact=key,
            value=fact.value,
            status=fact.status,
            valid_until=date.fromisoformat(fact.valid_until) if fact.valid_until else None,
        )
        for key, fact in offer.facts.items()
        if fact.value is not None  # nothing said is no row, and the canonical file leaves it out too
    )
    for position, line in enumerate(offer.costs):
        _cost_line(row, line, position)
    return Candidate.objects.create(evaluation=evaluation, offer=row, key=offer.id, position=place)


def _cost_line(offer: Offer, line: cases.CostLine, position: int) -> None:
    row = CostLine.objects.create(
        offer=offer,
        category=line.category,
        kind=line.kind,
        is_cash=line.cash,
        module=line.module or "",
        source=line.source,
        position=position,
    )
    CostAmount.objects.bulk_create(
        CostAmount(
            line=row,
            year=year,
            expected=line.amount[place],
            low=line.low[place] if line.low else None,
            high=line.high[place] if line.high else None,
        )
        for place, year in enumerate(line.years)
    )


def _criteria(evaluation: Evaluation, criteria: Iterable[cases.Criterion]) -> dict[str, Criterion]:
    rows = [_criterion(evaluation, criterion, place) for place, criterion in enumerate(criteria)]
    return {row.key: row for row in Criterion.objects.bulk_create(rows)}


def _criterion(evaluation: Evaluation, criterion: cases.Criterion, place: int) -> Criterion:
    name, name_zh = columns(criterion.name)
    row = Criterion(
        evaluation=evaluation,
        key=criterion.id,
        name=name,
        name_zh=name_zh,
        dimension=criterion.dimension,
        grade=criterion.class_,
        weight=criterion.weight,
        source=criterion.source,
        measure=criterion.measure or "",
        fact=criterion.fact or "",
        knock_out=criterion.knock_out,
        pass_mark=criterion.pass_mark,
        condition=criterion.condition or "",
        position=place,
    )
    known = _LIBRARY.get(criterion.id)
    if known and known.name["en"] == name:  # the file has no anchors; a criterion of the library brings its own
        row.describe(known)
    return row


def _seat(evaluation: Evaluation, seat: cases.Seat, place: int) -> Seat:
    name, name_zh = columns(seat.name)
    weights = seat.weights or dict.fromkeys(DIMENSIONS)
    return Seat.objects.create(
        evaluation=evaluation,
        key=seat.id,
        name=name,
        name_zh=name_zh,
        role=seat.id if seat.id in Seat.Role.values else Seat.Role.OTHER,
        is_voting=seat.voting,
        has_all_criteria=seat.criteria is None,
        position=place,
        **{f"weight_{dimension}": weights[dimension] for dimension in DIMENSIONS},
    )


def _close(evaluation: Evaluation, by: "Member | None", on: datetime) -> None:
    frozen, sha256 = freeze(evaluation)
    Baseline.objects.create(evaluation=evaluation, version=1, case=frozen, sha256=sha256, by=by, created_at=on)
    subject = {"baseline": 1, "imported": True}
    enter(Deed.OPENED, evaluation=evaluation, by=by, at=on, subject=subject, changed=sha256)
    evaluation.stage, evaluation.opened_at, evaluation.closed_at = Stage.CONSENSUS, on, on
    evaluation.save(update_fields=["stage", "opened_at", "closed_at"])


def _enter_closing(evaluation: Evaluation, by: "Member | None", on: datetime) -> None:
    counted = sorted(evaluation.seats.counted().values_list("key", flat=True))
    subject = {"sheets": counted, "seats": evaluation.seats.count(), "imported": True}
    enter(Deed.CLOSED, evaluation=evaluation, by=by, at=on, subject=subject)


def _settle(
    case: cases.Case,
    evaluation: Evaluation,
    candidates: Mapping[str, Candidate],
    criteria: Mapping[str, Criterion],
    *,
    by: "Member | None",
    on: datetime,
) -> None:
    """Consensus marks and overrides as rows, each with its entry in the record."""
    for said in case.consensus:
        reason, reason_zh = columns(said.reason)
        consensus = Consensus.objects.create(
            candidate=candidates[said.offer],
            criterion=criteria[said.criterion],
            value=said.value,
            reason=reason,
            reason_zh=reason_zh,
            at=on,
        )
        subject = {"offer": said.offer, "criterion": said.criterion, "version": 1}
        changed = digest(consensus.content)
        enter(Deed.AGREED, evaluation=evaluation, by=by, at=on, subject=subject, changed=changed, reason=reason)
    for ruled in case.overrides:
        name, name_zh = columns(ruled.by)
        reason, reason_zh = columns(ruled.reason)
        override = Override.objects.create(
            candidate=candidates[ruled.offer],
            criterion=criteria[ruled.criterion],
            by=name,
            by_zh=name_zh,
            reason=reason,
            reason_zh=reason_zh,
            at=_noon_of(ruled.on) if ruled.on else None,
        )
        subject = {"offer": ruled.offer, "criterion": ruled.criterion}
        changed = digest(override.content)
        enter(Deed.OVERRIDDEN, evaluation=evaluation, by=by, at=on, subject=subject, changed=changed, reason=reason)


def _noon_of(day: str) -> datetime:
    """The middle of the day that a file names, so that every nearby time zone agrees on the day."""
    return datetime.combine(date.fromisoformat(day), time(12), tzinfo=timezone.get_default_timezone())
