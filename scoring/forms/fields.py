"""Fields for figures: each shows a figure as a person writes it, and refuses what no figure can be."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from scoring.casefile.parts import MONEY_DECIMALS, MONEY_MAX, SEATS_MAX

# The evaluation file takes no name with these, and nobody types one on purpose.
without_controls = RegexValidator(
    r"[\x00-\x1f\x7f-\x9f]", _("A name has no line breaks, tabs or control characters."), inverse_match=True
)


def plain(figure: Any) -> Any:
    """A figure without zeros that nobody typed: 40, not 40.0; anything else stays as it is.

    >>> plain(Decimal("720000.0000")), plain(0.5), plain(40.0), plain("a lot"), plain(None)
    ('720000', '0.5', '40', 'a lot', None)
    """
    if not isinstance(figure, float | Decimal):
        return figure
    text = format(Decimal(str(figure)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


class FigureField(forms.FloatField):
    """A number between two limits."""

    def __init__(self, *, lowest: float = 0, highest: float, **options: Any) -> None:
        super().__init__(min_value=lowest, max_value=highest, step_size=None, **options)
        self.widget.attrs.setdefault("step", "any")

    def prepare_value(self, value: Any) -> Any:
        return plain(value)


class MoneyField(forms.DecimalField):
    """An amount of money."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_value=MONEY_MAX, decimal_places=MONEY_DECIMALS, **options)
        self.widget.attrs["step"] = "any"

    def prepare_value(self, value: Any) -> Any:
        return plain(value)


class PercentField(FigureField):
    """A share of 0 to 1, typed and shown in percent."""

    def __init__(self, **options: Any) -> None:
        super().__init__(lowest=0, highest=100, **options)

    def prepare_value(self, value: Any) -> Any:
        return plain(round(value * 100, 9)) if isinstance(value, float) else value

    def clean(self, value: Any) -> float | None:
        percent = super().clean(value)
        return None if percent is None else percent / 100

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class AgentSeatsField(forms.CharField):
    """How many agents: one number, or one for each year, as in "40, 50, 60"."""

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return str(value[0]) if len(set(value)) == 1 else ", ".join(str(number) for number in value)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        words = [word for word in re.split(r"[\s,;、，；]+", text) if word]
        if not all(re.fullmatch(r"[0-9]{1,7}", word) for word in words):
            raise ValidationError(_("Write whole numbers, with a comma between years: 40, 50, 60."))
        numbers = [int(word) for word in words]
        if any(number > SEATS_MAX for number in numbers):
            raise ValidationError(_("A year has at most %d agent seats.") % SEATS_MAX)
        return numbers

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)
