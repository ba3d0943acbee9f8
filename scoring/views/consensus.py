"""The consensus round: where members are apart, one cell with all that was said, and the acts that settle it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from scoring import actions
from scoring.access import Access, Act
from scoring.charts import spread_chart
from scoring.forms.consensus import AgreementForm, NoteForm, RevisionForm
from scoring.models import Attachment, Candidate, Criterion, Evaluation
from scoring.presentation import DiscussedCell, cell_working, counted_sheets, discussed_cells, gates_to_settle
from scoring.presentation.cell_history import CellHistory, cell_history
from scoring.views.here import found, member_of
from scoring.views.results import compared_result_of, sealed

ON_A_PAGE = 40
FILTERS: dict[str, Callable[[DiscussedCell], bool]] = {
    "all": lambda _cell: True,
    "discuss": lambda cell: cell.is_to_discuss,
    "agreed": lambda cell: cell.is_agreed,
}


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of an evaluation, and what the person who is here may do."""

    evaluation: Evaluation
    access: Access
    candidate: Candidate
    criterion: Criterion


def consensus(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every cell that members marked, the widest apart first."""
    evaluation, access = found(request, pk)
    if not access.may(Act.SEE_RESULTS):
        return sealed(request, evaluation, access)
    return _round_page(request, evaluation, access, NoteForm())


def add_note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note what was said about the whole."""
    evaluation, access = found(request, pk)
    if request.method != "POST":
        return redirect("scoring:consensus", pk=pk)
    access.require(Act.NOTE)
    form = NoteForm(request.POST)
    if form.is_valid() and _done(
        form, lambda: actions.add_note(evaluation, form.cleaned_data["text"], by=member_of(request), on=timezone.now())
    ):
        messages.success(request, _("The note is kept."))
        return redirect("scoring:consensus", pk=pk)
    return _round_page(request, evaluation, access, form)


def cell(request: HttpRequest, pk: UUID, candidate_key: str, criterion_key: str) -> HttpResponse:
    """One cell: comments side by side, what changed and why, and what this person can do about it."""
    evaluation, access = found(request, pk)
    if not access.may(Act.SEE_RESULTS):
        return sealed(request, evaluation, access)
    return _cell_page(request, _place(evaluation, access, candidate_key, criterion_key))


def revise(request: HttpRequest, pk: UUID, candidate_key: str, criterion_key: str) -> HttpResponse:
    """Change one's own mark, with a reason."""
    evaluation, access = found(request, pk)
    if request.method != "POST":
        return redirect("scoring:consensus_cell", pk, candidate_key, criterion_key)
    access.require(Act.REVISE)
    place = _place(evaluation, access, candidate_key, criterion_key)
    voice = cell_history(place.candidate, place.criterion).voice_of(access.seat)
    if voice is None or access.seat is None:
        raise Http404("the criterion is not on this person's sheet")
    form, seat = RevisionForm(request.POST, evaluation=evaluation, said=voice.now), access.seat

    def act() -> None:
        said = form.cleaned_data
        actions.revise_mark(
            seat,
            place.candidate,
            place.criterion,
            form.answer,
            reason=said["reason"],
            by=member_of(request),
            on=timezone.now(),
            version=said["version"],
        )

    if form.is_valid() and _done(form, act):
        messages.success(request, _("Your mark is changed. What it was before stays beside it."))
        return redirect("scoring:consensus_cell", pk, candidate_key, criterion_key)
    return _cell_page(request, place, revision=form)


def agree(request: HttpRequest, pk: UUID, candidate_key: str, criterion_key: str) -> HttpResponse:
    """Record the mark that the committee agreed on, with a reason."""
    evaluation, access = found(request, pk)
    if request.method != "POST":
        return redirect("scoring:consensus_cell", pk, candidate_key, criterion_key)
    access.require(Act.AGREE)
    place = _place(evaluation, access, candidate_key, criterion_key)
    agreed = cell_history(place.candidate, place.criterion).agreed
    form = AgreementForm(request.POST, evaluation=evaluation, agreed=agreed)

    def act() -> None:
        said = form.cleaned_data
        actions.agree(
            place.candidate,
            place.criterion,
            said["value"],
            reason=said["reason"],
            by=member_of(request),
            on=timezone.now(),
            version=said["version"],
        )

    if form.is_valid() and _done(form, act):
        messages.success(request, _("The consensus mark is recorded. The members' own marks stay beside it."))
        return redirect("scoring:consensus_cell", pk, candidate_key, criterion_key)
    return _cell_page(request, place, agreement=form)


def note(request: HttpRequest, pk: UUID, candidate_key: str, criterion_key: str) -> HttpResponse:
    """Note what was said about one cell."""
    evaluation, access = found(request, pk)
    if request.method != "POST":
        return redirect("scoring:consensus_cell", pk, candidate_key, criterion_key)
    access.require(Act.NOTE)
    place = _place(evaluation, access, candidate_key, criterion_key)
    form = NoteForm(request.POST)

    def act() -> None:
        actions.add_note(
            evaluation,
            form.cleaned_data["text"],
            by=member_of(request),
            on=timezone.now(),
            candidate=place.candidate,
            criterion=place.criterion,
        )

    if form.is_valid() and _done(form, act):
        messages.success(request, _("The note is kept."))
        return redirect("scoring:consensus_cell", pk, candidate_key, criterion_key)
    return _cell_page(request, place, note=form)


def _round_page(request: HttpRequest, evaluation: Evaluation, access: Access, form: NoteForm) -> HttpResponse:
    result, before = compared_result_of(evaluation)
    notes = list(evaluation.notes.select_related("by", "candidate", "criterion"))
    about = Counter((each.candidate.key, each.criterion.key) for each in notes if each.candidate and each.criterion)
    cells = discussed_cells(result, before, about)
    chosen = request.GET.get("show", "all")
    shown = [each for each in cells if FILTERS.get(chosen, FILTERS["all"])(each)]
    page = Paginator(shown, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "evaluation": evaluation,
        "access": access,
        "result": result,
        "gates": gates_to_settle(result),
        "show": chosen if chosen in FILTERS else "all",
        "counts": {name: sum(map(is_in, cells)) for name, is_in in FILTERS.items()},
        "page": page,
        "rows": [(each, spread_chart(each, chart_id=f"spread-{place}")) for place, each in enumerate(page)],
        "notes": [each for each in notes if each.candidate is None and each.criterion is None],
        "note_form": form,
        "sheets": counted_sheets(evaluation),
    }
    return render(request, "scoring/consensus.html", context)


def _cell_page(
    request: HttpRequest,
    place: Place,
    *,
    revision: RevisionForm | None = None,
    agreement: AgreementForm | None = None,
    note: NoteForm | None = None,
) -> HttpResponse:
    evaluation, access = place.evaluation, place.access
    result, before = compared_result_of(evaluation)
    here = (place.candidate.key, place.criterion.key)
    discussed = next(
        (each for each in discussed_cells(result, before, {}) if (each.offer_id, each.criterion_id) == here), None
    )
    if discussed is None:
        raise Http404("members do not mark this cell")
    history = cell_history(place.candidate, place.criterion)
    context = {
        "evaluation": evaluation,
        "access": access,
        "result": result,
        "criterion": place.criterion,
        "cell": discussed,
        "working": cell_working(result, *here),
        "chart": spread_chart(discussed, chart_id="spread"),
        "history": history,
        "files": Attachment.objects.revealed(evaluation).filter(
            mark__candidate=place.candidate, mark__criterion=place.criterion
        ),
        **_forms(place, history),
    }
    given = {"revision": revision, "agreement": agreement, "note_form": note}
    return render(
        request,
        "scoring/consensus_cell.html",
        context | {name: form for name, form in given.items() if form is not None},
    )


def _forms(place: Place, history: CellHistory) -> dict[str, Any]:
    """The forms that this person may use; None where an act is not for them."""
    evaluation, access = place.evaluation, place.access
    voice = history.voice_of(access.seat)
    has_withdrawn = voice is not None and voice.status == "withdrawn"
    may_revise = access.may(Act.REVISE) and voice is not None and voice.status in {"said", "silent"}
    may_agree = access.may(Act.AGREE) and not has_withdrawn
    return {
        "revision": RevisionForm(evaluation=evaluation, said=voice.now) if may_revise and voice else None,
        "agreement": AgreementForm(evaluation=evaluation, agreed=history.agreed) if may_agree else None,
        "note_form": NoteForm() if access.may(Act.NOTE) and not has_withdrawn else None,
        "has_withdrawn": has_withdrawn,
    }


def _place(evaluation: Evaluation, access: Access, candidate_key: str, criterion_key: str) -> Place:
    """Raises: Http404: there is no such offer or criterion in this evaluation, or it is measured."""
    candidates = evaluation.candidates.select_related("offer__vendor", "evaluation")
    criteria = evaluation.criteria.filter(source=Criterion.Source.PANEL)
    candidate = get_object_or_404(candidates, key=candidate_key)
    return Place(evaluation, access, candidate, get_object_or_404(criteria, key=criterion_key))


def _done(form: NoteForm | RevisionForm | AgreementForm, act: Callable[[], object]) -> bool:
    """Do the act; a refusal is shown at the form, with everything that was typed."""
    try:
        act()
    except actions.Conflict as conflict:
        if isinstance(form, RevisionForm):
            form.renew(conflict.mark.version if conflict.mark else 0)
        form.add_error(None, _("Your mark was changed elsewhere meanwhile. It stands above; send again to replace it."))
    except actions.Invalid as invalid:
        for field, sentence in invalid.errors.items():
            form.add_error(field if field in form.fields else "mark", sentence)
    except actions.Outdated as outdated:
        if isinstance(form, AgreementForm):
            form.renew(outdated.version)
        form.add_error(None, str(outdated))
    except actions.Refused as refused:
        form.add_error(None, str(refused))
    else:
        return True
    return False
