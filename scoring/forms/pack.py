"""The criteria pack: for which tier, and how many criteria."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scoring import library
from vendors.models import Tier
from vendors.wording import worded_for_reader


class PackForm(forms.Form):
    """Which of the library's criteria an evaluation takes."""

    tier = forms.ModelChoiceField(
        Tier.objects.all(),
        label=_("Tier that fits us"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose the tier that fits the company.")},
    )
    pack = forms.ChoiceField(
        label=_("Criteria pack"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how many criteria to judge by.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pack"].choices = [  # type: ignore[attr-defined]
            (each.id, worded_for_reader(each.name)) for each in library.packs()
        ]
