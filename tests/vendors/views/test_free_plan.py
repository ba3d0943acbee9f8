"""The free plan of a vendor: entered, shown with what it lacks, refused where wrong, never filled in by itself."""

from decimal import Decimal
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import free_plan, member, vendor
from vendors.free_plans import lacking
from vendors.models import FreePlan, FreePlanFunction, Vendor

pytestmark = pytest.mark.django_db

EMPTY = {"functions-TOTAL_FORMS": "0", "functions-INITIAL_FORMS": "0", "currency": "CNY", "source": "list_price"}
FUNCTION = {
    "functions-TOTAL_FORMS": "1",
    "functions-0-name": "数据导出",
    "functions-0-grade": "must",
    "functions-0-in_free": "no",
    "functions-0-in_paid": "yes",
    "functions-0-note": "Greyed out",
}


@pytest.fixture
def procurement(client: Client) -> Client:
    client.force_login(member(group="Procurement"))
    return client


def where(row: Vendor) -> str:
    return reverse("vendors:free_plan", args=[row.pk])


def test_a_free_plan_is_entered_with_its_functions(procurement: Client) -> None:
    row = vendor()

    answer = procurement.post(
        where(row), EMPTY | FUNCTION | {"name": "Starter", "daily_limit": "0", "unit_price": "0.08", "currency": "usd"}
    )

    assert answer.headers["Location"] == row.get_absolute_url()
    plan = FreePlan.objects.get()
    assert (plan.vendor, plan.name, plan.daily_limit, plan.currency) == (row, "Starter", 0, "USD")
    assert (plan.unit_price, plan.source) == (Decimal("0.08"), "list_price")
    assert [(each.name, each.in_free, each.note) for each in plan.functions.all()] == [("数据导出", "no", "Greyed out")]


def test_no_rule_of_thumb_is_ever_stored_for_anybody(procurement: Client) -> None:
    row = vendor()
    shown = procurement.get(where(row)).content.decode()

    procurement.post(where(row), EMPTY | {"name": "Free"})

    assert "Rule of thumb: 100" in shown
    plan = FreePlan.objects.get()
    assert {plan.daily_limit, plan.overage_multiple, plan.unit_price} == {None}
    assert plan.functions.count() == 0


def test_the_vendor_page_shows_it_with_what_is_missing(procurement: Client) -> None:
    plan = free_plan(name="Starter", daily_limit=1200, unit_price="0.038", currency="USD")
    for number, (name, grade, in_free) in enumerate(
        [("Export", "must", "no"), ("<Chat>", "must", "limited"), ("Mood", "bonus", "no"), ("API", "must", "unknown")]
    ):
        FreePlanFunction.objects.create(plan=plan, name=name, grade=grade, in_free=in_free, position=number)

    shown = procurement.get(plan.vendor.get_absolute_url()).content.decode()
    found = lacking(plan)

    for text in ["Starter", "1,200", "USD 0.038", "1 must is missing", "&lt;Chat&gt;", "Still to ask", "not tried"]:
        assert text in shown, text
    assert [str(each) for each in found.functions] == ["Export", "<Chat>", "Mood"]
    assert [str(each) for each in found.musts] == ["Export"]
    assert [str(each) for each in found.unknown] == ["API"]
    assert len(found.figures) == 4


def test_a_vendor_without_one_says_so_and_leads_to_the_form(procurement: Client) -> None:
    row = vendor()

    shown = procurement.get(row.get_absolute_url()).content.decode()

    assert "No free plan was entered." in shown
    assert where(row) in shown


def test_it_is_changed_and_removed(procurement: Client) -> None:
    plan = free_plan(daily_limit=100)
    FreePlanFunction.objects.create(plan=plan, name="Export")

    procurement.post(where(plan.vendor), EMPTY | {"name": "Renamed"})
    plan.refresh_from_db()
    assert (plan.name, plan.daily_limit, plan.functions.count()) == ("Renamed", None, 0)

    procurement.post(where(plan.vendor), {"remove": "1"})
    assert not FreePlan.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"name": ""}, "id_name", "This field is required."),
        ({"name": "x" * 10_000}, "id_name", "at most 200 characters"),
        ({"daily_limit": "-1"}, "id_daily_limit", "greater than or equal to 0"),
        ({"daily_limit": "一百"}, "id_daily_limit", "Enter a whole number."),
        ({"daily_limit": "9" * 30}, "id_daily_limit", "less than or equal to 10000000"),
        ({"unit_price": "-0.1"}, "id_unit_price", "greater than or equal to 0"),
        ({"overage_multiple": "1e9"}, "id_overage_multiple", "less than or equal to 10000"),
        ({"support_hours_per_week": "169"}, "id_support_hours_per_week", "less than or equal to 168"),
        ({"currency": "¥"}, "id_currency", "Enter the three letters"),
        ({"functions-0-grade": "vital"}, "id_functions-0-grade", "Select a valid choice."),
        ({"functions-0-note": "n" * 501}, "id_functions-0-note", "at most 500 characters"),
        (
            {key.replace("-0-", "-1-"): value for key, value in FUNCTION.items()} | {"functions-TOTAL_FORMS": "2"},
            "id_functions-1-name",
            "stands here twice",
        ),
    ],
)
def test_bad_input_is_refused_at_its_field_and_nothing_is_saved_or_lost(
    procurement: Client, typed: dict[str, str], field: str, message: str
) -> None:
    row = vendor()

    answer = procurement.post(where(row), EMPTY | FUNCTION | {"name": "Free", "source_note": "<kept>"} | typed)

    shown = answer.content.decode()
    assert answer.status_code == HTTPStatus.OK
    assert f'href="#{field}"' in shown
    assert message in shown
    assert "&lt;kept&gt;" in shown
    assert not FreePlan.objects.exists()


@pytest.mark.parametrize("page", ["free_plan", "vendor"])
def test_a_page_costs_the_same_queries_with_one_function_and_with_three(procurement: Client, page: str) -> None:
    plan = free_plan()
    FreePlanFunction.objects.create(plan=plan, name="Export")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            procurement.get(reverse(f"vendors:{page}", args=[plan.vendor_id]))
        return len(captured)

    one = queries()
    for name in ("Chat", "Mood"):
        FreePlanFunction.objects.create(plan=plan, name=name)

    assert queries() == one
