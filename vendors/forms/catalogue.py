"""The forms of the catalogue: what the list is narrowed by, and how an edition becomes an offer."""

from datetime import date, datetime
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.conf import settings
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from vendors import catalogue
from vendors.catalogue.entries import AddOn, Edition
from vendors.catalogue.entries import Vendor as Entry
from vendors.catalogue_words import price_of, promise_words
from vendors.forms.offer import MOST_SEATS
from vendors.models import Grade, Offer, Tier, Vendor
from vendors.picking import Choice, pick, same_vendor
from vendors.wording import in_a_row, worded_for_reader

LEFT_OUT = ("", _("Leave it out"))


class CatalogueFilter(forms.Form):
    """Words in either language, a market and a tier; the choice stands in the address, so that it can be shared."""

    q = forms.CharField(
        label=_("Vendor, edition or function"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    market = forms.ChoiceField(label=_("Market"), required=False)
    tier = forms.ModelChoiceField(
        label=_("Tier"), queryset=Tier.objects.all(), required=False, empty_label=_("All tiers")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        markets = [(code, worded_for_reader(label)) for code, label in catalogue.labels("markets").items()]
        self.fields["market"].choices = [("", _("All markets")), *markets]  # type: ignore[attr-defined]

    @property
    def narrows(self) -> bool:
        """Whether anything was asked for."""
        return any(self.data.get(name) for name in self.fields)

    def rows(self) -> list[tuple[Entry, Edition | None]]:
        """Each edition that fits; a vendor whose editions are not known stands for itself."""
        asked = self.cleaned_data if self.is_valid() else {}
        words = str(asked.get("q", "")).casefold().split()
        market, tier = asked.get("market"), asked.get("tier")
        return [
            (entry, edition)
            for entry in catalogue.vendors()
            if not market or entry.market == market
            for edition in entry.editions or (None,)
            if tier is None or (edition is not None and edition.tier == tier.code)
            if all(word in _told(entry, edition) for word in words)
        ]


class PickForm(forms.Form):
    """For whom, for how many and how billed: what the catalogue cannot know."""

    name_taken = _("A vendor of this name exists already. Choose it above.")

    vendor = forms.ModelChoiceField(label=_("Vendor"), queryset=Vendor.objects.all(), required=False)
    tier = forms.ModelChoiceField(label=_("Tier"), queryset=Tier.objects.all(), empty_label=_("Choose a tier"))
    seats = forms.IntegerField(
        label=_("Agent seats"),
        required=False,
        min_value=1,
        max_value=MOST_SEATS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("How many you would buy. Leave it empty if you do not know yet."),
    )
    billing = forms.ChoiceField(label=_("Billing"), widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, entry: Entry, edition: Edition, today: date, may_add_vendor: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.entry, self.edition = entry, edition
        self.addons = {f"addon_{addon.place}": addon for addon in entry.addons_for(edition)}
        self.promises = {mapped.fact: mapped for mapped in entry.promises_for(edition)}
        self._set_vendor(may_add_vendor=may_add_vendor)
        self.fields["tier"].initial = edition.tier
        self.fields["tier"].help_text = worded_for_reader(edition.tier_basis)
        self.fields["billing"].choices = [  # type: ignore[attr-defined]
            ("year", _("Yearly: %(price)s") % {"price": price_of(edition, edition.price("year"))}),
            ("month", _("Monthly: %(price)s") % {"price": price_of(edition, edition.price("month"))}),
        ]
        self.fields["billing"].initial = edition.main_price.billing
        for name, addon in self.addons.items():
            self.fields[name] = _addon_field(addon)
        if self.promises:
            self.fields["promises"] = self._promises_field(today)
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.layout = self._layout()

    def clean_seats(self) -> int | None:
        """Not more than the edition allows."""
        seats: int | None = self.cleaned_data["seats"]
        most = self.edition.seat_max.value
        if seats is not None and most is not None and seats > most:
            raise forms.ValidationError(_("This edition ends at %(number)s seats."), params={"number": most})
        return seats

    def clean_vendor(self) -> Vendor | None:
        """A new vendor must not have the name of one that is there."""
        chosen: Vendor | None = self.cleaned_data["vendor"]
        if chosen is None and same_vendor(self.entry) is not None:
            raise forms.ValidationError(self.name_taken)
        return chosen

    def picked(self, *, by: Any, on: datetime) -> Offer | None:
        """The offer that was made, or None with the errors on the form."""
        if not self.is_valid():
            return None
        cleaned = self.cleaned_data
        choice = Choice(
            vendor=cleaned["vendor"],
            tier=cleaned["tier"],
            seats=cleaned["seats"],
            billing=cleaned["billing"],
            addons=tuple((addon, cleaned[name]) for name, addon in self.addons.items() if cleaned[name]),
            promises=tuple(self.promises[fact] for fact in cleaned.get("promises", ())),
        )
        try:
            return pick(self.entry, self.edition, choice, by=by, on=on)
        except IntegrityError:  # somebody added the vendor at the same moment
            self.add_error("vendor", self.name_taken)
            return None

    def _set_vendor(self, *, may_add_vendor: bool) -> None:
        field: Any = self.fields["vendor"]
        field.initial = same_vendor(self.entry)
        field.required = not may_add_vendor
        name = worded_for_reader(self.entry.name)
        field.empty_label = _("Add “%(name)s” as a new vendor") % {"name": name} if may_add_vendor else "–"

    def _promises_field(self, today: date) -> forms.MultipleChoiceField:
        limit = settings.CATALOGUE_PRICE_MONTHS
        return forms.MultipleChoiceField(
            label=_("Promises to take over"),
            required=False,
            choices=[(fact, promise_words(mapped)) for fact, mapped in self.promises.items()],
            initial=[
                fact for fact, mapped in self.promises.items() if not catalogue.is_old(mapped.basis.as_of, today, limit)
            ],
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Each is noted as claimed, with its source. What is old or has no date is not ticked."),
        )

    def _layout(self) -> Layout:
        parts: list[Any] = [Div("vendor", "tier", css_class="pair"), Div("seats", "billing", css_class="pair")]
        if self.addons:
            parts.append(Fieldset(_("Add-ons"), Div(*self.addons, css_class="pair")))
        if self.promises:
            parts.append("promises")
        return Layout(*parts)


def _addon_field(addon: AddOn) -> forms.ChoiceField:
    take = [("must", _("Take it over"))] if addon.kind == "usage" else list(Grade.choices)
    prices = [price_of(addon, price) for price in addon.prices]
    # The price billed yearly stands first, as with the editions.
    sentence = _("%(price)s.") if len(prices) == 1 else _("%(price)s; %(other)s if billed monthly.")
    told = sentence % {"price": prices[0], "other": prices[-1]}
    terms = [worded_for_reader(addon.terms)] if addon.terms else []
    return forms.ChoiceField(
        label=worded_for_reader(addon.name),
        required=False,
        choices=[LEFT_OUT, *take],
        help_text=in_a_row([told, *terms]),
    )


def _told(entry: Entry, edition: Edition | None) -> str:
    """Everything of an edition that words are looked for in, in both languages."""
    texts = [entry.name]
    if edition is not None:
        texts += [edition.name, edition.tier_basis, *([edition.included] if edition.included else [])]
    return " ".join(part for text in texts for part in text.values()).casefold()
