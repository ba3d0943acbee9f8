"""Reports: the page on which everything is offered that can be taken away, and each PDF for those who may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from scoring.access import Access, Act
from scoring.actions import Refused
from scoring.formulas.case import LANGUAGES
from scoring.models import Candidate, Evaluation, Report, Seat
from scoring.presentation import counted_sheets
from scoring.reports.document import OFFERED
from scoring.reports.needs import install_command, missing_packages
from scoring.reports.orders import head_behind, may_have, open_sheets, require_offered
from scoring.reports.refusals import refusal
from scoring.tasks import ask_for_report
from scoring.views.downloads import named_after, note
from scoring.views.here import found, member_of

# Code -> name in the language itself, whatever the page's language, and how HTML calls it.
_OWN_NAMES = {"en": ("English", "en"), "zh-hans": ("简体中文", "zh-Hans")}
SHOWN = 20
PDF, ZIP = "application/pdf", "application/zip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A report as the page shows it."""

    report: Report
    about: str  # the offer or the seat, by its name
    language: str  # its own name
    tag: str
    problem: str  # why there is no file
    is_of_now: bool  # nothing has happened in the evaluation since


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Of what this person may have letters and sheets."""

    letters: Sequence[Candidate]
    sheets: Sequence[Seat]

    @property
    def names(self) -> dict[tuple[str, str], str]:
        """Kind and key of a report -> the name of what it is about."""
        letters = {(Report.Kind.DEBRIEF.value, each.key): str(each) for each in self.letters}
        if letters:
            letters[Report.Kind.DEBRIEF.value, ""] = _("all vendors")
        return letters | {(Report.Kind.SHEET.value, each.key): str(each) for each in self.sheets}


@require_http_methods(["GET", "HEAD", "POST"])
def reports(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What there is, what one has asked for and how far it is; a POST asks for another."""
    evaluation, access = found(request, pk)
    sheets = open_sheets(access)
    if not access.may(Act.DOWNLOAD) and not sheets:
        raise PermissionDenied("nothing of this evaluation can be taken away yet")
    if request.method != "POST":
        return _page(request, evaluation, access, sheets)
    kind, about = request.POST.get("kind", Report.Kind.COMPARISON), request.POST.get("about", "")
    length, language = request.POST.get("length", Report.Length.FULL), request.POST.get("language", "")
    try:
        require_offered(evaluation, kind=kind, about=about, length=length, language=language)
    except Refused as refused:
        raise Http404(str(refused)) from refused
    if not may_have(access, kind, about):
        raise PermissionDenied(f"the {kind} about {about!r} is not for this person now")
    return _asked(request, evaluation, kind=kind, about=about, length=length, language=language)


@require_safe
def download(request: HttpRequest, pk: UUID, report_pk: UUID) -> HttpResponse:
    """One file, to be kept and not to be shown by the browser; none that this person may not have now."""
    evaluation, access = found(request, pk)
    report = get_object_or_404(Report.objects.done(), pk=report_pk, evaluation=evaluation)
    if not may_have(access, report.kind, report.about):
        raise PermissionDenied("this report is not for this person now")
    if report.removed_at is not None:
        context = {"evaluation": evaluation, "report": report}
        return render(request, "scoring/report_removed.html", context, status=HTTPStatus.GONE)
    with report.file.open("rb") as file:
        response = HttpResponse(file.read(), content_type=PDF if _is_paper(report) else ZIP)
    if access.may(Act.DOWNLOAD):  # one's own sheet, taken while all are sealed, is nobody else's business
        offer = report.about if report.kind == Report.Kind.DEBRIEF else ""
        seat = report.about if report.kind == Report.Kind.SHEET else ""
        note(request, evaluation, report.kind, offer=offer, seat=seat)
    name = filename(evaluation, report.language, kind=report.kind, about=_about(evaluation, report))
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def filename(evaluation: Evaluation, language: str, *, kind: str = Report.Kind.COMPARISON, about: str = "") -> str:
    """What the browser saves a report as."""
    with override(language if language in LANGUAGES else LANGUAGES[0]):
        if kind == Report.Kind.DEBRIEF and not about:
            return named_after(evaluation, _("letters to vendors"), "zip")
        if kind == Report.Kind.DEBRIEF:
            return named_after(evaluation, _("letter about %(offer)s") % {"offer": about}, "pdf")
        if kind == Report.Kind.SHEET:
            return named_after(evaluation, _("sheet of %(seat)s") % {"seat": about}, "pdf")
        return named_after(evaluation, _("evaluation report"), "pdf")


def _asked(request: HttpRequest, evaluation: Evaluation, **wanted: str) -> HttpResponse:
    try:
        report = ask_for_report(evaluation, by=member_of(request), on=timezone.now(), **wanted)
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect(request.path)
    if report.status == Report.Status.DONE:
        messages.success(request, _("It is ready. You find it under “Made for you”."))
    return redirect(request.path)


def _page(request: HttpRequest, evaluation: Evaluation, access: Access, sheets: list[Seat]) -> HttpResponse:
    absent = missing_packages()
    candidates = evaluation.candidates.select_related("offer__vendor") if access.may(Act.DEBRIEF) else ()
    given = Open(letters=list(candidates), sheets=sheets)
    jobs = _jobs(request, evaluation, access, given)
    context = {
        "evaluation": evaluation,
        "access": access,
        "given": given,
        "lengths": _choices(Report.Length, [length for _kind, length, _language in OFFERED]),
        "report_languages": [(code, *_named(code)) for code in dict.fromkeys(each[2] for each in OFFERED)],
        "own_languages": [(code, *_named(code)) for code in LANGUAGES],
        "language": get_language(),
        "jobs": jobs,
        "is_under_way": any(job.report.is_under_way for job in jobs),
        "install_command": install_command(absent) if absent else "",
        "sheets": counted_sheets(evaluation),
    }
    return render(request, "scoring/reports.html", context)


def _jobs(request: HttpRequest, evaluation: Evaluation, access: Access, given: Open) -> list[Job]:
    """What this person has asked for and may still have, the latest first."""
    names = given.names
    heads: dict[tuple[str, str], str] = {}
    jobs = []
    for report in evaluation.reports.filter(requested_by=member_of(request))[:SHOWN]:
        about = (report.kind, report.about)
        if about not in names and not (report.kind == Report.Kind.COMPARISON and access.may(Act.DOWNLOAD)):
            continue
        if about not in heads:
            heads[about] = head_behind(report)
        jobs.append(
            Job(
                report=report,
                about=names.get(about, ""),
                language=_named(report.language)[0],
                tag=_named(report.language)[1],
                problem=str(refusal(report.failure, report.failure_text.splitlines())) if report.failure else "",
                is_of_now=report.record_head == heads[about],
            )
        )
    return jobs


def _is_paper(report: Report) -> bool:
    """Whether it is one PDF, and not the letters to all vendors."""
    return bool(report.about) or report.kind != Report.Kind.DEBRIEF


def _about(evaluation: Evaluation, report: Report) -> str:
    """The name of the offer or the seat, for a file's name; none where it is about all."""
    if not report.about:
        return ""
    rows = evaluation.candidates if report.kind == Report.Kind.DEBRIEF else evaluation.seats
    return str(rows.get(key=report.about))


def _named(language: str) -> tuple[str, str]:
    """A report's language by its own name, and how HTML calls that; both together by the page's words."""
    return _OWN_NAMES.get(language) or (str(Report.Language(language).label), _OWN_NAMES[get_language() or "en"][1])


def _choices(kinds: type[TextChoices], offered: list[str]) -> list[tuple[str, str]]:
    return [(value, str(kinds(value).label)) for value in dict.fromkeys(offered)]
