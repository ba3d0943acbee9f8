"""Attachments: put a file beside a mark. It stays there; what it was is in the record."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from scoring.actions.held import held_seat
from scoring.actions.marks import add_empty_mark, require_open_cell
from scoring.actions.refusals import Refused
from scoring.attachments import MOST_FILES, Inspected, Unsuitable, inspected
from scoring.models import Attachment, Candidate, Criterion, Deed, Mark, Seat
from scoring.record import digest, enter

if TYPE_CHECKING:
    from evaluator.models import Member


def attach(
    seat: Seat, candidate: Candidate, criterion: Criterion, file: "File[bytes]", *, by: "Member", on: datetime
) -> tuple[Attachment, bool]:
    """Put a file beside a mark; the same file again changes nothing. Returns it, and whether it was there before.

    Raises:
        Locked: the sheet, or this part of it, takes nothing.
        Refused: the file is none of those that are allowed, there are too many, or the cell is not on the sheet.
    """
    try:
        found = inspected(file, file.name or "")
    except Unsuitable as why:
        raise Refused(str(why)) from why
    with transaction.atomic():
        held = held_seat(seat)
        require_open_cell(held, candidate, criterion, on)
        mark = add_empty_mark(held, candidate, criterion, by=by, on=on)
        same = mark.attachments.filter(sha256=found.sha256).first()
        if same:
            return same, True
        if mark.attachments.count() >= MOST_FILES:
            raise Refused(_("There are %d files beside this mark already, and no more fit.") % MOST_FILES)
        return _stored(mark, file, found, by=by, on=on), False


def _stored(mark: Mark, file: "File[bytes]", found: Inspected, *, by: "Member", on: datetime) -> Attachment:
    """The file under a name that says nothing, its row and its entry; none of them where one fails."""
    row = Attachment(
        mark=mark, name=found.name, media_type=found.media_type, size=found.size, sha256=found.sha256, at=on
    )
    row.file.save(uuid.uuid4().hex, file, save=False)
    stored = row.file.name or ""
    try:
        row.save()
        enter(
            Deed.ATTACHED,
            evaluation=mark.seat.evaluation,
            seat=mark.seat,
            by=by,
            at=on,
            subject={"offer": mark.candidate.key, "criterion": mark.criterion.key, "attachment": row.pk},
            changed=digest(row.content),
        )
    except BaseException:
        row.file.storage.delete(stored)
        raise
    return row
