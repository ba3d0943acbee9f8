"""Proceedings page: answers, interests and reopenings in the reader's language, as the report prints them."""

from django.utils.translation import gettext as _

from scoring.models import SignOff, Stage
from scoring.models.interest import Ground
from scoring.presentation import Result, wording
from scoring.reports.dossier import Dossier
from scoring.reports.proceedings import Said, Step
from vendors.wording import worded_for_reader


def proceedings_in_words(dossier: Dossier, result: Result) -> dict[str, object]:
    """What the chapter's template prints."""
    held = dossier.proceedings
    seats = {seat.id: worded_for_reader(seat.name) for seat in dossier.case.seats}
    return {
        "proceedings": held,
        "answers": [
            {
                "holder": row.holder,
                "seat": seats.get(row.seat, row.seat),
                "latest": _said(row.said[0]) if row.said else None,
                "earlier": [_said(said) for said in row.said[1:]],
            }
            for row in held.answers
        ],
        "interests": [
            {
                "holder": each.holder,
                "seat": seats.get(each.seat, each.seat),
                "vendor": worded_for_reader(each.vendor),
                "grounds": wording.joined(str(Ground(ground).label) for ground in each.grounds),
                "statement": each.statement,
                "withdraws": each.withdraws,
                "at": each.at,
            }
            for each in held.interests
        ],
        "steps": [{"sentence": _step(step, seats), "at": step.at, "reason": step.reason} for step in held.steps],
        "withdrawn": [
            {
                "sentence": result.decision_sentence(each.offer),
                "reason": worded_for_reader(each.reason),
                "at": each.at,
                "until": each.until,
            }
            for each in held.withdrawn
        ],
    }


def _said(said: Said) -> dict[str, object]:
    return {"answer": _ANSWERS[said.answer](), "text": said.text, "at": said.at}


def _step(step: Step, seats: dict[str, str]) -> str:
    values = {"by": step.by, "second": step.second}
    if step.kind == "given_back":
        return _("%(by)s gave the sheet “%(seat)s” back to its member.") % (
            values | {"seat": seats.get(step.what, step.what)}
        )
    if step.kind == "amended":
        return _("%(by)s amended what was frozen: version %(version)s.") % (values | {"version": step.what})
    values["stage"] = str(Stage(step.what).label)
    if step.second:
        return _("Reopened from stage “%(stage)s”: %(by)s asked, %(second)s agreed.") % values
    return _("Reopened from stage “%(stage)s” by %(by)s; there was no second person who could agree.") % values


_ANSWERS = {
    SignOff.Answer.AGREE.value: lambda: _("agrees"),
    SignOff.Answer.NOTE.value: lambda: _("agrees, with a note"),
    SignOff.Answer.DISSENT.value: lambda: _("dissents"),
}
