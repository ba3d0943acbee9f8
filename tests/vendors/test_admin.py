"""Facts in the administration: every page opens, and a slip in the tier table is refused before it breaks a page."""

from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import member, offer
from vendors.models import Promise, Tier

pytestmark = pytest.mark.django_db

WORDING = '{"en": "Chat", "zh-hans": "会话"}'


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(member(is_staff=True, is_superuser=True))
    return client


def test_every_page_of_facts_opens(administrator: Client) -> None:
    row = offer()
    Promise.objects.create(offer=row, fact="trial_days", value=15)
    line = row.cost_lines.get()

    for name, pk in (("vendor", row.vendor_id), ("offer", row.pk), ("costline", line.pk), ("tier", "basic")):
        listed = reverse(f"admin:vendors_{name}_changelist")
        changed = reverse(f"admin:vendors_{name}_change", args=[pk])
        assert [administrator.get(each).status_code for each in (listed, changed)] == [HTTPStatus.OK] * 2


@pytest.mark.parametrize("act", ["add", "delete"])
def test_no_tier_is_added_or_removed(administrator: Client, act: str) -> None:
    address = reverse(f"admin:vendors_tier_{act}", args=[] if act == "add" else ["basic"])

    assert administrator.get(address).status_code == HTTPStatus.FORBIDDEN


def changed(functions: str, fits: str) -> dict[str, str]:
    return {"name": "Base", "name_zh": "基础", "price_min": "1", "price_max": "", "functions": functions, "fits": fits}


def test_the_tier_table_can_be_edited_in_both_languages(administrator: Client) -> None:
    where = reverse("admin:vendors_tier_change", args=["basic"])

    answer = administrator.post(where, changed(f'[{WORDING}, "Tickets"]', '"Small teams"'))

    assert answer.status_code == HTTPStatus.FOUND
    tier = Tier.objects.get(code="basic")
    assert (tier.functions_for_reader, tier.fits_for_reader, tier.price_max) == (
        ["Chat", "Tickets"],
        "Small teams",
        None,
    )


@pytest.mark.parametrize(
    ("functions", "fits", "field"),
    [
        ('"Chat"', WORDING, "functions"),
        ("[1]", WORDING, "functions"),
        ('[{"en": "Chat"}]', WORDING, "functions"),
        ('[{"en": "Chat", "zh-hans": ""}]', WORDING, "functions"),
        ("[", WORDING, "functions"),
        (f"[{WORDING}]", "[]", "fits"),
        (f"[{WORDING}]", '{"de": "x"}', "fits"),
    ],
)
def test_a_slip_in_the_tier_table_is_refused(administrator: Client, functions: str, fits: str, field: str) -> None:
    where = reverse("admin:vendors_tier_change", args=["basic"])
    before = Tier.objects.values().get(code="basic")

    answer = administrator.post(where, changed(functions, fits))

    assert answer.status_code == HTTPStatus.OK
    assert field in answer.context["adminform"].form.errors
    assert Tier.objects.values().get(code="basic") == before
