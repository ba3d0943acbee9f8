"""The terms that hold for all prices of an offer, and the team that a price is reckoned for."""

import re
from copy import copy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vendors.forms.fields import count_field, money_field, percent_field, plain
from vendors.forms.offer import MOST_SEATS, check_seat_limits
from vendors.models import Offer

MOST_YEARS = 10
_BETWEEN = re.compile(r"[\s,;/，、；]+")


class TermsForm(forms.ModelForm[Offer]):
    """Seat limits, billing of seats, discount, rise and storage."""

    seat_minimum = count_field(
        label=_("Fewest seats"), highest=MOST_SEATS, help_text=_("Fewer seats cost as much as these.")
    )
    seat_maximum = count_field(
        label=_("Most seats"),
        highest=MOST_SEATS,
        help_text=_("The edition ends here; a larger team has to move on."),
    )
    discount_percent = percent_field(
        label=_("Discount in percent"), help_text=_("On seats and modules; empty or 0 if none was offered.")
    )
    discount_years = count_field(
        label=_("Discount for how many years"),
        highest=MOST_YEARS,
        help_text=_("From the first year on; empty: for as long as we stay."),
    )
    renewal_uplift_percent = percent_field(
        label=_("Price rise at renewal in percent"),
        help_text=_("A year, from the second year on. Empty: nothing was said, and no rise is counted."),
    )
    storage_included_gb = money_field(label=_("Storage included, in GB"))
    storage_needed_gb = money_field(label=_("Storage we need, in GB"))
    storage_price = money_field(label=_("Price of one more GB a year"))

    class Meta:
        model = Offer
        fields = [
            *("seat_period", "seat_pricing", "seat_minimum", "seat_maximum"),
            *("discount_percent", "discount_years", "renewal_uplift_percent"),
            *("storage_included_gb", "storage_needed_gb", "storage_price"),
        ]

    def __init__(self, data: Any, *, instance: Offer) -> None:
        # Validating writes into the instance; the page around the form goes on showing the offer as it is.
        super().__init__(data, instance=copy(instance))
        for name in self.fields:
            if hasattr(self.initial[name], "to_integral_value"):
                self.initial[name] = plain(self.initial[name])

    def clean_discount_percent(self) -> Any:
        """Empty is none: an offer without a word of a discount has none."""
        discount = self.cleaned_data["discount_percent"]
        return 0 if discount is None else discount

    def clean(self) -> dict[str, Any]:
        """Limits in order, and years only for a discount."""
        cleaned: dict[str, Any] = super().clean() or {}
        check_seat_limits(self)
        if cleaned.get("discount_years") and cleaned.get("discount_percent") == 0:
            self.add_error("discount_percent", _("Enter the discount that is given for these years, or clear them."))
        return cleaned

    def usable(self) -> Offer:
        """The offer with what can be understood of the form; the rest counts as not given."""
        faulty = self.errors  # validating writes what was typed into the instance: it comes before the copy
        offer = copy(self.instance)
        silent = Offer()
        for name in faulty:
            setattr(offer, name, getattr(silent, name))
        return offer


class TeamForm(forms.Form):
    """How many agents there will be, year by year."""

    team = forms.CharField(
        label=_("Agents in each year"),
        required=False,
        max_length=200,
        help_text=_("Year by year, such as 40, 50, 60. Only for the figures on this page; nothing of it is saved."),
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
    )

    def clean_team(self) -> tuple[int, ...]:
        """Whole numbers, one for each year."""
        parts = [part for part in _BETWEEN.split(self.cleaned_data["team"]) if part]
        if len(parts) > MOST_YEARS:
            raise forms.ValidationError(_("Enter at most %(most)s years."), params={"most": MOST_YEARS})
        # isdecimal keeps 1e5 and -4 out and lets the wide digits of a Chinese keyboard in; int() reads both kinds.
        if not all(part.isdecimal() and len(part) <= len(str(MOST_SEATS)) for part in parts):
            raise forms.ValidationError(_("Write whole numbers with commas between them, such as 40, 50, 60."))
        team = tuple(int(part) for part in parts)
        if not all(1 <= seats <= MOST_SEATS for seats in team):
            raise forms.ValidationError(
                _("Each number must be between 1 and %(most)s."), params={"most": f"{MOST_SEATS:,}"}
            )
        return team

    @property
    def seats(self) -> tuple[int, ...]:
        """The team as entered; empty while it cannot be read."""
        if self.is_bound:
            return () if self.errors else self.cleaned_data["team"]
        return TeamForm({"team": self.initial["team"]}).seats
