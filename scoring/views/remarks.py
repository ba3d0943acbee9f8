"""Remarks: what each vendor may read about its own offer, and the form in which it is written."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from scoring import actions
from scoring.access import Act
from scoring.forms.remarks import RemarkForm
from scoring.models import Candidate, Evaluation, Remark
from scoring.views.here import found, member_of


def remarks(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every remark by offer; those who deal with vendors write them."""
    is_writing = request.method == "POST"
    evaluation, access = found(request, pk, Act.REMARK if is_writing else Act.SEE_RESULTS)
    form = RemarkForm(request.POST if is_writing else None, evaluation=evaluation, initial=_chosen(request, evaluation))
    if is_writing and form.is_valid() and _kept(request, form):
        return redirect("scoring:remarks", pk)
    rows = Remark.objects.filter(candidate__evaluation=evaluation).select_related("criterion", "by")
    by_offer: dict[int, list[Remark]] = {}
    for row in rows.order_by("criterion__position", "pk"):
        by_offer.setdefault(row.candidate_id, []).append(row)
    candidates = evaluation.candidates.select_related("offer__vendor")
    context = {
        "evaluation": evaluation,
        "access": access,
        "offers": [(candidate, by_offer.get(candidate.pk, [])) for candidate in candidates],
        "form": form if access.may(Act.REMARK) else None,
    }
    return render(request, "scoring/remarks.html", context)


def _chosen(request: HttpRequest, evaluation: Evaluation) -> dict[str, str]:
    """The offer and the criterion that a link on the page names, with what stands there."""
    offer, criterion = request.GET.get("offer", ""), request.GET.get("criterion", "")
    row = Remark.objects.filter(candidate__evaluation=evaluation, candidate__key=offer)
    there = row.filter(criterion__key=criterion) if criterion else row.filter(criterion=None)
    present = there.first()
    texts = {"text": present.text, "text_zh": present.text_zh} if present else {}
    return {"candidate": offer, "criterion": criterion, **texts}


def _kept(request: HttpRequest, form: RemarkForm) -> bool:
    """Do the act; a refusal is shown at the form, with what was typed."""
    said = form.cleaned_data
    candidate: Candidate = said["candidate"]
    try:
        row = actions.remark(
            candidate, said["criterion"], said["text"], said["text_zh"], by=member_of(request), on=timezone.now()
        )
    except actions.Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("The remark is kept.") if row else _("There is no such remark any more."))
    return True
