"""Tiers: how far systems reach, what that costs a year and whom it fits."""

from django.contrib.auth.decorators import permission_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vendors.models import Tier


@permission_required("vendors.view_tier", raise_exception=True)
def tiers(request: HttpRequest) -> HttpResponse:
    """The tier table."""
    return render(
        request, "vendors/tiers.html", {"tiers": Tier.objects.annotate(offer_count=Count("offers")).order_by("order")}
    )
