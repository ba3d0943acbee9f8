"""The catalogue: public prices and facts of real vendors, and the way from an edition to an offer."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from vendors import catalogue
from vendors.catalogue.entries import Source
from vendors.catalogue.entries import Vendor as Entry
from vendors.forms.catalogue import CatalogueFilter, PickForm
from vendors.models import Tier


@permission_required("vendors.view_vendor", raise_exception=True)
def entries(request: HttpRequest) -> HttpResponse:
    """Every edition with its price, by words, market and tier; and what comparable systems cost."""
    filters = CatalogueFilter(request.GET)
    tiers = Tier.objects.in_bulk()
    rows = [
        {"entry": entry, "edition": edition, "tier": edition and tiers.get(edition.tier or "")}
        for entry, edition in filters.rows()
    ]
    page = {"filters": filters, "rows": rows, "benchmarks": catalogue.benchmarks(), **_dated()}
    return render(request, "vendors/catalogue.html", page)


@permission_required("vendors.view_vendor", raise_exception=True)
def entry(request: HttpRequest, slug: str) -> HttpResponse:
    """One vendor: its editions, add-ons and facts, each with its source."""
    found = _entry(slug)
    tiers = Tier.objects.in_bulk()
    editions = [{"edition": edition, "tier": tiers.get(edition.tier or "")} for edition in found.editions]
    page = {"entry": found, "editions": editions, "sources": _sources_of(found), **_dated()}
    return render(request, "vendors/catalogue_entry.html", page)


@permission_required("vendors.add_offer", raise_exception=True)
def pick(request: HttpRequest, slug: str, place: int) -> HttpResponse:
    """An edition becomes an offer, once it is said for whom and for how many."""
    found = _entry(slug)
    try:
        edition = found.edition(place)
    except KeyError as missing:
        raise Http404 from missing
    form = PickForm(
        request.POST if request.method == "POST" else None,
        entry=found,
        edition=edition,
        today=timezone.localdate(),
        may_add_vendor=request.user.has_perm("vendors.add_vendor"),
    )
    if request.method == "POST" and (offer := form.picked(by=request.user, on=timezone.now())):
        if offer.seat_prices.exists():
            messages.success(request, _("The offer was added from the catalogue. Check it against your own quote."))
        else:
            messages.warning(
                request, _("The offer was added without a price: none is public for it. Ask the vendor for a quote.")
            )
        return redirect(offer)
    page = {"entry": found, "edition": edition, "form": form, **_dated()}
    return render(request, "vendors/catalogue_pick.html", page)


def _entry(slug: str) -> Entry:
    try:
        return catalogue.vendor(slug)
    except KeyError as missing:
        raise Http404 from missing


def _dated() -> dict[str, object]:
    """What the age of a figure is held against."""
    return {"today": timezone.localdate(), "limit_months": settings.CATALOGUE_PRICE_MONTHS}


def _sources_of(found: Entry) -> list[Source]:
    """The sources of everything on the vendor's page, each once, in the catalogue's order."""
    prices = [price for edition in found.editions for price in edition.prices]
    prices += [price for addon in found.addons for price in addon.prices]
    limits = [limit for edition in found.editions for limit in (edition.seat_min, edition.seat_max)]
    used = {figure.source.id for figure in (*prices, *limits, *found.facts) if figure.source}
    return [source for source in catalogue.sources().values() if source.id in used]
