"""What of the record somebody wants to see."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scoring.models import Deed


class RecordFilter(forms.Form):
    """Act, person, days, and which end comes first."""

    act = forms.ChoiceField(label=gettext_lazy("Act"), required=False)
    person = forms.ChoiceField(label=gettext_lazy("Person"), required=False)
    since = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=gettext_lazy("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    order = forms.ChoiceField(label=gettext_lazy("Order"), required=False)

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "act": [("", _("All")), *Deed.choices],
            "person": [("", _("All")), *((str(pk), name) for pk, name in people)],
            "order": [("", _("Newest first")), ("oldest", _("Oldest first"))],
        }
        for name, listed in choices.items():
            self.fields[name].choices = listed  # type: ignore[attr-defined]
        for field in self.fields.values():
            is_select = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_select else "form-control"

    def clean(self) -> dict[str, Any]:
        """The first day is not after the last."""
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", ValidationError(_("This day is before the first one.")))
        return cleaned

    @property
    def is_used(self) -> bool:
        """Whether anything is left out."""
        return any(self.data.get(name) for name in ("act", "person", "since", "until"))
