"""The form of an offer."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from vendors.forms.fields import CapitalsField, count_field, day_field
from vendors.models import Offer

MOST_SEATS = 1_000_000


class OfferForm(forms.ModelForm[Offer]):
    """What is offered: an edition, its tier, and how it is billed."""

    seats = count_field(
        label=_("Agent seats quoted"),
        highest=MOST_SEATS,
        help_text=_("Leave it empty if the quote names no number."),
    )
    seat_minimum = count_field(
        label=_("Fewest seats"), highest=MOST_SEATS, help_text=_("Fewer seats cost as much as these.")
    )
    seat_maximum = count_field(
        label=_("Most seats"),
        highest=MOST_SEATS,
        help_text=_("The edition ends here; a larger team has to move on."),
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
        fields = [
            *("edition", "edition_zh", "tier", "seats", "seat_minimum", "seat_maximum"),
            *("currency", "billing", "valid_until", "notes"),
        ]
        widgets = {"notes": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.layout = Layout(
            Div("edition", "edition_zh", css_class="pair"),
            Div("tier", "seats", css_class="pair"),
            Div("seat_minimum", "seat_maximum", css_class="pair"),
            Div("currency", "billing", css_class="pair"),
            "valid_until",
            "notes",
        )

    def clean(self) -> dict[str, Any]:
        """Limits in order."""
        cleaned: dict[str, Any] = super().clean() or {}
        check_seat_limits(self)
        return cleaned


def check_seat_limits(form: forms.ModelForm[Offer]) -> None:
    """The fewest seats are no more than the most."""
    fewest, most = (form.cleaned_data.get(name) for name in ("seat_minimum", "seat_maximum"))
    if fewest and most and fewest > most:
        form.add_error("seat_maximum", _("The most seats must not be fewer than the fewest."))
