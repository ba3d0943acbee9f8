"""Fields that several forms of this app share: days, amounts, and letters that are meant as capitals."""

from decimal import Decimal
from typing import Any

from django import forms

MOST_MONEY = Decimal(10) ** 12


class CapitalsField(forms.CharField):
    """Letters that are stored as capitals, however they are typed."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).upper()


def day_field(*, label: Any) -> forms.DateField:
    """A day, typed or picked; may stay empty."""
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


def money_field(*, label: Any, required: bool = False, help_text: Any = "") -> forms.DecimalField:
    """An amount of 0 or more; empty means that nothing was said, which is not 0."""
    return forms.DecimalField(
        label=label,
        required=required,
        help_text=help_text,
        min_value=0,
        max_value=MOST_MONEY,
        decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


def percent_field(*, label: Any, required: bool = False, help_text: Any = "") -> forms.DecimalField:
    """A percentage from 0 to 100: 20 stands for 20 %."""
    return forms.DecimalField(
        label=label,
        required=required,
        help_text=help_text,
        min_value=0,
        max_value=100,
        decimal_places=3,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


def count_field(
    *, label: Any, highest: int, lowest: int = 1, required: bool = False, help_text: Any = ""
) -> forms.IntegerField:
    """A whole number, such as of seats."""
    return forms.IntegerField(
        label=label,
        required=required,
        help_text=help_text,
        min_value=lowest,
        max_value=highest,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


def figure_field(*, label: Any, highest: int, decimals: int, help_text: Any = "") -> forms.DecimalField:
    """A number of 0 or more that is no money, such as of hours."""
    return forms.DecimalField(
        label=label,
        required=False,
        help_text=help_text,
        min_value=0,
        max_value=highest,
        decimal_places=decimals,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


def plain(amount: Decimal | None) -> Decimal | None:
    """12000.0000 as people write it: 12000."""
    if amount is None:
        return None
    whole = amount.to_integral_value()
    return whole if amount == whole else amount.normalize()
