"""Interests: each member's own declaration, which comes before the sheet, and everybody's for those who may read it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from scoring import actions
from scoring.access import Access, Act, Role
from scoring.forms.interests import InterestsForm
from scoring.models import Candidate, Evaluation, Interest, Seat, Stage
from scoring.models.evaluation import REVEALED
from scoring.views.here import found, member_of
from vendors.models import Vendor

# They read every member's declaration from the start; members read the others' after the reveal.
READERS = {Role.RUNS, Role.READS, Role.CHAIR}


@dataclass(frozen=True, slots=True)
class Said:
    """What one member declared about one vendor: the latest, and what it was before."""

    now: Interest
    before: Sequence[Interest]


@dataclass(frozen=True, slots=True)
class Declared:
    """One seat's declarations."""

    seat: Seat
    vendors: Sequence[Said]

    @property
    def is_free(self) -> bool:
        """Whether the member never had anything to do with any vendor."""
        return not any(said.before or said.now.grounds for said in self.vendors)


def interests(request: HttpRequest, pk: UUID) -> HttpResponse:
    """My own declaration: complete before the sheet opens, and changed later when something changes."""
    evaluation, access = found(request, pk)
    if access.seat is not None and evaluation.stage in {Stage.DECIDED, Stage.ARCHIVED}:
        return redirect("scoring:declarations", pk=pk)
    access.require(Act.DECLARE)
    seat = access.seat
    assert seat is not None, "Act.DECLARE is for seats alone"  # noqa: S101 - said to the type checker
    form = _form(request, evaluation, seat)
    if request.method == "POST" and form.is_valid() and _is_declared(request, seat, form):
        is_first = seat.declared_at is None and evaluation.stage == Stage.SCORING
        return redirect("scoring:sheet" if is_first else "scoring:declarations", pk=pk)
    return render(request, "scoring/interests.html", {"evaluation": evaluation, "seat": seat, "form": form})


def declarations(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who declared what. Members see their own until the reveal."""
    evaluation, access = found(request, pk)
    seats = evaluation.seats.select_related("member")
    sees_all = may_read_all(access)
    if not sees_all:
        seats = seats.of(member_of(request))
    context = {
        "evaluation": evaluation,
        "access": access,
        "sees_all": sees_all,
        "declared": [Declared(seat, said) for seat, said in _said_by(seats)],
    }
    return render(request, "scoring/declarations.html", context)


def may_read_all(access: Access) -> bool:
    """Whether others' declarations are open to this person."""
    if access.roles & READERS:
        return True
    return access.evaluation.stage in REVEALED and not access.is_sealed_off


def _form(request: HttpRequest, evaluation: Evaluation, seat: Seat) -> InterestsForm:
    offers: dict[Vendor, list[Candidate]] = defaultdict(list)
    for candidate in evaluation.candidates.select_related("offer__vendor"):
        offers[candidate.offer.vendor].append(candidate)
    return InterestsForm(
        request.POST if request.method == "POST" else None,
        vendors=offers,
        before={each.vendor_id: each for each in Interest.objects.in_force().filter(seat=seat)},
    )


def _is_declared(request: HttpRequest, seat: Seat, form: InterestsForm) -> bool:
    """Do the act; a refusal is shown at the form, with everything that was entered."""
    try:
        actions.declare(seat, form.declarations, by=member_of(request), on=timezone.now())
    except actions.Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("Your declaration is recorded."))
    return True


def _said_by(seats: Iterable[Seat]) -> list[tuple[Seat, list[Said]]]:
    """Each seat with its declarations, vendor by vendor, in two queries."""
    found_seats = list(seats)
    versions: dict[int, dict[int, list[Interest]]] = defaultdict(lambda: defaultdict(list))
    rows = Interest.objects.filter(seat__in=found_seats).select_related("vendor").order_by("seat", "vendor", "-version")
    for interest in rows:
        versions[interest.seat_id][interest.vendor_id].append(interest)
    return [(seat, [Said(latest, earlier) for latest, *earlier in versions[seat.pk].values()]) for seat in found_seats]
