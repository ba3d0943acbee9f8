"""How people come in: by invitation of procurement or an administrator, never by signing up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitedOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's door with the sign-up closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Nobody signs up: an account without a group or a seat would see nothing, and could still be attacked."""
        return False

    def get_user_display(self, user: Any) -> str:
        """The person's name as colleagues know it."""
        return str(user)
