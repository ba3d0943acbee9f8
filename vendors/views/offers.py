"""Offers: what one offer costs and promises, and the pages that change it."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from vendors.answered import PREFETCHED, tco_list
from vendors.computed import computed, padded
from vendors.facts import FACTS
from vendors.forms.offer import OfferForm
from vendors.forms.promises import PromiseSheet
from vendors.history import changes_of, noting_changes
from vendors.models import Offer, Vendor
from vendors.price_list import price_list
from vendors.promised import count, statements
from vendors.sums import of_offer
from vendors.terms import terms_of
from vendors.totals import YEARS, priced, totals, years_of


@permission_required("vendors.view_offer", raise_exception=True)
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is known about an offer."""
    found = get_object_or_404(Offer.objects.select_related("vendor", "tier").prefetch_related(*PREFETCHED), pk=pk)
    lines = list(found.cost_lines.all())
    promises = list(found.promises.all())
    today = timezone.localdate()
    figures = computed(found, terms_of(found), (found.seats,) * len(YEARS) if found.seats else ())
    years = years_of(lines)
    page = {
        "offer": found,
        "lines": priced(lines),
        "years": years,
        "sums": of_offer(found),
        "following": [(row, padded(row.by_year, len(years))) for row in figures.rows],
        "silent_lines": totals(lines).silent_lines,
        "groups": statements(promises),
        "promised": count(promises),
        "facts": len(FACTS),
        "today": today,
        "figures": figures,
        "price_list": price_list(found, today),
        "changes": changes_of(found),
        "tco": tco_list(found),
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
        with noting_changes(found, by=request.user, on=timezone.now()):  # another currency is another price
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


def _offer(pk: int) -> Offer:
    return get_object_or_404(Offer.objects.select_related("vendor", "tier"), pk=pk)
