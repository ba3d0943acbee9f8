"""Weights: propose what an aid gave, withdraw a proposal, and take one over into the draft."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from scoring.actions.held import held_evaluation
from scoring.actions.refusals import Refused
from scoring.models import Criterion, Deed, Evaluation, Stage, WeightProposal
from scoring.record import digest, enter
from scoring.subjects import OF_DIMENSIONS, POINT_DECIMALS, WHOLE, Subject, subjects_of

if TYPE_CHECKING:
    from evaluator.models import Member


def propose_weights(
    evaluation: Evaluation,
    *,
    subject: str,
    aid: str,
    answers: Any,
    weights: Mapping[str, float],
    by: "Member",
    on: datetime,
) -> WeightProposal:
    """Keep what somebody answered and what came of it; the draft stays as it is.

    Raises: Refused: the evaluation is no draft any more, or what was weighed is not what there is now.
    """
    with transaction.atomic():
        held = held_evaluation(evaluation, Stage.DRAFT)
        _require_same(subjects_of(held)[subject], weights)
        proposal = WeightProposal.objects.create(
            evaluation=held, subject=subject, aid=aid, answers=answers, weights=dict(weights), by=by, at=on
        )
        _enter("proposed", proposal, proposal.pk, by=by, on=on)
    return proposal


def withdraw_weights(proposal: WeightProposal, *, by: "Member", on: datetime) -> None:
    """Take one's own proposal away; the record keeps that there was one.

    Raises: Refused: the evaluation is no draft any more, somebody else proposed it, or it was taken over.
    """
    with transaction.atomic():
        held_evaluation(proposal.evaluation, Stage.DRAFT)
        found = WeightProposal.objects.select_related("evaluation").filter(pk=proposal.pk, by=by).first()
        if found is None:
            raise Refused(_("Only whoever proposed these weights may withdraw them."))
        if found.accepted_at is not None:
            raise Refused(_("These weights were taken over, so the proposal stays."))
        number = found.pk
        found.delete()
        _enter("withdrawn", found, number, by=by, on=on)


def take_weights_over(proposal: WeightProposal, *, by: "Member", on: datetime) -> WeightProposal:
    """Write a proposal's weights into the draft, in points of 100.

    Raises: Refused: the evaluation is no draft any more, or what was weighed is not what there is now.
    """
    with transaction.atomic():
        evaluation = held_evaluation(proposal.evaluation, Stage.DRAFT)
        _require_same(subjects_of(evaluation)[proposal.subject], proposal.weights)
        points = {key: round(share * WHOLE, POINT_DECIMALS) for key, share in proposal.weights.items()}
        if proposal.subject == OF_DIMENSIONS:
            names = {f"weight_{dimension}": each for dimension, each in points.items()}
            Evaluation.objects.filter(pk=evaluation.pk).update(**names)
        else:
            rows = list(evaluation.criteria.filter(key__in=points))
            for row in rows:
                row.weight = points[row.key]
            Criterion.objects.bulk_update(rows, ["weight"])
        proposal.accepted_by, proposal.accepted_at = by, on
        proposal.save(update_fields=["accepted_by", "accepted_at"])
        _enter("taken over", proposal, proposal.pk, by=by, on=on)
    return proposal


def is_still_of(proposal: WeightProposal, subject: Subject) -> bool:
    """Whether a proposal weighs what there is to weigh now."""
    return set(proposal.weights) == subject.keys


def _enter(step: str, proposal: WeightProposal, number: int, *, by: "Member", on: datetime) -> None:
    subject = {"proposal": number, "step": step, "weighed": proposal.subject}
    evaluation, changed = proposal.evaluation, digest(proposal.content)
    enter(Deed.WEIGHED, evaluation=evaluation, by=by, at=on, subject=subject, changed=changed)


def _require_same(subject: Subject, weights: Mapping[str, float]) -> None:
    if weights.keys() != subject.keys:
        raise Refused(_("The criteria have changed since these weights were worked out; weigh them again."))
