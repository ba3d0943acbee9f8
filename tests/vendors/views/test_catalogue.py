"""The catalogue's pages: who sees what, and what each shows."""

from datetime import date
from html import unescape
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from tests.factories import member, vendor
from vendors import catalogue
from vendors.catalogue.entries import Vendor as Entry
from vendors.models import Tier

pytestmark = pytest.mark.django_db

LIST = reverse("vendors:catalogue")
EDITIONS = [(entry, edition) for entry in catalogue.vendors() for edition in entry.editions]
NAMES = [f"{entry.id}-{edition.place}" for entry, edition in EDITIONS]
GROUPS = ["Procurement", "Finance", "Auditor", "Administrator", None]


def page_of(entry_id: str) -> str:
    return reverse("vendors:catalogue_entry", args=[entry_id])


def pick_of(entry_id: str, place: int) -> str:
    return reverse("vendors:pick", args=[entry_id, place])


@pytest.fixture
def procurement(client: Client) -> Client:
    client.force_login(member(group="Procurement"))
    return client


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """The day on which the catalogue was read, so that nothing ages between two runs."""
    day = date(2026, 11, 21)
    monkeypatch.setattr(timezone, "localdate", lambda: day)
    return day


def listed(client: Client, query: str = "") -> list[str]:
    rows = client.get(LIST + query).context["rows"]
    return [f"{row['entry'].id}-{row['edition'].place if row['edition'] else 0}" for row in rows]


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("address", [LIST, page_of("zendesk")])
def test_the_catalogue_is_read_by_those_with_a_group(client: Client, group: str | None, address: str) -> None:
    client.force_login(member(group=group))

    assert client.get(address).status_code == (HTTPStatus.OK if group else HTTPStatus.FORBIDDEN)


@pytest.mark.parametrize("address", [LIST, page_of("zendesk"), pick_of("zendesk", 1)])
def test_a_visitor_is_sent_to_the_door(client: Client, address: str) -> None:
    answer = client.get(address)

    assert answer.headers["Location"] == f"{reverse('account_login')}?next={address}"


def test_the_way_to_an_offer_is_shown_to_those_who_may_go_it(client: Client) -> None:
    def shown(group: str) -> bool:
        client.force_login(member(group=group))
        return pick_of("zendesk", 1) in client.get(page_of("zendesk")).content.decode()

    assert (shown("Procurement"), shown("Finance")) == (True, False)


def test_the_list_of_vendors_leads_to_the_catalogue(procurement: Client) -> None:
    assert f'href="{LIST}"' in procurement.get(reverse("vendors:vendors")).content.decode()


@pytest.mark.parametrize(
    "address", [page_of("nobody"), pick_of("nobody", 1), pick_of("zendesk", 0), pick_of("zendesk", 5)]
)
def test_what_does_not_exist_is_a_404(procurement: Client, address: str) -> None:
    assert procurement.get(address).status_code == HTTPStatus.NOT_FOUND


def test_the_list_holds_every_edition_and_the_vendors_of_whom_none_is_known(procurement: Client) -> None:
    rows = listed(procurement)

    assert len(rows) == 50
    assert [row for row in rows if row.endswith("-0")] == [
        "netease_qiyu-0",
        "sobot-0",
        "easemob-0",
        "udesk-0",
        "meiqia-0",
        "moor-0",
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?q=hecong", ["hecong-1", "hecong-2"]),
        ("?q=合从+企业", ["hecong-2"]),
        ("?q=SANDBOX+audit", ["freshdesk-3", "freshdesk-6"]),
        ("?q=美洽", ["meiqia-0"]),
        ("?market=china&tier=advanced", ["qidian-1"]),
        ("?tier=custom", ["zendesk-4", "salesforce_service-4", "salesforce_service-5", "servicenow_csm-3"]),
        ("?q=nothing+like+this", []),
    ],
)
def test_the_list_can_be_narrowed(procurement: Client, query: str, expected: list[str]) -> None:
    assert listed(procurement, query) == expected


def test_a_choice_that_does_not_exist_is_said_and_narrows_nothing(procurement: Client) -> None:
    answer = procurement.get(f"{LIST}?market=mars&tier=gold")

    assert len(answer.context["rows"]) == 50
    assert set(answer.context["filters"].errors) == {"market", "tier"}


def test_a_price_for_a_year_stands_beside_those_for_a_month(procurement: Client) -> None:
    shown = procurement.get(f"{LIST}?q=hecong").content.decode()

    assert "CNY 33.25" in shown
    assert "CNY 399 per seat and year" in shown


def test_old_and_undated_prices_are_flagged(procurement: Client, today: date, settings: Settings) -> None:
    def flagged(query: str) -> tuple[bool, bool]:
        shown = procurement.get(LIST + query).content.decode().split('id="benchmarks"')[0]
        return ("older than" in shown, "no date, read on" in shown)

    assert flagged("?q=zendesk") == (False, False)
    assert flagged("?q=qidian") == (True, False)
    assert flagged("?q=hecong") == (False, True)
    settings.CATALOGUE_PRICE_MONTHS = 1
    assert flagged("?q=zendesk") == (True, False)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("entry", catalogue.vendors(), ids=lambda entry: entry.id)
def test_a_vendors_page_shows_everything_in_the_readers_language(client: Client, entry: Entry, language: str) -> None:
    client.force_login(member(group="Finance", language=language))

    answer = client.get(page_of(entry.id))

    shown = unescape(answer.content.decode())
    texts = [entry.name, *entry.conflicts, *entry.remarks]
    texts += [catalogue.labels("facts")[fact.key] for fact in entry.facts]
    texts += [fact.note for fact in entry.facts if fact.note and fact.note != catalogue.about("not_found")]
    texts += [part for edition in entry.editions for part in (edition.name, edition.tier_basis)]
    texts += [addon.name for addon in entry.addons]
    assert [text[language] for text in texts if text[language] not in shown] == []
    assert all(f'id="source-{source.id}"' in shown for source in answer.context["sources"])


def test_a_vendor_of_whom_nothing_is_known_says_so_and_shows_no_figure(procurement: Client) -> None:
    answer = procurement.get(page_of("meiqia"))

    shown = answer.content.decode()
    assert "No edition and no price was found." in shown
    assert answer.context["sources"] == []
    assert shown.count("not known") == len(catalogue.vendor("meiqia").facts)


def test_small_prices_keep_their_decimals(procurement: Client) -> None:
    shown = procurement.get(LIST).content.decode()

    assert "USD 0.038 per minute" in shown
    assert "CNY 0.085 per minute" in shown


@pytest.mark.parametrize("address", [f"{LIST}?q=hecong", page_of("hecong"), pick_of("hecong", 1)])
def test_a_page_costs_the_same_queries_for_a_short_and_a_long_entry(procurement: Client, address: str) -> None:
    def queries(where: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert procurement.get(where).status_code == HTTPStatus.OK
        return len(captured)

    short = queries(address)
    for _ in range(3):
        vendor()

    assert queries(address.replace("hecong", "zendesk")) == short


def test_every_tier_of_the_catalogue_is_one_of_ours() -> None:
    codes = set(Tier.objects.values_list("code", flat=True))

    assert {edition.tier for _, edition in EDITIONS if edition.tier} == codes
