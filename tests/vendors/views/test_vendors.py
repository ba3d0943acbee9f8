"""The list of vendors, one vendor, adding and editing."""

from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import member, offer, vendor
from vendors.forms.vendor import VendorForm
from vendors.models import Vendor

pytestmark = pytest.mark.django_db

LIST = reverse("vendors:vendors")
ADD = reverse("vendors:add_vendor")


@pytest.fixture
def procurement(client: Client) -> Client:
    client.force_login(member(group="Procurement"))
    return client


def names(client: Client, query: str = "") -> list[str]:
    table = client.get(LIST + query).context["table"]
    return [row.record.name for row in table.page.object_list]


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == HTTPStatus.OK
    return len(captured)


def test_the_list_is_in_the_order_of_names_whatever_their_capitals(procurement: Client) -> None:
    for name in ("beta", "Alpha", "Gamma"):
        vendor(name=name)

    assert names(procurement) == ["Alpha", "beta", "Gamma"]
    assert names(procurement, "?sort=-name") == ["Gamma", "beta", "Alpha"]


def test_the_list_can_be_sorted_by_the_number_of_offers(procurement: Client) -> None:
    vendor(name="None")
    many = vendor(name="Many")
    offer(vendor=many)
    offer(vendor=many)
    offer(vendor=vendor(name="One"))

    assert names(procurement, "?sort=-offer_count") == ["Many", "One", "None"]


def test_words_are_looked_for_in_both_languages_and_in_editions(procurement: Client) -> None:
    lotus = vendor(name="Lotus Care", name_zh="莲心客服")
    offer(vendor=lotus, edition="Smart", edition_zh="智能版")
    offer(vendor=lotus, edition="Smart Plus")
    vendor(name="Harbour")

    assert names(procurement, "?q=莲心") == ["Lotus Care"]
    assert names(procurement, "?q=智能") == ["Lotus Care"]
    assert names(procurement, "?q=smart+lotus") == ["Lotus Care"]
    assert names(procurement, "?q=smart+harbour") == []
    assert names(procurement, "?q=%25") == []


def test_the_tier_narrows_the_list_and_counts_all_offers_of_a_vendor(procurement: Client) -> None:
    both = vendor(name="Both")
    offer(vendor=both, tier="basic")
    offer(vendor=both, tier="smart")
    offer(vendor=vendor(name="Basic only"), tier="basic")

    assert names(procurement, "?tier=smart") == ["Both"]
    [row] = procurement.get(f"{LIST}?tier=smart").context["table"].page.object_list
    assert row.record.offer_count == 2


@pytest.mark.parametrize(
    "query", ["?tier=nonsense", "?page=900", "?page=x", "?sort=nonsense", f"?q={'a+' * 200}", "?q=%00", "?per_page=x"]
)
def test_a_strange_address_still_shows_the_list(procurement: Client, query: str) -> None:
    vendor(name="Alpha")

    assert names(procurement, query) == ["Alpha"]


def test_many_words_are_answered(procurement: Client) -> None:
    row = vendor(name="a")
    for _ in range(5):
        offer(vendor=row, edition="a")

    assert names(procurement, f"?q={'a+' * 50}") == ["a"]


def test_pages_keep_what_was_asked_for(procurement: Client) -> None:
    for number in range(30):
        vendor(name=f"Vendor {number:02d}")

    first = procurement.get(f"{LIST}?q=vendor&sort=-name")

    assert len(names(procurement, "?q=vendor&sort=-name")) == 25
    assert "?q=vendor&amp;sort=-name&amp;page=2" in first.content.decode()
    assert names(procurement, "?q=vendor&sort=-name&page=2") == [f"Vendor {number:02d}" for number in range(4, -1, -1)]


def test_an_empty_list_and_an_empty_search_say_what_to_do(procurement: Client) -> None:
    empty = procurement.get(LIST).content.decode()
    assert "No vendors yet" in empty
    assert ADD in empty

    vendor(name="Alpha")
    searched = procurement.get(f"{LIST}?q=zzz").content.decode()
    assert "No vendor matches" in searched
    assert 'value="zzz"' in searched


def test_the_list_costs_the_same_queries_with_one_vendor_and_with_three(procurement: Client) -> None:
    offer(vendor=vendor())
    one = queries(procurement, LIST)
    for _ in range(2):
        row = vendor()
        offer(vendor=row, tier="basic")
        offer(vendor=row, tier="custom")

    assert queries(procurement, LIST) == one


def test_a_vendor_costs_the_same_queries_with_one_offer_and_with_three(procurement: Client) -> None:
    row = vendor()
    offer(vendor=row)
    one = queries(procurement, row.get_absolute_url())
    offer(vendor=row, tier="basic")
    offer(vendor=row, tier="custom")

    assert queries(procurement, row.get_absolute_url()) == one


def test_a_vendor_shows_what_its_offers_cost_and_what_was_not_given(procurement: Client) -> None:
    row = vendor(name="Harbour", name_zh="海港")
    offer(vendor=row, edition="Smart Suite", yearly=96_000)
    offer(vendor=row, edition="Starter", yearly=None)

    shown = procurement.get(row.get_absolute_url()).content.decode()

    assert "CNY 288,000" in shown
    assert "CNY 96,000" in shown
    assert "not given" in shown
    assert "海港" in shown


def test_a_vendor_without_offers_says_so(procurement: Client) -> None:
    row = vendor()

    shown = procurement.get(row.get_absolute_url()).content.decode()

    assert "No offers yet" in shown
    assert reverse("vendors:add_offer", args=[row.pk]) in shown


def test_text_from_people_is_shown_as_text(procurement: Client) -> None:
    row = vendor(name="<script>alert(1)</script>", notes="<b>bold</b>\nsecond line")
    offer(vendor=row, edition="<img src=x>")

    shown = "".join(procurement.get(where).content.decode() for where in (LIST, row.get_absolute_url()))

    assert "<script>alert" not in shown
    assert "<img src=x>" not in shown
    assert "&lt;b&gt;bold&lt;/b&gt;<br>second line" in shown


def test_a_vendor_is_added_and_its_page_opens(procurement: Client) -> None:
    answer = procurement.post(
        ADD,
        {"name": " Harbour Desk ", "name_zh": "海港服务台", "website": "harbour.example", "contact_name": "Lin"},
        follow=True,
    )

    row = Vendor.objects.get()
    assert (row.name, row.name_zh, row.website) == ("Harbour Desk", "海港服务台", "https://harbour.example")
    assert answer.redirect_chain == [(row.get_absolute_url(), HTTPStatus.FOUND)]
    assert "The vendor was added." in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "This field is required."),
        ("name", "   ", "This field is required."),
        ("name", "x" * 10_000, "Ensure this value has at most 200 characters (it has 10000)."),
        ("name", "HARBOUR", "A vendor of this name exists already."),
        ("name", "a\0b", "Null characters are not allowed."),
        ("website", "javascript:alert(1)", "Enter a valid URL."),
        ("contact_email", "nobody", "Enter a valid email address."),
        ("notes", "x" * 20_001, "Ensure this value has at most 20000 characters"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_nothing_is_lost(
    procurement: Client, field: str, value: str, message: str
) -> None:
    vendor(name="Harbour")

    answer = procurement.post(ADD, {"name": "Fine", "contact_name": "林海 <Lin>"} | {field: value})

    assert answer.status_code == HTTPStatus.OK
    assert message in str(answer.context["form"].errors[field])
    shown = answer.content.decode()
    assert f'href="#id_{field}"' in shown
    assert "林海 &lt;Lin&gt;" in shown
    assert Vendor.objects.count() == 1


def test_a_vendor_is_edited_and_may_keep_its_name(procurement: Client) -> None:
    row = vendor(name="Harbour")
    where = reverse("vendors:edit_vendor", args=[row.pk])

    assert "Harbour" in procurement.get(where).content.decode()
    assert procurement.post(where, {"name": "harbour", "notes": "new"}).status_code == HTTPStatus.FOUND

    row.refresh_from_db()
    assert (row.name, row.notes) == ("harbour", "new")


def test_of_two_who_add_the_same_name_at_once_the_second_is_told() -> None:
    form = VendorForm({"name": "Harbour"})
    assert form.is_valid()
    vendor(name="harbour")

    assert not form.saved()
    assert "exists already" in str(form.errors["name"])
