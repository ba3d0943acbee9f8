"""Reminders: five days, two days and the day itself, only to those who owe, once a day, in their language."""

from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from pytest_django import Settings

from scoring.models import Deed, Evaluation, RecordEntry, Reminder, Seat
from scoring.reminders import remind_all
from tests import factories

pytestmark = pytest.mark.django_db

DEADLINE = factories.NOON + timedelta(days=20)


@pytest.fixture
def evaluation() -> Evaluation:
    return factories.open_evaluation(deadline=DEADLINE)


def before(**time: float) -> datetime:
    return DEADLINE - timedelta(**time)


def addresses(mailbox: list[EmailMessage]) -> list[str]:
    return [address for mail in mailbox for address in mail.to]


@pytest.mark.parametrize(("days", "mails"), [(6, 0), (5, 2), (4, 0), (3, 0), (2, 2), (1, 0), (0.1, 2), (0, 0), (-1, 0)])
def test_mails_go_out_at_five_two_and_no_days(
    days: float, mails: int, evaluation: Evaluation, mailoutbox: list[EmailMessage]
) -> None:
    remind_all(on=before(days=days))

    assert len(mailoutbox) == mails
    assert RecordEntry.objects.filter(deed=Deed.REMINDED, by=None).count() == mails


def test_days_are_counted_on_the_calendar(evaluation: Evaluation, mailoutbox: list[EmailMessage]) -> None:
    remind_all(on=DEADLINE.replace(hour=23, minute=59) - timedelta(days=6))
    assert mailoutbox == []
    remind_all(on=DEADLINE.replace(hour=0, minute=0) - timedelta(days=5))
    assert len(mailoutbox) == 2


def test_nobody_gets_two_on_one_day_and_everybody_one_on_each_of_three(
    evaluation: Evaluation, mailoutbox: list[EmailMessage]
) -> None:
    for days in (5, 2, 0):
        for hours in (3, 2, 1):
            remind_all(on=before(days=days, hours=hours))

    assert len(mailoutbox) == 6
    assert Reminder.objects.count() == 6


def test_only_those_who_owe_a_sheet_and_can_sign_in_are_reminded(mailoutbox: list[EmailMessage]) -> None:
    evaluation = factories.open_evaluation(seats=4, deadline=DEADLINE)
    owing, done, inactive, vacant = evaluation.seats.select_related("member")
    Seat.objects.filter(pk=done.pk).update(submitted_at=factories.NOON)
    assert inactive.member is not None
    inactive.member.is_active = False
    inactive.member.save()
    Seat.objects.filter(pk=vacant.pk).update(member=None)
    factories.open_evaluation()  # without a deadline
    factories.small_evaluation(deadline=DEADLINE)  # in draft

    assert remind_all(on=before(days=2)) == [owing]
    assert owing.member is not None
    assert addresses(mailoutbox) == [owing.member.email]


def test_each_mail_is_in_its_readers_language_and_leads_to_the_sheet(
    evaluation: Evaluation, mailoutbox: list[EmailMessage], settings: Settings
) -> None:
    settings.SITE_URL = "https://choose.example.org"
    english, chinese = (seat.member for seat in evaluation.seats.select_related("member"))
    assert english is not None
    assert chinese is not None
    chinese.language = "zh-hans"
    chinese.save()
    evaluation.title, evaluation.title_zh = "Tom & Jerry's <system>", "客服系统"
    evaluation.save()
    remind_all(on=before(days=2))
    texts = {mail.to[0]: (mail.subject, mail.body) for mail in mailoutbox}

    subject, body = texts[english.email]
    assert subject == "Your score sheet is still open: Tom & Jerry's <system>"
    assert f"Hello {english.name}," in body
    assert "“Tom & Jerry's <system>”" in body
    assert "Nov. 22, 2026, noon (UTC)" in body
    subject, body = texts[chinese.email]
    assert "客服系统" in subject
    assert "客服系统" in body
    assert "2026年11月22日" in body
    for _subject, body in texts.values():
        assert f"https://choose.example.org/e/{evaluation.pk}/sheet/" in body


def test_a_title_cannot_write_headers(evaluation: Evaluation, mailoutbox: list[EmailMessage]) -> None:
    evaluation.title = "Phones\r\nBcc: everybody@example.org\n\nHello"
    evaluation.save()
    remind_all(on=before(days=2))

    for mail in mailoutbox:
        assert mail.subject == "Your score sheet is still open: Phones Bcc: everybody@example.org Hello"
        assert mail.recipients() == mail.to
        assert mail.message()["Bcc"] is None


class RefusingOne(EmailBackend):
    """A mail server that does not know the first address."""

    def send_messages(self, messages: Any) -> int:
        if not Reminder.objects.count() > 1:
            raise SMTPRecipientsRefused({messages[0].to[0]: (550, b"no such user")})
        return super().send_messages(messages)


class Away(EmailBackend):
    """A mail server that cannot be reached."""

    def open(self) -> bool:
        raise ConnectionRefusedError("nobody listens")


def test_an_address_that_is_refused_keeps_nobody_elses_mail_back(
    evaluation: Evaluation, mailoutbox: list[EmailMessage], settings: Settings
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.RefusingOne"
    reminded = remind_all(on=before(days=2))

    assert len(reminded) == 1
    assert len(mailoutbox) == 1


def test_while_the_mail_server_is_away_nobody_counts_as_reminded(
    evaluation: Evaluation, mailoutbox: list[EmailMessage], settings: Settings
) -> None:
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    with pytest.raises(ConnectionRefusedError):
        remind_all(on=before(days=2))
    assert Reminder.objects.count() == 0

    settings.EMAIL_BACKEND = backend
    assert len(remind_all(on=before(days=2))) == 2
    assert len(mailoutbox) == 2
