"""Downloads: who took which copy of an evaluation away."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from scoring.actions.held import held_evaluation
from scoring.models import Deed, Evaluation, Stage
from scoring.models.evaluation import REVEALED
from scoring.record import enter

if TYPE_CHECKING:
    from evaluator.models import Member


def note_download(
    evaluation: Evaluation, what: str, *, offer: str = "", seat: str = "", by: "Member", on: datetime
) -> None:
    """Write down that somebody took a copy away.

    Args:
        what: which one: a kind of report, or workbook, results, marks, assessment or evaluation.
        offer, seat: the key of what it is about, if of one.
    Raises: Refused: the sheets have been sealed again.
    """
    about = {"offer": offer, "seat": seat}
    subject = {"what": what} | {name: key for name, key in about.items() if key}
    with transaction.atomic():
        held = held_evaluation(evaluation, *(Stage(stage) for stage in REVEALED))
        enter(Deed.REPORTED, evaluation=held, by=by, at=on, subject=subject)
