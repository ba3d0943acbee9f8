"""Whole: points that must add up to 100, and the sentence when they do not. Never brought to 100 in silence."""

from django.utils.translation import gettext as _

from scoring.forms.fields import plain

WHOLE = 100.0
_NOISE = 0.005


def not_whole(total: float) -> str:
    """What is missing or too much; empty where the points add up.

    >>> not_whole(100.001)
    ''
    """
    if abs(total - WHOLE) <= _NOISE:
        return ""
    values = {"total": plain(round(total, 2)), "difference": plain(round(abs(total - WHOLE), 2))}
    if total < WHOLE:
        return _("The weights add up to %(total)s; add %(difference)s.") % values
    return _("The weights add up to %(total)s; take away %(difference)s.") % values
