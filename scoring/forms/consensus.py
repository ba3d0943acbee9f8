"""The consensus round: revise one's own mark, record the agreed one, note what was said."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scoring.actions import Answer
from scoring.forms.reason import REASON_LIMIT, ReasonField
from scoring.models import Consensus, Evaluation
from scoring.models.mark import Evidence, Said, State
from vendors.wording import chosen

_STATES = (State.NOT_APPLICABLE, State.ABSTAINED, State.LEFT_OPEN)


class Text(forms.CharField):
    """A longer text; a browser sends its line breaks as two characters, which nobody typed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=REASON_LIMIT, widget=forms.Textarea(attrs={"rows": 3}), **options)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class _RoundForm(forms.Form):
    """One of the forms of a page that has several: its fields have ids of their own."""

    name = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"{self.name}-%s"
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


class _VersionedForm(_RoundForm):
    """What it changes is changed only as it was when the page was opened."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def renew(self, version: int) -> None:
        """Keep what was typed, for another try against what is there now."""
        self.data = {**self.data, "version": str(version)}


class RevisionForm(_VersionedForm):
    """One's own mark after the reveal."""

    name = "revise"

    mark = forms.ChoiceField(label=gettext_lazy("Your mark"))
    comment = Text(label=gettext_lazy("Comment"), required=False)
    evidence = forms.ChoiceField(label=gettext_lazy("Evidence"), required=False, choices=[("", "–"), *Evidence.choices])
    reason = ReasonField(
        label=gettext_lazy("Why it changes"),
        help_text=gettext_lazy("Shown beside your first mark, which stays."),
    )

    def __init__(self, *args: Any, evaluation: Evaluation, said: Said | None, **kwargs: Any) -> None:
        self.said = said
        initial = {"version": said.version if said else 0, **_fields_of(said)}
        super().__init__(*args, initial=initial, **kwargs)
        marks = [(str(value), str(value)) for value in range(evaluation.scale_min, evaluation.scale_max + 1)]
        states = [(state.value, state.label) for state in _STATES]
        self.fields["mark"].choices = [*marks, *states]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A revision that changes nothing is a slip."""
        cleaned = super().clean() or {}
        if self.said and {name: cleaned.get(name) for name in ("mark", "comment", "evidence")} == _fields_of(self.said):
            self.add_error("mark", _("This is what your mark says already."))
        return cleaned

    @property
    def answer(self) -> Answer:
        """What the fields say. Only after validation."""
        mark, comment, evidence = (self.cleaned_data[name] for name in ("mark", "comment", "evidence"))
        if mark in State.values:
            return Answer(state=mark, comment=comment, evidence=evidence)
        return Answer(State.MARKED, int(mark), comment, evidence)


class AgreementForm(_VersionedForm):
    """The mark that the committee agreed on."""

    name = "agree"

    value = forms.TypedChoiceField(label=gettext_lazy("Consensus mark"), coerce=int)
    reason = ReasonField(
        label=gettext_lazy("How the committee came to it"),
        help_text=gettext_lazy("Printed beside the consensus mark. The members' own marks stay beside it too."),
    )

    def __init__(self, *args: Any, evaluation: Evaluation, agreed: Consensus | None, **kwargs: Any) -> None:
        initial = {"version": agreed.version, "value": agreed.value} if agreed else {"version": 0}
        super().__init__(*args, initial=initial, **kwargs)
        marks = [(value, str(value)) for value in range(evaluation.scale_min, evaluation.scale_max + 1)]
        # No mark is suggested where none is agreed.
        empty = [] if agreed else [("", "–")]
        self.fields["value"].choices = [*empty, *marks]  # type: ignore[attr-defined]


class NoteForm(_RoundForm):
    """What was said."""

    name = "note"

    text = Text(
        label=gettext_lazy("Note"), help_text=gettext_lazy("With your name and the time; it can't be changed later.")
    )


def _fields_of(said: Said | None) -> dict[str, str]:
    """What was said, as the fields of a form show it."""
    if said is None:
        return {"mark": "", "comment": "", "evidence": ""}
    mark = str(said.value) if said.state == State.MARKED else said.state
    return {"mark": mark, "comment": chosen(said.comment, said.comment_zh), "evidence": said.evidence}
