"""The need self-check in a real browser: the answer follows as one types, rows are added, every page is accessible."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from scoring.models import Evaluation
from tests import factories
from tests.browser.answers import is_answered

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE: Any = {"width": 320, "height": 700}
DESKTOP: Any = {"width": 1280, "height": 900}


@pytest.fixture
def page(context: BrowserContext, sign_in: Callable[[BrowserContext, Any], None]) -> Page:
    """A browser in which procurement is signed in."""
    sign_in(context, factories.member(group="Procurement"))
    return context.new_page()


def test_the_answer_follows_as_one_types_and_the_last_row_is_followed_by_another(page: Page) -> None:
    page.goto("/adviser/")
    answer = page.locator("#needs-answer")
    expect(answer.get_by_text("Nothing said yet")).to_be_visible()

    page.get_by_label("Agent seats by year").fill("40, 50, 60")
    expect(answer.get_by_role("heading", name="Why Advanced")).to_be_visible()
    page.get_by_label("We want to automate").check()
    expect(answer.get_by_role("heading", name="Why Smart")).to_be_visible()
    expect(page.get_by_role("status").get_by_text("The tier that fits is Smart.")).to_be_attached()

    channels = page.locator("[data-rows=channels]")
    before = channels.locator("tbody tr").count()
    channels.get_by_role("button", name="Add a row").click()
    expect(page.get_by_label(f"Channel, row {before + 1}", exact=True)).to_be_focused()
    page.keyboard.type("Live chat")
    page.get_by_label(f"Share of the inquiries, in percent, row {before + 1}", exact=True).fill("90")
    expect(answer.get_by_text("should add up to 100 %")).to_be_visible()
    page.get_by_label(f"Share of the inquiries, in percent, row {before + 1}", exact=True).fill("100")
    expect(answer.get_by_role("heading", name="Core channels")).to_be_visible()

    page.get_by_label("Conversations a day, row 1", exact=True).fill("3200")
    page.get_by_label("Share in the peak hour, in percent, row 1", exact=True).fill("14")
    page.get_by_label("Minutes each, row 1", exact=True).fill("9")
    page.get_by_label("Promotion peak factor").fill("4")
    expect(answer.get_by_text("4 × 67.2 = 269, rounded up")).to_be_visible()

    page.get_by_label("Title", exact=True).fill("Service system 2028")
    is_answered(page)
    page.get_by_role("button", name="Start the evaluation").click()
    # Both pages have a heading; only the address tells that the other one is there.
    page.wait_for_url("**/setup/criteria/")
    made = Evaluation.objects.get()
    assert page.url.endswith(f"/e/{made.pk}/setup/criteria/")
    assert (made.tier_id, made.normal_concurrency) == ("smart", 67.2)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_self_check_is_accessible_and_fits_the_screen(page: Page, size: Any, scheme: Any) -> None:
    draft = factories.small_evaluation()
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    for url in ("/adviser/?scenario=S4", "/adviser/", f"/e/{draft.pk}/setup/needs/"):
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
