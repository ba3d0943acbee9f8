"""Setting up in a real browser: weights shown as they are typed, a link that is copied, every page accessible."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from scoring.models import Evaluation
from scoring.weighing import weighed
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE: Any = {"width": 320, "height": 700}
DESKTOP: Any = {"width": 1280, "height": 900}


@pytest.fixture
def page(context: BrowserContext, sign_in: Callable[[BrowserContext, Any], None]) -> Page:
    """A browser in which procurement is signed in."""
    sign_in(context, factories.member(group="Procurement"))
    return context.new_page()


@pytest.fixture
def evaluation() -> Evaluation:
    return factories.small_evaluation()


def shares(page: Page) -> list[str]:
    return page.locator("[data-share]").all_inner_texts()


def test_the_script_shows_the_same_shares_as_the_server(page: Page, evaluation: Evaluation) -> None:
    evaluation.criteria.filter(dimension="need").update(weight=2.5)
    factories.criterion(evaluation=evaluation, dimension="cost", grade="bonus")
    factories.criterion(evaluation=evaluation, dimension="cost", grade="redundant")
    factories.criterion(evaluation=evaluation, dimension="risk", condition="voice")
    page.goto(f"/e/{evaluation.pk}/criteria/")
    expected = [
        "–" if row.share is None else f"{row.share * 100:.1f} %" for card in weighed(evaluation) for row in card.rows
    ]

    assert shares(page) == expected
    page.get_by_label("Need match", exact=True).fill("80")
    assert page.locator("[data-dimension-total]").inner_text() == "140"
    assert shares(page) != expected
    page.get_by_role("button", name="Save criteria and weights").click()
    expect(page.get_by_role("status").get_by_text("Criteria and weights are saved.")).to_be_visible()
    evaluation.refresh_from_db()
    assert shares(page) == [
        "–" if row.share is None else f"{row.share * 100:.1f} %" for card in weighed(evaluation) for row in card.rows
    ]


def test_the_rest_is_spread_only_when_asked(page: Page, evaluation: Evaluation) -> None:
    page.goto(f"/e/{evaluation.pk}/criteria/")
    spread = page.get_by_role("button", name="Spread the rest to 100 evenly")
    weights = [page.get_by_label(name, exact=True) for name in ("Need match", "Cost health", "Risk control")]

    expect(spread).to_be_disabled()
    for field, value in zip(weights, ("40", "20", "10"), strict=True):
        field.fill(value)
    expect(page.get_by_text("There are changes that are not saved.")).to_be_visible()
    assert [field.input_value() for field in weights] == ["40", "20", "10"]
    spread.click()
    assert [field.input_value() for field in weights] == ["50", "30", "20"]
    weights[0].fill("100")
    spread.click()
    assert sum(float(field.input_value()) for field in weights) == pytest.approx(100)


def test_leaving_with_unsaved_weights_asks_first(page: Page, evaluation: Evaluation) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.goto(f"/e/{evaluation.pk}/criteria/")
    page.get_by_label("Need match", exact=True).fill("41")
    page.get_by_role("link", name="My work").click(no_wait_after=True)
    expect(page.get_by_text("There are changes that are not saved.")).to_be_visible()
    page.wait_for_timeout(200)

    assert asked == ["beforeunload"]
    assert page.url.endswith("/criteria/")


def test_the_link_of_a_new_person_is_copied(page: Page, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/people/add/")
    page.get_by_label("Name").fill("Chen Jing")
    page.get_by_label("E-mail address").fill("chen@example.org")
    page.get_by_role("button", name="Add and get the link").click()
    link = page.get_by_label("Link to set a password").input_value()
    page.get_by_role("button", name="Copy").click()

    expect(page.get_by_text("Copied.")).to_be_visible()
    assert "/account/password/reset/key/" in link
    assert page.evaluate("navigator.clipboard.readText()") == link


@pytest.mark.parametrize(("theme", "size"), [("light", DESKTOP), ("dark", PHONE)])
def test_every_page_of_setting_up_is_accessible_and_fits(
    page: Page, evaluation: Evaluation, theme: str, size: Any, base_url: str
) -> None:
    page.context.add_cookies([{"name": "theme", "value": theme, "url": base_url}])
    page.set_viewport_size(size)
    here = f"/e/{evaluation.pk}/"
    steps = ["company", "criteria", "offers", "committee", "committee/add", "check"]
    paths = ["/", "/people/", "/people/add/", "/evaluations/", "/evaluations/new/?scenario=S2", here]
    paths += [f"{here}setup/{step}/" for step in steps] + [
        f"{here}{name}/" for name in ("criteria", "criteria/add", "open")
    ]
    found = []
    for path in paths:
        page.goto(path)
        too_wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        violations = [violation["id"] for violation in Axe().run(page).response["violations"]]
        if too_wide or violations:
            found.append((path, too_wide, violations))

    assert found == []
