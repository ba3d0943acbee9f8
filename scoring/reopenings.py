"""Reopenings: which request waits for a second person, and who that could be."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import F, Q

from scoring.access import Act, access_on
from scoring.models import Decision, Evaluation, ReopenRequest, Seat, Stage

if TYPE_CHECKING:
    from evaluator.models import Member


def waiting_requests(evaluations: Iterable[Evaluation]) -> dict[UUID, ReopenRequest]:
    """The request that waits in each evaluation, in two queries; one from an earlier stay at the stage has lapsed."""
    concerned = [each for each in evaluations if each.stage in {Stage.CONSENSUS, Stage.DECIDED}]
    asked = ReopenRequest.objects.filter(evaluation__in=concerned, agreed_at=None, stage=F("evaluation__stage"))
    requests = {each.evaluation_id: each for each in asked.select_related("by").order_by("pk")}
    if not requests:
        return {}
    arrived = {each.pk: each.closed_at for each in concerned if each.closed_at}
    for decision in Decision.objects.filter(evaluation__in=list(requests)).order_by("at", "pk"):
        arrived[decision.evaluation_id] = decision.withdrawn_at or decision.at
    return {pk: request for pk, request in requests.items() if not _is_before(request.at, arrived.get(pk))}


def waiting_request(evaluation: Evaluation) -> ReopenRequest | None:
    """The request that waits in this evaluation."""
    return waiting_requests([evaluation]).get(evaluation.pk)


def others_who_may_agree(evaluation: Evaluation, member: "Member") -> "list[Member]":
    """Who could be the second person: not this one, and nobody whom the table or the seal keeps from reopening."""
    seats = {seat.member_id: seat for seat in Seat.objects.filter(evaluation=evaluation).select_related("evaluation")}
    may_run = Q(groups__permissions__codename="run_evaluation") | Q(user_permissions__codename="run_evaluation")
    is_chair = Q(seats__evaluation=evaluation, seats__is_chair=True)
    people = get_user_model().objects.filter(may_run | is_chair | Q(is_superuser=True), is_active=True)
    return [
        other
        for other in people.exclude(pk=member.pk).distinct()
        if access_on(seats.get(other.pk), other, evaluation).may(Act.REOPEN)
    ]


def carried_out(evaluation: Evaluation) -> list[ReopenRequest]:
    """Every time that the evaluation went a stage back, oldest first."""
    return list(evaluation.reopenings.exclude(agreed_at=None).select_related("by", "agreed_by").order_by("agreed_at"))


def withdrawn_decisions(evaluation: Evaluation) -> list[Decision]:
    """The decisions that reopening withdrew, oldest first."""
    rows = evaluation.decisions.exclude(withdrawn_at=None)
    return list(rows.select_related("candidate__offer__vendor", "by").order_by("at", "pk"))


def _is_before(asked: datetime, arrived: datetime | None) -> bool:
    return arrived is not None and asked < arrived
