"""Finance takes the result away: offers beside each other, then the workbook and the report."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect
from pypdf import PdfReader
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from scoring.reports.needs import missing_packages
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NewContext = Callable[..., BrowserContext]
SignIn = Callable[[BrowserContext, Any], None]


def test_finance_compares_and_takes_the_workbook_and_the_report_away(
    new_context: NewContext, sign_in: SignIn, settings: Settings, tmp_path: Path
) -> None:
    if missing_packages():
        pytest.skip("no PDFs here")
    settings.MEDIA_ROOT = tmp_path / "uploads"
    evaluation = factories.example("decided")
    context = new_context()
    sign_in(context, factories.member(group="Finance"))
    page = context.new_page()
    page.goto(f"/e/{evaluation.pk}/compare/")
    page.get_by_role("link", name="Reports").first.click()

    with page.expect_download() as workbook:
        page.get_by_role("link", name="Download XLSX").click()
    workbook.value.save_as(tmp_path / "workbook.xlsx")
    ranking = CalamineWorkbook.from_path(str(tmp_path / "workbook.xlsx")).get_sheet_by_name("Ranking").to_python()
    assert [row[0] for row in ranking] == ["Place", "1", "2", "3", "4", "–"]

    page.get_by_label("Short").check()
    page.get_by_role("button", name="Make the report").click()
    expect(page.get_by_role("heading", name="Made for you")).to_be_visible()
    with page.expect_download() as report:
        page.get_by_role("link", name="Download,").click()
    report.value.save_as(tmp_path / "report.pdf")
    assert "Heronbridge" in PdfReader(tmp_path / "report.pdf").pages[0].extract_text()
