"""Sign-off: each member answers the decision that is in force."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from scoring import actions
from scoring.access import Access, Act
from scoring.forms.sign_off import SignOffForm
from scoring.models import Decision
from scoring.presentation.answers import answers_to
from scoring.views.here import found, member_of
from scoring.views.results import chosen_key, result_of


def sign_off(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Agree, agree with a note, or dissent. Whoever changes their mind answers again; the latest answer counts."""
    evaluation, access = found(request, pk, Act.SIGN)
    decision = evaluation.decision
    if decision is None:
        raise Http404("an evaluation brought in as decided has no decision to answer")
    form = SignOffForm(request.POST or None, initial={"decision": decision.pk})
    if request.method == "POST" and form.is_valid() and _signed(request, access, form):
        return redirect("scoring:decide", pk=pk)
    return render(request, "scoring/sign_off.html", _context(access, decision) | {"form": form})


def _signed(request: HttpRequest, access: Access, form: SignOffForm) -> bool:
    """Do the act; a refusal is shown at the form, with everything that was entered."""
    if access.seat is None:
        raise Http404("nobody answers without a seat")
    said = form.cleaned_data
    try:
        actions.sign(
            access.seat,
            said["answer"],
            text=said["text"],
            by=member_of(request),
            on=timezone.now(),
            decision_seen=said["decision"],
        )
    except actions.Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("Your answer is recorded."))
    return True


def _context(access: Access, decision: Decision) -> dict[str, object]:
    result = result_of(access.evaluation)
    return {
        "evaluation": access.evaluation,
        "access": access,
        "decision": decision,
        "decision_sentence": result.decision_sentence(chosen_key(decision)),
        "own": answers_to(decision).of(access.seat),
    }
