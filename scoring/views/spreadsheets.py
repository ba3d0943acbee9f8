"""Spreadsheets of a draft: its criteria, and what the company says of itself."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from scoring.models import Evaluation
from scoring.spreadsheets.company import CompanyWorkbook
from scoring.spreadsheets.criteria import CriteriaWorkbook
from scoring.views.steps import render_step, setting_up
from vendors.spreadsheets.workbooks import Workbook
from vendors.views import desk as pages
from vendors.views.desk import Desk

WORKBOOKS = {workbook.key: workbook for workbook in (CriteriaWorkbook, CompanyWorkbook)}
# Where each belongs, and where a change of it leads.
_PAGES = {"criteria": "scoring:criteria", "company": "scoring:setup_needs"}


@require_http_methods(["GET", "HEAD", "POST"])
@setting_up
def spreadsheet(request: HttpRequest, evaluation: Evaluation, workbook: str) -> HttpResponse:
    """Download the sheet, and bring it back."""
    return pages.upload(request, _desk(request, evaluation, workbook))


@require_http_methods(["GET", "HEAD", "POST"])
@setting_up
def preview(request: HttpRequest, evaluation: Evaluation, workbook: str, upload_pk: int) -> HttpResponse:
    """What an uploaded sheet would change."""
    return pages.preview(request, _desk(request, evaluation, workbook), upload_pk)


@require_safe
@setting_up
def faults(request: HttpRequest, evaluation: Evaluation, workbook: str, upload_pk: int) -> HttpResponse:
    """What is wrong with an uploaded sheet, as a file."""
    return pages.faults(request, _desk(request, evaluation, workbook), upload_pk)


@require_safe
@setting_up
def template(request: HttpRequest, evaluation: Evaluation, workbook: str, ending: str) -> HttpResponse:
    """The sheet with what is stored."""
    return pages.template(_workbook(workbook, evaluation), ending, request.GET.get("sheet", ""))


def _desk(request: HttpRequest, evaluation: Evaluation, key: str) -> Desk:
    here = [evaluation.pk, key]

    def drawn(name: str, page: dict[str, Any], status: int) -> HttpResponse:
        names = {"upload": "scoring/spreadsheet.html", "preview": "scoring/spreadsheet_preview.html"}
        more = {"query": "", "sheets": pages.sheets_of(page["workbook"]), "back": reverse(_PAGES[key], args=here[:1])}
        response = render_step(request, names[name], evaluation, **page, **more)
        response.status_code = status
        return response

    return Desk(
        workbook=partial(_workbook, key, evaluation),
        scope=str(evaluation.pk),
        render=drawn,
        start=reverse("scoring:spreadsheet", args=here),
        preview=lambda pk: reverse("scoring:spreadsheet_preview", args=[*here, pk]),
        done=reverse(_PAGES.get(key, "scoring:evaluation"), args=here[:1]),
    )


def _workbook(key: str, evaluation: Evaluation) -> Workbook:
    if key not in WORKBOOKS:
        raise Http404("no such workbook")
    return WORKBOOKS[key](evaluation)
