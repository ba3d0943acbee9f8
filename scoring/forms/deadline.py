"""The deadline: a day and a time on the clock of this installation."""

from datetime import datetime, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scoring.forms.reason import ReasonField
from scoring.models import Evaluation, Stage

# A year that was mistyped, rather than a committee that takes its time.
FARTHEST = timedelta(days=5 * 366)
_AS_BROWSERS_SEND_IT = "%Y-%m-%dT%H:%M"


class DeadlineForm(forms.Form):
    """When scoring closes by itself; once scoring is open, also why that changes."""

    deadline = forms.DateTimeField(
        label=gettext_lazy("Scoring closes on"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_AS_BROWSERS_SEND_IT),
        error_messages={"invalid": gettext_lazy("Write a day and a time, as in 2026-11-30 18:00.")},
    )
    reason = ReasonField(
        label=gettext_lazy("Why the deadline changes"),
        help_text=gettext_lazy("Shown in the record of this evaluation."),
    )

    def __init__(self, *args: Any, evaluation: Evaluation, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["deadline"] = evaluation.deadline
        self.evaluation, self.now = evaluation, now
        self.fields["deadline"].help_text = _(
            "Time zone: %(zone)s. Leave it empty if procurement or the chair close scoring by hand."
        ) % {"zone": timezone.get_current_timezone_name()}
        if evaluation.stage != Stage.SCORING:
            del self.fields["reason"]
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_deadline(self) -> datetime | None:
        """In the future, not in another age, and while scoring is open another one than before."""
        deadline: datetime | None = self.cleaned_data["deadline"]
        if deadline is not None and deadline <= self.now:
            raise forms.ValidationError(_("This moment has passed already. The deadline must lie in the future."))
        if deadline is not None and deadline > self.now + FARTHEST:
            raise forms.ValidationError(_("The deadline lies more than five years ahead. Check the year."))
        if self.evaluation.stage == Stage.SCORING and deadline == _to_the_minute(self.evaluation.deadline):
            raise forms.ValidationError(_("This is the deadline already."))
        return deadline


def _to_the_minute(moment: datetime | None) -> datetime | None:
    """What the browser shows of it."""
    return moment and moment.replace(second=0, microsecond=0)
