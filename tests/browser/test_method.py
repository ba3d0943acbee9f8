"""The pages of the method in a real browser: sliders by keyboard, proposals, and every page accessible."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from scoring.models import Evaluation
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE: Any = {"width": 320, "height": 700}
DESKTOP: Any = {"width": 1280, "height": 900}


@pytest.fixture
def page(context: BrowserContext, sign_in: Callable[[BrowserContext, Any], None]) -> Page:
    """A browser in which procurement is signed in."""
    sign_in(context, factories.member(group="Procurement"))
    return context.new_page()


def weights(page: Page) -> list[str]:
    return [page.locator(f"#id_weight_{dimension}").input_value() for dimension in ("need", "cost", "risk")]


def try_and_keep(page: Page, evaluation: Evaluation) -> str:
    """Another weight by keyboard, another formula, kept under a name: the address of what was kept."""
    page.goto(f"/e/{evaluation.pk}/what-if/")
    cost = page.get_by_role("slider", name="Cost health")
    said = page.get_by_role("status")
    cost.focus()
    page.keyboard.press("PageUp")
    expect(said).to_contain_text("points ahead of")
    assert weights(page) == ["38.6", "40", "21.4"], "the other two keep their proportion of 45 to 25"
    page.keyboard.press("End")
    expect(said).to_contain_text("another winner")
    assert weights(page) == ["0", "100", "0"]
    for _step in range(6):
        page.keyboard.press("PageDown")
    expect(said).to_contain_text("same winner")
    assert weights(page) == ["38.6", "40", "21.4"], "and have it again when the slider comes back"

    base = page.get_by_label("Base of the logarithm")
    page.get_by_label("Price formula").select_option("log")
    expect(base).to_have_value("2")
    assert not page.get_by_label("No points from this price on").count()
    base.fill("3")
    expect(page.locator("#tried")).to_contain_text("/ ln(3)")
    expect(base).to_be_focused()
    page.get_by_label("Need match").last.fill("50")
    expect(said).to_have_text("The weights add up to 111.4; take away 11.4.")
    page.get_by_label("Keep it under a name").wait_for(state="detached")
    page.get_by_label("Need match").last.fill("38.6")
    page.get_by_label("Keep it under a name").fill("Cost a little heavier")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_text("shown above")).to_be_visible()
    return page.url


def propose(page: Page, evaluation: Evaluation) -> str:
    """Weights by pairs, proposed: the address of the proposal."""
    page.goto(f"/e/{evaluation.pk}/weights/?aid=pairwise")
    for name in (
        "Need match against Cost health",
        "Need match against Risk control",
        "Cost health against Risk control",
    ):
        page.get_by_label(name).select_option("3")
    expect(page.locator("#worked")).to_contain_text("consistency ratio")
    page.get_by_role("button", name="Propose these weights").click()
    expect(page.get_by_text("The weights are proposed.")).to_be_visible()
    return page.url


def test_the_method_works_by_keyboard_and_every_page_of_it_is_accessible_and_fits(page: Page, base_url: str) -> None:
    decided = factories.example("decided")
    draft = factories.small_evaluation()
    paths = [f"/e/{decided.pk}/{name}/" for name in ("robustness", "agreement", "compare")]
    paths += [try_and_keep(page, decided), f"/e/{draft.pk}/weights/?aid=direct", propose(page, draft)]
    found = []
    for theme, size in (("light", DESKTOP), ("dark", PHONE)):
        page.context.add_cookies([{"name": "theme", "value": theme, "url": base_url}])
        page.set_viewport_size(size)
        for path in paths:
            page.goto(path)
            page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
            too_wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
            violations = [violation["id"] for violation in Axe().run(page).response["violations"]]
            if too_wide or violations:
                found.append((theme, path, too_wide, violations))
    assert found == []

    page.goto(paths[-1])
    page.get_by_role("button", name="Withdraw this proposal").click()
    expect(page.get_by_text("No weights are proposed yet.")).to_be_visible()
    assert [entry.subject["step"] for entry in draft.record.order_by("number")] == ["proposed", "withdrawn"]
