"""Amending what scoring was opened on: edit, look at what it does, give the reason; and the members' confirmation."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from scoring import actions
from scoring.access import Act, Role
from scoring.actions.amendments import Amendment, Effect, Stale, changes_since
from scoring.casefile.document import to_document
from scoring.casefile.rows import live_case
from scoring.forms.amendment import AmendmentForms, ReasonForm, SeenForm
from scoring.models import Baseline, Evaluation, Seat, Stage
from scoring.presentation.changes import Topic, in_words
from scoring.views.here import found, member_of

# What the pages send besides the amendment itself.
_STEERING = frozenset({"csrfmiddlewaretoken", "step", "version", "seen", "reason"})


@dataclass(frozen=True, slots=True)
class OfferChange:
    """An offer that changed since it was frozen, and how."""

    key: str
    topic: Topic


@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Edit, then preview, then confirm with a reason. Only procurement, and only while scoring is open."""
    evaluation, access = found(request, pk)
    if Role.RUNS in access.roles and evaluation.stage != Stage.SCORING:
        messages.info(request, _("Criteria and weights are amended only while scoring is open; nothing was changed."))
        return redirect("scoring:criteria" if evaluation.stage == Stage.DRAFT else "scoring:evaluation", pk=pk)
    access.require(Act.AMEND)
    if request.method != "POST":
        return _edit(request, evaluation, _forms(evaluation))
    with transaction.atomic():
        return _step(request, Evaluation.objects.select_for_update(no_key=True).get(pk=pk))


@require_POST
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The member has seen what changed; a second click finds it confirmed."""
    evaluation, access = found(request, pk, Act.MARK)
    if access.seat is None:
        raise PermissionDenied("only seats confirm")
    form = SeenForm(request.POST)
    seen = form.cleaned_data["version"] if form.is_valid() else 0
    try:
        count = actions.confirm(access.seat, version=seen, by=member_of(request), on=timezone.now())
    except actions.Refused as refused:
        messages.error(request, str(refused))
        return redirect(evaluation)
    if count:
        messages.success(request, _("You have confirmed what changed."))
    else:
        messages.info(request, _("There was nothing to confirm; nothing was changed."))
    return redirect("scoring:sheet", pk=pk)


def _step(request: HttpRequest, evaluation: Evaluation) -> HttpResponse:
    """What was sent, while the evaluation is held."""
    step, latest = request.POST.get("step"), _latest(evaluation)
    if step == "confirm" and request.POST.get("seen") == f"{latest.version}-{latest.sha256}":
        messages.info(request, _("This amendment is in force already; nothing was done twice."))
        return redirect("scoring:baseline", pk=evaluation.pk)
    forms = _forms(evaluation, request)
    if request.POST.get("version") != str(latest.version):
        return _edit(request, evaluation, forms, refused=_overtaken(latest), status=409)
    if step == "edit":
        return _edit(request, evaluation, forms)
    if not forms.is_valid():
        return _edit(request, evaluation, forms, status=422)
    return _confirm(request, evaluation, forms) if step == "confirm" else _preview(request, evaluation, forms)


def _preview(
    request: HttpRequest,
    evaluation: Evaluation,
    forms: AmendmentForms,
    *,
    reason: ReasonForm | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    """Step 2: what it would do. Nothing of it stays."""
    try:
        amendment = actions.amend(
            evaluation,
            change=forms.save,
            take_over=forms.take_over,
            reason="",
            by=member_of(request),
            on=timezone.now(),
            is_preview=True,
        )
    except actions.Refused as why:
        return _edit(request, evaluation, forms, refused=str(why), status=422)
    context = {
        "evaluation": evaluation,
        "amendment": amendment,
        "topics": in_words(amendment.changes, _latest(evaluation).case, amendment.document),
        "effects": _effects(evaluation, amendment),
        "version": amendment.version - 1,
        "carried": [
            (name, value) for name, values in request.POST.lists() if name not in _STEERING for value in values
        ],
        "reason": reason or ReasonForm(initial={"reason": request.POST.get("reason", "")}),
        "refused": refused,
    }
    return render(request, "scoring/amend_preview.html", context, status=status)


def _confirm(request: HttpRequest, evaluation: Evaluation, forms: AmendmentForms) -> HttpResponse:
    """Step 3: do what was looked at, and nothing else."""
    reason = ReasonForm(request.POST)
    if not reason.is_valid():
        return _preview(request, evaluation, forms, reason=reason, status=422)
    try:
        amendment = actions.amend(
            evaluation,
            change=forms.save,
            take_over=forms.take_over,
            reason=reason.cleaned_data["reason"],
            by=member_of(request),
            on=timezone.now(),
            seen=request.POST.get("seen", ""),
        )
    except Stale as why:
        again = _forms(Evaluation.objects.get(pk=evaluation.pk), request)
        again.is_valid()
        return _preview(request, again.evaluation, again, refused=str(why), status=409)
    except actions.Refused as why:
        return _edit(request, evaluation, forms, refused=str(why), status=422)
    messages.success(
        request,
        _("Amended: version %(version)d holds from now on. Those whose sheets it concerns are asked to confirm.")
        % {"version": amendment.version},
    )
    return redirect("scoring:baseline", pk=evaluation.pk)


def _edit(
    request: HttpRequest, evaluation: Evaluation, forms: AmendmentForms, *, refused: str = "", status: int = 200
) -> HttpResponse:
    """Step 1, with everything that was typed."""
    context = {
        "evaluation": evaluation,
        "forms": forms,
        "dimensions": forms.dimensions,
        "method": forms.method,
        "table": forms.table,
        "changed": _changed(evaluation),
        "version": _latest(evaluation).version,
        "reason": request.POST.get("reason", ""),
        "refused": refused,
    }
    return render(request, "scoring/amend.html", context, status=status)


def _forms(evaluation: Evaluation, request: HttpRequest | None = None) -> AmendmentForms:
    return AmendmentForms(evaluation, request.POST if request else None, changed=list(changes_since(evaluation)))


def _changed(evaluation: Evaluation) -> list[OfferChange]:
    latest, now = _latest(evaluation), to_document(live_case(evaluation))
    return [
        OfferChange(key, topic)
        for key, found in changes_since(evaluation).items()
        for topic in in_words(found, latest.case, now)
    ]


def _effects(evaluation: Evaluation, amendment: Amendment) -> list[tuple[Seat, Effect]]:
    seats = {seat.key: seat for seat in evaluation.seats.select_related("member")}
    return [(seats[effect.seat], effect) for effect in amendment.effects]


def _latest(evaluation: Evaluation) -> Baseline:
    return evaluation.baselines.order_by("-version")[0]


def _overtaken(latest: Baseline) -> str:
    return _(
        "Somebody amended this evaluation since you opened the page: version %(version)d holds now. "
        "What you typed is still here. Compare it with what holds, then look at the preview again."
    ) % {"version": latest.version}
