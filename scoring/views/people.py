"""The committee: who sits on it, as what, and how much their marks weigh."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from scoring.forms.seat import ADVISED, SeatForm
from scoring.models import Evaluation
from scoring.views.steps import render_step, setting_up


@require_safe
@setting_up
def committee(request: HttpRequest, evaluation: Evaluation) -> HttpResponse:
    """The seats, and advice on who is missing."""
    seats = list(evaluation.seats.select_related("member").prefetch_related("criteria"))
    held = {seat.role for seat in seats if seat.is_voting}
    missing = [role.label for role in ADVISED if role not in held]
    return render_step(request, "scoring/committee.html", evaluation, seats=seats, missing=missing)


@setting_up
def add_seat(request: HttpRequest, evaluation: Evaluation) -> HttpResponse:
    """A new seat; the first one chairs unless somebody says otherwise."""
    form = SeatForm(request.POST or None, evaluation=evaluation)
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("The seat “%s” was added.") % form.save())
        return redirect("scoring:setup_committee", pk=evaluation.pk)
    return render_step(request, "scoring/seat.html", evaluation, form=form)


@setting_up
def edit_seat(request: HttpRequest, evaluation: Evaluation, seat_pk: int) -> HttpResponse:
    """A seat's person, title, role and weights."""
    seat = get_object_or_404(evaluation.seats, pk=seat_pk)
    form = SeatForm(request.POST or None, instance=seat, evaluation=evaluation)
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("The seat “%s” was saved.") % form.save())
        return redirect("scoring:setup_committee", pk=evaluation.pk)
    return render_step(request, "scoring/seat.html", evaluation, form=form, seat=seat)


@require_POST
@setting_up
def remove_seat(request: HttpRequest, evaluation: Evaluation, seat_pk: int) -> HttpResponse:
    """Take a seat away; a second click finds it gone and changes nothing."""
    for seat in evaluation.seats.filter(pk=seat_pk):
        seat.delete()
        messages.success(request, _("The seat “%s” was removed.") % seat)
    return redirect("scoring:setup_committee", pk=evaluation.pk)
