"""Amendments: change the baseline while scoring is open: a new version, a reason, and those affected are asked."""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from scoring.actions.held import held_evaluation, held_seat, needed
from scoring.actions.refusals import Refused
from scoring.casefile.changes import Change, changed_ids, changes, offer_changes
from scoring.casefile.document import canonical_bytes, read, to_document
from scoring.casefile.opening import amendment_problems
from scoring.casefile.rows import live_case
from scoring.formulas.case import Case
from scoring.models import Baseline, Confirmation, Deed, Evaluation, Seat, Stage
from scoring.record import enter
from vendors.wording import in_a_row

if TYPE_CHECKING:
    from evaluator.models import Member

Sheets = dict[str, set[tuple[str, str]]]  # seat -> its cells: offer, criterion


class Stale(Refused):
    """What the amendment would do is no longer what was looked at."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What an amendment does to one seat's sheet: how many cells it concerns, and never what stands in them.

    Cells are counted whether or not they are marked: how far a sheet is, is as sealed as its marks.
    """

    seat: str
    concerned: int  # cells that stay on the sheet, on changed criteria or offers
    added: int
    left_out: int  # cells of criteria that no longer count; their marks stay stored
    is_given_back: bool  # it was submitted, and has new cells


@dataclass(frozen=True, slots=True)
class Amendment:
    """What an amendment does: the changes, and what becomes of the sheets."""

    version: int
    changes: list[Change]
    effects: list[Effect]
    document: dict[str, Any]
    sha256: str

    @property
    def token(self) -> str:
        """What a preview showed, to be confirmed and nothing else."""
        return f"{self.version}-{self.sha256}"

    @property
    def given_back(self) -> list[str]:
        """The seats whose submitted sheet is given back."""
        return [effect.seat for effect in self.effects if effect.is_given_back]


def amend(
    evaluation: Evaluation,
    *,
    change: Callable[[], object],
    take_over: Collection[str],
    reason: str,
    by: "Member",
    on: datetime,
    is_preview: bool = False,
    seen: str | None = None,
) -> Amendment:
    """A new version of the baseline; no mark is lost by it.

    The company, the scale and the seats stay as they were frozen.

    Args:
        change: saves the changed rows of criteria, weights or method; it runs inside the transaction.
        take_over: keys of the offers whose facts and costs are to be read anew; the others stay as they were frozen.
        is_preview: do it, say what it did, and leave no trace.
        seen: the token of the preview that is confirmed.
    Raises: Refused: nothing changes, the case no longer adds up, or the reason is missing.
        Stale: it would do something else than what was looked at.
    """
    if not is_preview:
        reason = needed(reason, _("An amendment needs a reason; it is printed in every report."))
    with transaction.atomic():
        held = held_evaluation(evaluation, Stage.SCORING)
        latest = held.baselines.order_by("-version")[0]
        frozen = read(latest.case)
        change()
        held.refresh_from_db()
        amendment = _amendment(held, latest, frozen, _amended(live_case(held), frozen, take_over))
        if is_preview:
            transaction.set_rollback(True)
            return amendment
        if seen is not None and seen != amendment.token:
            raise Stale(_("What this would do has changed since you looked at it. Look again, then confirm."))
        _freeze(held, amendment, reason=reason, by=by, on=on)
    return amendment


def confirm(seat: Seat, *, version: int, by: "Member", on: datetime) -> int:
    """The member has seen what changed up to a version and lets the marks stand; a second click changes nothing.

    Returns: how many amendments were confirmed.
    """
    with transaction.atomic():
        evaluation = held_evaluation(seat.evaluation, Stage.SCORING)
        waiting = held_seat(seat).confirmations.filter(at=None, baseline__version__lte=version)
        found = list(waiting.select_related("baseline"))
        for confirmation in found:
            confirmation.at = on
            confirmation.save(update_fields=["at"])
            subject = {"seat": seat.key, "baseline": confirmation.baseline.version}
            enter(Deed.CONFIRMED, evaluation=evaluation, by=by, at=on, subject=subject)
    return len(found)


def changes_since(evaluation: Evaluation) -> dict[str, list[Change]]:
    """What is different by now in the facts and costs of each offer that changed since it was frozen."""
    latest = evaluation.baselines.order_by("-version").first()
    return {} if latest is None else offer_changes(latest.case, to_document(live_case(evaluation)))


def changed_offers(evaluation: Evaluation) -> list[str]:
    """Keys of the offers whose facts or costs differ by now from what was frozen."""
    return list(changes_since(evaluation))


def _amended(live: Case, frozen: Case, take_over: Collection[str]) -> Case:
    before = {offer.id: offer for offer in frozen.offers}
    return replace(
        live,
        title=frozen.title,
        profile=frozen.profile,
        scale=frozen.scale,
        seats=frozen.seats,
        offers=tuple(offer if offer.id in take_over else before.get(offer.id, offer) for offer in live.offers),
    )


def _amendment(held: Evaluation, latest: Baseline, frozen: Case, case: Case) -> Amendment:
    """Raises: Refused: nothing changes, or the case no longer adds up."""
    problems = amendment_problems(held, case)
    if problems:
        raise Refused(in_a_row(problems))
    document = to_document(case)
    found = changes(latest.case, document)
    if not found:
        raise Refused(_("Nothing would change."))
    return Amendment(
        version=latest.version + 1,
        changes=found,
        effects=_effects(held, found, _sheets(frozen, held), _sheets(case, held)),
        document=document,
        sha256=hashlib.sha256(canonical_bytes(case)).hexdigest(),
    )


def _sheets(case: Case, evaluation: Evaluation) -> Sheets:
    """Which cells each seat is asked for; nobody marks the offers that they withdrew from since it was frozen."""
    recused = set(
        Seat.objects.filter(evaluation=evaluation, recused_from__isnull=False).values_list("key", "recused_from__key")
    )
    holds = {None, *case.profile.conditions}
    asked = [each.id for each in case.criteria if each.source == "panel" and each.counts and each.condition in holds]
    return {
        seat.id: {
            (offer.id, criterion)
            for offer in case.offers
            if (seat.id, offer.id) not in recused
            for criterion in asked
            if seat.marks_criterion(criterion)
        }
        for seat in case.seats
    }


def _effects(evaluation: Evaluation, found: list[Change], before: Sheets, after: Sheets) -> list[Effect]:
    criteria, offers = changed_ids(found, "criteria"), changed_ids(found, "offers")
    # What the dimensions weigh and how marks are combined says what every mark is worth.
    is_everywhere = any(change["part"] in {"dimensions", "method"} for change in found)
    effects = []
    for seat in Seat.objects.filter(evaluation=evaluation, member__isnull=False):
        old, new = before.get(seat.key, set()), after.get(seat.key, set())
        concerned = {cell for cell in old & new if is_everywhere or cell[0] in offers or cell[1] in criteria}
        if concerned or old != new:
            effects.append(
                Effect(
                    seat=seat.key,
                    concerned=len(concerned),
                    added=len(new - old),
                    left_out=len(old - new),
                    is_given_back=seat.is_submitted and bool(new - old),
                )
            )
    return effects


def _freeze(evaluation: Evaluation, amendment: Amendment, *, reason: str, by: "Member", on: datetime) -> None:
    baseline = Baseline.objects.create(
        evaluation=evaluation,
        version=amendment.version,
        case=amendment.document,
        sha256=amendment.sha256,
        changes=amendment.changes,
        reason=reason,
        by=by,
        created_at=on,
    )
    affected = sorted(effect.seat for effect in amendment.effects)
    Confirmation.objects.bulk_create(
        Confirmation(seat=seat, baseline=baseline) for seat in evaluation.seats.filter(key__in=affected)
    )
    evaluation.seats.filter(key__in=amendment.given_back).update(submitted_at=None)
    enter(
        Deed.AMENDED,
        evaluation=evaluation,
        by=by,
        at=on,
        subject={"baseline": amendment.version, "asked": affected, "given_back": amendment.given_back},
        changed=amendment.sha256,
        reason=reason,
    )
