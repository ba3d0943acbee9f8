"""The score sheet in a real browser: keyboard, saving on its own, and everything that can go wrong while saving."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Dialog, Locator, Page, Route, expect

from scoring import actions
from scoring.actions import Answer
from scoring.models import Evaluation, Mark, Seat, Stage
from scoring.sheets import sheet_of
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NewContext = Callable[..., BrowserContext]
SignIn = Callable[[BrowserContext, Any], None]
SAVING = re.compile(r"/scores/")
RETRYING = re.compile(r"Not saved, retrying \(\d\)")


@pytest.fixture
def seat() -> Seat:
    """A sheet of 3 criteria by 2 offers."""
    evaluation = actions.open_scoring(factories.small_evaluation(), by=None, on=factories.NOON)
    return evaluation.seats.select_related("evaluation", "member")[0]


@pytest.fixture
def sheet(seat: Seat, page: Page, context: BrowserContext, sign_in: SignIn) -> Page:
    """The sheet, open in the browser of its member."""
    sign_in(context, seat.member)
    page.goto(address(seat))
    return page


def address(seat: Seat, rest: str = "sheet/") -> str:
    return f"/e/{seat.evaluation_id}/{rest}"


def mark(page: Page, number: int) -> Locator:
    """The mark's field of a cell, in reading order."""
    return page.locator(".cell-mark").nth(number)


def cell(page: Page, number: int) -> Locator:
    return page.locator("[data-cell]").nth(number)


def says(page: Page, number: int, words: str | re.Pattern[str]) -> None:
    expect(page.locator(".cell-says").nth(number)).to_have_text(words)


def line(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.locator("[data-line]")).to_have_text(words)


def values() -> list[int | None]:
    return list(Mark.objects.order_by("criterion__position", "candidate__position").values_list("value", flat=True))


def other_tab(page: Page, seat: Seat) -> Page:
    tab = page.context.new_page()
    tab.goto(address(seat))
    return tab


def type_mark(page: Page, number: int, text: str) -> None:
    mark(page, number).focus()
    page.keyboard.type(text)


def expect_complaint(console_errors: list[str], status: int) -> None:
    """The browser itself reports every refused request; nothing else may be in its console."""
    assert console_errors
    assert [error for error in console_errors if f"status of {status}" not in error] == []
    console_errors.clear()


def test_a_whole_sheet_is_scored_and_handed_in_with_the_keyboard_alone(sheet: Page, seat: Seat) -> None:
    mark(sheet, 0).focus()
    for marks in ("4", "n", "2"):
        sheet.keyboard.type(marks)
        sheet.keyboard.press("Enter")
    sheet.keyboard.press("Control+ArrowRight")
    for marks in ("a", "3", "o"):
        sheet.keyboard.type(marks)
        sheet.keyboard.press("ArrowUp")
        if marks == "a":
            expect(mark(sheet, 3)).to_be_focused()
    sheet.keyboard.type("No access yet")
    sheet.keyboard.press("Escape")
    expect(mark(sheet, 1)).to_be_focused()

    expect(sheet.locator("#sheet-done")).to_have_text("6 of 6 cells")
    line(sheet, re.compile("All changes saved"))
    said = [(each.mark.state, each.mark.value) for each in sheet_of(seat).cells if each.mark]
    assert said == [
        ("marked", 4),
        ("left_open", None),
        ("not_applicable", None),
        ("marked", 3),
        ("marked", 2),
        ("abstained", None),
    ]

    sheet.get_by_role("link", name="Check and submit").press("Enter")
    sheet.get_by_label("I scored on the evidence").press("Space")
    sheet.get_by_role("button", name="Hand in my sheet").press("Enter")
    expect(sheet.get_by_text("Your sheet is handed in.")).to_be_visible()
    expect(mark(sheet, 0)).not_to_be_editable()
    mark(sheet, 0).focus()
    sheet.keyboard.press("ArrowDown")
    expect(mark(sheet, 2)).to_be_focused()
    assert Seat.objects.get(pk=seat.pk).is_submitted


def test_keys_move_and_mark_only_inside_a_cell(sheet: Page) -> None:
    mark(sheet, 2).focus()
    for key, number in [
        ("ArrowDown", 4),
        ("Shift+Enter", 2),
        ("Control+End", 3),
        ("Control+Home", 2),
        ("Control+ArrowRight", 3),
        ("Control+ArrowLeft", 2),
        ("ArrowUp", 0),
        ("ArrowUp", 0),
        ("u", 1),
    ]:
        sheet.keyboard.press(key)
        expect(mark(sheet, number)).to_be_focused()
    sheet.keyboard.press("?")
    expect(sheet.get_by_role("dialog", name="Keys in a cell")).to_be_visible()
    sheet.keyboard.press("Escape")
    expect(mark(sheet, 1)).to_be_focused()
    sheet.get_by_role("link", name="Check and submit").focus()
    sheet.keyboard.press("?")
    expect(sheet.get_by_role("dialog", name="Keys in a cell")).to_be_hidden()


def test_delete_clears_and_escape_restores_what_was_saved(sheet: Page) -> None:
    type_mark(sheet, 0, "4")
    says(sheet, 0, "Saved")
    sheet.keyboard.press("Delete")
    says(sheet, 0, "Not scored yet")
    assert Mark.objects.get().state == "missing"

    sheet.keyboard.type("9")
    expect(mark(sheet, 0)).to_have_value("9")
    sheet.keyboard.press("Escape")
    expect(mark(sheet, 0)).to_have_value("")
    says(sheet, 0, "Not scored yet")


def test_comment_and_evidence_are_saved_with_the_mark(sheet: Page) -> None:
    type_mark(sheet, 0, "5")
    sheet.keyboard.press("c")
    sheet.keyboard.type("Seen in the trial")
    cell(sheet, 0).get_by_label("The mark rests on").select_option("Demonstration")
    sheet.keyboard.press("Escape")

    expect(mark(sheet, 0)).to_be_focused()
    expect(cell(sheet, 0).locator("[data-commented]")).to_have_count(1)
    line(sheet, re.compile("All changes saved"))
    said = Mark.objects.get()
    assert (said.value, said.comment, said.evidence) == (5, "Seen in the trial", "demo")


def test_touch_screens_have_buttons_for_what_the_letters_do(sheet: Page) -> None:
    cell(sheet, 0).locator("summary").click()
    cell(sheet, 0).get_by_role("button", name="Not applicable").click()
    cell(sheet, 0).get_by_role("button", name="Done").click()

    says(sheet, 0, "Not applicable")
    assert Mark.objects.get().state == "not_applicable"


def test_the_rubric_of_the_row_is_at_hand_and_r_puts_it_away(new_context: NewContext, sign_in: SignIn) -> None:
    evaluation = factories.example("scoring")
    seat = evaluation.seats.get(key="finance")
    context = new_context()
    sign_in(context, seat.member)
    page = context.new_page()
    page.goto(address(seat))
    strip = page.locator("[data-strip]")

    mark(page, 0).focus()
    _lowest, anchor = sheet_of(seat).criteria[0].anchors_for_reader[0]
    expect(strip).to_contain_text(anchor)
    page.keyboard.press("r")
    expect(strip).to_be_hidden()
    page.keyboard.press("f")
    panel = page.locator("[data-offer-panel]")
    expect(panel).to_contain_text(str(sheet_of(seat).candidates[0].offer.vendor))
    expect(mark(page, 0)).to_be_focused()
    page.keyboard.press("Control+ArrowRight")
    expect(panel).to_contain_text(str(sheet_of(seat).candidates[1].offer.vendor))


def test_a_lost_connection_keeps_the_mark_and_saves_it_when_it_is_back(sheet: Page, console_errors: list[str]) -> None:
    sheet.route(SAVING, lambda route: route.abort())
    type_mark(sheet, 0, "4")
    says(sheet, 0, RETRYING)
    line(sheet, "Changes not saved: 1. Trying again.")
    type_mark(sheet, 1, "3")
    assert values() == []

    sheet.unroute(SAVING)
    sheet.get_by_role("button", name="Retry now").click()
    says(sheet, 0, "Saved")
    says(sheet, 1, "Saved")
    line(sheet, re.compile("All changes saved"))
    expect(sheet.get_by_role("button", name="Retry now")).to_be_hidden()
    assert values() == [4, 3]
    console_errors.clear()


def test_retries_come_by_themselves(sheet: Page, console_errors: list[str]) -> None:
    failures = iter([503, 502])

    def twice(route: Route) -> None:
        status = next(failures, None)
        if status:
            route.fulfill(status=status, body="<h1>Bad gateway</h1>", content_type="text/html")
        else:
            route.continue_()

    sheet.route(SAVING, twice)
    type_mark(sheet, 0, "4")
    says(sheet, 0, RETRYING)
    says(sheet, 0, "Saved")
    assert values() == [4]
    assert next(failures, None) is None
    console_errors.clear()


def test_an_answer_that_got_lost_does_not_save_twice(sheet: Page, console_errors: list[str]) -> None:
    def swallow(route: Route) -> None:
        route.fetch()
        route.abort()

    sheet.route(SAVING, swallow, times=1)
    type_mark(sheet, 0, "4")
    says(sheet, 0, RETRYING)
    says(sheet, 0, "Saved")

    assert (Mark.objects.get().value, Mark.objects.get().version) == (4, 1)
    console_errors.clear()


def test_a_cell_typed_twice_while_it_is_being_saved_sends_only_the_last(sheet: Page) -> None:
    held: list[Route] = []
    requests: list[str] = []

    def hold_the_first(route: Route) -> None:
        requests.append(route.request.url)
        if len(requests) == 1:
            held.append(route)
        else:
            route.continue_()

    sheet.route(SAVING, hold_the_first)
    type_mark(sheet, 0, "1")
    says(sheet, 0, "Saving")
    for text in ("2", "3", "4"):
        mark(sheet, 0).fill(text)
    sheet.keyboard.press("Control+s")
    sheet.wait_for_timeout(500)
    assert len(requests) == 1
    held[0].continue_()

    line(sheet, re.compile("All changes saved"))
    assert (Mark.objects.get().value, Mark.objects.get().version, len(requests)) == (4, 2, 2)


@pytest.mark.parametrize(("kept", "value"), [("Keep mine", 5), ("Take theirs", 2)])
def test_a_conflict_stays_until_the_person_chooses(
    sheet: Page, seat: Seat, console_errors: list[str], kept: str, value: int
) -> None:
    tab = other_tab(sheet, seat)
    type_mark(tab, 0, "2")
    says(tab, 0, "Saved")

    type_mark(sheet, 0, "5")
    says(sheet, 0, "Changed elsewhere")
    expect_complaint(console_errors, 409)
    type_mark(sheet, 1, "3")
    says(sheet, 1, "Saved")
    line(sheet, "Changed elsewhere, your choice is needed: 1")
    sheet.keyboard.press("Control+s")
    says(sheet, 0, "Changed elsewhere")
    assert values() == [2, 3]
    choice = cell(sheet, 0).get_by_role("group", name="Changed elsewhere")
    expect(choice).to_contain_text("Yours: 5")
    expect(choice).to_contain_text("Theirs: 2")

    choice.get_by_role("button", name=kept).click()
    says(sheet, 0, "Saved")
    expect(choice).to_have_count(0)
    expect(mark(sheet, 0)).to_have_value(str(value))
    line(sheet, re.compile("All changes saved"))
    assert values() == [value, 3]


@pytest.mark.parametrize("text", ["7", "四", "x"])
def test_what_is_no_mark_says_what_is_allowed_and_stays(sheet: Page, console_errors: list[str], text: str) -> None:
    mark(sheet, 0).fill(text)
    says(sheet, 0, "Not a mark, not saved")
    expect(cell(sheet, 0)).to_contain_text("A mark is a whole number from 0 to 5.")
    expect(mark(sheet, 0)).to_have_value(text)
    expect(mark(sheet, 0)).to_have_attribute("aria-invalid", "true")
    expect_complaint(console_errors, 422)
    assert values() == []

    mark(sheet, 0).fill("４")
    says(sheet, 0, "Saved")
    expect(mark(sheet, 0)).to_have_value("4")
    expect(cell(sheet, 0).locator("[data-error]")).to_be_hidden()


def test_signed_out_asks_to_sign_in_and_sends_again(
    sheet: Page, seat: Seat, sign_in: SignIn, console_errors: list[str]
) -> None:
    sheet.context.clear_cookies(name="sessionid")
    type_mark(sheet, 0, "4")
    dialog = sheet.get_by_role("dialog", name="You are signed out")
    expect(dialog).to_be_visible()
    says(sheet, 0, "Signed out, not saved")
    expect(dialog.get_by_role("link", name="Sign in in a new tab")).to_have_attribute("target", "_blank")
    dialog.get_by_role("button", name="Send again").click()
    expect(dialog).to_contain_text("You are still signed out.")
    expect_complaint(console_errors, 401)

    other = Seat.objects.filter(evaluation=seat.evaluation).exclude(pk=seat.pk).get()
    sign_in(sheet.context, other.member)
    dialog.get_by_role("button", name="Send again").click()
    expect(dialog).to_contain_text("Somebody else is signed in by now.")
    assert values() == []

    # Signing in gives a new token, so that the page's old one is worth nothing.
    sheet.context.clear_cookies()
    sign_in(sheet.context, seat.member)
    dialog.get_by_role("button", name="Send again").click()
    expect(dialog).to_be_hidden()
    says(sheet, 0, "Saved")
    assert values() == [4]


def test_a_token_that_has_expired_is_renewed_without_a_word(sheet: Page, console_errors: list[str]) -> None:
    sheet.context.clear_cookies(name="csrftoken")
    type_mark(sheet, 0, "4")

    says(sheet, 0, "Saved")
    assert values() == [4]
    expect_complaint(console_errors, 403)


def test_scoring_that_was_closed_meanwhile_says_so_and_keeps_what_was_typed(
    sheet: Page, console_errors: list[str]
) -> None:
    Evaluation.objects.update(stage=Stage.CONSENSUS)
    type_mark(sheet, 0, "4")

    says(sheet, 0, "Locked, not saved")
    expect(cell(sheet, 0)).to_contain_text("Scoring is not open: the evaluation is at stage “Consensus”.")
    expect(mark(sheet, 0)).to_have_value("4")
    line(sheet, "Scoring is closed for this sheet. Not saved: 1")
    expect_complaint(console_errors, 423)


def test_leaving_with_something_unsaved_warns_and_without_it_does_not(sheet: Page, console_errors: list[str]) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    sheet.on("dialog", stay)
    type_mark(sheet, 0, "4")
    says(sheet, 0, "Saved")
    sheet.reload()
    assert asked == []

    sheet.route(SAVING, lambda route: route.abort())
    type_mark(sheet, 1, "3")
    says(sheet, 1, RETRYING)
    sheet.reload()
    assert asked == ["beforeunload"]
    console_errors.clear()


def test_going_on_to_submit_saves_first(sheet: Page) -> None:
    type_mark(sheet, 0, "4")
    sheet.get_by_role("link", name="Check and submit").click()

    expect(sheet.get_by_role("heading", name="Check and submit")).to_be_visible()
    assert values() == [4]


def test_screen_readers_hear_at_most_one_sentence_in_two_seconds(sheet: Page) -> None:
    sheet.evaluate("""() => {
        window.heard = [];
        new MutationObserver(() => window.heard.push(performance.now()))
            .observe(document.querySelector("[data-line]"), { childList: true, characterData: true, subtree: true });
    }""")
    for number in range(6):
        type_mark(sheet, number, "3")
        sheet.wait_for_timeout(250)
    line(sheet, re.compile("All changes saved"))

    heard = sheet.evaluate("window.heard")
    assert len(heard) >= 2
    assert all(later - earlier > 1_950 for earlier, later in pairwise(heard))


def test_nothing_is_kept_in_the_browsers_storage(sheet: Page) -> None:
    type_mark(sheet, 0, "4")
    says(sheet, 0, "Saved")

    assert sheet.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_the_first_gap_has_an_address(sheet: Page, seat: Seat) -> None:
    first = next(sheet_of(seat).cells)
    actions.save_mark(
        seat, first.candidate, first.criterion, Answer("marked", 3), by=None, on=factories.NOON, version=0
    )

    sheet.goto("about:blank")
    sheet.goto(address(seat) + "#next")

    expect(mark(sheet, 1)).to_be_focused()


def test_the_sheet_works_without_script(
    new_context: NewContext, sign_in: SignIn, seat: Seat, console_errors: list[str]
) -> None:
    context = new_context(java_script_enabled=False)
    sign_in(context, seat.member)
    page = context.new_page()
    page.goto(address(seat))

    mark(page, 0).fill("7")
    mark(page, 1).fill("4")
    page.get_by_role("button", name="Save all").click()
    expect(page.get_by_role("alert")).to_contain_text("1 cell saved.")
    expect(mark(page, 0)).to_have_value("7")
    expect_complaint(console_errors, 422)
    mark(page, 0).fill("3")
    page.get_by_role("button", name="Save all").click()
    expect(page.get_by_text("1 cell saved.")).to_be_visible()
    assert values() == [3, 4]


def test_a_page_that_came_back_with_a_conflict_lets_the_script_settle_it(
    sheet: Page, seat: Seat, console_errors: list[str]
) -> None:
    """An ordinary "Save all" whose answer is opened by a browser with script."""
    first = next(sheet_of(seat).cells)
    form = sheet.locator("[data-sheet]")
    mark(sheet, 0).evaluate("(field) => { field.value = '5'; }")
    actions.save_mark(
        seat, first.candidate, first.criterion, Answer("marked", 2), by=None, on=factories.NOON, version=0
    )
    with sheet.expect_navigation():
        form.evaluate("(form) => form.submit()")

    says(sheet, 0, "Changed elsewhere")
    expect_complaint(console_errors, 409)
    cell(sheet, 0).get_by_role("button", name="Keep mine").click()
    says(sheet, 0, "Saved")
    assert values() == [5]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_have_no_axe_violation(new_context: NewContext, sign_in: SignIn, theme: str, width: int) -> None:
    evaluation = factories.example("scoring")
    seat = evaluation.seats.get(key="it")
    context = new_context(color_scheme=theme)
    sign_in(context, seat.member)
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address(seat))
    mark(page, 0).focus()
    page.keyboard.press("c")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    assert violations(page) == []
    page.locator("[data-close-panel]").click()
    page.locator("[data-dossiers] > summary").click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cell = next(sheet_of(seat).cells)
    Evaluation.objects.update(has_price_envelope=True)
    offer, files = cell.candidate.key, f"scores/{cell.candidate.key}/{cell.criterion.key}/files/"
    for rest in ("sheet/submit/", f"sheet/{offer}/", files, "sheet/envelope/"):
        page.goto(address(seat, rest))
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_cell_locked_for_want_of_a_declaration_leads_to_it(
    sheet: Page, seat: Seat, console_errors: list[str]
) -> None:
    Seat.objects.update(declared_at=None)

    type_mark(sheet, 0, "4")

    says(sheet, 0, "Locked, not saved")
    expect(sheet.locator("[data-error] a").first).to_have_attribute("href", address(seat, "interests/"))
    assert values() == []
    expect_complaint(console_errors, 423)


def test_one_offer_is_scored_with_the_keyboard_and_leads_on(
    page: Page, context: BrowserContext, sign_in: SignIn, seat: Seat
) -> None:
    sign_in(context, seat.member)
    own = sheet_of(seat)
    page.goto(address(seat, f"sheet/{own.candidates[0].key}/"))
    for number, card in enumerate(page.locator(".mark-card").all()):
        card.locator(f"input[value='{number + 2}']").focus()
        page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")

    expect(page.locator(".stops [aria-current]")).to_contain_text("0 of 3")
    expect(page).to_have_url(re.compile(f"/sheet/{own.candidates[1].key}/$"))
    assert values() == [2, 3, 4]


def violations(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page).response["violations"]
    return [(each["id"], node["html"]) for each in found for node in each["nodes"]]
