"""Figures in words: money, points and shares as every page prints them.

Both languages group by thousands with a comma and set a decimal point. Django's own format for Chinese does not group,
which makes the sums of a cost table unreadable, so the grouping is done here.
"""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()

Figure = Decimal | float | int

# Float arithmetic is exact to far more than this; two figures that agree to 9 decimals are the same figure.
_NOISE = Decimal("1e-9")
_CENT = Decimal("0.01")


@register.filter
def money(amount: Figure | None, currency: str = "") -> str:
    """An amount with its currency; cents only where there are any. Nothing said is not 0.

    >>> money(Decimal("576000.00"), "CNY"), money(1234.5, "USD"), money(12, "")
    ('CNY 576,000', 'USD 1,234.50', '12')
    """
    if amount is None:
        return _("not given")
    rounded = _half_up(amount, 2)
    text = f"{rounded:,.2f}".removesuffix(".00")
    if currency == "CNY" and (get_language() or "").startswith("zh"):
        return f"-¥{text[1:]}" if text.startswith("-") else f"¥{text}"
    return f"{currency} {text}" if currency else text


@register.filter
def exact(amount: Decimal | None, currency: str = "") -> str:
    """A price with all its decimals: a minute for 0.038 is not a minute for 0.04.

    >>> exact(Decimal("0.0380"), "USD"), exact(Decimal("1200.0000"), "CNY"), exact(Decimal("0.5"))
    ('USD 0.038', 'CNY 1,200', '0.50')
    """
    if amount is None or amount == amount.quantize(_CENT):
        return money(amount, currency)
    text = f"{amount:,f}".rstrip("0")
    if currency == "CNY" and (get_language() or "").startswith("zh"):
        return f"¥{text}"
    return f"{currency} {text}" if currency else text


@register.filter
def quantity(amount: Decimal | int | None) -> str:
    """A number of things, without zeros that nobody typed.

    >>> quantity(Decimal("1000.0000")), quantity(Decimal("0.50")), quantity(None)
    ('1,000', '0.5', 'not given')
    """
    if amount is None:
        return _("not given")
    text = f"{amount:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.filter
def percent_points(amount: Decimal | None) -> str:
    """A percentage that is stored as one: 20 stands for 20 %.

    >>> percent_points(Decimal("12.500")), percent_points(None)
    ('12.5 %', 'not given')
    """
    # Translators: a percentage; Chinese sets no space before the sign.
    return _("not given") if amount is None else _("{figure} %").format(figure=quantity(amount))


@register.filter
def points(figure: Figure | None, decimals: int = 2) -> str:
    """A score with fixed decimals, half-up; a dash where there is none.

    >>> points(4.015), points(0.1 + 0.2, 1), points(None)
    ('4.02', '0.3', '–')
    """
    return "–" if figure is None else f"{_half_up(figure, decimals):,.{decimals}f}"


@register.filter
def percent(share: Figure | None, decimals: int = 0) -> str:
    """A share from 0 to 1 as a percentage; a dash where there is none.

    >>> percent(0.125), percent(0.125, 1), percent(None)
    ('13 %', '12.5 %', '–')
    """
    if share is None:
        return "–"
    figure = f"{_half_up(_settled(share) * 100, decimals):.{decimals}f}"
    # Translators: a percentage; Chinese sets no space before the sign.
    return _("{figure} %").format(figure=figure)


def _settled(figure: Figure) -> Decimal:
    return Decimal(figure).quantize(_NOISE, rounding=ROUND_HALF_EVEN)


def _half_up(figure: Figure, decimals: int) -> Decimal:
    # Adding 0 turns a rounded -0.00 into 0.00.
    return _settled(figure).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP) + 0
