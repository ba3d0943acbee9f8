"""Changes in plain words: what an amendment changed, or what is different in an offer since it was frozen."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, zip_longest
from typing import Any

from django.db.models import Field, Model
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from scoring import library
from scoring.casefile.changes import Change, Document
from scoring.models import Criterion, Evaluation, Seat
from scoring.models.evaluation import Dimension
from scoring.presentation import wording
from vendors.models import CostAmount, CostLine, Offer, Vendor
from vendors.templatetags.figures import money
from vendors.wording import worded_for_reader

Column = Field[Any, Any]

# Where a part's fields have their labels and choices: the model, and its column where that is called otherwise.
_MODELS: Mapping[str, type[Model]] = {
    "title": Evaluation,
    "profile": Evaluation,
    "method": Evaluation,
    "criteria": Criterion,
    "seats": Seat,
    "offers": Offer,
}
_COLUMNS = {
    ("criteria", "class"): "grade",
    ("seats", "voting"): "is_voting",
    ("seats", "recused"): "recused_from",
    ("offers", "vendor"): "name",
}
_LINE_COLUMNS = {"cash": "is_cash"}
_HEADS = {
    "title": gettext_lazy("Title"),
    "profile": gettext_lazy("Company"),
    "dimensions": gettext_lazy("Weights of the dimensions"),
    "scale": gettext_lazy("Scale"),
    "method": gettext_lazy("Method"),
}
_PARAMETERS = {
    "full_marks_at": gettext_lazy("Full points up to this price"),
    "ceiling": gettext_lazy("No points from this price on"),
}


@dataclass(frozen=True, slots=True)
class Topic:
    """What changed in one thing: a criterion, an offer, the method."""

    kind: str  # Criterion, Offer, Seat; empty where the title says it
    title: str
    lines: list[str]


# Fields of the company that tell the budget.
_MONEY = frozenset({"budget", "reserve_share"})


def in_words(found: Iterable[Change], before: Document, after: Document, *, shows_prices: bool = True) -> list[Topic]:
    """The changes by what they are about.

    Args:
        found: what `casefile.changes` said about the two documents; only `offers` need be the same in both.
        shows_prices: False for a reader whose price envelope is still closed.
    """
    if not shows_prices:
        criteria = [*before["criteria"], *after["criteria"]]
        cost = {each["id"] for each in criteria if each["dimension"] == "cost"}
        found = [each for each in found if not (each["part"] == "criteria" and each["id"] in cost)]
    names = _names(before) | _names(after)
    currency = after["profile"]["currency"]
    return [
        _topic(part, key, list(group), names, currency, shows_prices=shows_prices)
        for (part, key), group in groupby(found, lambda change: (change["part"], change["id"]))
    ]


def _topic(
    part: str, key: str | None, found: list[Change], names: Mapping[Any, str], currency: str, *, shows_prices: bool
) -> Topic:
    kinds = {"criteria": _("Criterion"), "offers": _("Offer"), "seats": _("Seat")}
    lines: list[str] = []
    for change in found:
        if change["field"] is None:
            lines.append(_came_or_went(change))
        elif change["field"] == "facts":
            lines += _facts(change["before"] or {}, change["after"] or {})
        elif change["field"] == "costs" and not shows_prices:
            lines.append(_("Its costs changed. What they are now is shown when your price envelope opens."))
        elif change["field"] in _MONEY and not shows_prices:
            lines.append(_("The budget or what rests on it changed. It is shown when your price envelope opens."))
        elif change["field"] == "costs":
            lines += _costs(change["before"] or [], change["after"] or [], currency)
        elif change["field"] == "price_parameters" and not shows_prices:
            lines.append(_("The limits of the price formula changed. They are shown when your price envelope opens."))
        elif change["field"] == "price_parameters":
            lines += _parameters(change["before"] or {}, change["after"] or {}, currency)
        else:
            lines.append(_turned(*_worded(part, change, names)))
    return Topic(kinds.get(part, ""), names[part, key] if key is not None else str(_HEADS[part]), lines)


def _names(document: Document) -> dict[Any, str]:
    """What criteria, offers and seats are called, by part and id."""
    offers = {
        ("offers", each["id"]): f"{worded_for_reader(each['vendor'])} · {worded_for_reader(each['edition'])}"
        for each in document["offers"]
    }
    rest = {
        (part, each["id"]): worded_for_reader(each["name"]) for part in ("criteria", "seats") for each in document[part]
    }
    return offers | rest


def _turned(what: str, before: str, after: str) -> str:
    # Translators: one change; "Weight: 3 → 5".
    return _("%(what)s: %(before)s → %(after)s") % {"what": what, "before": before, "after": after}


def _part(thing: str, part: str) -> str:
    return pgettext("a thing and a part of it", "%(thing)s, %(part)s") % {"thing": thing, "part": part}


def _came_or_went(change: Change) -> str:
    if change["after"] is None:
        return _("Taken out.")
    new = change["after"]
    if change["part"] != "criteria":
        return _("New.")
    return _("New: %(class)s of “%(dimension)s”, weight %(weight)s.") % {
        "class": wording.class_label(new["class"]),
        "dimension": wording.dimension_label(new["dimension"]),
        "weight": _number(new["weight"]),
    }


def _worded(part: str, change: Change, names: Mapping[Any, str]) -> tuple[str, str, str]:
    """What a field is called, and its two values."""
    name = change["field"]
    return (_called(part, name), *_both((change["before"], change["after"]), _reader(part, name, names)))


def _called(part: str, name: str) -> str:
    if part == "dimensions":
        return wording.dimension_label(name)
    if part == "scale":
        return {"min": _("Lowest mark"), "max": _("Highest mark")}[name]
    if (part, name) == ("offers", "vendor"):
        return _label(Vendor, "name")
    if (part, name) == ("seats", "weights"):
        return _("Weights")
    return _label(_MODELS[part], _COLUMNS.get((part, name), name))


def _reader(part: str, name: str, names: Mapping[Any, str]) -> Callable[[Any], str]:
    """What words a value of the field."""
    if part in {"dimensions", "scale"}:
        return _number
    special: dict[tuple[str, str], Callable[[Any], str]] = {
        ("criteria", "fact"): wording.fact_label,
        ("criteria", "measure"): wording.measure_label,
        ("criteria", "condition"): _conditions,
        ("profile", "conditions"): _conditions,
        ("seats", "criteria"): lambda keys: wording.joined(names["criteria", key] for key in keys),
        ("seats", "recused"): lambda keys: wording.joined(names["offers", key] for key in keys),
        ("seats", "weights"): _of_dimensions,
        ("offers", "tier"): wording.tier_label,
        ("offers", "vendor"): worded_for_reader,
    }
    if (part, name) in special:
        return special[part, name]
    column = _column(_MODELS[part], _COLUMNS.get((part, name), name))
    return lambda value: _of_column(column, value)


def _facts(before: Mapping[str, Document], after: Mapping[str, Document]) -> Iterator[str]:
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        if old != new:
            yield _turned(wording.fact_label(key), _fact(key, old), _fact(key, new))


def _fact(key: str, fact: Document | None) -> str:
    if fact is None:
        return _("Not known")
    said = [wording.fact_value(key, fact["value"]), wording.fact_status_label(fact["status"])]
    until = parse_date(fact["valid_until"]) if fact.get("valid_until") else None
    if until:
        said.append(_("valid until %s") % date_format(until))
    return wording.joined(said)


def _costs(before: list[Document], after: list[Document], currency: str) -> Iterator[str]:
    """Cost lines have no ids: those of the same category, module and kind are taken for the same line."""

    def by_name(lines: list[Document]) -> dict[str, list[Document]]:
        named: dict[str, list[Document]] = {}
        for line in lines:
            named.setdefault(_line_name(line), []).append(line)
        return named

    old, new = by_name(before), by_name(after)
    for name in sorted(old.keys() | new.keys()):
        same = [line for line in old.get(name, []) if line in new.get(name, [])]
        gone, come = ([line for line in lines.get(name, []) if line not in same] for lines in (old, new))
        for was, now in zip_longest(gone, come):
            yield from _cost(name, was, now, currency)


def _cost(name: str, was: Document | None, now: Document | None, currency: str) -> Iterator[str]:
    if was is None or now is None:
        nothing = _("no such line")
        yield _turned(
            name,
            nothing if was is None else _amounts(was, "amount", currency),
            nothing if now is None else _amounts(now, "amount", currency),
        )
        return
    for field in ("amount", "low", "high"):
        if (was["years"], was[field]) != (now["years"], now[field]) and (was[field] or now[field]):
            what = name if field == "amount" else _part(name, _label(CostAmount, field))
            yield _turned(what, _amounts(was, field, currency), _amounts(now, field, currency))
    for field in ("source", "cash"):
        if was[field] != now[field]:
            column = _column(CostLine, _LINE_COLUMNS.get(field, field))
            what = _part(name, str(column.verbose_name))
            yield _turned(what, _of_column(column, was[field]), _of_column(column, now[field]))


def _line_name(line: Document) -> str:
    parts = [wording.category_label(line["category"]), line["module"] or ""]
    if line["kind"] == CostLine.Kind.HIDDEN:
        parts.append(wording.cost_kind_label(line["kind"]))
    return " · ".join(filter(None, parts))


def _amounts(line: Document, field: str, currency: str) -> str:
    """The amount of each year; one amount where all years cost the same."""
    amounts = line[field]
    if not amounts:
        return _("not given")
    if len(set(amounts)) == 1:
        values = {"years": wording.joined(str(year) for year in line["years"]), "amount": money(amounts[0], currency)}
        return _("%(amount)s in each year (%(years)s)") % values
    return wording.joined(
        _("year %(year)d: %(amount)s") % {"year": year, "amount": money(amount, currency)}
        for year, amount in zip(line["years"], amounts, strict=True)
    )


def _parameters(before: Document, after: Document, currency: str) -> Iterator[str]:
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if old != new:
            is_price = name in _PARAMETERS
            label = str(_PARAMETERS[name]) if is_price else _("Price formula") + f": {name}"
            yield _turned(label, *_both((old, new), (lambda value: money(value, currency)) if is_price else _number))


def _both(values: tuple[Any, Any], worded: Callable[[Any], str]) -> tuple[str, str]:
    before, after = (_("not given") if value is None else worded(value) for value in values)
    return before, after


def _of_column(column: Column, value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, list):
        return wording.joined(_number(each) for each in value)
    if isinstance(value, dict):
        return worded_for_reader(value)
    return str(dict(column.flatchoices).get(value, value))


def _conditions(value: str | list[str]) -> str:
    ids = [value] if isinstance(value, str) else value
    names = {each.id: worded_for_reader(each.name) for each in library.conditions()}
    return wording.joined(names.get(each, each) for each in ids) or _("none")


def _of_dimensions(weights: Mapping[str, float]) -> str:
    return wording.joined(f"{Dimension(code).label} {_number(weight)}" for code, weight in weights.items())


def _column(model: type[Model], name: str) -> Column:
    column = model._meta.get_field(name)  # noqa: SLF001 - Django documents it
    assert isinstance(column, Field)  # noqa: S101 - a relation from elsewhere has no name of its own
    return column


def _label(model: type[Model], name: str) -> str:
    text = str(_column(model, name).verbose_name)
    return text[:1].upper() + text[1:]


def _number(figure: float) -> str:
    """A figure without zeros that nobody typed."""
    text = format(Decimal(str(figure)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
