"""TCO list: what can cost something, what the vendor answered, the letter that asks, and the sheet that comes back."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vendors import tco as items
from vendors.answered import PREFETCHED, TcoList, tco_list
from vendors.forms.tco import TcoSheet, mark_as_asked
from vendors.letter import LANGUAGES, letter
from vendors.models import Offer
from vendors.spreadsheets.answers import AnswersWorkbook
from vendors.views import desk as pages
from vendors.views.desk import Desk


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("vendors.view_offer", raise_exception=True)
def tco(request: HttpRequest, pk: int) -> HttpResponse:
    """The list; who may change the offer marks what was asked and answered."""
    offer = _offer(pk)
    found = tco_list(offer)
    may_change = request.user.has_perm("vendors.change_offer")
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    if "ask" in request.POST:
        return _asked(request, offer, found)
    sheet = TcoSheet(offer, found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and sheet.saved(timezone.localdate()):
        messages.success(request, _("The answers were saved."))
        return redirect("vendors:tco", pk=pk)
    page = {
        "offer": offer,
        "found": found,
        "sheet": sheet,
        "rows": list(zip(found.rows, sheet.forms, strict=True)),
        "may_change": may_change,
        "faults": list(sheet.faults()),
    }
    return render(request, "vendors/tco.html", page)


@require_safe
@permission_required("vendors.view_offer", raise_exception=True)
def tco_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions as a letter, in the language of the vendor; `?items=all` asks for everything anew."""
    offer = _offer(pk)
    found = tco_list(offer)
    language = _language(request)
    everything = request.GET.get("items") == "all" or not found.open
    with override(language):
        written = letter(
            items.ITEMS if everything else [row.item for row in found.open],
            language=language,
            vendor=str(offer.vendor),
            edition=offer.edition_for_reader,
            contact=offer.vendor.contact_name,
            seats=offer.seats,
            currency=offer.currency,
            signature=str(request.user),
        )
    page = {"offer": offer, "letter": written, "everything": everything, "open": len(found.open)}
    return render(request, "vendors/tco_letter.html", page)


@require_safe
@permission_required("vendors.view_offer", raise_exception=True)
def tco_sheet(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """The questions as a spreadsheet to send."""
    offer = _offer(pk)
    with override(_language(request)):
        return pages.template(AnswersWorkbook(offer.pk), ending)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("vendors.change_offer", raise_exception=True)
def tco_answers(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring the filled sheet back."""
    return pages.upload(request, _desk(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("vendors.change_offer", raise_exception=True)
def tco_preview(request: HttpRequest, pk: int, upload_pk: int) -> HttpResponse:
    """What the filled sheet would change."""
    return pages.preview(request, _desk(request, pk), upload_pk)


@require_safe
@permission_required("vendors.change_offer", raise_exception=True)
def tco_faults(request: HttpRequest, pk: int, upload_pk: int) -> HttpResponse:
    """What is wrong with the filled sheet, as a file."""
    return pages.faults(request, _desk(request, pk), upload_pk)


def _asked(request: HttpRequest, offer: Offer, found: TcoList) -> HttpResponse:
    number = mark_as_asked(offer, found, timezone.localdate())
    message = ngettext("%d item was marked as asked today.", "%d items were marked as asked today.", number)
    messages.success(request, message % number)
    return redirect("vendors:tco", pk=offer.pk)


def _desk(request: HttpRequest, pk: int) -> Desk:
    offer = _offer(pk)

    def drawn(name: str, page: dict[str, Any], status: int) -> HttpResponse:
        names = {"upload": "vendors/tco_answers.html", "preview": "vendors/tco_preview.html"}
        more = {"offer": offer, "query": "", "sheets": pages.sheets_of(page["workbook"])}
        return render(request, names[name], page | more, status=status)

    return Desk(
        workbook=partial(AnswersWorkbook, pk),
        scope=str(pk),
        render=drawn,
        start=reverse("vendors:tco_answers", args=[pk]),
        preview=lambda upload_pk: reverse("vendors:tco_preview", args=[pk, upload_pk]),
        done=reverse("vendors:tco", args=[pk]),
    )


def _language(request: HttpRequest) -> str:
    """The language of what is sent: the one asked for, else the reader's own."""
    named = request.GET.get("language", "")
    if named in LANGUAGES:
        return named
    return "zh-hans" if (get_language() or "").startswith("zh") else "en"


def _offer(pk: int) -> Offer:
    return get_object_or_404(Offer.objects.select_related("vendor", "tier").prefetch_related(*PREFETCHED), pk=pk)
