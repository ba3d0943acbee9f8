"""Rows held until the end of a transaction, so that two acts on the same thing come one after the other."""

# no_key: a row that refers to the held one may still be written meanwhile; with the stronger lock a save of a mark
# (seat, then the entry's evaluation) and a submit of the same sheet (evaluation, then seat) would wait for each other.

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from scoring.actions.refusals import Refused
from scoring.models import Candidate, Evaluation, Seat, Stage

if TYPE_CHECKING:
    from evaluator.models import Member

_ASKED_BY_A_SAVE = (
    "role",
    "declared_at",
    "envelope_opened_at",
    "submitted_at",
    "evaluation__stage",
    "evaluation__deadline",
    "evaluation__has_price_envelope",
)


def held_evaluation(evaluation: Evaluation, *stages: Stage) -> Evaluation:
    """The evaluation's row, held, and still at a stage that the act starts from. Raises: Refused."""
    held = Evaluation.objects.select_for_update(no_key=True).get(pk=evaluation.pk)
    if held.stage not in stages:
        raise Refused(
            _("The evaluation is at stage “%(now)s” by now; this needs stage “%(needed)s”.")
            % {"now": held.get_stage_display(), "needed": "”, “".join(str(stage.label) for stage in stages)}
        )
    return held


def held_seat(seat: Seat) -> Seat:
    """The seat's row, held: a save and a submit of one sheet wait for each other, and for nobody else's."""
    return Seat.objects.select_for_update(of=["self"], no_key=True).select_related("evaluation").get(pk=seat.pk)


def held_sheet(seat: Seat) -> Seat:
    """The same with only what saving a mark asks about: it happens thousands of times, and an evaluation is wide."""
    rows = Seat.objects.select_for_update(of=["self"], no_key=True).select_related("evaluation")
    return rows.only(*_ASKED_BY_A_SAVE).get(pk=seat.pk)


def require_no_withdrawal(candidate: Candidate, by: "Member") -> None:
    """Raises: Refused: the person has a seat that has withdrawn from judging the offer."""
    if candidate.recused_seats.filter(member=by).exists():
        raise Refused(_("You have withdrawn from judging %s, so this is for somebody else.") % candidate)


def needed(text: str, what: str) -> str:
    """The text without its margins. Raises: Refused: there is none; `what` says what is missing."""
    if not text.strip():
        raise Refused(what)
    return text.strip()
