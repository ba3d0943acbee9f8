"""Prices: the sheet of what seats, modules, use and storage cost, reckoned with as one types."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vendors.computed import computed
from vendors.forms.prices import PriceSheet
from vendors.models import Offer
from vendors.promised import group_of_changes

_SHOWN = Offer.objects.select_related("vendor").prefetch_related("seat_prices", "modules", "usage_terms", "promises")


@permission_required("vendors.change_offer", raise_exception=True)
def prices(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet of prices; "compute" reckons with what stands in it and saves nothing."""
    found = get_object_or_404(_SHOWN, pk=pk)
    sheet = PriceSheet(
        found, request.POST if request.method == "POST" else None, team=request.GET.get("team", "")[:200]
    )
    is_trial = "compute" in request.POST
    if request.method == "POST" and not is_trial and sheet.is_valid():
        sheet.save(by=request.user, on=timezone.now())
        messages.success(request, _("The prices were saved."))
        if "stay" not in request.POST:
            return redirect(found)
        return redirect(f"{reverse('vendors:prices', args=[pk])}?{urlencode({'team': request.POST.get('team', '')})}")
    figures = computed(found, sheet.as_typed(), sheet.team.seats, left_out=sheet.left_out)
    if is_trial and request.headers.get("HX-Request"):
        return render(request, "vendors/_computed.html", {"figures": figures})
    page = {
        "offer": found,
        "sheet": sheet,
        "figures": figures,
        "changes": group_of_changes(found.promises.all()),
        "faults": [] if is_trial else list(sheet.faults()),
        "is_trial": is_trial,
    }
    return render(request, "vendors/prices.html", page)
