"""Vendors: the list, one vendor with its offers, adding and editing."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from vendors.filters import VendorFilter
from vendors.forms.vendor import VendorForm
from vendors.free_plans import lacking
from vendors.models import FreePlan, Vendor
from vendors.promised import count
from vendors.sums import of_offer
from vendors.tables import VendorTable, listed

_SHOWN = ("cost_lines__amounts", "promises", "seat_prices", "modules", "usage_terms")


@permission_required("vendors.view_vendor", raise_exception=True)
def vendors(request: HttpRequest) -> HttpResponse:
    """The list, by words and tier."""
    filters = VendorFilter(request.GET, queryset=listed(Vendor.objects.all()))
    table = VendorTable(filters.qs)
    RequestConfig(request).configure(table)
    return render(request, "vendors/vendors.html", {"filters": filters, "table": table})


@permission_required("vendors.view_vendor", raise_exception=True)
def vendor(request: HttpRequest, pk: int) -> HttpResponse:
    """One vendor with its offers and what each costs and promises."""
    found = get_object_or_404(Vendor, pk=pk)
    offers = [
        {"offer": offer, "sums": of_offer(offer), "promised": count(offer.promises.all())}
        for offer in found.offers.select_related("tier").prefetch_related(*_SHOWN)
    ]
    plan = FreePlan.objects.filter(vendor=found).prefetch_related("functions").first()
    page = {"vendor": found, "offers": offers, "plan": plan, "lacking": lacking(plan) if plan else ()}
    return render(request, "vendors/vendor.html", page)


@permission_required("vendors.add_vendor", raise_exception=True)
def add_vendor(request: HttpRequest) -> HttpResponse:
    """A new vendor; its offers are added from its page."""
    form = VendorForm(request.POST or None)
    if request.method == "POST" and form.saved():
        messages.success(request, _("The vendor was added. Add what it offers next."))
        return redirect(form.instance)
    return render(request, "vendors/vendor_form.html", {"form": form, "vendor": None})


@permission_required("vendors.change_vendor", raise_exception=True)
def edit_vendor(request: HttpRequest, pk: int) -> HttpResponse:
    """Change who the vendor is."""
    found = get_object_or_404(Vendor, pk=pk)
    form = VendorForm(request.POST or None, instance=get_object_or_404(Vendor, pk=pk))
    if request.method == "POST" and form.saved():
        messages.success(request, _("The vendor was saved."))
        return redirect(found)
    return render(request, "vendors/vendor_form.html", {"form": form, "vendor": found})
