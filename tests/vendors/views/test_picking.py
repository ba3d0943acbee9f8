"""Picking: every edition of the catalogue becomes an offer, with its prices, dates and sources and nothing invented."""

from datetime import date
from decimal import Decimal
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import member, vendor
from vendors import catalogue
from vendors.catalogue.entries import Edition
from vendors.catalogue.entries import Vendor as Entry
from vendors.forms.catalogue import PickForm
from vendors.models import Offer, Vendor
from vendors.picking import whole_day

pytestmark = pytest.mark.django_db

EDITIONS = [(entry, edition) for entry in catalogue.vendors() for edition in entry.editions]
NAMES = [f"{entry.id}-{edition.place}" for entry, edition in EDITIONS]
GROUPS = ["Procurement", "Finance", "Auditor", "Administrator", None]


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


def picked(client: Client, entry_id: str, place: int, **answers: Any) -> Offer:
    """The offer that comes of an edition."""
    edition = catalogue.vendor(entry_id).edition(place)
    sent = {"billing": "year", "tier": edition.tier or "basic"} | answers
    answer = client.post(pick_of(entry_id, place), sent)
    assert answer.status_code == HTTPStatus.FOUND, answer.context["form"].errors
    offer = Offer.objects.latest("pk")
    assert answer.headers["Location"] == offer.get_absolute_url()
    return offer


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("group", GROUPS)
def test_an_edition_is_picked_by_procurement_alone(client: Client, group: str | None, method: str) -> None:
    client.force_login(member(group=group))

    answer = getattr(client, method)(pick_of("zendesk", 1))

    assert answer.status_code == (HTTPStatus.OK if group == "Procurement" else HTTPStatus.FORBIDDEN)
    assert not Offer.objects.exists()


@pytest.mark.parametrize(("entry", "edition"), EDITIONS, ids=NAMES)
@pytest.mark.parametrize("billing", ["year", "month"])
def test_every_edition_becomes_an_offer(procurement: Client, entry: Entry, edition: Edition, billing: str) -> None:
    known = edition.price(billing)
    everything = {f"addon_{addon.place}": "must" for addon in entry.addons_for(edition)}
    promises = [mapped.fact for mapped in entry.promises_for(edition)]

    offer = picked(procurement, entry.id, edition.place, billing=billing, promises=promises, **everything)

    assert (offer.vendor.name, offer.edition, offer.currency) == (
        entry.name["en"],
        edition.name["en"],
        edition.currency,
    )
    assert (offer.billing, offer.seats) == (billing, None)
    assert (offer.seat_minimum, offer.seat_maximum) == (edition.seat_min.value, edition.seat_max.value)
    steps = list(offer.seat_prices.all())
    if known.amount is None:
        assert steps == []
        assert "No public price was found" in offer.notes
    else:
        assert (steps[0].from_seat, steps[0].unit_price, offer.seat_period) == (1, known.amount, known.period)
        assert known.source is not None
        assert all(step.as_of == whole_day(known.as_of) and step.source == "list_price" for step in steps)
        assert all(known.source.title["en"] in step.source_note for step in steps)
    taken = [*offer.modules.all(), *offer.usage_terms.all()]
    assert len(taken) == len(everything)
    made = offer.promises.all()
    assert {promise.fact for promise in made} == set(promises)
    assert {promise.status for promise in made} <= {"claimed"}
    assert all("read on 2026-11-21" in promise.evidence for promise in made)


def test_the_prices_of_an_offer_are_those_that_were_published(procurement: Client) -> None:
    answers = {"addon_1": "must", "addon_2": "redundant", "addon_4": "must", "addon_6": "must", "seats": "12"}

    offer = picked(procurement, "zendesk", 3, billing="month", promises=["trial_days"], **answers)

    [step] = offer.seat_prices.all()
    assert (offer.seats, offer.seat_period, step.unit_price, step.as_of) == (
        12,
        "month",
        Decimal(149),
        date(2026, 10, 7),
    )
    assert step.source_note == (
        "Zendesk pricing, https://www.zendesk.com/pricing/; as of 2026-10-07, read on 2026-11-21"
    )
    assert list(offer.modules.values_list("name", "grade", "price", "per", "period")) == [
        ("Copilot", "must", Decimal(50), "seat", "month"),
        ("Workforce Engagement bundle", "redundant", Decimal(50), "seat", "month"),
    ]
    assert list(offer.usage_terms.values_list("unit", "unit_price", "volume")) == [
        ("Automated resolution, committed (automated resolution)", Decimal("1.5"), None),
        ("Action credits (action)", Decimal("0.002"), None),  # 200 for 100,000
    ]
    assert "Copilot: USD 50 per seat and month. This price is published for yearly billing only." in offer.notes
    subjects = offer.price_revisions.filter(was=None).values_list("subject", flat=True)
    assert {"seat:1", "module:Copilot"} <= set(subjects), "the first prices are the beginning of their history"
    [promise] = offer.promises.all()
    assert (promise.fact, promise.value) == ("trial_days", 14)
    assert promise.evidence.endswith("as of 2026-07-17, read on 2026-11-21")


def test_steps_and_single_payments_are_taken_over(procurement: Client) -> None:
    stepped = picked(procurement, "hecong", 1)
    once = picked(procurement, "hubspot_service", 3, addon_2="must")

    assert list(stepped.seat_prices.values_list("from_seat", "unit_price", "as_of")) == [
        (1, Decimal(399), None),
        (2, Decimal("359.1"), None),
    ]
    assert (stepped.seat_period, stepped.seat_pricing) == ("year", "volume")
    assert list(once.modules.values_list("name", "price", "per")) == [
        ("Onboarding, Professional", Decimal(1500), "once")
    ]


def test_an_offer_by_quote_says_that_it_has_no_price(procurement: Client) -> None:
    edition = catalogue.vendor("zendesk").edition(4)
    assert "made without a price" in procurement.get(pick_of("zendesk", 4)).content.decode()

    answer = procurement.post(pick_of("zendesk", 4), {"billing": "year", "tier": edition.tier}, follow=True)

    assert "The offer was added without a price" in answer.content.decode()
    assert not Offer.objects.get().seat_prices.exists()


def test_the_vendor_is_added_once_and_found_again_by_either_name(procurement: Client) -> None:
    picked(procurement, "qidian", 1)
    [made] = Vendor.objects.all()
    assert (made.name, made.name_zh, made.website) == ("Tencent Qidian", "腾讯企点", "https://qidian.qq.com")

    assert procurement.get(pick_of("qidian", 1)).context["form"]["vendor"].value() == made.pk
    again = procurement.post(pick_of("qidian", 1), {"billing": "year", "tier": "advanced"})

    assert "exists already" in str(again.context["form"].errors["vendor"])
    assert picked(procurement, "qidian", 1, vendor=made.pk).vendor == made
    ours = vendor(name="合从")
    assert procurement.get(pick_of("hecong", 1)).context["form"]["vendor"].value() == ours.pk


def test_an_offer_can_go_to_a_vendor_of_another_name(procurement: Client) -> None:
    reseller = vendor(name="A reseller")

    assert picked(procurement, "zendesk", 1, vendor=reseller.pk).vendor == reseller
    assert Vendor.objects.count() == 1


def test_who_may_not_add_vendors_must_choose_one() -> None:
    entry = catalogue.vendor("zendesk")
    arguments = {"entry": entry, "edition": entry.edition(1), "today": date(2026, 11, 21), "may_add_vendor": False}

    form = PickForm({"billing": "year", "tier": "basic"}, **arguments)  # type: ignore[arg-type]

    assert "vendor" in form.errors


@pytest.mark.parametrize(
    ("answers", "field", "message"),
    [
        ({"seats": "0"}, "seats", "greater than or equal to 1"),
        ({"seats": "4"}, "seats", "This edition ends at 3 seats."),
        ({"billing": "never"}, "billing", "Select a valid choice"),
        ({"tier": ""}, "tier", "This field is required."),
        ({"vendor": "999999"}, "vendor", "Select a valid choice"),
        ({"promises": ["sla_percent"]}, "promises", ""),
    ],
)
def test_bad_answers_are_refused_at_their_field(
    procurement: Client, answers: dict[str, Any], field: str, message: str
) -> None:
    answer = procurement.post(pick_of("zoho_desk", 1), {"billing": "year", "tier": "basic"} | answers)

    if field == "promises":  # the free edition promises nothing, so there is no such field to fill
        assert not Offer.objects.get().promises.exists()
    else:
        assert message in str(answer.context["form"].errors[field])
        assert not Offer.objects.exists()


def test_a_promise_that_the_catalogue_does_not_know_is_refused(procurement: Client) -> None:
    sent = {"billing": "year", "tier": "basic", "promises": ["gdpr_agreement"]}

    answer = procurement.post(pick_of("zendesk", 1), sent)

    assert "promises" in answer.context["form"].errors


def test_only_promises_of_a_known_young_date_are_ticked(procurement: Client, today: date) -> None:
    form = procurement.get(pick_of("freshdesk", 1)).context["form"]

    assert form["promises"].value() == ["trial_days", "full_trial_days"]  # the SLA is of 2021, the encryption undated


def test_what_is_stored_is_in_the_language_of_who_picks(client: Client) -> None:
    client.force_login(member(group="Procurement", language="zh-hans"))

    offer = picked(client, "hecong", 2)

    assert (offer.edition, offer.edition_zh) == ("Enterprise (企业版)", "企业版")
    assert "8折" in offer.notes
    assert all("合从帮助：如何付费" in step.source_note for step in offer.seat_prices.all())
