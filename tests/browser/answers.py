"""Answers: waiting until a page that asks the server while one types has nothing more to ask."""

from playwright.sync_api import Page, expect


def is_answered(page: Page) -> None:
    """Nothing is asked of the server any more: a question cut off by leaving the page is an error in the console."""
    page.evaluate("document.activeElement.blur()")
    page.evaluate("new Promise(passed => setTimeout(passed, 600))")  # longer than a form waits for the next letter
    expect(page.locator(".htmx-request")).to_have_count(0)
