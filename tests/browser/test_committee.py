"""A committee of five, from declarations to a signed decision, with everything that makes a case in court: somebody
withdraws, somebody is late, they disagree, a knock-out is overridden, one dissents; and the record tells it all.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from scoring.casefile.rows import case_of
from scoring.formulas.assessment import assess
from scoring.models import Evaluation, Seat, Stage
from scoring.record_check import check
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAVED = re.compile(r"^\s*Saved\s*$")  # and not "Unsaved"
NewContext = Callable[..., BrowserContext]
SignIn = Callable[[BrowserContext, Any], None]


def draft() -> Evaluation:
    """Five seats, three offers of three vendors, three criteria to mark, one of them a knock-out."""
    evaluation = factories.small_evaluation(criteria=2, offers=3, seats=5, title="Five judge three")
    gate = evaluation.criteria.filter(dimension="need")[0]
    gate.name, gate.knock_out, gate.pass_mark = "Ticket lifecycle", True, 60
    gate.save()
    Seat.objects.filter(evaluation=evaluation).update(declared_at=None)
    return evaluation


def declare(page: Page, evaluation: Evaluation, *, withdraw_from: int | None = None) -> None:
    """About every vendor; from at most one the member withdraws, saying why."""
    page.goto(f"/e/{evaluation.pk}/sheet/")
    for vendor in [candidate.offer.vendor_id for candidate in evaluation.candidates.all()]:
        if vendor == withdraw_from:
            page.locator(f"[name=answer-{vendor}][value=withdraws]").check()
            page.locator(f"[name=grounds-{vendor}][value=kinship]").check()
            page.locator(f"[name=statement-{vendor}]").fill("My sister works there.")
        else:
            page.locator(f"[name=answer-{vendor}][value=none]").check()
    page.get_by_role("button", name="Declare, and open my sheet").click()


def mark(page: Page, evaluation: Evaluation, values: list[int]) -> None:
    """Every cell of the sheet; values repeat."""
    page.goto(f"/e/{evaluation.pk}/sheet/")
    cells = page.locator(".cell-mark")
    for number in range(cells.count()):
        cells.nth(number).focus()
        page.keyboard.type(str(values[number % len(values)]))
    expect(page.locator(".cell-says").filter(has_text=SAVED)).to_have_count(cells.count())


def hand_in(page: Page, evaluation: Evaluation) -> None:
    page.goto(f"/e/{evaluation.pk}/sheet/submit/")
    page.get_by_label("I scored on the evidence").check()
    page.get_by_role("button", name="Hand in my sheet").click()
    expect(page.get_by_role("status").first).to_be_visible()


def settle(pages: list[Page], evaluation: Evaluation) -> None:
    """The consensus round, the ruling, the decision and two answers to it."""
    offers = list(evaluation.candidates.all())
    excluded = offers[2]
    chair = pages[0]
    chair.goto(f"/e/{evaluation.pk}/consensus/")
    expect(chair.locator("main")).to_contain_text("Ticket lifecycle")
    gate = evaluation.criteria.get(name="Ticket lifecycle")
    chair.goto(f"/e/{evaluation.pk}/consensus/{offers[0].key}/{gate.key}/")
    chair.locator("[name=value]").select_option("4")
    chair.locator("form[action$='/agree/'] [name=reason]").fill("The demo was repeated, and all agreed.")
    chair.get_by_role("button", name="Record the consensus mark").click()
    assert [each.value for each in case_of(evaluation).consensus] == [4]

    chair.goto(f"/e/{evaluation.pk}/rulings/{excluded.key}/{gate.key}/")
    chair.locator("[name=reason]").fill("The missing step is in the contract.")
    chair.locator("main form button.btn-primary, main form input[type=submit]").first.click()
    assert assess(case_of(evaluation)).offer(excluded.key).is_eligible

    chair.goto(f"/e/{evaluation.pk}/decision/")
    winner = assess(case_of(evaluation)).winners[0]
    chair.locator(f"[name=choice][value='offer-{winner}']").check()
    chair.locator("[name=reason]").fill("First in need match and inside the budget.")
    chair.get_by_role("button", name="Record the decision").click()

    for page, answer, text in ((pages[0], "agree", ""), (pages[1], "dissent", "The trial was too short.")):
        page.goto(f"/e/{evaluation.pk}/sign-off/")
        page.locator(f"[name=answer][value={answer}]").check()
        page.locator("[name=text]").fill(text)
        page.locator("main form button.btn-primary, main form input[type=submit]").first.click()
        expect(page.get_by_role("status").first).to_be_visible()


def test_a_committee_of_five_decides_and_the_record_tells_its_story(new_context: NewContext, sign_in: SignIn) -> None:
    evaluation = draft()
    seats = list(evaluation.seats.select_related("member"))
    offers = list(evaluation.candidates.select_related("offer__vendor"))

    def browser_of(person: Any) -> Page:
        context = new_context()
        sign_in(context, person)
        return context.new_page()

    office = browser_of(factories.member(name="Zhou Ming", group="Procurement"))
    office.goto(f"/e/{evaluation.pk}/open/")
    office.get_by_role("button", name="Open scoring now").click()
    expect(office).not_to_have_url(re.compile("/open/$"))
    office.goto(f"/e/{evaluation.pk}/deadline/")
    deadline = timezone.localtime(timezone.now() + timedelta(days=3))
    office.locator("[name=deadline]").fill(deadline.strftime("%Y-%m-%dT%H:%M"))
    office.locator("[name=reason]").fill("The board meets on Friday.")
    office.locator("main form button.btn-primary").click()
    expect(office).not_to_have_url(re.compile("/deadline/$"))
    evaluation.refresh_from_db()
    assert evaluation.deadline is not None

    # Three offers a row: the third fails the knock-out; the second member sees the first offer quite differently.
    pages = [browser_of(seat.member) for seat in seats]
    for number, (page, row) in enumerate(
        zip(pages, ([4, 3, 1], [0, 4, 1], [5, 3, 2], [4, 4, 1], [5, 4, 2]), strict=True)
    ):
        withdraws = number == 3
        declare(page, evaluation, withdraw_from=offers[1].offer.vendor_id if withdraws else None)
        mark(page, evaluation, [row[0], row[2]] if withdraws else row)
        if number < 4:
            hand_in(page, evaluation)

    # The fifth is late: the deadline closes scoring, whoever looks first.
    Evaluation.objects.filter(pk=evaluation.pk).update(deadline=timezone.now() - timedelta(minutes=1))
    office.goto(f"/e/{evaluation.pk}/")
    evaluation.refresh_from_db()
    assert evaluation.stage == Stage.CONSENSUS
    assert {each.seat for each in case_of(evaluation).marks} == {seat.key for seat in seats[:4]}

    settle(pages, evaluation)
    assert check(evaluation) == []
    told = story(office, evaluation)
    for words in (
        "withdr",
        "deadline",
        "consensus",
        "Ticket lifecycle",
        "The missing step is in the contract.",
        "dissent",
    ):
        assert words in told
    office.locator("button[value='zh-hans']").first.click()
    told = story(office, evaluation)
    for words in ("回避", "截止", "合议", "破例", "异议"):
        assert words in told


def story(page: Page, evaluation: Evaluation) -> str:
    """What the record page tells, over all its pages."""
    page.goto(f"/e/{evaluation.pk}/record/")
    told = page.locator("main").inner_text()
    for number in range(2, page.locator("a[href*='page=']").count() + 2):
        page.goto(f"/e/{evaluation.pk}/record/?page={number}")
        told += page.locator("main").inner_text()
    return told
