"""Here: who is asking, and for which evaluation. Every view of an evaluation begins with `found`."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from scoring.access import Access, Act, access_of
from scoring.actions import close_if_due
from scoring.models import Evaluation

if TYPE_CHECKING:
    from evaluator.models import Member


def member_of(request: HttpRequest) -> "Member":
    """The person who is signed in.

    Raises: PermissionDenied: nobody is, which LoginRequiredMiddleware has already turned away from every page here.
    """
    if not request.user.is_authenticated:
        raise PermissionDenied("nobody is signed in")
    return request.user


def found(request: HttpRequest, pk: UUID, act: Act = Act.VIEW) -> tuple[Evaluation, Access]:
    """The evaluation, and what this person may do in it. If its deadline has passed, it closes now.

    Raises:
        Http404: there is none, or this person may not know of it.
        PermissionDenied: the person may see it, but not do this act now.
    """
    member = member_of(request)
    visible = Evaluation.objects.visible_to(member).select_related("tier", "created_by")
    evaluation, now = get_object_or_404(visible, pk=pk), timezone.now()
    if evaluation.is_overdue(now):
        close_if_due(evaluation, on=now)
        evaluation = visible.get(pk=pk)
    access = access_of(member, evaluation)
    access.require(act)
    return evaluation, access
