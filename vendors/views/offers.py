"""Offers: what one offer costs and promises, and the pages that change it."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from vendors.facts import FACTS
from vendors.forms.costs import cost_sheet
from vendors.forms.offer import OfferForm
from vendors.forms.promises import PromiseSheet
from vendors.models import Offer, Vendor
from vendors.promised import count, statements
from vendors.totals import priced, totals, years_of


@permission_required("vendors.view_offer", raise_exception=True)
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is known about an offer."""
    found = _offer(pk)
    lines = list(found.cost_lines.prefetch_related("amounts"))
    promises = list(found.promises.all())
    page = {
        "offer": found,
        "lines": priced(lines),
        "years": years_of(lines),
        "totals": totals(lines),
        "groups": statements(promises),
        "promised": count(promises),
        "facts": len(FACTS),
        "today": timezone.localdate(),
    }
    return render(request, "vendors/offer.html", page)


@permission_required("vendors.add_offer", raise_exception=True)
def add_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """A new offer of a vendor; its costs are entered next."""
    vendor = get_object_or_404(Vendor, pk=pk)
    form = OfferForm(request.POST or None, instance=Offer(vendor=vendor))
    if request.method == "POST" and form.is_valid():
        added = form.save()
        messages.success(request, _("The offer was added. Enter what it costs next."))
        return redirect("vendors:costs", pk=added.pk)
    return render(request, "vendors/offer_form.html", {"form": form, "vendor": vendor, "offer": None})


@permission_required("vendors.change_offer", raise_exception=True)
def edit_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Change edition, tier, seats, currency and billing."""
    found = _offer(pk)
    form = OfferForm(request.POST or None, instance=_offer(pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("The offer was saved."))
        return redirect(found)
    return render(request, "vendors/offer_form.html", {"form": form, "vendor": found.vendor, "offer": found})


@permission_required("vendors.change_offer", raise_exception=True)
def promises(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet of promises."""
    found = _offer(pk)
    sheet = PromiseSheet(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and sheet.saved():
        messages.success(request, _("The promises were saved."))
        return redirect(found)
    return render(request, "vendors/promises.html", {"offer": found, "sheet": sheet})


@permission_required("vendors.change_offer", raise_exception=True)
def costs(request: HttpRequest, pk: int) -> HttpResponse:
    """The cost sheet."""
    found = _offer(pk)
    sheet = cost_sheet(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and sheet.is_valid():
        with transaction.atomic():
            sheet.save()
            found.save(update_fields=["updated_at"])
        messages.success(request, _("The costs were saved."))
        return redirect("vendors:costs" if "stay" in request.POST else "vendors:offer", pk=pk)
    stored = totals(found.cost_lines.prefetch_related("amounts"))
    return render(request, "vendors/costs.html", {"offer": found, "sheet": sheet, "totals": stored})


def _offer(pk: int) -> Offer:
    return get_object_or_404(Offer.objects.select_related("vendor", "tier"), pk=pk)
