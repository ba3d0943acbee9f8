"""Clarifications: what the committee asks a vendor about its price, what the vendor says, and what follows from it.

None of these acts changes a score, a place or the set of offers: an abnormally low price is asked about, not rejected.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from scoring.actions.held import held_evaluation, needed, require_no_withdrawal
from scoring.actions.refusals import Refused
from scoring.models import Candidate, Clarification, ClarificationMessage, Deed, Stage
from scoring.record import digest, enter

if TYPE_CHECKING:
    from evaluator.models import Member

_STAGES = (Stage.SCORING, Stage.CONSENSUS)


def open_clarification(candidate: Candidate, about: str, question: str, *, by: "Member", on: datetime) -> Clarification:
    """Begin a thread about an offer with its first question.

    Raises: Refused: the question is empty, the same matter is open already, or the person has withdrawn from the offer.
    """
    question = needed(question, _("Write the question to the vendor."))
    with transaction.atomic():
        held_evaluation(candidate.evaluation, *_STAGES)
        require_no_withdrawal(candidate, by)
        if candidate.clarifications.filter(about=about, concluded_at=None).exists():
            raise Refused(_("There is an open clarification about this already; write your question there."))
        opened = Clarification.objects.create(candidate=candidate, about=about, opened_by=by, opened_at=on)
        _enter(opened, "opened", opened.pk, opened.content, by=by, on=on)
        _write(opened, question, is_from_vendor=False, by=by, on=on)
    return opened


def add_message(
    clarification: Clarification, text: str, *, is_from_vendor: bool, by: "Member", on: datetime
) -> ClarificationMessage:
    """Keep one more question of ours, or what the vendor answered.

    Raises: Refused: it says nothing, the thread is concluded, or the person has withdrawn from the offer.
    """
    text = needed(text, _("The message is empty."))
    with transaction.atomic():
        open_one = _held(clarification, by)
        return _write(open_one, text, is_from_vendor=is_from_vendor, by=by, on=on)


def conclude(clarification: Clarification, conclusion: str, *, by: "Member", on: datetime) -> Clarification:
    """Say what came of it, and end the thread.

    Raises: Refused: the conclusion is empty, there is one already, or the person has withdrawn from the offer.
    """
    conclusion = needed(conclusion, _("Say what the committee concludes from it."))
    with transaction.atomic():
        concluded = _held(clarification, by)
        concluded.conclusion, concluded.concluded_by, concluded.concluded_at = conclusion, by, on
        concluded.save(update_fields=["conclusion", "concluded_by", "concluded_at"])
        _enter(concluded, "concluded", concluded.pk, concluded.content, by=by, on=on)
    return concluded


def _held(clarification: Clarification, by: "Member") -> Clarification:
    """The thread as it is now, while nobody else can change it."""
    held_evaluation(clarification.candidate.evaluation, *_STAGES)
    require_no_withdrawal(clarification.candidate, by)
    now = Clarification.objects.select_related("candidate__evaluation").get(pk=clarification.pk)
    if now.concluded_at is not None:
        raise Refused(_("This clarification is concluded already."))
    return now


def _write(
    clarification: Clarification, text: str, *, is_from_vendor: bool, by: "Member", on: datetime
) -> ClarificationMessage:
    message = ClarificationMessage.objects.create(
        clarification=clarification, is_from_vendor=is_from_vendor, text=text, by=by, at=on
    )
    _enter(clarification, "answered" if is_from_vendor else "asked", message.pk, message.content, by=by, on=on)
    return message


def _enter(
    clarification: Clarification, step: str, row: int, content: dict[str, object], *, by: "Member", on: datetime
) -> None:
    """`row` is the message's number where something was said, and the thread's where it began or ended."""
    candidate = clarification.candidate
    subject = {"offer": candidate.key, "about": clarification.about, "step": step, "row": row}
    enter(Deed.CLARIFIED, evaluation=candidate.evaluation, by=by, at=on, subject=subject, changed=digest(content))
