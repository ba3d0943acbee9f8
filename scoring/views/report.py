"""Reports: the page from which finance and the committee download the PDF, and the download itself."""

import re
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override

from scoring.access import Access, Act
from scoring.formulas.case import LANGUAGES
from scoring.models import Evaluation
from scoring.presentation import counted_sheets
from scoring.reports import pdf
from scoring.reports.document import report
from scoring.reports.dossier import dossier_of
from scoring.reports.needs import install_command, missing_packages
from scoring.views.here import found

# Code, name in the language itself whatever the page's language, and how HTML calls it.
REPORTS = [("en", "English", "en"), ("zh-hans", "简体中文", "zh-Hans")]
FILENAME_LENGTH = 80


def reports(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What can be downloaded, in which language."""
    evaluation, access = found(request, pk, Act.DOWNLOAD)
    return _page(request, evaluation, access)


def download(request: HttpRequest, pk: UUID, language: str) -> HttpResponse:
    """The PDF in one language; the reports page with the reason where none can be made."""
    evaluation, access = found(request, pk, Act.DOWNLOAD)
    if language not in LANGUAGES:
        raise Http404(f"there are reports in {', '.join(LANGUAGES)}")
    try:
        content = report(dossier_of(evaluation), language)
    except pdf.ReportError as error:
        return _page(request, evaluation, access, problem=str(error))
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": content_disposition_header(True, filename(evaluation, language)) or "",
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def filename(evaluation: Evaluation, language: str) -> str:
    """What the browser saves the report as: the title without what file systems refuse."""
    with override(language):
        title = re.sub(r"[^\w-]+", " ", str(evaluation)).strip()[:FILENAME_LENGTH].strip()
        kind = _("evaluation report")
        return f"{title} {kind}.pdf".strip()


def _page(request: HttpRequest, evaluation: Evaluation, access: Access, *, problem: str = "") -> HttpResponse:
    absent = missing_packages()
    context = {
        "evaluation": evaluation,
        "access": access,
        "reports": REPORTS,
        "install_command": install_command(absent) if absent else "",
        "problem": problem,
        "sheets": counted_sheets(evaluation),
    }
    return render(request, "scoring/reports.html", context, status=503 if problem else 200)
