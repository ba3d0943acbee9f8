"""The sheet of prices: what seats, modules, use and storage cost, each with its date and source.

All of it is saved together or not at all; what stands in it can be reckoned with before it is saved.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from vendors.forms.fields import count_field, day_field, money_field
from vendors.forms.offer import MOST_SEATS
from vendors.forms.rows import RowForm, RowFormSet, rows_of
from vendors.forms.terms import TeamForm, TermsForm
from vendors.history import noting_changes
from vendors.models import Module, Offer, SeatPrice, UsageTerm
from vendors.pricing import Terms
from vendors.terms import terms_with

MOST_ROWS = 60
_ORIGIN = ["as_of", "source", "source_note"]


class SeatPriceForm(RowForm):
    """The price of a seat from a number of seats on."""

    from_seat = count_field(label=_("From seat"), highest=MOST_SEATS, required=True)
    unit_price = money_field(label=_("Price of a seat"), required=True)
    as_of = day_field(label=_("Price as of"))

    class Meta:
        model = SeatPrice
        fields = ["from_seat", "unit_price", *_ORIGIN]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_new:
            self.initial["from_seat"] = 1 if str(self.prefix).endswith("-0") else None  # only the first begins at 1


class ModuleForm(RowForm):
    """A module, what we need it for, and what it costs."""

    more = ("name_zh",)

    price = money_field(label=_("Price"), help_text=_("Empty: not given. 0: free of charge."))
    as_of = day_field(label=_("Price as of"))

    class Meta:
        model = Module
        fields = ["name", "name_zh", "grade", "is_included", "price", "per", "period", *_ORIGIN]


class UsageForm(RowForm):
    """What is paid by use."""

    more = ("unit_zh", "overage_from", "overage_price", "cap", "volume_low", "volume_high")

    included = money_field(label=_("Included a month"), help_text=_("Units; empty: none."))
    unit_price = money_field(label=_("Price of a unit"))
    overage_from = money_field(
        label=_("Dearer above, a month"), help_text=_("Units above this many cost the overage price.")
    )
    overage_price = money_field(label=_("Overage price of a unit"))
    cap = money_field(label=_("Most a month"), help_text=_("The bill of a month never exceeds this."))
    volume = money_field(label=_("Our volume a month"), help_text=_("Units in the first year."))
    volume_low = money_field(label=_("Lowest volume a month"))
    volume_high = money_field(label=_("Highest volume a month"))
    as_of = day_field(label=_("Price as of"))

    class Meta:
        model = UsageTerm
        fields = [
            *("unit", "unit_zh", "included", "unit_price", "overage_from", "overage_price", "cap"),
            *("volume", "volume_low", "volume_high", "grows_with_seats", *_ORIGIN),
        ]

    def clean_included(self) -> Any:
        """Nothing included is 0: it is what a price by use means as long as nothing else is said."""
        included = self.cleaned_data["included"]
        return 0 if included is None else included

    def clean(self) -> dict[str, Any]:
        """Volumes in order, and an overage that has both its beginning and its price."""
        entered = self.cleaned_data
        if entered.get("volume") is None and "volume" not in self.errors:
            if any(entered.get(name) is not None for name in ("volume_low", "volume_high")):
                self.add_error("volume", _("Enter the expected volume too, or clear lowest and highest."))
        elif _is_above(entered.get("volume_low"), entered.get("volume")):
            self.add_error("volume_low", _("The lowest volume must not be above the expected one."))
        elif _is_above(entered.get("volume"), entered.get("volume_high")):
            self.add_error("volume_high", _("The highest volume must not be below the expected one."))
        self._clean_overage(entered)
        return entered

    def _clean_overage(self, entered: dict[str, Any]) -> None:
        begins, price = entered.get("overage_from"), entered.get("overage_price")
        if begins is None and price is not None and "overage_from" not in self.errors:
            self.add_error("overage_from", _("Enter from which volume on the overage price counts, or clear it."))
        elif begins is not None and price is None and "overage_price" not in self.errors:
            self.add_error("overage_price", _("Enter what a unit costs above that volume, or clear the volume."))
        elif price is not None and entered.get("unit_price") is None and "unit_price" not in self.errors:
            self.add_error("unit_price", _("Enter the price below that volume too; 0 if it is free."))
        if _is_above(entered.get("included"), begins):
            self.add_error("overage_from", _("The overage must not begin below what is included."))


class SeatPrices(RowFormSet):
    """The steps of a price list."""

    key = "from_seat"


class Modules(RowFormSet):
    """The modules of an edition."""

    key = "name"


class UsageTerms(RowFormSet):
    """What an edition bills by use."""

    key = "unit"


class PriceSheet:
    """All prices of an offer."""

    def __init__(self, offer: Offer, data: QueryDict | None = None, *, team: str = "") -> None:
        self.offer = offer
        self.terms = TermsForm(data, instance=offer)
        self.team = TeamForm(data, initial={"team": team or _team_of(offer)})
        self.seats = rows_of(
            SeatPriceForm, SeatPrices, offer.seat_prices.all(), prefix="seats", most=MOST_ROWS, data=data
        )
        self.modules = rows_of(ModuleForm, Modules, offer.modules.all(), prefix="modules", most=MOST_ROWS, data=data)
        self.usage = rows_of(UsageForm, UsageTerms, offer.usage_terms.all(), prefix="usage", most=MOST_ROWS, data=data)

    @property
    def tables(self) -> tuple[RowFormSet, ...]:
        """The three tables of rows."""
        return self.seats, self.modules, self.usage

    def is_valid(self) -> bool:
        """Whether it can be saved; the team is only for reckoning and must not stand in the way."""
        tables_are_valid = [table.is_valid() for table in self.tables]
        return self.terms.is_valid() and all(tables_are_valid) and self._begins_where_seats_begin()

    @property
    def left_out(self) -> int:
        """How many rows the reckoning leaves out because something is wrong in them."""
        return sum(len(table.faulty) for table in self.tables)

    def as_typed(self) -> Terms:
        """What the sheet says now, saved or not; a term with a mistake counts as not given."""
        if not self.terms.is_bound:
            return terms_with(
                self.offer, self.offer.seat_prices.all(), self.offer.modules.all(), self.offer.usage_terms.all()
            )
        return terms_with(self.terms.usable(), self.seats.sound, self.modules.sound, self.usage.sound)

    def save(self, *, by: Any, on: datetime) -> None:
        """Keep it all, and note what changed."""
        with noting_changes(self.offer, by=by, on=on):
            self.terms.save()
            for table in self.tables:
                table.save(self.offer, "offer")

    def faults(self) -> Iterator[tuple[str, str, str]]:
        """Where, id of the field ("" for none), and what is wrong, for the summary of errors."""
        for name, errors in [*self.terms.errors.items(), *self.team.errors.items()]:
            form = self.terms if name in self.terms.fields else self.team
            yield from ((str(form.fields[name].label), str(form[name].id_for_label), str(each)) for each in errors)
        for table, title in zip(self.tables, (_("Seats"), _("Modules"), _("Usage")), strict=True):
            yield from table.faults(title)

    def _begins_where_seats_begin(self) -> bool:
        """Nothing says what fewer seats than the first step's would cost, unless fewer cannot be bought."""
        steps = [step.from_seat for step in self.seats.sound]
        fewest = self.terms.cleaned_data.get("seat_minimum") or 1
        if not steps or min(steps) <= fewest:
            return True
        first = next(form for form in self.seats.forms if form.cleaned_data.get("from_seat") == min(steps))
        message = _("Nothing says what a seat below this one costs. Begin at 1, or enter the fewest seats.")
        first.add_error("from_seat", message)
        return False


def _is_above(one: Any, other: Any) -> bool:
    return one is not None and other is not None and one > other


def _team_of(offer: Offer) -> str:
    return f"{offer.seats}, {offer.seats}, {offer.seats}" if offer.seats else ""
