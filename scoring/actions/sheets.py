"""Sheets: hand one in, open the price envelope on the way, give one back, admit a late one."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring.actions.held import held_evaluation, held_seat, needed
from scoring.actions.marks import require_open
from scoring.actions.refusals import Refused
from scoring.models import Deed, Seat, Stage
from scoring.record import chain, enter
from scoring.sheets import sheet_of

if TYPE_CHECKING:
    from evaluator.models import Member


def open_envelope(seat: Seat, *, by: "Member", on: datetime) -> Seat:
    """Hand in need match and risk control, and see the prices from now on; a second click changes nothing.

    Raises: Refused: cells of need or risk are still empty, or an amendment unconfirmed. Locked: it takes nothing.
    """
    with transaction.atomic():
        evaluation = held_evaluation(seat.evaluation, *Stage)
        held = held_seat(seat)
        if not held.has_sealed_price:
            return held
        require_open(held, on)
        _require_confirmed(held)
        _require_no_gaps(held)
        held.envelope_opened_at = on
        held.save(update_fields=["envelope_opened_at"])
        enter(Deed.ENVELOPE, evaluation=evaluation, by=by, at=on, subject={"seat": held.key} | _anchor(held))
    return held


def submit_sheet(seat: Seat, *, by: "Member | None", on: datetime) -> Seat:
    """Hand the sheet in; a second click changes nothing.

    Raises: Refused: cells are still empty, prices unseen or an amendment unconfirmed. Locked: it takes nothing.
    """
    with transaction.atomic():
        evaluation = held_evaluation(seat.evaluation, *Stage)
        held = held_seat(seat)
        if held.is_submitted:
            return held
        require_open(held, on)
        _require_confirmed(held)
        _require_no_gaps(held)
        if held.has_sealed_price and sheet_of(held, with_sealed=True).gaps:
            raise Refused(_("Hand in need match and risk control first; then cost opens."))
        held.submitted_at = on
        held.save(update_fields=["submitted_at"])
        enter(Deed.SUBMITTED, evaluation=evaluation, by=by, at=on, subject={"seat": held.key} | _anchor(held))
    return held


def return_sheet(seat: Seat, *, reason: str, by: "Member", on: datetime) -> Seat:
    """Give a submitted sheet back to its member while scoring is open, with a reason; its marks stay.

    Raises: Refused: the reason is missing, or the sheet is not submitted.
    """
    reason = needed(reason, _("Say why the sheet is given back."))
    with transaction.atomic():
        evaluation = held_evaluation(seat.evaluation, Stage.SCORING)
        held = held_seat(seat)
        if not held.is_submitted:
            raise Refused(_("This sheet is not submitted."))
        held.submitted_at = None
        held.save(update_fields=["submitted_at"])
        subject = {"seat": held.key, "from": "submitted", "to": "open"}
        enter(Deed.REOPENED, evaluation=evaluation, by=by, at=on, subject=subject, reason=reason)
    return held


def admit_sheet(seat: Seat, *, reason: str, by: "Member", on: datetime) -> Seat:
    """Let a sheet that was not submitted in time count as a whole, with a reason that is printed.

    Raises: Refused: the reason is missing, the sheet counts already, or the member declared no interests.
    """
    reason = needed(reason, _("Say why the late sheet counts; the reason is printed in every report."))
    with transaction.atomic():
        evaluation = held_evaluation(seat.evaluation, Stage.CONSENSUS)
        held = held_seat(seat)
        if held.is_counted:
            raise Refused(_("This sheet counts already."))
        if held.declared_at is None:
            raise Refused(_("This member has not declared interests; without that no sheet can count."))
        held.admitted_at, held.admitted_reason = on, reason
        held.save(update_fields=["admitted_at", "admitted_reason"])
        subject = {"seat": held.key} | _anchor(held)
        enter(Deed.ADMITTED, evaluation=evaluation, by=by, at=on, subject=subject, reason=reason)
    return held


def _require_confirmed(seat: Seat) -> None:
    if seat.confirmations.filter(at=None).exists():
        raise Refused(_("The criteria were amended: look at what changed and confirm it first."))


def _require_no_gaps(seat: Seat) -> None:
    gaps = len(sheet_of(seat).gaps)
    if gaps:
        raise Refused(
            ngettext(
                "%(count)d cell is still empty: mark it, or say why it has no mark.",
                "%(count)d cells are still empty: mark them, or say why they have no mark.",
                gaps,
            )
            % {"count": gaps}
        )


def _anchor(seat: Seat) -> dict[str, object]:
    """Where the sheet's own chain stands: written into the evaluation's chain, it can no longer be cut unnoticed."""
    last = chain(seat.evaluation, seat).order_by("-number").first()
    return {"entries": last.number if last else 0, "head": last.hash if last else ""}
