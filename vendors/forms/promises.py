"""The sheet of promises: one small form for each fact of the closed list. A blank value means that nothing was said."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from vendors.facts import FACTS, TEXT_MAX, FactKind
from vendors.forms.fields import day_field
from vendors.models import Offer, Promise
from vendors.promised import GROUPS, unit_name
from vendors.wording import worded_for_reader

_FIGURES = {"integer", "number", "percent", "share"}


class PromiseForm(forms.Form):
    """What is said about one fact, how well it is proven, and where it is written."""

    status = forms.ChoiceField(label=_("Status"), choices=Promise.Status.choices, initial=Promise.Status.CLAIMED)
    valid_until = day_field(label=_("Valid until"))
    evidence = forms.CharField(label=_("Evidence"), max_length=500, required=False)

    def __init__(self, *, kind: FactKind, promise: Promise | None, data: QueryDict | None) -> None:
        super().__init__(data, prefix=kind.key, initial=_initial(promise))
        self.kind = kind
        self.promise = promise
        self.label = worded_for_reader(kind.label)
        self.fields["value"] = _value_field(kind)
        self.order_fields(["value", "status", "valid_until", "evidence"])

    def clean(self) -> dict[str, Any]:
        """Whatever is said about a promise needs the promise itself; clearing the value alone takes it back."""
        cleaned = super().clean() or {}
        details = set(self.changed_data) - {"value"}
        if "value" not in self.errors and cleaned.get("value") in ("", None) and details:
            self.add_error("value", _("Enter what was promised, or leave the whole row as it was."))
        return cleaned

    def save(self, offer: Offer) -> None:
        """Keep, change, add or take back the promise."""
        value = self.cleaned_data["value"]
        if value in ("", None):
            if self.promise is not None:
                self.promise.delete()
            return
        promise = self.promise or Promise(offer=offer, fact=self.kind.key)
        promise.value = _stored(self.kind, value)
        promise.status = self.cleaned_data["status"]
        promise.valid_until = self.cleaned_data["valid_until"]
        promise.evidence = self.cleaned_data["evidence"]
        promise.save()


class PromiseSheet:
    """All facts of one offer, in their groups, saved together or not at all."""

    def __init__(self, offer: Offer, data: QueryDict | None = None) -> None:
        self.offer = offer
        stated = {promise.fact: promise for promise in offer.promises.all()}
        self.forms = {key: PromiseForm(kind=kind, promise=stated.get(key), data=data) for key, kind in FACTS.items()}

    @property
    def groups(self) -> list[tuple[Any, list[PromiseForm]]]:
        """Title and forms of each group."""
        return [(title, [self.forms[key] for key in keys]) for title, keys in GROUPS]

    @property
    def faulty(self) -> list[PromiseForm]:
        """The forms with something wrong in them, for the summary of errors."""
        return [form for form in self.forms.values() if form.errors]

    def saved(self) -> bool:
        """Validate and save what was changed; False leaves the errors on the forms."""
        if self.faulty:
            return False
        with transaction.atomic():
            for form in self.forms.values():
                if form.has_changed():
                    form.save(self.offer)
            self.offer.save(update_fields=["updated_at"])
        return True


def _initial(promise: Promise | None) -> dict[str, Any]:
    if promise is None:
        return {}
    value = {True: "yes", False: "no"}[promise.value] if isinstance(promise.value, bool) else promise.value
    return {
        "value": value,
        "status": promise.status,
        "valid_until": promise.valid_until,
        "evidence": promise.evidence,
    }


def _value_field(kind: FactKind) -> forms.Field:
    label, help_text = worded_for_reader(kind.label), worded_for_reader(kind.help)
    if kind.type in _FIGURES:
        whole = kind.type == "integer"
        field_class: Any = forms.IntegerField if whole else forms.FloatField
        unit = unit_name(kind.unit)
        return field_class(  # type: ignore[no-any-return]
            label=_("%(label)s (%(unit)s)") % {"label": label, "unit": unit} if unit else label,
            help_text=help_text,
            required=False,
            min_value=kind.minimum,
            max_value=kind.maximum,
            widget=forms.TextInput(attrs={"inputmode": "numeric" if whole else "decimal", "autocomplete": "off"}),
        )
    if kind.type == "text":
        area = forms.Textarea(attrs={"rows": 2})
        return forms.CharField(label=label, help_text=help_text, required=False, max_length=TEXT_MAX, widget=area)
    answers = (
        [("yes", _("Yes")), ("no", _("No"))]
        if kind.type == "boolean"
        else [(choice.value, worded_for_reader(choice.label)) for choice in kind.choices]
    )
    choices = [("", _("Nothing said")), *answers]
    return forms.ChoiceField(label=label, help_text=help_text, required=False, choices=choices)


def _stored(kind: FactKind, value: Any) -> Any:
    if kind.type == "boolean":
        return value == "yes"
    if isinstance(value, float) and value.is_integer():
        return int(value)  # 4 and 4.0 are one figure, and the evaluation file writes it as 4
    return value
