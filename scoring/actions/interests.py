"""Interests: each member declares about each vendor, and withdraws from those where it would be wrong to judge."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from scoring.actions.held import held_evaluation, held_seat
from scoring.actions.refusals import Refused
from scoring.models import Candidate, Deed, Evaluation, Ground, Interest, Seat, Stage
from scoring.record import digest, enter
from vendors.models import Vendor

if TYPE_CHECKING:
    from evaluator.models import Member


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a member states about one vendor."""

    grounds: tuple[str, ...] = ()
    statement: str = ""
    withdraws: bool = False


def declare(seat: Seat, declarations: Mapping[int, Declaration], *, by: "Member | None", on: datetime) -> Seat:
    """Declare about vendors (by id); what is the same as before makes no new row.

    Withdrawing empties the seat's column for every offer of that vendor; the marks stay but no longer count, and taking
    the withdrawal back brings them back. Raises: Refused: a vendor is left out, a ground is unknown or not described.
    """
    with transaction.atomic():
        evaluation = held_evaluation(seat.evaluation, Stage.DRAFT, Stage.SCORING, Stage.CONSENSUS)
        held = held_seat(seat)
        vendors = vendors_of(evaluation)
        before = {each.vendor_id: each for each in Interest.objects.in_force().filter(seat=held)}
        for vendor in vendors:
            declaration = declarations.get(vendor.pk)
            if declaration is None:
                if vendor.pk not in before:
                    raise Refused(_("Declare about every vendor. Missing: %s.") % vendor)
                continue
            _checked(declaration, vendor)
            if _differs(before.get(vendor.pk), declaration):
                _write(evaluation, held, vendor, before.get(vendor.pk), declaration, by=by, on=on)
        held.declared_at = on
        held.save(update_fields=["declared_at"])
    return held


def vendors_of(evaluation: Evaluation) -> list[Vendor]:
    """The vendors whose offers are compared, each once."""
    return list(Vendor.objects.filter(offers__candidates__evaluation=evaluation).distinct())


def _checked(declaration: Declaration, vendor: Vendor) -> None:
    unknown = set(declaration.grounds) - set(Ground.values)
    if unknown:
        raise Refused(_("Allowed grounds: %s.") % ", ".join(Ground.values))
    if declaration.grounds and not declaration.statement.strip():
        raise Refused(_("Describe in a sentence what you have to do with %s.") % vendor)
    if declaration.withdraws and not declaration.grounds:
        raise Refused(_("Name the grounds on which you withdraw from %s.") % vendor)


def _differs(before: Interest | None, declaration: Declaration) -> bool:
    return before is None or (tuple(before.grounds), before.statement, before.withdraws) != (
        declaration.grounds,
        declaration.statement.strip(),
        declaration.withdraws,
    )


def _write(
    evaluation: Evaluation,
    seat: Seat,
    vendor: Vendor,
    before: Interest | None,
    declaration: Declaration,
    *,
    by: "Member | None",
    on: datetime,
) -> None:
    interest = Interest.objects.create(
        seat=seat,
        vendor=vendor,
        version=before.version + 1 if before else 1,
        grounds=list(declaration.grounds),
        statement=declaration.statement.strip(),
        withdraws=declaration.withdraws,
        at=on,
    )
    candidates = list(Candidate.objects.filter(evaluation=evaluation, offer__vendor=vendor))
    if declaration.withdraws:
        seat.recused_from.add(*candidates)
    else:
        seat.recused_from.remove(*candidates)
    enter(
        Deed.WITHDREW if declaration.withdraws else Deed.DECLARED,
        evaluation=evaluation,
        by=by,
        at=on,
        subject={"seat": seat.key, "vendor": vendor.pk, "version": interest.version},
        changed=digest(interest.content),
    )
