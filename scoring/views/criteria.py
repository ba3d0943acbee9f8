"""Criteria and weights: taking a pack from the library, weighing its criteria, and adding own ones."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from scoring import library, packs
from scoring.access import Act
from scoring.forms.criteria import CriteriaTable, CriterionForm
from scoring.forms.method import DimensionsForm, MethodForm
from scoring.forms.pack import PackForm
from scoring.models import Evaluation
from scoring.views.here import found
from scoring.views.price_preview import draft_preview
from scoring.views.sheet_page import is_price_sealed
from scoring.views.steps import render_step, setting_up
from scoring.views.wording import counted
from scoring.weighing import weighed
from vendors.models import Tier
from vendors.wording import in_a_row, worded_for_reader

DEFAULT_PACK = "core"


@setting_up
def pack(request: HttpRequest, evaluation: Evaluation) -> HttpResponse:
    """Choose a pack for a tier. What a choice gives, and what it replaces, is shown before it is made."""
    form = PackForm(request.POST if request.method == "POST" else _asked(request, evaluation))
    is_complete = form.is_valid()
    if request.method == "POST" and is_complete:
        change = packs.take(evaluation, tier=form.cleaned_data["tier"].pk, pack=form.cleaned_data["pack"])
        messages.success(request, _told(change))
        return redirect("scoring:setup_offers", pk=evaluation.pk)
    return render_step(
        request,
        "scoring/setup_criteria.html",
        evaluation,
        form=form,
        tiers=Tier.objects.all(),
        packs=[
            (each.id, worded_for_reader(each.name), worded_for_reader(each.description), len(library.pack(each.id)))
            for each in library.packs()
        ],
        preview=_preview(evaluation, form.cleaned_data) if is_complete else None,
    )


def weights(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Criteria and weights: a form while the evaluation is a draft, something to read from then on."""
    evaluation, access = found(request, pk)
    if access.may(Act.SET_UP):
        return _weights_form(request, pk)
    if request.method == "POST":
        access.require(Act.SET_UP)
    context = {
        "evaluation": evaluation,
        "access": access,
        "cards": weighed(evaluation),
        "is_price_sealed": access.seat is not None and is_price_sealed(access.seat),
    }
    return render(request, "scoring/criteria_frozen.html", context)


@setting_up
def _weights_form(request: HttpRequest, evaluation: Evaluation) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    dimensions, method = DimensionsForm(sent, instance=evaluation), MethodForm(sent, instance=evaluation)
    table = CriteriaTable(evaluation, sent)
    if sent and request.headers.get("HX-Request"):
        return render(request, "scoring/_price_preview.html", draft_preview(evaluation, method))
    # Each is asked, so that everything wrong is told at once.
    is_right = all([dimensions.is_valid(), method.is_valid(), table.is_valid()])
    if sent and is_right and sent.get("act") != "preview":
        for part in (dimensions, method, table):
            part.save()
        messages.success(request, _("Criteria and weights are saved."))
        return redirect("scoring:criteria", pk=evaluation.pk)
    seen = draft_preview(evaluation, method)
    parts = {"dimensions": dimensions, "method": method, "table": table}
    return render_step(request, "scoring/criteria.html", evaluation, **parts, **seen)


@setting_up
def add_criterion(request: HttpRequest, evaluation: Evaluation) -> HttpResponse:
    """A criterion of one's own, which members mark."""
    form = CriterionForm(request.POST or None, evaluation=evaluation)
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("“%s” was added.") % form.save())
        return redirect("scoring:criteria", pk=evaluation.pk)
    return render_step(request, "scoring/criterion.html", evaluation, form=form)


@setting_up
def edit_criterion(request: HttpRequest, evaluation: Evaluation, criterion_pk: int) -> HttpResponse:
    """A criterion's wording, and how it counts."""
    criterion = get_object_or_404(evaluation.criteria, pk=criterion_pk)
    form = CriterionForm(request.POST or None, instance=criterion, evaluation=evaluation)
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("“%s” was saved.") % form.save())
        return redirect("scoring:criteria", pk=evaluation.pk)
    return render_step(request, "scoring/criterion.html", evaluation, form=form, criterion=criterion)


@require_POST
@setting_up
def remove_criterion(request: HttpRequest, evaluation: Evaluation, criterion_pk: int) -> HttpResponse:
    """Take a criterion out; a second click finds it gone and changes nothing."""
    for criterion in evaluation.criteria.filter(pk=criterion_pk):
        criterion.delete()
        messages.success(request, _("“%s” was removed.") % criterion)
    return redirect("scoring:criteria", pk=evaluation.pk)


def _asked(request: HttpRequest, evaluation: Evaluation) -> dict[str, str] | None:
    """The choice to preview: from the address, or else what stands. None while there is no tier to preview for."""
    asked = {
        "tier": request.GET.get("tier", evaluation.tier_id or ""),
        "pack": request.GET.get("pack", evaluation.pack or DEFAULT_PACK),
    }
    return asked if asked["tier"] else None


def _preview(evaluation: Evaluation, choice: Mapping[str, Any]) -> dict[str, object]:
    tier, pack = choice["tier"], choice["pack"]
    rows = packs.criteria_for(evaluation, tier=tier.pk, pack=pack)
    return {
        "tier": tier,
        "counts": counted(rows),
        "total": len(rows),
        "change": packs.takeover(evaluation, tier=tier.pk, pack=pack),
    }


def _told(change: packs.Takeover) -> str:
    taken = len(change.added) + len(change.updated)
    sentences = [
        ngettext("%(count)d criterion comes from the library.", "%(count)d criteria come from the library.", taken)
        % {"count": taken}
    ]
    if change.kept:
        kept = len(change.kept)
        sentences.append(
            ngettext("%(count)d of your own stays.", "%(count)d of your own stay.", kept) % {"count": kept}
        )
    return in_a_row(sentences)
