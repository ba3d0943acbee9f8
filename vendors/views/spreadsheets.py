"""Spreadsheets of facts: vendors, offers with their prices, and cost lines of all offers or of one."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from vendors.models import Offer
from vendors.spreadsheets.cost_lines import CostLinesWorkbook
from vendors.spreadsheets.offers import OffersWorkbook
from vendors.spreadsheets.vendors import VendorsWorkbook
from vendors.spreadsheets.workbooks import Workbook
from vendors.views import desk as pages
from vendors.views.desk import Desk

WORKBOOKS = {workbook.key: workbook for workbook in (VendorsWorkbook, OffersWorkbook, CostLinesWorkbook)}
_READS = ("vendors.view_vendor", "vendors.view_offer")
_WRITES = ("vendors.add_vendor", "vendors.change_vendor", "vendors.add_offer", "vendors.change_offer")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(_WRITES, raise_exception=True)
def spreadsheet(request: HttpRequest, workbook: str) -> HttpResponse:
    """Download the sheet, and bring it back."""
    return pages.upload(request, _desk(request, workbook))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(_WRITES, raise_exception=True)
def preview(request: HttpRequest, workbook: str, upload_pk: int) -> HttpResponse:
    """What an uploaded sheet would change."""
    return pages.preview(request, _desk(request, workbook), upload_pk)


@require_safe
@permission_required(_WRITES, raise_exception=True)
def faults(request: HttpRequest, workbook: str, upload_pk: int) -> HttpResponse:
    """What is wrong with an uploaded sheet, as a file."""
    return pages.faults(request, _desk(request, workbook), upload_pk)


@require_safe
@permission_required(_READS, raise_exception=True)
def template(request: HttpRequest, workbook: str, ending: str) -> HttpResponse:
    """The sheet with what is stored, for whoever may read it."""
    made = _workbook(workbook, _offer(request, workbook))
    return pages.template(made, ending, request.GET.get("sheet", ""))


def _desk(request: HttpRequest, key: str) -> Desk:
    offer = _offer(request, key)
    query = f"?{urlencode({'offer': offer.pk})}" if offer else ""
    start = reverse("vendors:spreadsheet", args=[key])

    def drawn(name: str, page: dict[str, Any], status: int) -> HttpResponse:
        names = {"upload": "vendors/spreadsheet.html", "preview": "vendors/spreadsheet_preview.html"}
        more = {"offer": offer, "query": query, "sheets": pages.sheets_of(page["workbook"])}
        return render(request, names[name], page | more, status=status)

    return Desk(
        workbook=partial(_workbook, key, offer),
        scope=str(offer.pk) if offer else "",
        render=drawn,
        start=f"{start}{query}",
        preview=lambda pk: reverse("vendors:spreadsheet_preview", args=[key, pk]) + query,
        done=reverse("vendors:costs", args=[offer.pk]) if offer else reverse("vendors:vendors"),
    )


def _workbook(key: str, offer: Offer | None) -> Workbook:
    if key not in WORKBOOKS:
        raise Http404("no such workbook")
    return CostLinesWorkbook(offer.pk) if offer else WORKBOOKS[key]()


def _offer(request: HttpRequest, key: str) -> Offer | None:
    """The one offer that the cost lines are of, if the address names one. Raises: Http404: there is none."""
    named = request.GET.get("offer", "")
    if key != CostLinesWorkbook.key or not named:
        return None
    if not named.isascii() or not named.isdigit():
        raise Http404("no such offer")
    return get_object_or_404(Offer.objects.select_related("vendor"), pk=named[:18])
