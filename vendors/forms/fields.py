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


def money_field(*, label: Any) -> forms.DecimalField:
    """An amount of 0 or more; empty means that nothing was said, which is not 0."""
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST_MONEY,
        decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
