"""Reading: the file of the catalogue turned into entries."""

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from vendors.catalogue.entries import (
    AddOn,
    Amount,
    Benchmark,
    Edition,
    Fact,
    Mapped,
    Price,
    Source,
    Step,
    Text,
    Unit,
    Vendor,
)

FIXTURE = Path(__file__).resolve().parents[2] / "fixtures" / "catalogue.json"
THIRD_PARTY = "third_party"


@lru_cache(maxsize=1)
def document() -> Any:
    """The file as it is, with exact figures."""
    # Decimal from the first: 0.99 of the file is 0.99, not the nearest float.
    return json.loads(FIXTURE.read_text(encoding="utf-8"), parse_float=Decimal)


@lru_cache(maxsize=1)
def sources() -> Mapping[str, Source]:
    """Every source by its id."""
    return MappingProxyType({key: _source(key, row) for key, row in document()["sources"].items()})


def text_in(row: Mapping[str, str]) -> Text:
    """A text that nobody can change."""
    return MappingProxyType(dict(row))


def _text_or_none(row: Mapping[str, str] | None) -> Text | None:
    return None if row is None else text_in(row)


def _source(key: str, row: Mapping[str, Any]) -> Source:
    return Source(
        id=key,
        title=text_in(row["title"]),
        url=row["url"],
        kind=row["kind"],
        as_of=row["as_of"],
        retrieved=row["retrieved"],
        via=_text_or_none(row["via"]),
        note=_text_or_none(row["note"]),
        cautions=(*([THIRD_PARTY] if row["kind"] == THIRD_PARTY else []), *row["cautions"]),
    )


def _sourced(row: Mapping[str, Any]) -> dict[str, Any]:
    source = None if row["source"] is None else sources()[row["source"]]
    inherited = source.cautions if source else ()
    return {
        "source": source,
        "as_of": row["as_of"],
        "retrieved": row["retrieved"],
        "note": _text_or_none(row["note"]),
        "cautions": (*inherited, *(code for code in row["cautions"] if code not in inherited)),
    }


def _price(row: Mapping[str, Any]) -> Price:
    amount = None if row["amount"] is None else Decimal(row["amount"])
    return Price(amount=amount, billing=row["billing"], period=row["period"], **_sourced(row))


def _fact(row: Mapping[str, Any], key: str) -> Fact:
    return Fact(key=key, value=_value(row["value"]), **_sourced(row))


def _value(given: Any) -> Any:
    if isinstance(given, list):
        return tuple(text_in(each) for each in given)
    return text_in(given) if isinstance(given, dict) else given


def _edition(place: int, row: Mapping[str, Any]) -> Edition:
    return Edition(
        place=place,
        name=text_in(row["name"]),
        currency=row["currency"],
        per=row["per"],
        status=row["status"],
        prices=tuple(_price(price) for price in row["prices"]),
        steps=tuple(Step(**{**step, "amount": Decimal(step["amount"])}) for step in row["steps"]),
        seat_min=_fact(row["seat_min"], "seat_min"),
        seat_max=_fact(row["seat_max"], "seat_max"),
        included=_text_or_none(row["included"]),
        tier=row["tier"],
        tier_basis=text_in(row["tier_basis"]),
    )


def _addon(place: int, row: Mapping[str, Any], currency: str) -> AddOn:
    return AddOn(
        place=place,
        name=text_in(row["name"]),
        per=row["per"],
        quantity=row["quantity"],
        period=row["period"],
        terms=_text_or_none(row["terms"]),
        editions=tuple(row["editions"]),
        prices=tuple(_price(price) for price in row["prices"]),
        currency=currency,
    )


def vendor_in(row: Mapping[str, Any]) -> Vendor:
    """A vendor with everything that hangs on it."""
    editions = tuple(_edition(place, each) for place, each in enumerate(row["editions"], start=1))
    facts = tuple(_fact(each, each["fact"]) for each in row["facts"])
    by_key = {fact.key: fact for fact in facts}
    return Vendor(
        id=row["id"],
        name=text_in(row["name"]),
        market=row["market"],
        website=row["website"],
        editions=editions,
        # A vendor prices everything in one currency.
        addons=tuple(_addon(place, each, editions[0].currency) for place, each in enumerate(row["addons"], start=1)),
        facts=facts,
        promises=tuple(
            Mapped(
                fact=each["fact"],
                value=float(each["value"]) if isinstance(each["value"], Decimal) else each["value"],
                basis=by_key[each["from"]],
                editions=tuple(each["editions"]),
            )
            for each in row["promises"]
        ),
        conflicts=tuple(text_in(each) for each in row["conflicts"]),
        remarks=tuple(text_in(each) for each in row["remarks"]),
    )


def benchmark_in(row: Mapping[str, Any]) -> Benchmark:
    """One row of benchmarks."""
    return Benchmark(
        name=text_in(row["name"]),
        currency=row["currency"],
        per=row["per"],
        period=row["period"],
        billing=row["billing"],
        amounts=tuple(
            Amount(name=_text_or_none(each["name"]), amount=Decimal(each["amount"])) for each in row["amounts"]
        ),
        **_sourced(row),
    )


def unit_in(row: Mapping[str, Any]) -> Unit:
    """What a price is for."""
    return Unit(noun=text_in(row["noun"]), one=text_in(row["one"]), many=text_in(row["many"]))
