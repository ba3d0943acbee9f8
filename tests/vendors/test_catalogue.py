"""The catalogue: whole, dated, sourced, in both languages, and silent where nothing is known."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from vendors import catalogue
from vendors.catalogue.entries import Edition, Fact, Price, Vendor
from vendors.catalogue.reading import document

EDITIONS = [(vendor, edition) for vendor in catalogue.vendors() for edition in vendor.editions]
NAMES = [f"{vendor.id}-{edition.place}" for vendor, edition in EDITIONS]
CHINESE = re.compile(r"[一-鿿]")
ENGLISH_SENTENCE = re.compile(r"\b(?:the|and|with|for|not|from|only|price)\b", re.IGNORECASE)
LANGUAGES = {"en", "zh-hans"}
# Words of a workshop, not of the product.
FORBIDDEN = ("corpora", "corpus", "helper", "seed", "file id", "my research", "todo", "/work")


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Every object of the file."""
    if isinstance(node, dict):
        yield node
        for each in node.values():
            yield from nodes(each)
    elif isinstance(node, list):
        for each in node:
            yield from nodes(each)


def texts() -> list[dict[str, str]]:
    return [node for node in nodes(document()) if LANGUAGES & set(node)]


def figures() -> list[dict[str, Any]]:
    """Everything that has a source: prices, facts, limits of seats, benchmarks."""
    return [node for node in nodes(document()) if "source" in node]


def known(figure: dict[str, Any]) -> Any:
    return next(figure[key] for key in ("amount", "value", "amounts") if key in figure)


def test_the_catalogue_is_whole() -> None:
    assert len(catalogue.vendors()) == len({vendor.id for vendor in catalogue.vendors()}) == 18
    assert {vendor.id: len(vendor.editions) for vendor in catalogue.vendors() if vendor.editions} == {
        "zendesk": 4,
        "freshdesk": 6,
        "intercom": 3,
        "hubspot_service": 4,
        "zoho_desk": 5,
        "help_scout": 4,
        "salesforce_service": 5,
        "servicenow_csm": 3,
        "genesys_cloud": 4,
        "hollycrm": 3,
        "qidian": 1,
        "hecong": 2,
    }
    assert len(EDITIONS) == 44
    assert len(catalogue.sources()) == 53
    assert [len(group.rows) for group in catalogue.benchmarks()] == [3, 4, 6]


@pytest.mark.parametrize(
    ("vendor", "place", "name", "yearly", "monthly", "currency", "period", "source", "as_of"),
    [
        ("zendesk", 2, "Suite Team", "55", "69", "USD", "month", "ZD1", "2026-10-07"),
        ("zendesk", 4, "Suite Enterprise + Copilot", None, None, "USD", "month", "ZD1", "2026-10-07"),
        ("freshdesk", 6, "Omni Enterprise", "119", None, "USD", "month", "R1", "2026-10-06"),
        ("intercom", 1, "Essential", "19", "39", "USD", "month", "IC1", "2026-09-20"),
        ("hubspot_service", 1, "Free tools", "0", None, "USD", "month", "HS6", "2026-08-13"),
        ("zoho_desk", 4, "Professional", "23", "35", "USD", "month", "ZO1", "2026-10-01"),
        ("help_scout", 3, "Plus", "37.8", "45", "USD", "month", "LST", "2026-07-17"),
        ("salesforce_service", 5, "Max", "550", None, "USD", "month", "R1", "2026-10-06"),
        ("servicenow_csm", 1, "Standard", None, None, "USD", "month", "SN1", "2026-05-05"),
        ("genesys_cloud", 4, "CX 4", "240", None, "USD", "month", "GE1", "2026-09-20"),
        ("qidian", 1, "Qidian (企点), as of 2018", "2000", None, "CNY", "year", "QD1", "2018-10-06"),
        ("hecong", 2, "Enterprise (企业版)", "799", None, "CNY", "year", "HC1", None),
    ],
)
def test_an_edition_costs_what_was_published(
    vendor: str,
    place: int,
    name: str,
    yearly: str | None,
    monthly: str | None,
    currency: str,
    period: str,
    source: str,
    as_of: str | None,
) -> None:
    edition = catalogue.vendor(vendor).edition(place)
    price, other = edition.price("year"), edition.price("month")

    assert (edition.name["en"], edition.currency, price.period) == (name, currency, period)
    assert (price.amount, other.amount) == tuple(None if each is None else Decimal(each) for each in (yearly, monthly))
    assert price.source is not None
    assert (price.source.id, price.as_of, price.retrieved) == (source, as_of, "2026-11-21")


def test_ten_seats_of_a_stepped_edition_cost_what_the_vendor_reckons_itself() -> None:
    [step] = catalogue.vendor("hecong").edition(2).steps

    # The vendor's own example: three seats of the enterprise edition are CNY 1,917.60 a year.
    assert (step.from_seat, 3 * step.amount) == (2, Decimal("1917.6"))


@pytest.mark.parametrize(("vendor", "edition"), EDITIONS, ids=NAMES)
def test_a_price_has_a_source_and_a_date_or_is_unknown_with_a_note(vendor: Vendor, edition: Edition) -> None:
    prices: list[Price] = [*edition.prices, *(each for addon in vendor.addons_for(edition) for each in addon.prices)]
    for price in prices:
        if price.amount is None:
            assert price.note is not None
        else:
            assert price.source is not None
            assert price.retrieved is not None
            assert price.as_of or price.source.as_of is None, "the page has a date, so the price has one"


@pytest.mark.parametrize(("vendor", "edition"), EDITIONS, ids=NAMES)
def test_the_status_fits_the_price(vendor: Vendor, edition: Edition) -> None:
    assert edition.is_priced == (edition.status in {"list_price", "third_party"})
    assert (edition.tier is None) == (vendor.id == "hollycrm")


def test_what_is_not_known_says_so_and_is_never_zero() -> None:
    found = figures()
    unknown = [figure for figure in found if known(figure) is None]

    assert len(unknown) > 100
    assert [figure for figure in unknown if not figure["note"]] == []
    assert [figure for figure in found if known(figure) == 0 and not figure["source"]] == []
    free = [(vendor.id, edition.place) for vendor, edition in EDITIONS if edition.price("year").amount == 0]
    assert free == [("hubspot_service", 1), ("zoho_desk", 1), ("help_scout", 1)]


def test_a_figure_that_is_known_has_a_source() -> None:
    assert [figure for figure in figures() if known(figure) is not None and not figure["source"]] == []
    assert {figure["source"] for figure in figures()} - {None} <= set(catalogue.sources())


def test_a_source_can_be_found_again() -> None:
    for source in catalogue.sources().values():
        assert source.url or source.via, source.id
        assert re.fullmatch(r"\d{4}(-\d\d){0,2}", source.as_of or "2026"), source.id
        assert date.fromisoformat(source.retrieved)


def test_the_page_of_sources_lists_every_source() -> None:
    page = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")
    kinds = catalogue.labels("kinds")

    told = re.findall(r"^\| `([A-Z0-9]+)` \| (.+?) \| (.+?) \| (.+?) \| (.+) \|$", page, re.MULTILINE)

    assert told == [
        (each.id, each.title["en"], kinds[each.kind]["en"], each.as_of or "no date", each.url or (each.via or {})["en"])
        for each in catalogue.sources().values()
    ]


def test_every_code_has_its_words() -> None:
    def used(key: str) -> set[str]:
        values = [node[key] for node in nodes(document()) if key in node]
        codes = [each for value in values for each in (value if isinstance(value, list) else [value])]
        return {code for code in codes if isinstance(code, str)}

    assert used("kind") == set(catalogue.labels("kinds"))
    assert used("status") == set(catalogue.labels("statuses"))
    assert used("market") == set(catalogue.labels("markets"))
    assert used("cautions") | {"third_party"} == set(catalogue.labels("cautions"))
    assert used("per") == set(catalogue.units())
    assert {fact.key for vendor in catalogue.vendors() for fact in vendor.facts} == set(catalogue.labels("facts"))


def test_every_text_is_in_both_languages() -> None:
    found = texts()

    assert len(found) > 700
    assert [text for text in found if set(text) != LANGUAGES] == []
    assert [text for text in found if any(value.strip() != value or not value for value in text.values())] == []
    sentences = [text for text in found if ENGLISH_SENTENCE.search(text["en"])]
    assert [text for text in sentences if not CHINESE.search(text["zh-hans"])] == []


def test_no_text_speaks_of_how_the_catalogue_was_made() -> None:
    found = [word for text in texts() for value in text.values() for word in FORBIDDEN if word in value.lower()]

    assert [word for word in found if word != "seed"] == []
    assert found.count("seed") == 2, "only the name of docs/seeds.md"


def test_a_third_partys_figure_is_flagged() -> None:
    price = catalogue.vendor("qidian").edition(1).price("year")

    assert price.cautions == ("third_party",)
    assert "not_verified" in catalogue.vendor("hubspot_service").edition(2).price("year").cautions


def test_an_add_on_is_offered_with_the_editions_it_belongs_to() -> None:
    freshdesk = catalogue.vendor("freshdesk")

    def beside(place: int) -> list[str]:
        return [addon.name["en"] for addon in freshdesk.addons_for(freshdesk.edition(place))]

    assert beside(2) == ["Freddy AI Copilot", "Freddy AI Agent sessions", "Day pass, Pro", "Connector tasks"]
    assert beside(4) == ["Freddy AI Copilot", "Freddy AI Agent sessions", "Connector tasks"]


@pytest.mark.parametrize(
    ("vendor", "place", "kind", "yearly", "monthly"),
    [
        ("zendesk", 1, "seat", "50", "50"),
        ("zendesk", 4, "usage", "1.5", "1.5"),
        ("freshdesk", 1, "seat", "29", "35"),
        ("intercom", 4, "flat", "99", "99"),
        ("hubspot_service", 3, "once", "3500", "3500"),
        ("qidian", 1, "flat", "10000", "10000"),
    ],
)
def test_an_add_on_is_paid_in_its_way(vendor: str, place: int, kind: str, yearly: str, monthly: str) -> None:
    addon = catalogue.vendor(vendor).addons[place - 1]

    assert addon.kind == kind
    assert (addon.price("year").amount, addon.price("month").amount) == (Decimal(yearly), Decimal(monthly))


@pytest.mark.parametrize(
    ("as_of", "limit", "expected"),
    [
        ("2026-05-21", 6, False),
        ("2026-05-20", 6, True),
        ("2026-11-21", 6, False),
        ("2026", 12, False),
        ("2026", 6, True),  # it may be January
        ("2025-11", 12, True),
        (None, 600, True),  # nobody can say that it is not
    ],
)
def test_what_may_be_older_than_the_limit_is_old(as_of: str | None, limit: int, expected: bool) -> None:  # noqa: FBT001
    assert catalogue.is_old(as_of, date(2026, 11, 21), limit) is expected


def test_nothing_that_does_not_exist_is_found() -> None:
    with pytest.raises(KeyError):
        catalogue.vendor("nobody")
    for place in (0, 5, -1):
        with pytest.raises(KeyError):
            catalogue.vendor("zendesk").edition(place)


def test_an_entry_cannot_be_changed() -> None:
    fact: Fact = catalogue.vendor("zendesk").facts[0]

    with pytest.raises(AttributeError):
        fact.value = None  # type: ignore[misc]
    with pytest.raises(TypeError):
        fact.value["en"] = "x"
