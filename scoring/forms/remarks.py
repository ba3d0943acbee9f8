"""Remarks: what a vendor may read about its own offer."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from scoring.forms.clarifications import Text
from scoring.models import Candidate, Criterion, Evaluation


class RemarkForm(forms.Form):
    """One remark, on a criterion or on the whole offer; it takes the place of the one that was there."""

    candidate = forms.ModelChoiceField(
        Candidate.objects.none(), label=_("Offer"), to_field_name="key", empty_label=_("Choose an offer")
    )
    criterion = forms.ModelChoiceField(
        Criterion.objects.none(),
        label=_("About"),
        to_field_name="key",
        empty_label=_("The offer as a whole"),
        required=False,
    )
    text = Text(
        label=_("What the vendor may read"),
        required=False,
        help_text=_("Without other vendors, prices of others, and members. Empty: the remark is taken back."),
    )
    text_zh = Text(label=_("The same in Chinese"), required=False, help_text=_("If it differs."))

    def __init__(self, *args: Any, evaluation: Evaluation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        candidates = evaluation.candidates.select_related("offer__vendor", "evaluation")
        self.fields["candidate"].queryset = candidates  # type: ignore[attr-defined]
        self.fields["criterion"].queryset = evaluation.criteria.all()  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_tag = False
