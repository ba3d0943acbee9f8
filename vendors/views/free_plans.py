"""The free plan of a vendor: what is free, where it ends, and what it lacks."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from vendors.forms.free_plan import FreePlanSheet
from vendors.models import FreePlan, Vendor


@permission_required("vendors.change_offer", raise_exception=True)
def free_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter or change it, or take it away."""
    vendor = get_object_or_404(Vendor, pk=pk)
    if "remove" in request.POST:
        FreePlan.objects.filter(vendor=vendor).delete()
        messages.success(request, _("The free plan was removed."))
        return redirect(vendor)
    sheet = FreePlanSheet(vendor, request.POST if request.method == "POST" else None)
    if request.method == "POST" and sheet.saved():
        messages.success(request, _("The free plan was saved."))
        return redirect(vendor)
    return render(request, "vendors/free_plan.html", {"vendor": vendor, "sheet": sheet, "faults": list(sheet.faults())})
