"""How people come in: by invitation of procurement or an administrator, never by signing up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class InvitedOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's door with the sign-up closed."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _("Too many failed attempts. Wait five minutes, then try again."),
        "email_password_mismatch": _("The e-mail address or the password is not right."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Nobody signs up: an account without a group or a seat would see nothing, and could still be attacked."""
        return False

    def get_user_display(self, user: Any) -> str:
        """The person's name as colleagues know it."""
        return str(user)
