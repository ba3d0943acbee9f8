"""Every page of facts, asked for by everybody: who reads, who keeps, and who has no business here."""

from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import member, offer
from vendors.models import Offer

pytestmark = pytest.mark.django_db

READ = {"vendors": None, "vendor": "vendor", "offer": "offer", "tco": "offer", "tco_letter": "offer", "tiers": None}
KEEP = {
    "add_vendor": None,
    "edit_vendor": "vendor",
    "add_offer": "vendor",
    "edit_offer": "offer",
    "promises": "offer",
    "costs": "offer",
    "prices": "offer",
    "free_plan": "vendor",
    "tco_answers": "offer",
}
GROUPS = ["Procurement", "Finance", "Auditor", "Administrator", None]


def address(page: str, row: Offer) -> str:
    pk = {"vendor": row.vendor_id, "offer": row.pk, None: None}[(READ | KEEP)[page]]
    return reverse(f"vendors:{page}", args=[pk] if pk else [])


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("page", READ)
def test_facts_are_read_by_those_with_a_group(client: Client, page: str, group: str | None) -> None:
    row = offer()
    client.force_login(member(group=group))

    expected = HTTPStatus.OK if group else HTTPStatus.FORBIDDEN
    assert client.get(address(page, row)).status_code == expected


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("page", KEEP)
def test_facts_are_kept_by_procurement_alone(client: Client, page: str, group: str | None, method: str) -> None:
    row = offer()
    client.force_login(member(group=group))

    answer = getattr(client, method)(address(page, row))

    may = group == "Procurement"
    taken = {HTTPStatus.OK, HTTPStatus.FOUND, HTTPStatus.UNPROCESSABLE_ENTITY}
    assert answer.status_code in (taken if may else {HTTPStatus.FORBIDDEN})


@pytest.mark.parametrize("page", READ | KEEP)
def test_a_visitor_is_sent_to_the_door(client: Client, page: str) -> None:
    where = address(page, offer())

    answer = client.get(where)

    assert answer.status_code == HTTPStatus.FOUND
    assert answer.headers["Location"] == f"{reverse('account_login')}?next={where}"


@pytest.mark.parametrize("page", [page for page, of in (READ | KEEP).items() if of])
def test_what_does_not_exist_is_a_404(client: Client, page: str) -> None:
    client.force_login(member(group="Procurement"))

    assert client.get(reverse(f"vendors:{page}", args=[999_999])).status_code == HTTPStatus.NOT_FOUND


def test_only_who_may_change_something_sees_the_way_to_it(client: Client) -> None:
    row = offer()

    def ways(group: str) -> list[str]:
        client.force_login(member(group=group))
        shown = "".join(client.get(address(page, row)).content.decode() for page in READ)
        return [page for page in KEEP if address(page, row) in shown]

    assert ways("Procurement") == list(KEEP)
    assert ways("Finance") == []
