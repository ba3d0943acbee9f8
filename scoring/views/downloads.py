"""Downloads: an evaluation as files for spreadsheets and programs; who took one away stands in the record."""

from collections.abc import Callable
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from scoring import actions
from scoring.access import Act
from scoring.exports.files import assessment_file, evaluation_file, marks_table, results_table, write_workbook
from scoring.models import Evaluation
from scoring.reports.dossier import Dossier, dossier_of
from scoring.reports.names import named, plain
from scoring.views.here import found, member_of
from vendors.spreadsheets.writing import CSV, XLSX

JSON = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One file that can be had."""

    label: str | Promise  # behind the evaluation's title, in the file's name
    content_type: str
    write: Callable[[Dossier, IO[bytes]], object]


# Name in the address and in the record -> what it is.
OUTPUTS = {
    "workbook.xlsx": Output(label=_("workbook"), content_type=XLSX, write=write_workbook),
    "results.csv": Output(
        label=_("results"), content_type=CSV, write=lambda dossier, file: file.write(results_table(dossier))
    ),
    "marks.csv": Output(
        label=_("marks"), content_type=CSV, write=lambda dossier, file: file.write(marks_table(dossier))
    ),
    "assessment.json": Output(
        label=_("assessment"), content_type=JSON, write=lambda dossier, file: file.write(assessment_file(dossier))
    ),
    "evaluation.json": Output(
        label=_("evaluation file"), content_type=JSON, write=lambda dossier, file: file.write(evaluation_file(dossier))
    ),
}


@require_safe
def output(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """One file in the reader's language, never of an evaluation whose sheets are sealed."""
    evaluation, _access = found(request, pk, Act.DOWNLOAD)
    wanted, (what, ending) = OUTPUTS[name], name.split(".")
    with TemporaryFile() as file:
        wanted.write(dossier_of(evaluation), file)
        file.seek(0)
        content = file.read()
    note(request, evaluation, what)
    name = named_after(evaluation, str(wanted.label), ending)
    return HttpResponse(
        content,
        content_type=wanted.content_type,
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "",
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def note(request: HttpRequest, evaluation: Evaluation, what: str, *, offer: str = "", seat: str = "") -> None:
    """Write the download down, before anything is sent. Raises: PermissionDenied: the sheets were sealed meanwhile."""
    if request.method == "HEAD":
        return
    by = member_of(request)
    try:
        actions.note_download(evaluation, what, offer=offer, seat=seat, by=by, on=timezone.now())
    except actions.Refused as refused:
        raise PermissionDenied(str(refused)) from refused


def named_after(evaluation: Evaluation, label: str, ending: str) -> str:
    """What the browser saves a file as: the title without what file systems refuse, and what the file is."""
    return f"{plain(str(evaluation))} {named(label, ending)}".strip()
