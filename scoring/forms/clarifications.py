"""Clarifications: a question to a vendor, what the vendor says, and what the committee concludes."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from scoring.forms.reason import REASON_LIMIT
from scoring.models import Candidate, Clarification, Evaluation


class Text(forms.CharField):
    """A longer text; a browser sends its line breaks as two characters, which nobody typed."""

    def __init__(self, *, rows: int = 4, **options: Any) -> None:
        super().__init__(max_length=REASON_LIMIT, widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class _OneOfTwo(forms.Form):
    """A form of a page that has two: its fields have ids of their own."""

    name = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"{self.name}-%s"
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


class QuestionForm(_OneOfTwo):
    """The first question of a thread."""

    name = "ask"

    candidate = forms.ModelChoiceField(
        Candidate.objects.none(), label=_("Offer"), to_field_name="key", empty_label=_("Choose an offer")
    )
    about = forms.ChoiceField(label=_("About"), choices=Clarification.About.choices)
    question = Text(
        label=_("Question to the vendor"),
        rows=8,
        help_text=_("Send it the way you write to vendors; here it is kept with your name and the time."),
    )

    def __init__(self, *args: Any, evaluation: Evaluation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = evaluation.candidates.select_related("offer__vendor", "evaluation")
        self.fields["candidate"].queryset = rows  # type: ignore[attr-defined]


class MessageForm(_OneOfTwo):
    """One more question, or the vendor's answer."""

    name = "say"

    speaker = forms.ChoiceField(
        label=_("Who says it"),
        choices=[("vendor", _("The vendor answered")), ("us", _("We asked"))],
        widget=forms.RadioSelect,
        initial="vendor",
    )
    text = Text(label=_("What was written or said"), help_text=_("It can't be changed later."))


class ConclusionForm(_OneOfTwo):
    """What the committee makes of it."""

    name = "conclude"

    conclusion = Text(
        label=_("What the committee concludes, and why"),
        help_text=_("This ends the thread. It changes no score, and no offer is rejected by it."),
    )
