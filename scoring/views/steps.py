"""What the pages of setting up share: only procurement, only in draft, one at a time, each with its step marked."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from scoring.access import Access, Act, Role
from scoring.models import Evaluation, Stage
from scoring.steps import progress_of
from scoring.views.here import found

Page = Callable[Concatenate[HttpRequest, Evaluation, ...], HttpResponse]


def setting_up(page: Page) -> Callable[..., HttpResponse]:
    """A page that changes a draft, given the evaluation instead of its id.

    What is sent is done while the evaluation is held, so that nothing is changed after scoring has opened.
    """

    @wraps(page)
    def guarded(request: HttpRequest, pk: UUID, **parts: Any) -> HttpResponse:
        evaluation, access = found(request, pk)
        if request.method != "POST":
            return _while_draft(request, evaluation, access, page, parts)
        with transaction.atomic():
            held = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
            return _while_draft(request, held, access, page, parts)

    return guarded


def render_step(request: HttpRequest, template: str, evaluation: Evaluation, **context: Any) -> HttpResponse:
    """A page of setting up, with the steps around it."""
    progress = progress_of([evaluation])[evaluation.pk]
    here = f"scoring:{request.resolver_match.url_name}" if request.resolver_match else ""
    steps = {"evaluation": evaluation, "progress": progress, "here": here}
    return render(request, template, steps | context)


def _while_draft(
    request: HttpRequest, evaluation: Evaluation, access: Access, page: Page, parts: dict[str, Any]
) -> HttpResponse:
    if Role.RUNS in access.roles and evaluation.stage != Stage.DRAFT:
        messages.warning(request, _("The set-up is frozen since scoring opened; nothing was changed."))
        return redirect(evaluation)
    access.require(Act.SET_UP)
    return page(request, evaluation, **parts)
