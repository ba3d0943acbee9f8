"""Clarifications: what vendors were asked about their prices, what they said, and what was concluded."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from scoring import actions
from scoring.access import Access, Act
from scoring.casefile.priced import PREFETCHED
from scoring.casefile.rows import case_of
from scoring.forms.clarifications import ConclusionForm, MessageForm, QuestionForm
from scoring.formulas.case import Case
from scoring.models import Candidate, Clarification, Evaluation
from scoring.presentation.asking import LowPrice, low_prices, question_about_costs, question_about_price
from scoring.views.here import found, member_of
from scoring.views.money import may_see_costs, money_page, turned_away
from vendors.answered import categories_priced
from vendors.models import Offer
from vendors.tco import ANSWERED, ITEMS, status_of


def clarifications(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every thread by offer, which prices are abnormally low, and a new question."""
    evaluation, access = found(request, pk)
    if request.method == "POST":
        access.require(Act.CLARIFY)
    elif not _may_read(access):
        return turned_away(request, evaluation, access, Act.CLARIFY)
    case = case_of(evaluation)
    low = low_prices(case)
    form = QuestionForm(request.POST or None, evaluation=evaluation, initial=_proposed(request, evaluation, case, low))
    if request.method == "POST" and form.is_valid():
        opened = _opened(request, form)
        if opened:
            messages.success(request, _("The question is kept. Write the vendor's answer below it."))
            return redirect("scoring:clarification", pk, opened.pk)
    threads = list(_threads(evaluation))
    return money_page(
        request,
        "scoring/clarifications.html",
        evaluation,
        access,
        currency=case.profile.currency,
        offers=[
            (each, low.get(each.key), [thread for thread in threads if thread.candidate_id == each.pk])
            for each in evaluation.candidates.select_related("offer__vendor")
        ],
        form=form if access.may(Act.CLARIFY) else None,
    )


def clarification(request: HttpRequest, pk: UUID, clarification_pk: int) -> HttpResponse:
    """One thread: what was asked and answered, and what was concluded."""
    evaluation, access = found(request, pk)
    if request.method == "POST":
        access.require(Act.CLARIFY)
    elif not _may_read(access):
        return turned_away(request, evaluation, access, Act.CLARIFY)
    thread = get_object_or_404(_threads(evaluation), pk=clarification_pk)
    is_end = request.POST.get("act") == "conclude"
    said = MessageForm(request.POST if request.method == "POST" and not is_end else None)
    end = ConclusionForm(request.POST if request.method == "POST" and is_end else None)
    if request.method == "POST" and (_concluded(request, thread, end) if is_end else _said(request, thread, said)):
        return redirect("scoring:clarification", pk, thread.pk)
    case = case_of(evaluation)
    return money_page(
        request,
        "scoring/clarification.html",
        evaluation,
        access,
        currency=case.profile.currency,
        thread=thread,
        said=thread.messages.select_related("by"),
        low=low_prices(case).get(thread.candidate.key),
        message_form=said,
        conclusion_form=end,
        is_open=thread.concluded_at is None and access.may(Act.CLARIFY),
    )


def _may_read(access: Access) -> bool:
    return access.may(Act.CLARIFY) or may_see_costs(access)


def _threads(evaluation: Evaluation) -> QuerySet[Clarification]:
    threads = Clarification.objects.filter(candidate__evaluation=evaluation)
    return threads.select_related("candidate__offer__vendor", "candidate__evaluation", "opened_by", "concluded_by")


def _proposed(
    request: HttpRequest, evaluation: Evaluation, case: Case, low: Mapping[str, LowPrice]
) -> dict[str, object]:
    """What a link on another page asks to be filled in: the offer, the matter, and words to begin with."""
    key, about = request.GET.get("offer", ""), request.GET.get("about", "")
    candidate = evaluation.candidates.filter(key=key).select_related("offer").first()
    if candidate is None or about not in Clarification.About.values:
        return {}
    question = ""
    if about == Clarification.About.ABNORMALLY_LOW and key in low:
        question = question_about_price(low[key], case)
    elif about == Clarification.About.COSTS:
        question = question_about_costs(_open_items(candidate))
    return {"candidate": candidate.key, "about": about, "question": question}


def _open_items(candidate: Candidate) -> list[str]:
    """What the vendor has not said about its costs yet."""
    offer = Offer.objects.prefetch_related(*PREFETCHED).get(pk=candidate.offer_id)
    answers = {answer.item: answer.status for answer in offer.cost_answers.all()}
    priced = categories_priced(offer)
    return [item.code for item in ITEMS if status_of(item, answers, priced) not in ANSWERED]


def _opened(request: HttpRequest, form: QuestionForm) -> Clarification | None:
    said = form.cleaned_data
    try:
        return actions.open_clarification(
            said["candidate"], said["about"], said["question"], by=member_of(request), on=timezone.now()
        )
    except actions.Refused as refused:
        form.add_error(None, str(refused))
        return None


def _said(request: HttpRequest, thread: Clarification, form: MessageForm) -> bool:
    def act() -> None:
        said = form.cleaned_data
        actions.add_message(
            thread,
            said["text"],
            is_from_vendor=said["speaker"] == "vendor",
            by=member_of(request),
            on=timezone.now(),
        )

    return form.is_valid() and _done(request, form, act, _("The message is kept."))


def _concluded(request: HttpRequest, thread: Clarification, form: ConclusionForm) -> bool:
    def act() -> None:
        actions.conclude(thread, form.cleaned_data["conclusion"], by=member_of(request), on=timezone.now())

    return form.is_valid() and _done(request, form, act, _("The clarification is concluded."))


def _done(request: HttpRequest, form: Form, act: Callable[[], None], message: str) -> bool:
    """Do the act; a refusal is shown at the form, with what was typed."""
    try:
        act()
    except actions.Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, message)
    return True
