"""Consensus: what the committee agrees on after the reveal, and what was said on the way."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from scoring.actions.held import held_evaluation, needed, require_no_withdrawal
from scoring.actions.marks import Answer, checked
from scoring.actions.refusals import Outdated, Refused
from scoring.models import Candidate, Consensus, Criterion, Deed, Evaluation, Note, Stage
from scoring.models.mark import State
from scoring.record import digest, enter

if TYPE_CHECKING:
    from evaluator.models import Member


def agree(
    candidate: Candidate, criterion: Criterion, value: object, *, reason: str, by: "Member", on: datetime, version: int
) -> Consensus:
    """Record the mark that the committee agreed on; `version` is the one that the chair saw, 0 for none.

    Raises:
        Refused: the reason is missing, the criterion is measured, or the chair has withdrawn from the offer.
        Outdated: it changed meanwhile.
        Invalid: not a mark.
    """
    said = checked(Answer(State.MARKED, value), candidate.evaluation)
    reason = needed(reason, _("Say how the committee came to this mark."))
    if criterion.source != Criterion.Source.PANEL:
        raise Refused(_("A measured criterion takes no mark."))
    with transaction.atomic():
        evaluation = held_evaluation(candidate.evaluation, Stage.CONSENSUS)
        require_no_withdrawal(candidate, by)
        before = Consensus.objects.in_force().filter(candidate=candidate, criterion=criterion).first()
        present = before.version if before else 0
        if present != version:
            sentence = _("The consensus mark of this cell was changed meanwhile; look at it again.")
            raise Outdated(sentence, version=present)
        consensus = Consensus.objects.create(
            candidate=candidate,
            criterion=criterion,
            version=version + 1,
            value=said["value"],
            reason=reason,
            by=by,
            at=on,
        )
        enter(
            Deed.AGREED,
            evaluation=evaluation,
            by=by,
            at=on,
            subject={"offer": candidate.key, "criterion": criterion.key, "version": consensus.version},
            changed=digest(consensus.content),
            reason=reason,
        )
    return consensus


def add_note(
    evaluation: Evaluation,
    text: str,
    *,
    by: "Member",
    on: datetime,
    candidate: Candidate | None = None,
    criterion: Criterion | None = None,
) -> Note:
    """Keep what was said in the discussion, about a cell, an offer, or the whole.

    Raises: Refused: it says nothing, or comes from somebody who has withdrawn from judging the offer.
    """
    text = needed(text, _("The note is empty."))
    with transaction.atomic():
        held = held_evaluation(evaluation, Stage.CONSENSUS)
        if candidate is not None:
            require_no_withdrawal(candidate, by)
        note = Note.objects.create(evaluation=held, candidate=candidate, criterion=criterion, text=text, by=by, at=on)
        subject = {
            "note": note.pk,
            "offer": candidate.key if candidate else None,
            "criterion": criterion.key if criterion else None,
        }
        enter(Deed.NOTED, evaluation=held, by=by, at=on, subject=subject, changed=digest(note.content))
    return note
