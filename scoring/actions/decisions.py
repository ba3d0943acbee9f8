"""Decisions: the chair states what was decided, each member answers."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from scoring.actions.gates import excluded_sentence, open_gates, open_sentence
from scoring.actions.held import held_evaluation, needed
from scoring.actions.refusals import Refused
from scoring.casefile.rows import case_of
from scoring.formulas.assessment import assess
from scoring.formulas.results import OfferResult
from scoring.models import Candidate, Decision, Deed, Evaluation, Seat, SignOff, Stage
from scoring.record import digest, enter

if TYPE_CHECKING:
    from evaluator.models import Member


def decide(
    evaluation: Evaluation,
    candidate: Candidate | None,
    *,
    reason: str,
    by: "Member | None",
    on: datetime,
    reason_zh: str = "",
    conditions: str = "",
    conditions_zh: str = "",
) -> Decision:
    """Consensus -> decided: the chair's statement; from here on everything is read-only.

    The runner-up and the margin are taken from the result at this moment.
    Raises: Refused: the reason is missing, the offer is excluded, or a knock-out of it is open and not waived.
    """
    reason = needed(reason, _("A decision needs a reason."))
    with transaction.atomic():
        held = held_evaluation(evaluation, Stage.CONSENSUS)
        result = assess(case_of(held))
        runner_up, margin = None, None
        if candidate is not None:
            chosen = result.offer(candidate.key)
            _require_eligible(held, chosen, candidate)
            others = [each for each in result.ranking if each.id != chosen.id and each.rank is not None]
            if others and chosen.total is not None and others[0].total is not None:
                runner_up = held.candidates.get(key=others[0].id)
                margin = chosen.total - others[0].total
        decision = Decision.objects.create(
            evaluation=held,
            candidate=candidate,
            runner_up=runner_up,
            margin=margin,
            reason=reason,
            reason_zh=reason_zh.strip(),
            conditions=conditions.strip(),
            conditions_zh=conditions_zh.strip(),
            by=by,
            at=on,
        )
        held.stage = Stage.DECIDED
        held.save(update_fields=["stage"])
        subject = {"decision": decision.pk, "offer": candidate.key if candidate else None}
        enter(Deed.DECIDED, evaluation=held, by=by, at=on, subject=subject, changed=digest(decision.content))
    return decision


def sign(
    seat: Seat, answer: str, *, text: str, by: "Member", on: datetime, decision_seen: int | None = None
) -> SignOff:
    """A member's answer to the decision in force; a changed mind adds a new answer, the same answer again does not.

    Args:
        decision_seen: the id of the decision that the member read, so that nobody signs another one unawares.
    Raises: Refused: the answer is unknown, a note or a dissent says nothing, or there is no such decision any more.
    """
    if answer not in SignOff.Answer.values:
        raise Refused(_("Allowed answers: %s.") % ", ".join(SignOff.Answer.values))
    if answer != SignOff.Answer.AGREE:
        text = needed(text, _("Say what you note, or why you dissent."))
    with transaction.atomic():
        evaluation = held_evaluation(seat.evaluation, Stage.DECIDED)
        decision = evaluation.decision
        if decision is None:
            raise Refused(_("There is no decision to answer."))
        if decision_seen not in {None, decision.pk}:
            raise Refused(_("Another decision was stated meanwhile. Read it before you answer."))
        latest = seat.sign_offs.filter(decision=decision).order_by("-at", "-pk").first()
        if latest and (latest.answer, latest.text) == (answer, text.strip()):
            return latest
        sign_off = SignOff.objects.create(decision=decision, seat=seat, answer=answer, text=text.strip(), at=on)
        enter(
            Deed.SIGNED,
            evaluation=evaluation,
            by=by,
            at=on,
            subject={"seat": seat.key, "decision": decision.pk, "sign_off": sign_off.pk},
            changed=digest(sign_off.content),
        )
    return sign_off


def _require_eligible(evaluation: Evaluation, chosen: OfferResult, candidate: Candidate) -> None:
    excluded, still_open = [each.criterion for each in chosen.excluded], open_gates(chosen)
    names = {criterion.key: str(criterion) for criterion in evaluation.criteria.filter(key__in=excluded + still_open)}
    if excluded:
        raise Refused(excluded_sentence(str(candidate), [names[key] for key in excluded]))
    if still_open:
        raise Refused(open_sentence(str(candidate), [names[key] for key in still_open]))
