"""Desk: the way of a spreadsheet over the pages, the same for every workbook: download, upload, look, take over."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from vendors.files import Unsuitable
from vendors.forms.spreadsheet import SpreadsheetForm
from vendors.models import Upload
from vendors.spreadsheets import uploads
from vendors.spreadsheets.guarding import safe_cell
from vendors.spreadsheets.how_to import rules
from vendors.spreadsheets.reading import LARGEST
from vendors.spreadsheets.records import Fault
from vendors.spreadsheets.tables import What
from vendors.spreadsheets.workbooks import Plan, Stale, Workbook
from vendors.spreadsheets.writing import CSV, XLSX, as_csv, as_xlsx
from vendors.wording import in_a_row, worded_for_reader

MOST_SHOWN = 300
ENDINGS = ("xlsx", "csv")
_UNPROCESSABLE = 422
_CONFLICT = 409


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One workbook in one place.

    `render` draws a page, given its name ("upload" or "preview"), what it shows, and a status; `start` and `preview`
    are addresses, `done` that to which a change leads.
    """

    workbook: Callable[[], Workbook]
    scope: str
    render: Callable[[str, dict[str, Any], int], HttpResponse]
    start: str
    preview: Callable[[int], str]
    done: str


def upload(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The page from which the sheet is downloaded and to which it comes back."""
    workbook = desk.workbook()
    form = SpreadsheetForm(request.POST, request.FILES) if request.method == "POST" else SpreadsheetForm()
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = uploads.keep(
                file.read(LARGEST + 1),
                file.name,
                kind=workbook.key,
                scope=desk.scope,
                by=request.user,
                on=timezone.now(),
            )
            return redirect(desk.preview(kept.pk))
        except Unsuitable as why:
            form.add_error("file", str(why))
    page = {"workbook": workbook, "form": form, "rules": rules(workbook)}
    return desk.render("upload", page, _UNPROCESSABLE if form.is_bound else 200)


def preview(request: HttpRequest, desk: Desk, upload_pk: int) -> HttpResponse:
    """What the sheet would change; with the word to do it, it is done."""
    workbook = desk.workbook()
    kept = uploads.kept(upload_pk, kind=workbook.key, scope=desk.scope, by=request.user)
    if kept is None:
        messages.info(request, _("This upload was taken over or given up already. Upload the file again if need be."))
        return redirect(desk.start)
    if request.method != "POST":
        return _preview(desk, workbook, kept, is_stale=False)
    if "give_up" in request.POST:
        kept.delete()
        messages.info(request, _("The upload was given up; nothing was changed."))
        return redirect(desk.start)
    try:
        plan = workbook.take_over(
            uploads.read_again(kept),
            fingerprint=request.POST.get("fingerprint", ""),
            by=request.user,
            on=timezone.now(),
        )
    except Stale:
        return _preview(desk, desk.workbook(), kept, is_stale=True)
    kept.delete()
    messages.success(request, told(plan))
    return redirect(desk.done)


def faults(request: HttpRequest, desk: Desk, upload_pk: int) -> HttpResponse:
    """Everything that is wrong with the sheet, as a file."""
    workbook = desk.workbook()
    kept = uploads.kept(upload_pk, kind=workbook.key, scope=desk.scope, by=request.user)
    if kept is None:
        raise Http404("no such upload")
    plan = workbook.plan(uploads.read_again(kept))
    return _as_file(_faults_as_csv(plan.faults), CSV, f"{workbook.key}-errors.csv")


def template(workbook: Workbook, ending: str, sheet: str = "") -> HttpResponse:
    """The workbook with what is stored, or one sheet of it. Raises: Http404: there is no such file."""
    today = timezone.localdate().isoformat()
    if ending == "xlsx":
        return _as_file(as_xlsx(workbook), XLSX, f"{workbook.key}-{today}.xlsx")
    tables = {table.key: table for table in workbook.tables}
    table = tables.get(sheet or workbook.tables[0].key)
    if ending != "csv" or table is None:
        raise Http404("no such file")
    return _as_file(as_csv(table), CSV, f"{table.key}-{today}.csv")


def told(plan: Plan) -> str:
    """What was done, in a sentence or several."""
    counts = plan.counts
    texts = {
        What.NEW: ngettext("%d row was added.", "%d rows were added.", counts[What.NEW]),
        What.CHANGED: ngettext("%d row was changed.", "%d rows were changed.", counts[What.CHANGED]),
        What.REMOVED: ngettext("%d row was removed.", "%d rows were removed.", counts[What.REMOVED]),
    }
    return in_a_row(text % counts[what] for what, text in texts.items() if counts[what])


def _preview(desk: Desk, workbook: Workbook, kept: Upload, *, is_stale: bool) -> HttpResponse:
    plan = workbook.plan(uploads.read_again(kept))
    page = {
        "workbook": workbook,
        "upload": kept,
        "plan": plan,
        "counts": {what.value: plan.counts[what] for what in What},
        "acting": plan.acting[:MOST_SHOWN],
        "more_acting": max(0, len(plan.acting) - MOST_SHOWN),
        "faults": plan.faults[:MOST_SHOWN],
        "more_faults": max(0, plan.number_of_faults - MOST_SHOWN),
        "has_sheets": len(workbook.tables) > 1,
        "is_stale": is_stale,
        "start": desk.start,
    }
    return desk.render("preview", page, _CONFLICT if is_stale else 200)


def _faults_as_csv(found: list[Fault]) -> bytes:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([pgettext("of a spreadsheet", "Sheet"), _("Cell"), _("What is wrong")])
    writer.writerows([safe_cell(cell) for cell in (fault.sheet, fault.address, fault.message)] for fault in found)
    return text.getvalue().encode("utf-8-sig")


def _as_file(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def sheets_of(workbook: Workbook) -> list[tuple[str, str]]:
    """Key and name of each sheet, for links."""
    return [(table.key, worded_for_reader(table.name)) for table in workbook.tables]
