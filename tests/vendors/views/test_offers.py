"""One offer, adding and editing it, and the tier table."""

from datetime import date
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import member, offer, vendor
from vendors.models import CostAmount, CostLine, Offer, Promise, Tier

pytestmark = pytest.mark.django_db

GOOD = {"edition": "Smart Suite", "tier": "smart", "currency": "CNY", "billing": "year"}


@pytest.fixture
def procurement(client: Client) -> Client:
    client.force_login(member(group="Procurement"))
    return client


def test_an_offer_shows_its_costs_promises_and_terms(procurement: Client) -> None:
    row = offer(edition="Smart Suite", yearly=96_000, seats=40, valid_until=date(2020, 1, 31))
    own_time = CostLine.objects.create(offer=row, category="repeated_work", kind="hidden", is_cash=False)
    CostAmount.objects.create(line=own_time, year=1, expected=1500)
    CostLine.objects.create(offer=row, category="Sondergebühr")
    Promise.objects.create(
        offer=row, fact="trial_days", value=15, status="verified", evidence="<clause 3>", valid_until=date(2020, 1, 31)
    )

    shown = procurement.get(row.get_absolute_url()).content.decode()

    for text in [
        "CNY 289,500",
        "CNY 97,500",
        "Own time, not cash",
        "For 1 line no amount was given",
        "Sondergebühr",
        "15 days",
        "Passes",
        "Verified by us",
        "&lt;clause 3&gt;",
        "expired on",
        "1 of 30",
        "Expired",
    ]:
        assert text in shown, text


def test_an_offer_without_costs_says_so_and_leads_on(procurement: Client) -> None:
    row = offer(yearly=None)

    shown = procurement.get(row.get_absolute_url()).content.decode()

    assert "No costs were entered yet" in shown
    assert reverse("vendors:costs", args=[row.pk]) in shown
    assert "CNY 0" not in shown


def test_an_offer_costs_the_same_queries_however_much_is_known(procurement: Client) -> None:
    row = offer(yearly=1)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            procurement.get(row.get_absolute_url())
        return len(captured)

    few = queries()
    for fact in ("trial_days", "mlps_level", "recovery_hours"):
        Promise.objects.create(offer=row, fact=fact, value=3)
        line = CostLine.objects.create(offer=row, category="training")
        CostAmount.objects.create(line=line, year=2, expected=5)

    assert queries() == few


def test_an_offer_is_added_and_leads_to_its_costs(procurement: Client) -> None:
    row = vendor()

    answer = procurement.post(
        reverse("vendors:add_offer", args=[row.pk]),
        GOOD | {"currency": "usd", "seats": "40", "valid_until": "2027-03-31"},
    )

    added = Offer.objects.get()
    assert (added.vendor, added.tier_id, added.currency, added.seats) == (row, "smart", "USD", 40)
    assert added.valid_until == date(2027, 3, 31)
    assert answer.headers["Location"] == reverse("vendors:costs", args=[added.pk])


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("edition", "", "This field is required."),
        ("edition", "版" * 10_000, "Ensure this value has at most 200 characters (it has 10000)."),
        ("tier", "", "This field is required."),
        ("tier", "golden", "Select a valid choice."),
        ("seats", "0", "Ensure this value is greater than or equal to 1."),
        ("seats", "-5", "Ensure this value is greater than or equal to 1."),
        ("seats", "1e30", "Enter a whole number."),
        ("seats", "NaN", "Enter a whole number."),
        ("seats", "9" * 30, "Ensure this value is less than or equal to 1000000."),
        ("seats", "4.5", "Enter a whole number."),
        ("currency", "YUAN", "Ensure this value has at most 3 characters"),
        ("currency", "¥", "Enter the three letters of the currency"),
        ("currency", "", "This field is required."),
        ("billing", "weekly", "Select a valid choice."),
        ("valid_until", "soon", "Enter a valid date."),
    ],
)
def test_bad_input_is_refused_at_its_field_and_nothing_is_lost(
    procurement: Client, field: str, value: str, message: str
) -> None:
    row = vendor()

    answer = procurement.post(
        reverse("vendors:add_offer", args=[row.pk]), GOOD | {"notes": "<kept> 保留"} | {field: value}
    )

    assert answer.status_code == HTTPStatus.OK
    assert message in str(answer.context["form"].errors[field])
    shown = answer.content.decode()
    assert f'href="#id_{field}"' in shown
    assert "&lt;kept&gt; 保留" in shown
    assert not Offer.objects.exists()


def test_an_offer_is_edited(procurement: Client) -> None:
    row = offer(tier="basic", seats=10)
    where = reverse("vendors:edit_offer", args=[row.pk])

    assert procurement.post(where, GOOD | {"tier": "custom", "seats": ""}).status_code == HTTPStatus.FOUND

    row.refresh_from_db()
    assert (row.tier_id, row.seats, row.edition) == ("custom", None, "Smart Suite")


@pytest.mark.parametrize("page", ["edit_offer", "promises", "costs"])
def test_whoever_edits_an_offer_is_told_that_open_evaluations_keep_their_figures(
    procurement: Client, page: str
) -> None:
    row = offer()

    assert (
        "keep the figures that were frozen"
        in procurement.get(reverse(f"vendors:{page}", args=[row.pk])).content.decode()
    )


def test_the_tier_table_reads_from_basic_to_custom_with_bands_and_scenarios(procurement: Client) -> None:
    offer(tier="smart")

    answer = procurement.get(reverse("vendors:tiers"))
    shown = answer.content.decode()

    assert [tier.code for tier in answer.context["tiers"]] == ["basic", "advanced", "smart", "custom"]
    assert [tier.offer_count for tier in answer.context["tiers"]] == [0, 0, 1, 0]
    assert "CNY 80,000 to 120,000" in shown
    assert "from CNY 150,000" in shown
    assert "A bot as first contact" in shown


def test_the_tier_table_reads_chinese_for_a_chinese_reader(client: Client) -> None:
    client.force_login(member(group="Finance", language="zh-hans"))

    shown = client.get(reverse("vendors:tiers")).content.decode()

    for tier in Tier.objects.all():
        assert tier.name_zh in shown
        assert f">{tier.name}<" not in shown
    assert "机器人先行应答" in shown
    assert "¥150,000" in shown
