"""Reminders: a mail to those who still owe a sheet, five and two days before the deadline and on its day."""

import logging
from datetime import datetime
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from scoring.models import Deed, Evaluation, Reminder, Seat
from scoring.record import enter

DAYS_BEFORE = (5, 2, 0)
PATIENCE = 20  # seconds for a mail server that does not answer


def remind_all(*, on: datetime) -> list[Seat]:
    """Send what is due now, to each at most one mail a day; returns the seats that were reminded.

    Raises: OSError: the mail server is away; then nobody is noted as reminded, and the next call tries again.
    """
    due = _due(on)
    if not due:
        return []
    with get_connection(timeout=PATIENCE) as server:
        return [seat for seat in due if _note(seat, on) and _is_sent(seat, server)]


def _due(on: datetime) -> list[Seat]:
    """The seats to remind today that were not reminded yet."""
    owing = Seat.objects.owing_a_sheet().filter(evaluation__deadline__gt=on, member__is_active=True)
    waiting = owing.exclude(reminders__on=timezone.localdate(on)).select_related("evaluation", "member")
    return [seat for seat in waiting if _days_left(seat.evaluation, on) in DAYS_BEFORE]


def _days_left(evaluation: Evaluation, on: datetime) -> int:
    """Calendar days to the deadline, as people count them in the installation's time zone."""
    if evaluation.deadline is None:
        raise ValueError("an evaluation without a deadline reminds nobody")
    return (timezone.localdate(evaluation.deadline) - timezone.localdate(on)).days


def _note(seat: Seat, on: datetime) -> bool:
    """Whether today's reminder is ours to send: it is noted before it is sent, so that two callers send one."""
    with transaction.atomic():
        evaluation = Evaluation.objects.select_for_update(no_key=True).get(pk=seat.evaluation_id)
        _reminder, is_new = Reminder.objects.get_or_create(seat=seat, on=timezone.localdate(on))
        if is_new:
            enter(Deed.REMINDED, evaluation=evaluation, by=None, at=on, subject={"seat": seat.key})
    return is_new


def _is_sent(seat: Seat, server: BaseEmailBackend) -> bool:
    """Whether the mail went out; one address that is refused keeps nobody else's mail back."""
    try:
        message(seat, server).send()
    except (SMTPRecipientsRefused, SMTPResponseException):
        logging.getLogger(__name__).exception("The reminder of seat %s was not sent.", seat.pk)
        return False
    return True


def message(seat: Seat, server: BaseEmailBackend | None = None) -> EmailMessage:
    """The mail to the person on the seat, in that person's language."""
    if seat.member is None:
        raise ValueError("nobody sits here")
    with translation.override(seat.member.language):
        address = settings.SITE_URL + reverse("scoring:sheet", args=[seat.evaluation_id])
        text = render_to_string(
            "scoring/mail/reminder.txt", {"member": seat.member, "evaluation": seat.evaluation, "address": address}
        )
        subject = _("Your score sheet is still open: %s") % seat.evaluation
    # A subject is one line, whatever the title holds.
    return EmailMessage(" ".join(subject.split()), text, to=[seat.member.email], connection=server)
