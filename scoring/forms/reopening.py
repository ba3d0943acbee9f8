"""Why an evaluation goes a stage back."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy

REASON_LIMIT = 20_000


class ReopeningForm(forms.Form):
    """The reason; the stage that somebody saw goes along, so that a second click does not go back two stages."""

    stage = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say why it is reopened; the reason is printed in every report.")},
        help_text=gettext_lazy("Stands in the record and is printed on the results page and in every report."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("stage", "reason")
