"""The form of an offer."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from vendors.forms.fields import CapitalsField, day_field
from vendors.models import Offer

MOST_SEATS = 1_000_000


class OfferForm(forms.ModelForm[Offer]):
    """What is offered: an edition, its tier, and how it is billed."""

    seats = forms.IntegerField(
        label=_("Agent seats quoted"),
        required=False,
        min_value=1,
        max_value=MOST_SEATS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Leave it empty if the quote names no number."),
    )
    currency = CapitalsField(
        label=_("Currency"),
        max_length=3,
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Enter the three letters of the currency, such as CNY or USD."))],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Three letters, such as CNY or USD. All amounts of the offer are in it."),
    )
    valid_until = day_field(label=_("Quote valid until"))

    class Meta:
        model = Offer
        fields = ["edition", "edition_zh", "tier", "seats", "currency", "billing", "valid_until", "notes"]
        widgets = {"notes": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.layout = Layout(
            Div("edition", "edition_zh", css_class="pair"),
            Div("tier", "seats", css_class="pair"),
            Div("currency", "billing", css_class="pair"),
            "valid_until",
            "notes",
        )
