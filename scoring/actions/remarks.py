"""Remarks: what a vendor is let to read about its own offer, criterion by criterion or on the whole."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from scoring.actions.held import held_evaluation, require_no_withdrawal
from scoring.actions.refusals import Refused
from scoring.models import Candidate, Criterion, Deed, Evaluation, Remark, Stage
from scoring.record import digest, enter

if TYPE_CHECKING:
    from evaluator.models import Member

_STAGES = (Stage.CONSENSUS, Stage.DECIDED)
# Names in Chinese stand in a sentence without spaces round them.
_LATIN = re.compile(r"[\x00-\u024f]+")


def remark(
    candidate: Candidate, criterion: Criterion | None, text: str, text_zh: str = "", *, by: "Member", on: datetime
) -> Remark | None:
    """Keep what the vendor may read, in place of what stood there; both texts empty take it away.

    Returns: the remark, or None where there is none any more.
    Raises: Refused: it names another vendor or a member, or comes from somebody who has withdrawn from the offer.
    """
    text, text_zh = text.strip(), text_zh.strip()
    with transaction.atomic():
        evaluation = held_evaluation(candidate.evaluation, *_STAGES)
        require_no_withdrawal(candidate, by)
        if found := named_in(f"{text}\n{text_zh}", candidate):
            raise Refused(
                _("It names “%s”. The vendor reads this: write it without other vendors and without members.") % found
            )
        before = Remark.objects.filter(candidate=candidate, criterion=criterion).first()
        if (before.text, before.text_zh) == (text, text_zh) if before else not (text or text_zh):
            return before
        row = before or Remark(candidate=candidate, criterion=criterion)
        row.text, row.text_zh, row.by, row.at = text, text_zh, by, on
        if text or text_zh:
            row.save()
        else:
            row.delete()
        subject = {"offer": candidate.key, "criterion": criterion.key if criterion else None, "is_gone": row.pk is None}
        enter(Deed.REMARKED, evaluation=evaluation, by=by, at=on, subject=subject, changed=digest(row.content))
    return row if row.pk else None


def named_in(text: str, candidate: Candidate) -> str:
    """The first name in a text that the candidate's vendor must not read; empty where there is none."""
    return next((name for name in _kept_from(candidate) if name and _names(text, name)), "")


def _kept_from(candidate: Candidate) -> Iterator[str]:
    """Other vendors by both of their names, and the people on the committee."""
    evaluation: Evaluation = candidate.evaluation
    own = candidate.offer.vendor_id
    for other in evaluation.candidates.exclude(offer__vendor=own).select_related("offer__vendor"):
        yield from (other.offer.vendor.name, other.offer.vendor.name_zh)
    for seat in evaluation.seats.filter(member__isnull=False).select_related("member"):
        yield seat.member.name if seat.member else ""


def _names(text: str, name: str) -> bool:
    pattern = re.escape(name.strip())
    if _LATIN.fullmatch(name):
        pattern = rf"(?<!\w){pattern}(?!\w)"
    return re.search(pattern, text, re.IGNORECASE) is not None
