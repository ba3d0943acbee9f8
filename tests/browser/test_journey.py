"""The main job from end to end, as its people do it: set up, score, close, see the result, download the report."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

from scoring.casefile.rows import case_of
from scoring.formulas.assessment import assess
from scoring.formulas.rounding import printed
from scoring.models import Evaluation, Stage
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAVED = re.compile(r"^\s*Saved\s*$")  # and not "Unsaved"
NewContext = Callable[..., BrowserContext]
SignIn = Callable[[BrowserContext, Any], None]
SECRET = "a long and quiet river"
PEOPLE = {
    "Customer service supervisor": ("Chen Jing 陈静", "chen@example.org", "None: committee member", 4),
    "IT lead": ("Li Wei 李伟", "li@example.org", "None: committee member", 3),
    "Finance": ("Wang Fang 王芳", "wang@example.org", "Finance", 5),
}


def button(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def link(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()


def add_person(page: Page, name: str, email: str, group: str) -> str:
    """Procurement adds somebody and reads off the link to hand over."""
    page.goto("/people/add/")
    page.locator("[name=name]").fill(name)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label(group).check()
    button(page, "Add and get the link")
    return page.get_by_label("Link to set a password").input_value()


def set_up(page: Page) -> Evaluation:
    """From an example company through all five steps, up to the open sheets."""
    page.goto("/evaluations/")
    page.get_by_role("link", name="New evaluation").click()
    page.get_by_role("link", name="Forty-seat").click()
    page.locator("[name=title]").fill("Service desk for three shops")
    page.locator("[name=title_zh]").fill("三店客服系统")
    button(page, "Create and continue")
    page.locator("[name=tier][value=smart]").check()
    page.locator("[name=pack][value=core]").check()
    button(page, "Take these criteria and continue")
    evaluation = Evaluation.objects.get()
    offers = page.locator("button[name=add]")
    for left in (2, 1, 0):
        offers.first.click()
        expect(offers).to_have_count(left)
    link(page, "Continue to the committee")
    for title, (name, *_rest) in PEOPLE.items():
        page.get_by_role("link", name="Add a seat").first.click()
        page.locator("[name=member]").select_option(label=name)
        page.locator("[name=name]").fill(title)
        button(page, "Save the seat")
    page.goto(f"/e/{evaluation.pk}/setup/check/")
    page.get_by_role("link", name="Open scoring").first.click()
    button(page, "Open scoring now")
    expect(page).not_to_have_url(re.compile("/open/$"))
    evaluation.refresh_from_db()
    assert evaluation.stage == Stage.SCORING
    return evaluation


def accept_invitation(page: Page, address: str, email: str) -> None:
    """The one-time link, a password, and the first sign-in."""
    page.goto(address)
    for field in page.locator("input[type=password]").all():
        field.fill(SECRET)
    button(page, "Set password")
    expect(page.locator("input[type=password]")).to_have_count(0)
    page.goto("/account/login/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(SECRET)
    button(page, "Sign in")


def score(page: Page, value: int) -> None:
    """From "My work" to the sheet, every cell by keyboard, then check and hand in."""
    page.goto("/")
    page.locator("main .btn-primary").first.click()
    for nothing in page.locator("[name^=answer-][value=none]").all():
        nothing.check()
    button(page, "Declare, and open my sheet")
    cells = page.locator(".cell-mark")
    expect(cells.first).to_be_visible()
    page.wait_for_load_state()  # the script of the sheet listens only then, and saves no mark typed before
    count = cells.count()
    assert count > 30
    cells.first.focus()
    for number in range(count):
        cells.nth(number).focus()
        page.keyboard.type(str((value + number) % 5 + 1))
    # The line may say so between two marks; each cell says it for itself.
    expect(page.locator(".cell-says").filter(has_text=SAVED)).to_have_count(count)
    expect(page.locator("[data-line]")).to_contain_text("All changes saved")
    link(page, "Check and submit")
    page.get_by_label("I scored on the evidence").check()
    button(page, "Hand in my sheet")
    expect(page.get_by_role("status").first).to_be_visible()


def test_from_an_empty_installation_to_a_report_in_two_languages(
    new_context: NewContext, sign_in: SignIn, tmp_path: Path
) -> None:
    for name, yearly in (("Alder Cloud", 90_000), ("Birch Desk", 110_000), ("Cedar Talk", 140_000)):
        factories.offer(vendor=factories.vendor(name=name), yearly=yearly, edition="Smart")
    office = new_context()
    sign_in(office, factories.member(name="Zhou Ming", group="Procurement"))
    procurement = office.new_page()

    links = {title: add_person(procurement, name, email, group) for title, (name, email, group, _) in PEOPLE.items()}
    evaluation = set_up(procurement)

    finance: Page | None = None
    for title, (_name, email, _group, value) in PEOPLE.items():
        page = new_context().new_page()
        accept_invitation(page, links[title], email)
        score(page, value)
        page.goto(f"/e/{evaluation.pk}/results/")
        expect(page.locator("main")).not_to_contain_text("points ahead")
        finance = page

    procurement.goto(f"/e/{evaluation.pk}/close/")
    procurement.get_by_role("button", name="Close scoring").click()
    expect(procurement).not_to_have_url(re.compile("/close/$"))
    evaluation.refresh_from_db()
    assert evaluation.stage == Stage.CONSENSUS

    case = case_of(evaluation)
    totals = [
        str(printed(offer.total, case.method.decimals)) for offer in assess(case).offers if offer.total is not None
    ]
    assert len(totals) == 3
    procurement.goto(f"/e/{evaluation.pk}/results/")
    for total in totals:
        expect(procurement.locator("main")).to_contain_text(total)

    assert finance is not None
    for language, words in (("en", "Method"), ("zh-hans", "方法")):
        finance.goto(f"/e/{evaluation.pk}/reports/")
        finance.locator(f"form.whole [name=language][value='{language}']").check()
        finance.locator("#ask-button").click()
        expect(finance.locator("#jobs tbody tr").first).to_contain_text("Ready", timeout=180_000)
        with finance.expect_download() as download:
            finance.get_by_role("link", name="Download,").first.click()
        path = tmp_path / f"{language}.pdf"
        download.value.save_as(path)
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(path.read_bytes())).pages)
        assert words in text
        for total in totals:
            assert total in text
