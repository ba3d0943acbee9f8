"""Adding a person: who it is, and what they may do beyond the seats they are given."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from evaluator.invitations import grantable_by
from evaluator.models import Member
from evaluator.roles import LABELS

DUPLICATE = _("There is already a person with this e-mail address.")


class PersonForm(forms.ModelForm[Member]):
    """A new person; without a group somebody who only sits on committees."""

    group = forms.ChoiceField(
        label=_("Group"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("What this person may do in every evaluation. A seat on a committee is given in the evaluation."),
    )

    class Meta:
        model = Member
        fields = ("name", "email", "language")
        error_messages = {"email": {"unique": DUPLICATE}}

    def __init__(self, *args: Any, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [  # type: ignore[attr-defined]
            ("", _("None: committee member")),
            *((name, LABELS[name]) for name in grantable_by(by)),
        ]
        self.fields["email"].widget.attrs["autocomplete"] = "off"
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("name", "email", "language", "group")

    def clean_email(self) -> str:
        """One person per address, however it is spelt."""
        email = str(self.cleaned_data["email"]).lower()
        if Member.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(DUPLICATE)
        return email

    def save(self, commit: bool = True) -> Member:  # noqa: FBT001, FBT002 - the signature is Django's
        """The person, who cannot sign in before they have set a password through their link."""
        self.instance.set_unusable_password()
        person = super().save(commit)
        if self.cleaned_data["group"]:
            person.groups.add(Group.objects.get(name=self.cleaned_data["group"]))
        return person
