"""Costs: the sheet of amounts by year, added up as one types, below what follows from prices."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from vendors import sums
from vendors.computed import computed
from vendors.forms.costs import cost_sheet
from vendors.history import noting_changes
from vendors.models import Offer
from vendors.terms import terms_of
from vendors.totals import YEARS

_PRICED = Offer.objects.select_related("vendor").prefetch_related("seat_prices", "modules", "usage_terms")


@permission_required("vendors.change_offer", raise_exception=True)
def costs(request: HttpRequest, pk: int) -> HttpResponse:
    """The cost sheet; "compute" adds up what stands in it and saves nothing."""
    found = get_object_or_404(_PRICED, pk=pk)
    sheet = cost_sheet(found, request.POST if request.method == "POST" else None)
    is_trial = "compute" in request.POST
    if request.method == "POST" and not is_trial and sheet.is_valid():
        with noting_changes(found, by=request.user, on=timezone.now()):
            sheet.save()
            found.save(update_fields=["updated_at"])
        messages.success(request, _("The costs were saved."))
        return redirect("vendors:costs" if "stay" in request.POST else "vendors:offer", pk=pk)
    page: dict[str, Any] = {"offer": found, "sums": sheet.sums_with(sums.from_prices(found))}
    if is_trial and request.headers.get("HX-Request"):
        return render(request, "vendors/_cost_sums.html", page | {"is_fragment": True})
    team = (found.seats,) * len(YEARS) if found.seats else ()
    page |= {"sheet": sheet, "figures": computed(found, terms_of(found), team), "is_trial": is_trial}
    return render(request, "vendors/costs.html", page)
