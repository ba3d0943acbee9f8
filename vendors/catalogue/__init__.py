"""Catalogue: public prices and facts of real vendors, each with its source and date.

The texts stand in `fixtures/catalogue.json`, in both languages. Everything here is read once, is frozen, and needs
neither Django nor a database. What was not found is None and never 0; it carries a note that says so. An offer copies
what it takes, so that a later edition of the catalogue changes no offer.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from vendors.catalogue.entries import MONTHS, Benchmarks, Text, Unit, Vendor
from vendors.catalogue.reading import benchmark_in, document, sources, text_in, unit_in, vendor_in

__all__ = ["about", "benchmarks", "earliest_day", "is_old", "labels", "sources", "units", "vendor", "vendors"]


@lru_cache(maxsize=1)
def vendors() -> tuple[Vendor, ...]:
    """All vendors in the catalogue's order."""
    return tuple(vendor_in(row) for row in document()["vendors"])


def vendor(vendor_id: str) -> Vendor:
    """One vendor. Raises: KeyError: the catalogue has none with this id."""
    return {row.id: row for row in vendors()}[vendor_id]


@lru_cache(maxsize=1)
def benchmarks() -> tuple[Benchmarks, ...]:
    """What comparable systems cost."""
    return tuple(
        Benchmarks(name=text_in(group["name"]), rows=tuple(benchmark_in(row) for row in group["rows"]))
        for group in document()["benchmarks"]
    )


def about(key: str) -> Text:
    """A text about the catalogue as a whole: title, method, tier_rule or not_found."""
    return text_in(document()["meta"][key])


@lru_cache(maxsize=8)
def labels(table: str) -> Mapping[str, Text]:
    """The words for the codes of a table: markets, kinds, statuses, cautions or facts."""
    return MappingProxyType({row["id"]: text_in(row["label"]) for row in document()["meta"][table]})


@lru_cache(maxsize=1)
def units() -> Mapping[str, Unit]:
    """What prices are for."""
    return MappingProxyType({row["id"]: unit_in(row) for row in document()["meta"]["units"]})


def earliest_day(as_of: str | None) -> date | None:
    """The first day that a date such as 2026-10-07, 2025-11 or 2021 can mean.

    >>> earliest_day("2025-11"), earliest_day("2021"), earliest_day(None)
    (datetime.date(2025, 11, 1), datetime.date(2021, 1, 1), None)
    """
    # What is missing is filled with the first month and day: "2025-11" becomes "2025-11-01".
    return None if as_of is None else date.fromisoformat(as_of + "0000-01-01"[len(as_of) :])


def is_old(as_of: str | None, on: date, limit_months: int) -> bool:
    """Whether a figure may be older than the limit on that day. One without a date may always be.

    >>> is_old("2026-05-21", date(2026, 11, 21), 6), is_old("2026-05-20", date(2026, 11, 21), 6)
    (False, True)
    """
    day = earliest_day(as_of)
    if day is None:
        return True
    months = (on.year - day.year) * MONTHS + on.month - day.month
    return months > limit_months or (months == limit_months and on.day > day.day)
