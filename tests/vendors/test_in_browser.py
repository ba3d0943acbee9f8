"""The pages of facts and the door in a real browser: both looks, phone and desk, both languages, without script too."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from tests.factories import free_plan, member, module, offer, seat_price, usage_term, vendor
from vendors.models import CostAmount, CostLine, FreePlanFunction, Offer, Promise

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SignIn = Callable[[BrowserContext, Any], None]
PHONE: Any = {"width": 320, "height": 700}
DESK: Any = {"width": 1280, "height": 900}

OF_VENDOR = ("vendor", "edit_vendor", "add_offer", "free_plan")
OF_OFFER = ("offer", "edit_offer", "promises", "costs", "prices", "tco", "tco_letter", "tco_answers")


def known_offer() -> Offer:
    """An offer of which much is known, in long words."""
    row = offer(
        vendor=vendor(name="Harbour Desk Kundendienstsysteme Aktiengesellschaft", name_zh="海港服务台", notes="Seen."),
        edition="Smart Suite",
        edition_zh="智能套件",
        seats=40,
    )
    for kind, cash in (("hidden", True), ("visible", False)):
        line = CostLine.objects.create(offer=row, category="operations", kind=kind, is_cash=cash, source="estimate")
        CostAmount.objects.create(line=line, year=1, expected=20_000, low=10_000, high=30_000)
    seat_price(offer=row, source_note="Offer of 1 October, page 3")
    seat_price(offer=row, from_seat=50, unit_price=1000)
    module(offer=row, name="Voice robot", grade="redundant", price=80)
    usage_term(offer=row, unit="AI answer", unit_price="0.038", volume=30_000)
    FreePlanFunction.objects.create(plan=free_plan(vendor=row.vendor), name="Export", in_free="no", note="Greyed out")
    for fact, value in {"trial_days": 15, "sla_percent": 99.5, "mlps_level": 1, "gdpr_agreement": True}.items():
        Promise.objects.create(offer=row, fact=fact, value=value, evidence="Contract, clause 3")
    return row


def addresses(row: Offer) -> list[str]:
    """Every page of facts, and the two states of the list."""
    return [
        reverse("vendors:vendors"),
        reverse("vendors:vendors") + "?q=nobody",
        reverse("vendors:add_vendor"),
        reverse("vendors:tiers"),
        *(reverse(f"vendors:{name}", args=[row.vendor_id]) for name in OF_VENDOR),
        *(reverse(f"vendors:{name}", args=[row.pk]) for name in OF_OFFER),
        reverse("account_change_password"),
        "/nothing/",
    ]


def faults(page: Page) -> list[str]:
    """What axe finds, and whether the page must be pushed sideways."""
    found = [f"{page.url}: {violation['id']}" for violation in Axe().run(page).response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append(f"{page.url}: wider than the screen")
    return found


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize(("theme", "language"), [("light", "en"), ("dark", "zh-hans")])
def test_every_page_is_sound_for_everybody_who_reads_it(
    page: Page, sign_in: SignIn, console_errors: list[str], size: Any, theme: str, language: str
) -> None:
    row = known_offer()
    page.set_viewport_size(size)
    sign_in(page.context, member(group="Procurement", language=language))
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")

    found = []
    for address in addresses(row):
        page.goto(address)
        assert page.evaluate("document.documentElement.dataset.bsTheme") == theme
        found += faults(page)

    assert found == []
    assert [error for error in console_errors if "404 (Not Found)" not in error] == []
    assert len(console_errors) == 1  # the page that does not exist
    console_errors.clear()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_door_is_sound_with_and_without_an_error(page: Page, size: Any, theme: str) -> None:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")

    page.goto(reverse("account_login"))
    found = faults(page)
    page.locator("[name=login]").fill("nobody@example.org")
    page.locator("[name=password]").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    for name in ("account_signup", "account_reset_password", "account_reset_password_done"):
        page.goto(reverse(name))
        found += faults(page)

    assert found + faults(page) == []


def test_errors_on_a_long_form_are_listed_lead_to_their_fields_and_are_sound(page: Page, sign_in: SignIn) -> None:
    row = known_offer()
    sign_in(page.context, member(group="Procurement"))
    page.goto(reverse("vendors:promises", args=[row.pk]))

    page.get_by_label("Free trial (days)").fill("many")
    page.get_by_role("button", name="Save promises").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.get_by_role("link", name="Free trial: Enter a whole number.").click()

    expect(page.get_by_label("Free trial (days)")).to_be_focused()
    expect(page.get_by_label("Free trial (days)")).to_have_value("many")
    assert faults(page) == []


def test_lines_are_added_to_the_cost_sheet_as_needed(page: Page, sign_in: SignIn) -> None:
    row = offer(yearly=None)
    sign_in(page.context, member(group="Procurement"))
    page.goto(reverse("vendors:costs", args=[row.pk]))

    for _ in range(2):
        page.get_by_role("button", name="Add a line").click()
    expect(page.locator("[name=lines-3-category]")).to_be_focused()
    page.locator("[name=lines-3-category]").select_option(label="Training")
    page.locator("[name=lines-3-expected_2]").fill("1200")
    page.get_by_role("button", name="Save costs").click()

    expect(page.get_by_role("status")).to_contain_text("The costs were saved.")
    assert [str(line) for line in row.cost_lines.all()] == ["Training"]
    assert [(amount.year, int(amount.expected)) for amount in row.cost_lines.get().amounts.all()] == [(2, 1200)]


def test_prices_are_reckoned_with_while_one_types(page: Page, sign_in: SignIn) -> None:
    row = offer(yearly=None, seats=40)
    sign_in(page.context, member(group="Procurement"))
    page.goto(reverse("vendors:prices", args=[row.pk]))

    page.locator("[name=seats-0-unit_price]").fill("1200")
    expect(page.locator("#computed")).to_contain_text("48,000")
    page.get_by_role("button", name="Add a step").click()
    page.locator("[name=seats-1-from_seat]").fill("50")
    page.locator("[name=seats-1-unit_price]").fill("1000")
    page.get_by_label("Agents in each year").fill("40, 50, 60")

    expect(page.locator("#computed tfoot")).to_contain_text("158,000")
    expect(page.locator("#price-steps")).to_be_visible()
    assert faults(page) == []
    assert not row.seat_prices.exists()
    page.get_by_role("button", name="Save prices").click()
    expect(page.get_by_role("status")).to_contain_text("The prices were saved.")
    assert row.seat_prices.count() == 2


def test_the_cost_sheet_adds_up_while_one_types_and_obeys_the_keyboard(page: Page, sign_in: SignIn) -> None:
    row = offer(yearly=1000)
    sign_in(page.context, member(group="Procurement"))
    page.goto(reverse("vendors:costs", args=[row.pk]))

    page.locator("[name=lines-0-expected_2]").fill("5000")
    expect(page.locator("#sums tfoot")).to_contain_text("7,000")
    expect(page.locator("#running-total")).to_contain_text("CNY 7,000")
    page.keyboard.press("Enter")
    expect(page.locator("[name=lines-0-low_2]")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=lines-0-high_2]")).to_be_focused()
    page.keyboard.press("Shift+Enter")

    expect(page.locator("[name=lines-0-low_2]")).to_be_focused()
    assert faults(page) == []
    assert row.cost_lines.get().amounts.get(year=2).expected == 1000


def test_figures_stay_and_are_marked_when_the_session_has_ended(
    page: Page, sign_in: SignIn, console_errors: list[str]
) -> None:
    row = offer(yearly=1000)
    sign_in(page.context, member(group="Procurement"))
    page.goto(reverse("vendors:costs", args=[row.pk]))
    page.context.clear_cookies()

    page.locator("[name=lines-0-expected_2]").fill("5000")

    expect(page.locator("#sums")).to_have_attribute("data-stale", "")
    expect(page.locator("#sums tfoot")).to_contain_text("3,000")
    expect(page.locator("[name=lines-0-expected_2]")).to_have_value("5000")
    assert all("403 (Forbidden)" in error for error in console_errors)
    console_errors.clear()


def test_the_letter_is_copied_as_text(page: Page, sign_in: SignIn) -> None:
    row = offer(yearly=None)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page.context, member(group="Finance"))
    page.goto(reverse("vendors:tco_letter", args=[row.pk]) + "?language=zh-hans")

    page.get_by_role("button", name="Copy").click()

    expect(page.get_by_text("Copied.")).to_be_visible()
    assert "客户记录与服务历史" in page.evaluate("navigator.clipboard.readText()")


def test_the_look_changes_at_once_and_what_was_typed_stays(page: Page, sign_in: SignIn) -> None:
    sign_in(page.context, member(group="Procurement"))
    page.goto(reverse("vendors:add_vendor"))
    page.locator("[name=name]").fill("Half typed")

    page.get_by_role("button", name="Dark").click()

    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[name=name]")).to_have_value("Half typed")
    page.goto(reverse("vendors:tiers"))
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_the_look_of_the_device_is_followed_while_the_page_is_open(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(reverse("account_login"))
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")

    page.emulate_media(color_scheme="dark")

    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_the_menu_of_a_phone_opens_and_leads_on(page: Page, sign_in: SignIn) -> None:
    page.set_viewport_size(PHONE)
    sign_in(page.context, member(group="Finance"))
    page.goto(reverse("vendors:vendors"))
    tiers = page.get_by_role("link", name="Tiers", exact=True)
    expect(tiers).to_be_hidden()

    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("button", name="Menu")).to_have_attribute("aria-expanded", "true")
    tiers.click()

    expect(page.get_by_role("heading", name="Tiers", level=1)).to_be_visible()


def test_without_script_the_menu_stands_open_and_the_language_can_be_changed(
    new_context: Callable[..., BrowserContext], sign_in: SignIn
) -> None:
    context = new_context(java_script_enabled=False)
    sign_in(context, member(group="Procurement"))
    page = context.new_page()
    page.set_viewport_size(PHONE)
    page.goto(reverse("vendors:tiers"))

    expect(page.get_by_role("link", name="People")).to_be_visible()
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()
    page.get_by_role("button", name="简体中文").click()

    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    assert page.url.endswith(reverse("vendors:tiers"))


def test_a_second_click_adds_one_vendor(page: Page, sign_in: SignIn) -> None:
    sign_in(page.context, member(group="Procurement"))
    page.goto(reverse("vendors:add_vendor"))
    page.locator("[name=name]").fill("Harbour")

    page.get_by_role("button", name="Add vendor").dblclick()

    expect(page.get_by_role("heading", name="Harbour", level=1)).to_be_visible()
