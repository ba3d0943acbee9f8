"""Files beside a mark: the page of one cell's files, and each file for those who may see the mark."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from scoring.access import Access, Act
from scoring.actions import Locked, Refused, attach, locked_by_envelope
from scoring.forms.attachment import AttachmentForm
from scoring.models import Attachment, Evaluation, Seat
from scoring.sheets import Cell, sheet_of
from scoring.views.here import found, member_of
from scoring.views.sheet import has_declared, is_open, own_seat, to_interests


@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest, pk: UUID, candidate_key: str, criterion_key: str) -> HttpResponse:
    """The files beside one mark of one's own, and a form that adds one."""
    evaluation, seat = own_seat(request, pk)
    if not has_declared(seat):
        return to_interests(request, evaluation)
    cell = _cell(seat, candidate_key, criterion_key)
    form = AttachmentForm(request.POST, request.FILES) if request.method == "POST" else AttachmentForm()
    if not (form.is_bound and form.is_valid()):
        return _page(request, evaluation, seat, cell, form, status=422 if form.is_bound else 200)
    file = form.cleaned_data["file"]
    try:
        attached, was_there = attach(
            seat, cell.candidate, cell.criterion, file, by=member_of(request), on=timezone.now()
        )
    except Refused as refused:
        form.add_error("file", str(refused))
        return _page(request, evaluation, seat, cell, form, status=423 if isinstance(refused, Locked) else 422)
    told = _("“%s” is attached already; nothing was changed.") if was_there else _("“%s” is attached.")
    messages.success(request, told % attached.name)
    return redirect(request.path)


@require_safe
def download(request: HttpRequest, pk: UUID, attachment_pk: int) -> HttpResponse:
    """One file, to be kept and not to be shown by the browser.

    Raises: Http404: there is none, or this person may not know of it.
    """
    evaluation, access = found(request, pk)
    rows = Attachment.objects.filter(mark__seat__evaluation=evaluation).select_related("mark__seat")
    attachment = get_object_or_404(rows, pk=attachment_pk)
    if not _may_see(access, attachment):
        raise Http404("sealed with its mark")
    with attachment.file.open("rb") as file:
        response = HttpResponse(file.read(), content_type=attachment.media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=attachment.name)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _may_see(access: Access, attachment: Attachment) -> bool:
    """The author always; others what counts, once the marks are open to them."""
    seat = attachment.mark.seat
    if access.seat is not None and access.seat.pk == seat.pk:
        return True
    return seat.is_counted and access.may(Act.SEE_RESULTS)


def _cell(seat: Seat, candidate_key: str, criterion_key: str) -> Cell:
    """One cell of the seat's sheet. Raises: Http404: it is not on it."""
    for cell in sheet_of(seat).cells:
        if (cell.candidate.key, cell.criterion.key) == (candidate_key, criterion_key):
            return cell
    raise Http404("not on this sheet")


def _page(
    request: HttpRequest, evaluation: Evaluation, seat: Seat, cell: Cell, form: AttachmentForm, *, status: int
) -> HttpResponse:
    is_handed_in = cell.criterion.pk in locked_by_envelope(seat, [cell.criterion])
    context = {
        "cell": cell,
        "evaluation": evaluation,
        "files": Attachment.objects.filter(
            mark__seat=seat, mark__candidate=cell.candidate, mark__criterion=cell.criterion
        ),
        "form": form,
        "is_open": is_open(evaluation, seat) and not is_handed_in,
    }
    return render(request, "scoring/files.html", context, status=status)
