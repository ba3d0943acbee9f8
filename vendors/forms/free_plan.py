"""The free plan of a vendor and the table of its functions, free against paid."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from vendors.forms.fields import CapitalsField, count_field, day_field, figure_field, money_field, plain
from vendors.forms.offer import MOST_SEATS
from vendors.forms.rows import RowForm, RowFormSet, rows_of
from vendors.models import FreePlan, FreePlanFunction, Vendor

MOST_ROWS = 100
MOST_INQUIRIES = 10_000_000
_MOST_TIMES = 10_000
_WEEK_HOURS = 168
_YEAR_HOURS = 8784


class FreePlanForm(forms.ModelForm[FreePlan]):
    """What is free, where it ends, and what comes then. Empty is "not stated"; no rule of thumb is filled in."""

    currency = CapitalsField(
        label=_("Currency"),
        max_length=3,
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Enter the three letters of the currency, such as CNY or USD."))],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    daily_limit = count_field(
        label=_("Inquiries a day that are free"),
        highest=MOST_INQUIRIES,
        lowest=0,
        help_text=_("Rule of thumb: 100, of which nobody knows the source. Enter only what the vendor states."),
    )
    unit_price = money_field(
        label=_("Usual price of an inquiry"), help_text=_("In a paid plan; above the limit it costs a multiple of it.")
    )
    overage_multiple = figure_field(
        label=_("Multiple above the limit"),
        highest=_MOST_TIMES,
        decimals=3,
        help_text=_("Rule of thumb: 10 times, of which nobody knows the source. Enter only what the vendor states."),
    )
    seat_limit = count_field(label=_("Seats that are free"), highest=MOST_SEATS, lowest=0)
    support_hours_per_week = count_field(label=_("Hours of support a week"), highest=_WEEK_HOURS, lowest=0)
    recovery_hours = figure_field(label=_("Hours until it runs again"), highest=_YEAR_HOURS, decimals=2)
    as_of = day_field(label=_("Price as of"))

    class Meta:
        model = FreePlan
        fields = [
            *("name", "currency", "daily_limit", "unit_price", "overage_multiple", "seat_limit"),
            *("support_hours_per_week", "recovery_hours", "as_of", "source", "source_note"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("unit_price", "overage_multiple", "recovery_hours"):
            self.initial[name] = plain(self.initial.get(name))


class FunctionForm(RowForm):
    """One function, free against paid, and what the trial showed."""

    more = ("name_zh",)

    class Meta:
        model = FreePlanFunction
        fields = ["name", "name_zh", "grade", "in_free", "in_paid", "note"]


class Functions(RowFormSet):
    """The functions of a plan."""

    key = "name"


class FreePlanSheet:
    """A vendor's free plan with its functions, saved together or not at all."""

    def __init__(self, vendor: Vendor, data: QueryDict | None = None) -> None:
        stored = FreePlan.objects.filter(vendor=vendor).first()
        functions = stored.functions.all() if stored else ()
        self.is_new = stored is None
        self.form = FreePlanForm(data, instance=stored or FreePlan(vendor=vendor))
        self.functions = rows_of(FunctionForm, Functions, functions, prefix="functions", most=MOST_ROWS, data=data)

    def saved(self) -> bool:
        """Validate and save; False leaves the errors on the forms."""
        if not all([self.form.is_valid(), self.functions.is_valid()]):
            return False
        with transaction.atomic():
            plan = self.form.save()
            self.functions.save(plan, "plan")
        return True

    def faults(self) -> Iterator[tuple[str, str, str]]:
        """Where, id of the field ("" for none), and what is wrong, for the summary of errors."""
        for name, errors in self.form.errors.items():
            field = self.form[name]
            yield from ((str(field.label), str(field.id_for_label), str(each)) for each in errors)
        yield from self.functions.faults(_("Functions"))
