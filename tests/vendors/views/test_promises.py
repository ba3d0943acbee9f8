"""The sheet of promises: what is said, what is taken back, and what is refused."""

from datetime import date
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import member, offer
from vendors.facts import FACTS, fault_in
from vendors.models import Offer, Promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def procurement(client: Client) -> Client:
    client.force_login(member(group="Procurement"))
    return client


def where(row: Offer) -> str:
    return reverse("vendors:promises", args=[row.pk])


def as_shown(client: Client, row: Offer) -> dict[str, str]:
    """What a browser would send back if nothing was touched."""
    sheet = client.get(where(row)).context["sheet"]
    return {
        field.html_name: "" if field.value() is None else str(field.value())
        for form in sheet.forms.values()
        for field in form
    }


@pytest.mark.parametrize(
    ("fact", "typed", "stored"),
    [
        ("trial_days", "15", 15),
        ("trial_days", "0", 0),
        ("failure_rate_percent", "0.08", 0.08),
        ("recovery_hours", "4.0", 4),
        ("idle_share", "1", 1),
        ("gdpr_agreement", "yes", True),
        ("gdpr_agreement", "no", False),
        ("tls_min_version", "1.3", "1.3"),
        ("free_plan_missing_functions", "报表 <b>", "报表 <b>"),
    ],
)
def test_a_promise_is_kept_in_the_type_of_its_fact(procurement: Client, fact: str, typed: str, stored: Any) -> None:
    row = offer()

    answer = procurement.post(where(row), as_shown(procurement, row) | {f"{fact}-value": typed})

    assert answer.status_code == HTTPStatus.FOUND
    promise = row.promises.get()
    assert (promise.fact, promise.value, type(promise.value)) == (fact, stored, type(stored))
    assert fault_in(fact, promise.value) is None


def test_status_day_and_evidence_are_kept_beside_the_value(procurement: Client) -> None:
    row = offer()

    procurement.post(
        where(row),
        as_shown(procurement, row)
        | {
            "sla_percent-value": "99.9",
            "sla_percent-status": "evidenced",
            "sla_percent-valid_until": "2027-12-31",
            "sla_percent-evidence": "合同第3条",
        },
    )

    promise = row.promises.get()
    assert (promise.status, promise.valid_until, promise.evidence) == ("evidenced", date(2027, 12, 31), "合同第3条")


def test_sending_the_sheet_untouched_changes_nothing(procurement: Client) -> None:
    row = offer()
    for fact, value in {"trial_days": 15, "gdpr_agreement": False, "recovery_hours": 4.5, "module_add": "no"}.items():
        Promise.objects.create(offer=row, fact=fact, value=value, status="verified", evidence="seen")
    before = list(row.promises.values())

    assert procurement.post(where(row), as_shown(procurement, row)).status_code == HTTPStatus.FOUND

    assert list(row.promises.values()) == before


def test_a_cleared_value_takes_the_promise_back(procurement: Client) -> None:
    row = offer()
    Promise.objects.create(offer=row, fact="trial_days", value=15, evidence="mail")
    Promise.objects.create(offer=row, fact="mlps_level", value=3)

    procurement.post(where(row), as_shown(procurement, row) | {"trial_days-value": ""})

    assert [promise.fact for promise in row.promises.all()] == ["mlps_level"]


def test_evidence_for_nothing_is_asked_about_and_not_lost(procurement: Client) -> None:
    row = offer()

    answer = procurement.post(where(row), as_shown(procurement, row) | {"trial_days-evidence": "clause 3"})

    assert answer.status_code == HTTPStatus.OK
    assert "Enter what was promised" in answer.content.decode()
    assert 'value="clause 3"' in answer.content.decode()
    assert not row.promises.exists()


@pytest.mark.parametrize(
    ("name", "typed", "message"),
    [
        ("trial_days-value", "-1", "Ensure this value is greater than or equal to 0."),
        ("trial_days-value", "15.5", "Enter a whole number."),
        ("trial_days-value", "9999", "Ensure this value is less than or equal to 3650."),
        ("sla_percent-value", "101", "Ensure this value is less than or equal to 100."),
        ("sla_percent-value", "NaN", "Enter a number."),
        ("sla_percent-value", "inf", "Enter a number."),
        ("sla_percent-value", "1e30", "Ensure this value is less than or equal to 100."),
        ("recovery_hours-value", "<b>", "Enter a number."),
        ("module_add-value", "sometimes", "Select a valid choice."),
        ("gdpr_agreement-value", "maybe", "Select a valid choice."),
        ("gdpr_agreement-status", "sworn", "Select a valid choice."),
        ("mlps_level-valid_until", "2026-02-30", "Enter a valid date."),
        ("mlps_level-evidence", "证" * 10_000, "Ensure this value has at most 500 characters"),
        ("free_plan_missing_functions-value", "x" * 10_000, "Ensure this value has at most 2000 characters"),
    ],
)
def test_one_bad_entry_is_named_and_nothing_of_the_sheet_is_saved_or_lost(
    procurement: Client, name: str, typed: str, message: str
) -> None:
    row = offer()

    answer = procurement.post(
        where(row), as_shown(procurement, row) | {"rated_concurrency-value": "1234"} | {name: typed}
    )

    assert answer.status_code == HTTPStatus.OK
    fact, field = name.split("-")
    assert message in str(answer.context["sheet"].forms[fact].errors[field])
    shown = answer.content.decode()
    assert f'href="#id_{name}"' in shown
    assert 'value="1234"' in shown
    assert not row.promises.exists()


def test_an_empty_request_is_no_crash_and_takes_nothing_back(procurement: Client) -> None:
    row = offer()
    Promise.objects.create(offer=row, fact="trial_days", value=15)

    assert procurement.post(where(row)).status_code == HTTPStatus.OK
    assert row.promises.count() == 1


def test_every_fact_is_on_the_sheet_with_its_help_in_the_language_of_the_page(client: Client) -> None:
    client.force_login(member(group="Procurement", language="zh-hans"))

    shown = client.get(where(offer())).content.decode()

    for kind in FACTS.values():
        assert kind.label["zh-hans"] in shown
        assert kind.help["zh-hans"] in shown
        assert kind.label["en"] == kind.label["zh-hans"] or f">{kind.label['en']}<" not in shown
