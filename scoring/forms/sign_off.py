"""A member's answer to the decision."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scoring.models import SignOff

TEXT_LIMIT = 20_000


class SignOffForm(forms.Form):
    """Agree, agree with a note, or dissent; the last two say something."""

    decision = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=gettext_lazy("Your answer"), choices=SignOff.Answer.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=gettext_lazy("Note, or why you dissent"),
        max_length=TEXT_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Stands beside your name on the decision page and in the report, as it stands here."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("decision", "answer", "text")

    def clean(self) -> dict[str, Any]:
        """A note or a dissent without a word says nothing; a bare agreement has no text that would get lost."""
        cleaned = super().clean() or {}
        answer, text = cleaned.get("answer"), cleaned.get("text", "")
        if answer in {SignOff.Answer.NOTE, SignOff.Answer.DISSENT} and not text and not self.has_error("text"):
            self.add_error("text", _("Say what you note, or why you dissent."))
        if answer == SignOff.Answer.AGREE and text:
            self.add_error("answer", _("You wrote something: choose “I agree, with a note”, or empty the text."))
        return cleaned
