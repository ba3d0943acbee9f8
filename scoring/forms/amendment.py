"""Amending what scoring was opened on: weights, classes and method, one new criterion, and offers to be read anew."""

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from scoring.forms.criteria import CriteriaTable, CriterionForm
from scoring.forms.method import DimensionsForm, MethodForm
from scoring.models import Evaluation

REASON_LIMIT = 20_000
MAX_VERSION = 2**31 - 1  # of the column
# Whether prices are hidden is no part of what is frozen: it would change without a version, and show what is sealed.
ENVELOPE = "has_price_envelope"
METHOD = tuple(name for name in MethodForm.Meta.fields if name != ENVELOPE)
# Nothing else of the evaluation may be saved by an amendment.
AMENDABLE = (*DimensionsForm.Meta.fields, *METHOD, "price_parameters")


class AmendedMethodForm(MethodForm):
    """The method as far as it can be amended."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields[ENVELOPE]
        layout = self.helper.layout
        layout.fields = [
            row for row in layout.fields if ENVELOPE not in {pointer.name for pointer in row.get_field_names()}
        ]


class TakeOverForm(forms.Form):
    """Which offers are read anew, of those that changed since they were frozen."""

    offers = forms.MultipleChoiceField(
        required=False,
        error_messages={"invalid_choice": _("This offer has not changed since it was frozen; choose again.")},
    )

    def __init__(self, sent: Mapping[str, Any] | None, *, changed: Sequence[str]) -> None:
        super().__init__(sent, prefix="take-over")
        self.fields["offers"].choices = [(key, key) for key in changed]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why the evaluation is amended."""

    reason = forms.CharField(
        label=_("Why is this amended?"),
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everybody in the evaluation reads it, and it is printed in every report."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout("reason")


class SeenForm(forms.Form):
    """Up to which version a member has seen the amendments."""

    version = forms.IntegerField(min_value=1, max_value=MAX_VERSION)


class AmendmentForms:
    """All of an amendment but its reason, as one form."""

    def __init__(
        self, evaluation: Evaluation, sent: Mapping[str, Any] | None = None, *, changed: Sequence[str] = ()
    ) -> None:
        self.evaluation = evaluation
        self.dimensions = DimensionsForm(sent, instance=evaluation)
        self.method = AmendedMethodForm(sent, instance=evaluation)
        self.table = CriteriaTable(evaluation, sent)
        # Empty, it adds nothing.
        self.added = CriterionForm(
            sent, prefix="new", evaluation=evaluation, empty_permitted=True, use_required_attribute=False
        )
        self.offers = TakeOverForm(sent, changed=changed)

    def is_valid(self) -> bool:
        """Whether everything can be read; each form is asked, so that everything wrong is told at once."""
        return all(
            [form.is_valid() for form in (self.dimensions, self.method, self.added, self.offers)]
            + [self.table.is_valid()]
        )

    def save(self) -> None:
        """Save what changed; a criterion is never deleted."""
        for form in (self.dimensions, self.method):
            form.save(commit=False)
        self.evaluation.save(update_fields=AMENDABLE)
        self.table.save()
        if self.is_adding:
            self.added.save()

    @property
    def is_adding(self) -> bool:
        """Whether anything was typed for a new criterion."""
        return self.added.is_bound and self.added.has_changed()

    @property
    def take_over(self) -> list[str]:
        """The keys of the offers to read anew; only after validation."""
        return list(self.offers.cleaned_data["offers"])

    @property
    def chosen(self) -> list[str]:
        """The same as it was typed, for a page that is shown again."""
        return self.offers["offers"].value() or []
