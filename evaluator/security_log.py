"""Security log: who came in, who could not, and who made or used a link to set a password; by id, never by name.

A link to somebody's password is as good as that person, and no evaluation's record can tell who used it. This log can.
"""

import logging
from collections.abc import Mapping
from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from evaluator.models import Member

_logger = logging.getLogger("evaluator.security")


def link_made(*, by: Member, for_: Member) -> None:
    """Somebody is shown a link with which another person's password can be set."""
    _logger.info("password link made: for member %d by member %d", for_.pk, by.pk)


@receiver(user_logged_in, dispatch_uid="security_log.signed_in")
def _signed_in(user: Member, **_signal: Any) -> None:
    _logger.info("signed in: member %d", user.pk)


@receiver(user_logged_out, dispatch_uid="security_log.signed_out")
def _signed_out(user: Member | None, **_signal: Any) -> None:
    if user:
        _logger.info("signed out: member %d", user.pk)


@receiver(user_login_failed, dispatch_uid="security_log.failed")
def _failed(credentials: Mapping[str, Any], **_signal: Any) -> None:
    """The address that was tried is not written down: it may be a password that was typed into the wrong field."""
    tried = str(credentials.get("email") or credentials.get("username") or "")
    member = get_user_model().objects.filter(email__iexact=tried).first()
    _logger.warning("sign-in failed: %s", f"member {member.pk}" if member else "nobody of that address")


@receiver([password_changed, password_set], dispatch_uid="security_log.changed")
def _changed(request: HttpRequest, user: Member, **_signal: Any) -> None:  # noqa: ARG001
    _logger.info("password changed: member %d", user.pk)


@receiver(password_reset, dispatch_uid="security_log.reset")
def _reset(request: HttpRequest, user: Member, **_signal: Any) -> None:  # noqa: ARG001
    _logger.info("password set through a link: member %d", user.pk)
