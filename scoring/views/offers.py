"""Which offers an evaluation compares: a search, and one click for each that comes in or goes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from scoring.forms.offers import OfferChange, OfferSearch
from scoring.keys import free_key
from scoring.models import Evaluation
from scoring.steps import FEWEST_OFFERS, MOST_OFFERS
from scoring.views.steps import render_step, setting_up
from vendors.models import Offer

MOST_SHOWN = 50


@setting_up
def offers(request: HttpRequest, evaluation: Evaluation) -> HttpResponse:
    """The offers that are chosen, and a search for more. Each click is saved, so that a search never loses a choice."""
    search = OfferSearch(request.GET)
    if request.method == "POST":
        _change(request, evaluation)
        words = search.cleaned_data["q"] if search.is_valid() else ""
        address = reverse("scoring:setup_offers", args=[evaluation.pk])
        return redirect(f"{address}?{urlencode({'q': words})}" if words else address)
    chosen = list(evaluation.candidates.select_related("offer__vendor", "offer__tier"))
    others = list(search.offers_without(evaluation)[: MOST_SHOWN + 1])
    return render_step(
        request,
        "scoring/setup_offers.html",
        evaluation,
        search=search,
        chosen=chosen,
        others=others[:MOST_SHOWN],
        has_more=len(others) > MOST_SHOWN,
        is_full=len(chosen) >= MOST_OFFERS,
        fewest=FEWEST_OFFERS,
        most=MOST_OFFERS,
    )


def _change(request: HttpRequest, evaluation: Evaluation) -> None:
    """Add or remove one offer; asking for what is already so changes nothing."""
    change = OfferChange(request.POST)
    if not change.is_valid():
        messages.error(request, _("That offer is not there any more. Nothing was changed."))
        return
    offer = change.cleaned_data["add"]
    if offer:
        _add(request, evaluation, offer)
    for candidate in evaluation.candidates.filter(offer=change.cleaned_data["remove"]):
        candidate.delete()
        messages.success(request, _("%s is no longer compared.") % candidate)


def _add(request: HttpRequest, evaluation: Evaluation, offer: Offer) -> None:
    taken = dict(evaluation.candidates.values_list("key", "position"))
    if evaluation.candidates.filter(offer=offer).exists():
        return
    if len(taken) >= MOST_OFFERS:
        messages.error(request, _("An evaluation compares at most %d offers. Remove one first.") % MOST_OFFERS)
        return
    key = free_key(f"{offer.vendor.name} {offer.edition}", taken=taken, noun="offer")
    position = max(taken.values(), default=-1) + 1
    evaluation.candidates.create(offer=offer, key=key, position=position)
    messages.success(request, _("%s is now compared.") % offer)
