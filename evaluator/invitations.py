"""Invitations: who may bring in whom, and the one-time link through which a person sets their password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from evaluator.models import Member
from evaluator.roles import LABELS, MAY_GRANT


def grantable_by(member: Member) -> list[str]:
    """The groups that this person may put others into."""
    if member.is_superuser:
        return list(LABELS)
    held = {group.name for group in member.groups.all()}
    granted = {name for group in held for name in MAY_GRANT.get(group, [])}
    return [name for name in LABELS if name in granted]


def may_link(inviter: Member, person: Member, grantable: list[str]) -> bool:
    """Whether the inviter may hand over a link that lets its bearer sign in as the person.

    A link is as good as the person's password, so nobody may make one that leads further than they may invite: not for
    those who may open the administration, nor for anybody with a group or a right that the inviter could not give.
    Nobody makes one for themselves either: whoever finds an open session would otherwise own the account.

    Args:
        person: with groups and user_permissions prefetched, where many are asked about.
        grantable: what `grantable_by` says of the inviter.
    """
    if person.pk == inviter.pk or not person.is_active:
        return False
    if inviter.is_superuser:
        return True
    is_plain = not person.is_superuser and not person.is_staff and not person.user_permissions.all()
    return is_plain and all(group.name in grantable for group in person.groups.all())


def password_path(person: Member) -> str:
    """Where the person sets a password. Works once, because the password it was made for is part of its key."""
    key = default_token_generator.make_token(person)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key})
