"""Gates: set a knock-out aside, or a missing figure; each by a named person with a reason that is printed."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from scoring.actions.held import held_evaluation, needed, require_no_withdrawal
from scoring.actions.refusals import Refused
from scoring.casefile.rows import case_of
from scoring.formulas.assessment import assess
from scoring.formulas.results import OfferResult
from scoring.models import Candidate, Criterion, Deed, Override, Stage
from scoring.record import digest, enter

if TYPE_CHECKING:
    from evaluator.models import Member


def override(candidate: Candidate, criterion: Criterion, *, reason: str, by: "Member", on: datetime) -> Override:
    """Let an offer stay in spite of a knock-out that it failed, or that has no figure for it (a waiver).

    Raises: Refused: the reason is missing, this gate neither excludes the offer nor is open for it, or the person has
        withdrawn from judging the offer.
    """
    reason = needed(reason, _("This needs a reason; it is printed wherever the offer appears."))
    with transaction.atomic():
        evaluation = held_evaluation(candidate.evaluation, Stage.CONSENSUS)
        require_no_withdrawal(candidate, by)
        offer = assess(case_of(evaluation)).offer(candidate.key)
        if criterion.key in {each.criterion for each in offer.excluded}:
            deed = Deed.OVERRIDDEN
        elif criterion.key in open_gates(offer):
            deed = Deed.WAIVED
        else:
            raise Refused(_("This criterion neither excludes the offer nor is it open for it."))
        ruling = Override.objects.create(
            candidate=candidate, criterion=criterion, by=str(by), person=by, reason=reason, at=on
        )
        enter(
            deed,
            evaluation=evaluation,
            by=by,
            at=on,
            subject={"offer": candidate.key, "criterion": criterion.key},
            changed=digest(ruling.content),
            reason=reason,
        )
    return ruling


def open_gates(offer: OfferResult) -> list[str]:
    """The knock-outs that have no figure for the offer and that nobody waived."""
    return [str(flag.values["criterion"]) for flag in offer.flags if flag.code == "open_knock_out"]


def excluded_sentence(offer: str, criteria: Iterable[str]) -> str:
    """Why an offer that a knock-out excludes cannot be chosen; the form and the act say the same."""
    sentence = _("%(name)s is excluded by a knock-out: %(criteria)s. Choosing it needs an override with a name.")
    return sentence % {"name": offer, "criteria": pgettext("between the items of a list", ", ").join(criteria)}


def open_sentence(offer: str, criteria: Iterable[str]) -> str:
    """Why an offer cannot be chosen while a knock-out has no figure for it."""
    sentence = _(
        "Whether %(name)s passes is still open: %(criteria)s. Choosing it needs the fact, or a waiver with a name."
    )
    return sentence % {"name": offer, "criteria": pgettext("between the items of a list", ", ").join(criteria)}
