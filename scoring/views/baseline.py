"""Baseline: every version of what scoring was opened on, with what changed and why, and each as a file."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from scoring.access import Access, Act
from scoring.casefile.document import canonical_bytes, read
from scoring.models import Baseline, Confirmation, Evaluation, Seat
from scoring.presentation.changes import Topic, in_words
from scoring.views.here import found


@dataclass(frozen=True, slots=True)
class Version:
    """One version, and what it changed against the one before."""

    baseline: Baseline
    topics: list[Topic]


@require_safe
def versions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All versions, the newest first, for everybody in the evaluation."""
    evaluation, access = found(request, pk)
    asked = Confirmation.objects.select_related("seat__member").order_by("seat__position", "pk")
    context = {
        "evaluation": evaluation,
        "access": access,
        "versions": _versions(evaluation, asked, shows_prices=shows_prices(access)),
        "shows_prices": shows_prices(access),
    }
    return render(request, "scoring/baseline.html", context)


@require_safe
def download(request: HttpRequest, pk: UUID, version: int) -> HttpResponse:
    """One version as an evaluation file without marks; the file's own SHA-256 is the hash that the page shows.

    Raises: PermissionDenied: it holds prices, and this member's price envelope is closed.
    """
    evaluation, access = found(request, pk)
    if not shows_prices(access):
        raise PermissionDenied("the price envelope is closed")
    baseline = get_object_or_404(evaluation.baselines, version=version)
    response = HttpResponse(canonical_bytes(read(baseline.case)), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="baseline-{version}.json"'
    return response


def shows_prices(access: Access) -> bool:
    """Whether this person may see prices by now."""
    return access.seat is None or not access.seat.has_sealed_price or access.may(Act.SEE_RESULTS)


def to_confirm(seat: Seat) -> list[Version]:
    """The amendments that wait for the member, the oldest first, as far as the member may see them."""
    waiting = set(seat.confirmations.filter(at=None).values_list("baseline", flat=True))
    if not waiting:
        return []
    every = _versions(seat.evaluation, Confirmation.objects.none(), shows_prices=not seat.has_sealed_price)
    return [each for each in reversed(every) if each.baseline.pk in waiting]


def _versions(evaluation: Evaluation, asked: QuerySet[Confirmation], *, shows_prices: bool) -> list[Version]:
    rows = evaluation.baselines.select_related("by").prefetch_related(Prefetch("confirmations", asked))
    found: list[Version] = []
    before: Baseline | None = None
    for row in rows.order_by("version"):
        topics = [] if before is None else in_words(row.changes, before.case, row.case, shows_prices=shows_prices)
        found.append(Version(row, topics))
        before = row
    return found[::-1]
