"""Member: a person who may sign in."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]


class MemberManager(BaseUserManager["Member"]):
    """Makes people; the e-mail address is what they sign in with."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Member":
        """A person; without a password nobody can sign in as them until they have set one through their link."""
        member = self.model(email=self.normalize_email(email).lower(), **fields)
        member.set_password(password)
        member.save(using=self._db)
        return member

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Member":
        """A person with every right, for the first sign-in of an installation."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "Member":
        """Sign-in does not care about the case in which an address is typed."""
        return self.get(email__iexact=username)


class Member(AbstractBaseUser, PermissionsMixin):
    """A person: procurement, finance, an auditor, an administrator, or simply somebody with a seat on a committee."""

    email = models.EmailField(_("e-mail address"), unique=True, max_length=254)
    name = models.CharField(
        pgettext_lazy("of a person", "name"), max_length=120, help_text=_("As colleagues know this person.")
    )
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, default="en")
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("may open the administration"), default=False)
    joined_at = models.DateTimeField(_("added on"), auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = MemberManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "email"]
        constraints = [models.UniqueConstraint(Lower("email"), name="one_member_per_address")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """What allauth and the administration show."""
        return str(self)
