"""Passwords: how long one must be."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import ngettext


class LengthValidator(MinimumLengthValidator):
    """Django's rule; what it says when a password breaks it has no Chinese translation in Django 5.2."""

    def get_error_message(self) -> str:
        """What is wrong, and what is allowed."""
        return ngettext(
            "This password is too short. It must contain at least %d character.",
            "This password is too short. It must contain at least %d characters.",
            self.min_length,
        ) % (self.min_length,)
