"""The form of a tier in the administration: its texts stand in both languages, and a slip must not break the pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vendors.models import Tier

_BOTH = {"en", "zh-hans"}


class TierForm(forms.ModelForm[Tier]):
    """Name, functions, price band and fitting scenario."""

    class Meta:
        model = Tier
        fields = ["name", "name_zh", "functions", "price_min", "price_max", "fits"]

    def clean_functions(self) -> Any:
        """A list of texts."""
        functions = self.cleaned_data["functions"]
        if not isinstance(functions, list) or not all(_is_wording(function) for function in functions):
            raise forms.ValidationError(
                _('Enter a list of texts, each {"en": "...", "zh-hans": "..."} or one text in quotation marks.')
            )
        return functions

    def clean_fits(self) -> Any:
        """A text."""
        fits = self.cleaned_data["fits"]
        if not _is_wording(fits):
            raise forms.ValidationError(_('Enter {"en": "...", "zh-hans": "..."} or one text in quotation marks.'))
        return fits


def _is_wording(wording: Any) -> bool:
    if isinstance(wording, str):
        return bool(wording.strip())
    return (
        isinstance(wording, dict)
        and set(wording) == _BOTH
        and all(isinstance(text, str) and text.strip() for text in wording.values())
    )
