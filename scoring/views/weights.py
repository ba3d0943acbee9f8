"""Weights: work them out with an aid, propose them, and take a proposal over into the draft."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scoring import actions
from scoring.access import Access, Act
from scoring.forms.aids import FORMS, Aid, AidForm, is_too_many, said_of_pair
from scoring.formulas.weighting import MOST_ITEMS
from scoring.models import Evaluation, WeightProposal
from scoring.models.evaluation import Dimension
from scoring.presentation.weights import ConsistencyFigures, WeightRow, consistency_figures, weight_rows
from scoring.subjects import CODES, OF_DIMENSIONS, WHOLE, Item, Subject, subject_label, subjects_of
from scoring.views.here import found, member_of
from scoring.views.sheet_page import is_price_sealed

_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Worked:
    """What an aid gives."""

    rows: tuple[WeightRow, ...]
    total: float | None  # of direct points
    consistency: ConsistencyFigures | None


def weights(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer an aid's questions, see the weights that follow, and propose them."""
    evaluation, access = found(request, pk)
    if request.method == "POST":
        access.require(Act.WEIGH)
    if not access.may(Act.WEIGH):
        return render(request, "scoring/weights.html", _listed(evaluation, access))
    subject, aid = _chosen(request, evaluation)
    form = _form(request, evaluation, subject, aid)
    is_proposing = request.POST.get("act") == "propose"
    if form and is_proposing and form.is_valid() and (kept := _propose(request, evaluation, subject, aid, form)):
        return redirect("scoring:proposed_weights", pk=pk, proposal_pk=kept.pk)
    context = _listed(evaluation, access) | _asked(request, subject, aid, form)
    template = "scoring/_weights_worked.html" if request.headers.get("HX-Request") else "scoring/weights.html"
    return render(request, template, context)


def proposed(request: HttpRequest, pk: UUID, proposal_pk: int) -> HttpResponse:
    """One proposal: what was answered, what would change. Sent, its weights are taken over."""
    evaluation, access = found(request, pk)
    if request.method == "POST":
        access.require(Act.WEIGH)
    proposal = get_object_or_404(_proposals(evaluation, access), pk=proposal_pk)
    if request.method == "POST" and _taken_over(request, proposal):
        return redirect("scoring:criteria", pk=pk)
    subject = subjects_of(evaluation)[proposal.subject]
    is_current = actions.is_still_of(proposal, subject)
    context = {
        "evaluation": evaluation,
        "access": access,
        "proposal": proposal,
        "subject": subject,
        "rows": weight_rows(_items_of(proposal, subject), proposal.weights),
        "is_current": is_current,
        "said": _said(proposal, subject),
        "is_mine": proposal.by == request.user,
    }
    return render(request, "scoring/weights_proposed.html", context)


@require_POST
def withdraw(request: HttpRequest, pk: UUID, proposal_pk: int) -> HttpResponse:
    """Take one's own proposal away, as long as nobody has taken it over."""
    evaluation, access = found(request, pk, Act.WEIGH)
    member = member_of(request)
    proposal = get_object_or_404(_proposals(evaluation, access), pk=proposal_pk, by=member)
    try:
        actions.withdraw_weights(proposal, by=member, on=timezone.now())
    except actions.Refused as refused:
        messages.error(request, str(refused))
        return redirect("scoring:proposed_weights", pk=pk, proposal_pk=proposal_pk)
    messages.success(request, _("The proposal is withdrawn."))
    return redirect("scoring:weights", pk=pk)


def _listed(evaluation: Evaluation, access: Access) -> dict[str, Any]:
    return {
        "evaluation": evaluation,
        "access": access,
        "proposals": [(each, subject_label(each.subject)) for each in _proposals(evaluation, access)],
    }


def _asked(request: HttpRequest, subject: Subject, aid: str, form: AidForm | None) -> dict[str, Any]:
    return {
        "subject": subject,
        "aid": Aid(aid),
        "aids": [choice for choice in Aid.choices if not is_too_many(choice[0], subject.items)],
        "subjects": [(code, subject_label(code)) for code in CODES],
        "form": form,
        "worked": _worked(form, subject, aid),
        "is_asked": request.method == "POST",
        "most": MOST_ITEMS,
        "is_too_many": is_too_many(aid, subject.items),
    }


def _proposals(evaluation: Evaluation, access: Access) -> Any:
    """The proposals that this person may see: a seat whose price envelope is closed sees no criterion of cost."""
    proposals = evaluation.weight_proposals.select_related("by", "accepted_by", "evaluation")
    if access.seat is not None and is_price_sealed(access.seat):
        return proposals.exclude(subject=Dimension.COST)
    return proposals


def _chosen(request: HttpRequest, evaluation: Evaluation) -> tuple[Subject, str]:
    """What is weighed and how; the dimensions by direct points where nothing was chosen."""
    subject = request.GET.get("subject", OF_DIMENSIONS)
    aid = request.GET.get("aid", "")
    return (
        subjects_of(evaluation)[subject if subject in CODES else OF_DIMENSIONS],
        aid if aid in Aid.values else Aid.DIRECT.value,
    )


def _form(request: HttpRequest, evaluation: Evaluation, subject: Subject, aid: str) -> AidForm | None:
    if len(subject.items) < _FEWEST or is_too_many(aid, subject.items):
        return None
    earlier = request.GET.get("from", "")
    answers = None
    if earlier.isdecimal():
        known = evaluation.weight_proposals.filter(pk=earlier, subject=subject.code, aid=aid).first()
        answers = known.answers if known and actions.is_still_of(known, subject) else None
    sent = request.POST if request.method == "POST" else None
    return FORMS[aid](sent, items=subject.items, answers=answers, prefix="aid")


def _worked(form: AidForm | None, subject: Subject, aid: str) -> Worked | None:
    """What follows from the answers; of direct points also before anybody has answered, since they start from now."""
    if form is None:
        return None
    if not form.is_bound:
        shares = {item.key: item.share for item in subject.items}
        return Worked(weight_rows(subject.items, shares), WHOLE, None) if aid == Aid.DIRECT else None
    if not form.is_valid():
        return None
    found = form.consistency
    told = None if found is None else consistency_figures(found.ratio, found.triad, subject.items)
    return Worked(weight_rows(subject.items, form.weights), form.total, told)


def _propose(
    request: HttpRequest, evaluation: Evaluation, subject: Subject, aid: str, form: AidForm
) -> WeightProposal | None:
    try:
        kept = actions.propose_weights(
            evaluation,
            subject=subject.code,
            aid=aid,
            answers=form.answers,
            weights=form.weights,
            by=member_of(request),
            on=timezone.now(),
        )
    except actions.Refused as refused:
        form.add_error(None, str(refused))
        return None
    messages.success(request, _("The weights are proposed. They count once they are taken over."))
    return kept


def _taken_over(request: HttpRequest, proposal: WeightProposal) -> bool:
    try:
        actions.take_weights_over(proposal, by=member_of(request), on=timezone.now())
    except actions.Refused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, _("The weights are taken over."))
    return True


def _items_of(proposal: WeightProposal, subject: Subject) -> tuple[Item, ...]:
    """The items of a proposal in the order of now; what is gone since stands last, by its key."""
    now = {item.key: item for item in subject.items}
    gone = tuple(Item(key, key, 0.0) for key in proposal.weights if key not in now)
    return tuple(item for item in subject.items if item.key in proposal.weights) + gone


def _said(proposal: WeightProposal, subject: Subject) -> list[str]:
    """What was answered, in words."""
    names = {item.key: item.name for item in subject.items}
    if proposal.aid == Aid.PAIRWISE:
        return [
            said_of_pair(names.get(one, one), names.get(other, other), ratio) for one, other, ratio in proposal.answers
        ]
    sentence = _("%(name)s: rank %(figure)g") if proposal.aid == Aid.RANK_ORDER else _("%(name)s: %(figure)g points")
    return [sentence % {"name": names.get(key, key), "figure": figure} for key, figure in proposal.answers.items()]
