"""Facts by spreadsheet in a browser: download, upload with a mistake, upload corrected, take over."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.factories import member, offer, vendor
from tests.vendors.spreadsheets.books import xlsx
from vendors.models import Vendor
from vendors.spreadsheets.reading import opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def is_accessible(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_vendors_are_edited_by_spreadsheet(
    context: BrowserContext, sign_in: Callable[[BrowserContext, Any], None], tmp_path: Path
) -> None:
    offer(vendor=vendor(name="Alpha", name_zh="阿尔法", notes="old"))
    sign_in(context, member(group="Procurement"))
    page = context.new_page()

    page.goto("/vendors/")
    page.get_by_text("Spreadsheet", exact=True).click()
    page.get_by_role("link", name="Edit by spreadsheet").click()
    is_accessible(page)
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Download for Excel or LibreOffice").click()
    file = tmp_path / downloading.value.suggested_filename
    downloading.value.save_as(file)
    rows = [list(row) for row in opened(file.read_bytes(), file.name).grids[0].rows]

    file.write_bytes(xlsx(("Vendors", [*rows, [None, "Beta", None, "no site"]])))
    page.get_by_label("Spreadsheet").set_input_files(file)
    page.get_by_role("button", name="Upload and look").click()
    expect(page.get_by_role("heading", name="There is a problem in 1 place")).to_be_visible()
    expect(page.get_by_role("row", name="D3 Enter a valid URL.")).to_be_visible()
    is_accessible(page)

    page.get_by_role("link", name="Upload the corrected file").click()
    rows[1][-1] = "new"
    file.write_bytes(xlsx(("Vendors", [*rows, [None, "Beta", None, "beta.example"]])))
    page.get_by_label("Spreadsheet").set_input_files(file)
    page.get_by_role("button", name="Upload and look").click()
    expect(page.get_by_role("row", name="2 Changed Alpha")).to_contain_text("old")
    expect(page.get_by_role("row", name="3 New Beta")).to_contain_text("https://beta.example")
    is_accessible(page)

    page.get_by_role("button", name="Take over all 2 changes").click()
    expect(page.get_by_text("1 row was added. 1 row was changed.")).to_be_visible()
    assert list(Vendor.objects.values_list("name", "notes", "website")) == [
        ("Alpha", "new", ""),
        ("Beta", "", "https://beta.example"),
    ]
