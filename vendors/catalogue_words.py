"""Catalogue in words: prices, facts and sources of the catalogue as a reader says them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from vendors import catalogue
from vendors.catalogue.entries import AddOn, Benchmark, Edition, Fact, Mapped, Price, Source, Sourced
from vendors.facts import FACTS
from vendors.promised import in_words
from vendors.templatetags.figures import money
from vendors.wording import worded_for_reader

_CENTS = 2
# The facts whose value is a number: these in percent, the length of the trial in days.
_PERCENTS = {"sla_percent", "measured_uptime_percent", "related_sla_percent"}


def exact_money(amount: Decimal, currency: str) -> str:
    """An amount with all its decimals: a minute for 0.038 is not a minute for 0.04."""
    decimals = -int(amount.normalize().as_tuple().exponent)
    if decimals <= _CENTS:
        return money(amount, currency)
    figure = f"{amount:,.{decimals}f}"
    return f"¥{figure}" if currency == "CNY" and (get_language() or "").startswith("zh") else f"{currency} {figure}"


def price_words(amount: Decimal, *, currency: str, per: str, period: str | None, quantity: int = 1) -> str:
    """What is paid for what: "USD 19 per seat and month", "USD 49 per 100 sessions"."""
    unit = catalogue.units()[per]
    words = {
        "price": exact_money(amount, currency),
        "unit": worded_for_reader(unit.one),
        "number": f"{quantity:,}",
        "units": worded_for_reader(unit.many),
    }
    if period == "once":
        return _("%(price)s once") % words
    if period == "month":
        return _("%(price)s per %(unit)s and month") % words
    if period == "year":
        return _("%(price)s per %(unit)s and year") % words
    return (_("%(price)s per %(unit)s") if quantity == 1 else _("%(price)s per %(number)s %(units)s")) % words


def price_of(entry: Edition | AddOn, price: Price) -> str:
    """The price of an edition or an add-on, or "not known"."""
    if price.amount is None:
        return _("not known")
    quantity = entry.quantity if isinstance(entry, AddOn) else 1
    return price_words(price.amount, currency=entry.currency, per=entry.per, period=price.period, quantity=quantity)


def steps_of(edition: Edition) -> list[str]:
    """How the price falls with the number of seats."""
    sentences = []
    for step in edition.steps:
        price = price_words(
            step.amount, currency=edition.currency, per=edition.per, period=edition.price(step.billing).period
        )
        words = {"number": step.from_seat, "price": price}
        sentences.append(_("From %(number)s seats on, for all seats: %(price)s") % words)
    return sentences


def prices_of(row: Benchmark) -> list[tuple[str, str]]:
    """The figures of a benchmark: what each is for ("" where there is only one), and the price."""
    return [
        (
            worded_for_reader(each.name) if each.name else "",
            price_words(each.amount, currency=row.currency, per=row.per, period=row.period),
        )
        for each in row.amounts
    ]


def lines_of(fact: Fact) -> list[str]:
    """What is known, a line for each item of a list; nothing where nothing is known."""
    value = fact.value
    if value is None:
        return []
    if isinstance(value, bool):
        return [_("Yes") if value else _("No")]
    if isinstance(value, tuple):
        return [worded_for_reader(each) for each in value]
    if isinstance(value, Mapping):
        return [_range(value) if "low" in value else worded_for_reader(value)]
    if fact.key in _PERCENTS:
        return [_("{figure} %").format(figure=f"{value:f}")]
    return [ngettext("{figure} day", "{figure} days", value).format(figure=value)]


def promise_words(mapped: Mapped) -> str:
    """A fact of the closed list with its value and source: "Free trial: 14 days (Intercom pricing, no date)"."""
    kind = FACTS[mapped.fact]
    words = {"fact": worded_for_reader(kind.label), "value": in_words(kind, mapped.value)}
    words["origin"] = short_origin_of(mapped.basis)
    return _("%(fact)s: %(value)s (%(origin)s)") % words


def where_to_find(source: Source) -> str:
    """The address of a source, or in words where it was seen."""
    return source.url or (worded_for_reader(source.via) if source.via else "")


def origin_of(figure: Sourced) -> str:
    """Where a figure stands and how old it is, as one line to keep with a price; nothing if nobody stated it."""
    source = figure.source
    if source is None:
        return ""
    words = {
        "title": worded_for_reader(source.title),
        "where": where_to_find(source),
        "day": figure.as_of,
        "read": figure.retrieved,
    }
    if figure.as_of is None:
        return _("%(title)s, %(where)s; without a date, read on %(read)s") % words
    return _("%(title)s, %(where)s; as of %(day)s, read on %(read)s") % words


def short_origin_of(figure: Sourced) -> str:
    """The title of the source and its date, for a line with little room; nothing if nobody stated the figure."""
    if figure.source is None:
        return ""
    words = {"title": worded_for_reader(figure.source.title), "day": figure.as_of}
    return (_("%(title)s, no date") if figure.as_of is None else _("%(title)s, as of %(day)s")) % words


def _range(value: Mapping[str, Any]) -> str:
    high = price_words(Decimal(value["high"]), currency=value["currency"], per=value["per"], period=value["period"])
    words = {"low": exact_money(Decimal(value["low"]), ""), "high": high}
    return _("%(low)s to %(high)s") % words
