"""One sheet: a seat's own marks and comments to keep and to sign, in the order in which the offers were entered.

Its member may have it as soon as it is handed in, while every other sheet is sealed; so the case that it is made from
holds this seat's marks and nothing else that anybody said.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.template.loader import render_to_string
from django.utils.translation import override

from scoring.casefile.document import input_sha256
from scoring.casefile.mark_rows import marks_of
from scoring.casefile.rows import case_of
from scoring.formulas.assessment import assess
from scoring.formulas.case import Case
from scoring.models import Mark, MarkRevision, Seat
from scoring.models.mark import State
from scoring.presentation import Result, present
from scoring.reports.chapters import LANGUAGE_TAGS
from scoring.reports.dossier import Dossier, Place
from scoring.reports.glyphs import stand_ins
from scoring.reports.heads import UPRIGHT_OFFERS, head_of
from scoring.reports.member_sheets import MemberSheet, member_sheets
from scoring.reports.method_page import decimals_needed
from vendors.wording import paired, worded_for_reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A mark that its member revised after scoring had closed."""

    offer: str
    criterion: str
    reason: str
    at: datetime


def sheet_dossier(seat: Seat) -> Dossier:
    """The sheet as a report finds it. The caller has looked at who may read it."""
    evaluation = seat.evaluation
    case = _alone(case_of(evaluation), seat)
    baseline = evaluation.baselines.order_by("-version").first()
    return Dossier(
        case=case,
        assessment=assess(case),
        input_sha256=input_sha256(case),
        baseline_sha256=baseline.sha256 if baseline else "",
        baseline_version=baseline.version if baseline else None,
        opened_at=evaluation.opened_at,
        closed_at=evaluation.closed_at,
        statement=None,
        places={
            seat.key: Place(
                holder=str(seat.member or ""),
                is_chair=seat.is_chair,
                submitted_at=seat.submitted_at,
                admitted_at=seat.admitted_at,
                admitted_reason=seat.admitted_reason,
            )
        },
        left_open={
            (seat.key, offer, criterion): paired(comment, comment_zh)
            for offer, criterion, comment, comment_zh in Mark.objects.filter(
                seat=seat, state=State.LEFT_OPEN
            ).values_list("candidate__key", "criterion__key", "comment", "comment_zh")
        },
    )


def sheet_html(seat: Seat, dossier: Dossier, language: str) -> str:
    """The sheet as HTML in one language."""
    with override(language):
        result = _in_the_order_entered(present(dossier.case, dossier.assessment))
        (sheet,) = member_sheets(dossier, result)
        heads = [head_of(offer) for offer in result.offers]
        context = {
            "language_tag": LANGUAGE_TAGS[language],
            "title": result.title,
            "item": sheet,
            "heads": heads,
            "columns": len(heads) + 1,
            "is_wide": len(heads) > UPRIGHT_OFFERS,
            "seat_decimals": decimals_needed(group.weight for group in sheet.groups),
            "changed": _changed(seat, result),
            "dated": _dated(seat, sheet),
            "fingerprint": dossier.input_sha256,
        }
        strange = stand_ins(render_to_string("report/one_sheet.html", context))
        return render_to_string("report/one_sheet.html", context | {"stand_ins": strange})


def _alone(case: Case, seat: Seat) -> Case:
    """The case as this seat's sheet needs it, whatever else is open to whoever asks."""
    recused = frozenset(seat.recused_from.values_list("key", flat=True))
    return replace(
        case,
        seats=tuple(replace(each, recused=recused) for each in case.seats if each.id == seat.key),
        marks=marks_of(seat),
        consensus=(),
        overrides=(),
    )


def _in_the_order_entered(result: Result) -> Result:
    places = {offer.id: place for place, offer in enumerate(result.case.offers)}
    return replace(result, offers=tuple(sorted(result.offers, key=lambda offer: places[offer.id])))


def _changed(seat: Seat, result: Result) -> list[Changed]:
    names = {criterion.id: worded_for_reader(criterion.name) for criterion in result.case.criteria}
    revisions = MarkRevision.objects.filter(mark__seat=seat, is_after_reveal=True)
    return [
        Changed(
            offer=result.offer(revision.mark.candidate.key).name,
            criterion=names[revision.mark.criterion.key],
            reason=revision.reason,
            at=revision.at,
        )
        for revision in revisions.select_related("mark__candidate", "mark__criterion").order_by("at", "pk")
    ]


def _dated(seat: Seat, sheet: MemberSheet) -> str:
    """The day of the youngest thing in it, in UTC."""
    latest = MarkRevision.objects.filter(mark__seat=seat).order_by("-at").values_list("at", flat=True).first()
    moments = [moment for moment in (sheet.submitted_at, sheet.admitted_at, latest) if moment]
    return max(moments).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moments else ""
