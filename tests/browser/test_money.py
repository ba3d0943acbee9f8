"""Money in a real browser: from the need self-check to three offers side by side, and the same figures by command.

The offers come in by the three ways there are: by hand, out of the catalogue in another currency, and by spreadsheet.
"""

import json
import re
from collections.abc import Callable, Mapping
from io import StringIO
from math import ceil
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import BrowserContext, Locator, Page, expect

from scoring import library
from scoring.models import Evaluation
from tests import factories
from tests.browser.answers import is_answered
from tests.browser.three_offers import AGAINST_THE_BUDGET, EXPECTED, SHEETS
from tests.vendors.spreadsheets.books import xlsx
from vendors.spreadsheets.reading import Grid, opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_company_comes_from_the_self_check_to_the_costs_of_three_offers(
    context: BrowserContext, sign_in: Callable[[BrowserContext, Any], None], tmp_path: Path
) -> None:
    scenario = next(each for each in library.scenarios() if each.id == "S2")
    sign_in(context, factories.member(group="Procurement"))
    page = context.new_page()

    answers_the_self_check(page, scenario)
    sees_what_is_expected(page, scenario)
    is_answered(page)
    page.get_by_role("button", name="Start the evaluation").click()
    expect(page.get_by_role("radio", name="Smart")).to_be_checked()
    page.get_by_role("button", name="Take these criteria and continue").click()
    expect(page.get_by_role("heading", name="Offers", level=1)).to_be_visible()
    evaluation = Evaluation.objects.get()
    assert evaluation.tier_id == scenario.expected["tier"]

    enters_an_offer_by_hand(page)
    picks_an_offer_from_the_catalogue(page, evaluation)
    uploads_an_offer(page, tmp_path)
    compares_them(page, evaluation)
    states_the_exchange_rate(page)

    sees_the_same_side_by_side(page)
    says_the_same_by_command(evaluation, tmp_path)


def answers_the_self_check(page: Page, scenario: library.Scenario) -> None:
    """Every answer of the company is typed, from nothing."""
    company = scenario.figures
    page.goto("/adviser/")
    expect(page.get_by_text("Nothing said yet")).to_be_visible()
    write(
        page,
        {
            "Title": scenario.name["en"],
            "Agent seats by year": "40, 50, 60",
            "Inquiries a day": company["inquiries_per_day"],
            "Promotion peak factor": company["promotion_peak_factor"],
            "Budget for all years": company["budget_3y"],
            "Annual revenue": company["annual_revenue"],
            "Cost of an agent's hour": company["hourly_cost"],
            "Records to bring along": company["records_to_migrate"],
        },
    )
    page.get_by_label("Company profile").select_option(scenario.profile)
    holding = [each for each in library.conditions() if each.id in scenario.conditions]
    for name in ("We want to automate", "We review our service", "We have IT people", "Chinese"):
        page.get_by_role("checkbox", name=name).check()
    for condition in holding:
        page.get_by_role("checkbox", name=condition.name["en"], exact=True).check()
    channels = page.locator("[data-rows=channels]")
    for row, channel in enumerate(scenario.channels, start=1):
        if row > 5:  # the empty form has room for five
            channels.get_by_role("button", name="Add a row").click()
        share = f"Share of the inquiries, in percent, row {row}"
        write(channels, {f"Channel, row {row}": channel.name["en"], share: channel.share_percent})
    for row, stream in enumerate(company["live_streams"], start=1):
        write(
            page,
            {
                f"Conversations a day, row {row}": stream["inquiries_per_day"],
                f"Share in the peak hour, in percent, row {row}": round(stream["peak_hour_share"] * 100),
                f"Minutes each, row {row}": stream["minutes_each"],
            },
        )


def sees_what_is_expected(page: Page, scenario: library.Scenario) -> None:
    """Tier, load, required concurrency and spendable budget, as they stand beside the form."""
    answer, expected = page.locator("#needs-answer"), scenario.expected
    tiles = {
        "The tier that fits": "Smart",
        "Required concurrency": str(expected["required_incl_promo"]),
        "Inquiries a day for each seat": str(expected["inq_per_seat_day"]),
        "Spendable budget": f"CNY {expected['spendable_3y']:,}",
    }
    for label, figure in tiles.items():
        expect(tile(answer, label)).to_have_text(figure)
    for driver in ("training", "upgrade_interface", "duplicate_work_today"):
        expect(answer).to_contain_text(f"{scenario.figures['hidden_cost_drivers_3y'][driver]:,}")
    assert (expected["tier"], expected["required_incl_promo"], expected["spendable_3y"]) == ("smart", 269, 576_000)


def enters_an_offer_by_hand(page: Page) -> None:
    """A vendor, its offer, a cost that no quote names, and the sheet of prices."""
    page.get_by_role("link", name="Add a vendor").click()
    write(page, {"Name": "Harbour Desk"})
    page.get_by_role("button", name="Add vendor").click()
    page.get_by_role("link", name="Add an offer").first.click()
    write(page, {"Edition": "Smart Suite", "Agent seats quoted": 40})
    page.get_by_label("Tier").select_option(label="Smart")
    page.get_by_role("button", name="Add offer").click()

    page.locator("[name=lines-0-category]").select_option(label="Training")
    page.locator("[name=lines-0-kind]").select_option(label="Hidden")
    page.locator("[name=lines-0-expected_1]").fill("9000")
    is_answered(page)
    page.get_by_role("button", name="Save costs").click()
    expect(page.get_by_text("The costs were saved.")).to_be_visible()
    page.get_by_role("link", name="Edit prices").first.click()

    fill_row(page, "seats-0", unit_price="1800", source_note="Offer of 2 November, page 3")
    page.get_by_role("button", name="Add a step").click()
    fill_row(page, "seats-1", from_seat="50", unit_price="1500")
    fill_row(page, "modules-0", name="Voice robot", price="6000")
    fill_row(page, "usage-0", unit="AI answer", included="10000", unit_price="0.05", volume="30000")
    page.locator("details", has=page.locator("[name=usage-0-volume_low]")).locator("summary").click()
    fill_row(page, "usage-0", volume_low="24000", volume_high="40000")
    write(
        page,
        {
            "Storage included, in GB": 100,
            "Storage we need, in GB": 300,
            "Price of one more GB a year": 12,
            "Discount in percent": 10,
            "Price rise at renewal in percent": 5,
            "Agents in each year": "40, 50, 60",
        },
    )
    expect(page.locator("#computed tfoot")).to_contain_text("299,067")  # all but the training
    is_answered(page)
    page.get_by_role("button", name="Save prices").click()
    expect(page.get_by_text("The prices were saved.")).to_be_visible()


def picks_an_offer_from_the_catalogue(page: Page, evaluation: Evaluation) -> None:
    """A public price in dollars, with its source."""
    page.goto(f"/e/{evaluation.pk}/setup/offers/")
    page.get_by_role("link", name="Catalogue", exact=True).click()
    page.get_by_role("link", name="Zendesk Suite Team").click()
    page.get_by_role("link", name="Make an offer of Suite Team").click()
    expect(page.get_by_text("USD 55").first).to_be_visible()
    page.get_by_label("Agent seats").fill("40")
    page.get_by_role("button", name="Add offer").click()
    expect(page.get_by_text("The offer was added from the catalogue.")).to_be_visible()


def uploads_an_offer(page: Page, folder: Path) -> None:
    """The template is downloaded, gets a row in each of four sheets, and comes back."""
    page.goto("/vendors/add/")
    write(page, {"Name": "Lantern"})
    page.get_by_role("button", name="Add vendor").click()
    expect(page.get_by_role("heading", name="Lantern", level=1)).to_be_visible()
    page.goto("/vendors/spreadsheet/offers/")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Download for Excel or LibreOffice").click()
    file = folder / downloading.value.suggested_filename
    downloading.value.save_as(file)
    grids = opened(file.read_bytes(), file.name).grids
    file.write_bytes(xlsx(*((grid.title, [*grid.rows, *added(grid)]) for grid in grids)))

    page.get_by_label("Spreadsheet").set_input_files(file)
    page.get_by_role("button", name="Upload and look").click()
    for label, number in {"New": "6", "Changed": "0", "Removed": "0"}.items():
        expect(tile(page.locator("main"), label)).to_have_text(number)
    page.get_by_role("button", name="Take over all 6 changes").click()
    expect(page.get_by_text("6 rows were added.")).to_be_visible()


def added(grid: Grid) -> list[list[Any]]:
    """What somebody writes below the last row of a sheet, under the headings that stand there."""
    headings = [str(cell).split(" / ")[0].removesuffix(" *") for cell in grid.rows[0]]
    written = [{"Vendor": "Lantern", "Edition": "Pro", **row} for row in SHEETS.get(grid.title, [])]
    assert all(set(row) <= set(headings) for row in written)
    return [[row.get(heading) for heading in headings] for row in written]


def compares_them(page: Page, evaluation: Evaluation) -> None:
    """One click for each offer; then the costs, of which one offer's are not known yet."""
    page.goto(f"/e/{evaluation.pk}/setup/offers/")
    for name in EXPECTED:
        page.get_by_role("row", name=name).get_by_role("button", name="Compare").click()
        expect(page.get_by_role("row", name=name).get_by_role("button", name="Remove")).to_be_visible()
    page.get_by_role("link", name="Compare their costs").click()
    expect(page.get_by_text("offers in them have no costs here: USD")).to_be_visible()
    assert side_by_side(page)["All costs"]["Zendesk"] == "not given"


def states_the_exchange_rate(page: Page) -> None:
    """What a dollar is worth, on which day, and who says so."""
    page.get_by_role("link", name="State the exchange rates").click()
    stated = {"1 USD is worth, in CNY": "7.1", "Rate as of": "2026-11-02"}
    write(page, stated | {"Where it is written": "Central bank, middle rate"})
    page.get_by_role("button", name="Save the rates").click()
    expect(page.get_by_text("The exchange rates are saved.")).to_be_visible()
    expect(page.get_by_text("have no costs here")).to_have_count(0)
    expect(page.get_by_text("1 USD = 7.1 CNY, as of Nov. 2, 2026 (Central bank, middle rate)")).to_be_visible()
    expect(page.get_by_role("link", name="Change the exchange rates")).to_be_visible()


def sees_the_same_side_by_side(page: Page) -> None:
    """The table of the page against the sums worked out by hand."""
    table = side_by_side(page)
    for name, figures in EXPECTED.items():
        seen = {heading: cells[name] for heading, cells in table.items()}
        by_year = {f"Year {year}": f"{amount:,}" for year, amount in enumerate(figures["by_year"], start=1)}
        sums = {"All costs": f"{figures['lines']:,}", "of which cash": f"{figures['cash']:,}"}
        assert {heading: seen[heading] for heading in by_year | sums} == by_year | sums
        assert seen["of which hidden"].split()[0] == f"{figures['hidden']:,}"
        assert seen["All costs, low to high"] == f"{figures['low']:,} – {figures['high']:,}"
        assert seen["Cash against the budget"].startswith(AGAINST_THE_BUDGET[name])
    expect(page.get_by_text("Need match comes from the members' marks.")).to_be_visible()  # and nobody has marked yet
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def side_by_side(page: Page) -> dict[str, dict[str, str]]:
    """The comparison as it is read: heading of the row -> vendor -> cell."""
    table = page.get_by_role("table", name="all years together")
    vendors = [each.split("\n")[0].strip() for each in table.locator("thead th a").all_inner_texts()]
    rows = [[" ".join(cell.split()) for cell in row.locator("th, td").all_inner_texts()] for row in rows_of(table)]
    return {row[0]: dict(zip(vendors, row[1:], strict=True)) for row in rows}


def rows_of(table: Locator) -> list[Locator]:
    """The rows below the head."""
    return table.locator("tbody tr").all()


def says_the_same_by_command(evaluation: Evaluation, folder: Path) -> None:
    """The evaluation goes out as its file, and `score` works the same sums out of that."""
    exported, scored = StringIO(), StringIO()
    call_command("export_evaluation", str(evaluation.pk), stdout=exported, stderr=StringIO())
    file = folder / "evaluation.json"
    file.write_text(exported.getvalue(), encoding="utf-8")
    call_command("score", str(file), stdout=scored)

    profile = json.loads(exported.getvalue())["profile"]
    peak = profile["normal_concurrency"] * profile["promotion_factor"]
    names = {offer["id"]: offer["vendor"] for offer in json.loads(exported.getvalue())["offers"]}
    costs = {names[offer["id"]]: offer["cost"] for offer in json.loads(scored.getvalue())["offers"]}
    assert (profile["agent_seats"], ceil(peak), profile["budget"]) == ([40, 50, 60], 269, 720_000)
    assert set(costs) == set(EXPECTED)
    for name, figures in EXPECTED.items():
        for key, figure in figures.items():
            assert costs[name][key] == pytest.approx(figure, abs=1e-6), (name, key)


def tile(place: Locator, label: str) -> Locator:
    """The figure of a tile."""
    return place.locator(".tile", has=place.page.get_by_text(label, exact=True)).locator("dd")


def write(place: Page | Locator, answers: Mapping[str, object]) -> None:
    """Fill in fields by their labels; those of needed fields end in a star."""
    for label, text in answers.items():
        place.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*$")).fill(str(text))


def fill_row(page: Page, prefix: str, **cells: str) -> None:
    """Fill in a row of prices."""
    for name, text in cells.items():
        page.locator(f"[name={prefix}-{name}]").fill(text)
