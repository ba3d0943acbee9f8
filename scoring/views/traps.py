"""Traps: the screening of every offer by facts and costs, before and beside the marks."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from scoring.casefile.free_plans import free_terms_of
from scoring.casefile.rows import case_of
from scoring.models import Needs
from scoring.presentation.traps import screened
from scoring.views.here import found
from scoring.views.money import may_see_costs, money_page, turned_away


@require_safe
def traps(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Three rules and five traps: all offers at a glance, one of them in full."""
    evaluation, access = found(request, pk)
    if not may_see_costs(access):
        return turned_away(request, evaluation, access)
    answers = Needs.objects.filter(evaluation=evaluation).first()
    inquiries = answers.inquiries_per_day if answers else None
    offers = screened(case_of(evaluation), inquiries=inquiries, plans=free_terms_of(evaluation))
    asked = request.GET.get("offer", "")
    shown = next((offer for offer in offers if offer.id == asked), offers[0] if offers else None)
    return money_page(request, "scoring/traps.html", evaluation, access, offers=offers, shown=shown)
