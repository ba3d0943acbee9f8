"""Weights: propose what an aid gave, and take a proposal over into the draft."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from scoring.actions.held import held_evaluation
from scoring.actions.refusals import Refused
from scoring.models import Criterion, Evaluation, Stage, WeightProposal
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
        return WeightProposal.objects.create(
            evaluation=held, subject=subject, aid=aid, answers=answers, weights=dict(weights), by=by, at=on
        )


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
    return proposal


def is_still_of(proposal: WeightProposal, subject: Subject) -> bool:
    """Whether a proposal weighs what there is to weigh now."""
    return set(proposal.weights) == subject.keys


def _require_same(subject: Subject, weights: Mapping[str, float]) -> None:
    if weights.keys() != subject.keys:
        raise Refused(_("The criteria have changed since these weights were worked out; weigh them again."))
