"""Why: the one question that every act asks which goes back on something, or past a rule."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASON_LIMIT = 20_000


class ReasonField(forms.CharField):
    """A text that is printed as it was typed."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Reason"))
        super().__init__(max_length=REASON_LIMIT, widget=forms.Textarea(attrs={"rows": 4}), **options)


class ReasonForm(forms.Form):
    """The reason alone."""

    reason = ReasonField()

    def __init__(self, *args: Any, hint: str | Promise = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = str(hint)
        self.helper = FormHelper()
        self.helper.form_tag = False
