"""The workbook of the company: the five example companies entered by sheet, and what a sheet may not say."""

from decimal import Decimal
from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from scoring import library
from scoring.models import Evaluation, Needs
from scoring.spreadsheets.company import CompanyWorkbook
from scoring.views.needs_answer import answer_of
from tests.factories import NOON, evaluation, member, small_evaluation
from tests.vendors.spreadsheets.books import xlsx
from vendors.spreadsheets.reading import Book, opened
from vendors.spreadsheets.tables import What
from vendors.spreadsheets.writing import as_csv, as_xlsx

pytestmark = pytest.mark.django_db


def sheets_of(scenario: library.Scenario, language: str) -> bytes:
    """The example company as somebody would type it, in one language."""
    zh = language == "zh-hans"
    figures, yes = scenario.figures, {True: "是" if zh else "Yes", False: "否" if zh else "No"}
    names = {row.id: row.name[language] for row in (*library.profiles(), *library.conditions())}
    first, last = figures["agent_seats_year1"], figures["agent_seats_year3"]
    answers = {
        ("Company profile", "企业画像"): names[scenario.profile],
        ("Currency", "币种"): "CNY",
        ("Years compared", "比较年限"): 3,
        ("Agent seats by year", "各年坐席数"): f"{first}, {(first + last) // 2}, {last}",
        ("Budget for all years", "总预算"): figures["budget_3y"],
        ("Annual revenue", "年营业额"): figures["annual_revenue"],
        ("Promotion peak factor", "大促峰值倍数"): figures["promotion_peak_factor"],
        ("What applies to us", "适用于本企业的情况"): "; ".join(names[each] for each in scenario.conditions),
        ("Inquiries a day", "每日咨询量"): figures["inquiries_per_day"],
        ("Languages of our customers", "客户语言"): "; ".join(figures["languages"]),
        ("We want to automate", "希望实现自动化"): yes[figures["goal_auto"]],
        ("We review our service by figures", "用数据复盘服务"): yes[figures["data_review"]],
        ("We have IT people of our own", "有自己的IT人员"): yes[figures["has_it_team"]],
        ("Cost of an agent's hour", "客服每小时人工成本"): figures["hourly_cost"],
        ("Records to bring along", "需迁移记录数"): figures["records_to_migrate"],
    }
    streams = [
        [each["inquiries_per_day"], f"{Decimal(str(each['peak_hour_share'])) * 100} %", each["minutes_each"]]
        for each in figures["live_streams"]
    ]
    return xlsx(
        ("企业情况" if zh else "Company", [["问题", "回答"], *([asked[zh], said] for asked, said in answers.items())]),
        (
            "咨询渠道" if zh else "Channels",
            [
                ["渠道", "咨询量占比（%）"],
                *([channel.name[language], channel.share_percent] for channel in scenario.channels),
            ],
        ),
        (
            "实时会话" if zh else "Live conversations",
            [["Conversations a day", "Share in the peak hour, in percent", "Minutes each"], *streams],
        ),
    )


def entered(row: Evaluation, book: Book) -> None:
    plan = CompanyWorkbook(row).plan(book)
    assert plan.faults == []
    CompanyWorkbook(row).take_over(book, fingerprint=plan.fingerprint, by=None, on=NOON)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("scenario", library.scenarios(), ids=lambda scenario: scenario.id)
def test_an_example_company_entered_by_sheet_gives_what_is_expected(scenario: library.Scenario, language: str) -> None:
    row = evaluation(title="By sheet")

    entered(row, opened(sheets_of(scenario, language), "company.xlsx"))

    stored = Evaluation.objects.get(pk=row.pk)
    answer = answer_of(stored, stored.needs)
    expected = scenario.expected
    names = {channel.id: channel.name["en"] for channel in scenario.channels}
    assert answer is not None
    assert answer.load is not None
    assert answer.budget is not None
    assert {
        "tier": stored.tier_id,
        "normal_peak_hour_concurrency": answer.load.normal,
        "required_incl_promo": answer.load.required,
        "inq_per_seat_day": round(answer.inquiries_per_seat or 0, 1),
        "spendable_3y": answer.budget.spendable,
        "core_channels_80": [channel.name for channel in answer.channels if channel.is_core],
        "doubling": answer.may_double,
        "conditions": set(stored.conditions),
    } == {
        **{key: expected[key] for key in ("tier", "normal_peak_hour_concurrency", "required_incl_promo")},
        **{key: expected[key] for key in ("inq_per_seat_day", "spendable_3y", "doubling")},
        "core_channels_80": [names[each] for each in expected["core_channels_80"]],
        "conditions": set(scenario.conditions),
    }
    assert stored.needs.channels[0] == {
        "name": scenario.channels[0].name["en"],
        "name_zh": scenario.channels[0].name["zh-hans"],
        "share_percent": scenario.channels[0].share_percent,
    }


@pytest.mark.parametrize("scenario", library.scenarios(), ids=lambda scenario: scenario.id)
@pytest.mark.parametrize(("language", "other"), [("en", "zh-hans"), ("zh-hans", "en")])
def test_what_is_downloaded_and_comes_back_changes_nothing(
    scenario: library.Scenario, language: str, other: str
) -> None:
    row = evaluation()
    entered(row, opened(sheets_of(scenario, "en"), "company.xlsx"))
    row.refresh_from_db()
    with override(language):
        content = as_xlsx(CompanyWorkbook(row))
        sheets = [as_csv(table) for table in CompanyWorkbook(row).tables]

    with override(other):
        plans = [CompanyWorkbook(row).plan(opened(content, "a.xlsx"))]
        plans += [CompanyWorkbook(row).plan(opened(sheet, "a.csv")) for sheet in sheets]

    assert [(plan.faults, plan.acting, plan.unread) for plan in plans] == [([], [], [])] * 4
    assert plans[0].counts[What.SAME] == sum(plan.counts[What.SAME] for plan in plans[1:])


def a_book(
    answers: dict[str, Any], *, channels: list[list[Any]] | None = None, streams: list[list[Any]] | None = None
) -> Book:
    sheets: list[tuple[str, list[list[Any]]]] = [
        ("Company", [["Question", "Answer"], *([asked, said] for asked, said in answers.items())])
    ]
    if channels is not None:
        sheets.append(("Channels", [["Channel", "Share of the inquiries, in percent", "Remove"], *channels]))
    if streams is not None:
        sheets.append(
            (
                "Live conversations",
                [["Conversations a day", "Share in the peak hour, in percent", "Minutes each"], *streams],
            )
        )
    return opened(xlsx(*sheets), "a.xlsx")


def faults(row: Evaluation, book: Book) -> list[tuple[str, str, str]]:
    return [(fault.sheet, fault.address, fault.message) for fault in CompanyWorkbook(row).plan(book).faults]


def test_what_is_wrong_is_told_with_its_cell() -> None:
    row = evaluation(agent_seats=[40, 40, 40])

    unreadable = a_book({"Budget for all years": "a lot", "Shoe size": 43, "currency": "CNY", "币种": "USD"})
    unsuitable = a_book({"Agent seats by year": "40, 50", "Currency": "yuan", "Kept in reserve, in percent": 120})
    shares = a_book({"Currency": "CNY"}, channels=[["Phone", 60, None], ["Mail", 30, None]])
    stream = a_book({"Currency": "CNY"}, streams=[[100, 10, 2000]])

    assert faults(row, unreadable) == [
        ("Company", "B2", "“a lot” is not a number. Write digits only, with a point before decimals: 1200.50."),
        ("Company", "3", "The template has no question “Shoe size”. Delete the line."),
        ("Company", "5", "This is answered in row 4 already."),
    ]
    assert {address for _sheet, address, _message in faults(row, unsuitable)} == {"B2", "B3", "B4"}
    assert faults(row, shares) == [
        ("Channels", "", "The shares of the channels add up to 90 %; they should add up to 100 %.")
    ]
    assert [(sheet, address) for sheet, address, _message in faults(row, stream)] == [("Live conversations", "C2")]


def test_a_sheet_without_questions_or_answers_says_what_is_needed() -> None:
    row = evaluation()

    read = opened(xlsx(("Company", [["a", "b"], ["Currency", "CNY"]])), "a.xlsx")

    assert faults(row, read)[0][2].startswith("No headings of the template were found.")


def test_a_channel_stays_unless_it_is_removed_by_the_word_for_it() -> None:
    row = evaluation(agent_seats=[40, 40, 40])
    entered(row, a_book({"Currency": "CNY"}, channels=[["Telephone", 60, None], ["Fax", 40, None]]))

    changed = a_book({"Currency": "CNY"}, channels=[["telephone", 100, None], ["Fax", None, "Remove"]])
    plan = CompanyWorkbook(row).plan(changed)
    entered(row, changed)

    assert [(entry.what, entry.name) for entry in plan.acting] == [("changed", "Telephone"), ("removed", "Fax")]
    assert [channel["name"] for channel in Needs.objects.get().channels] == ["Telephone"]


def test_what_follows_from_the_company_follows_and_a_tier_that_was_taken_stays() -> None:
    row = small_evaluation(agent_seats=[8, 8, 8], tier_id="advanced", pack="core", budget=None)
    assert row.price_formula == "lowest_ratio"

    entered(row, a_book({"Budget for all years": 500_000, "Agent seats by year": "1200"}))

    row.refresh_from_db()
    assert (row.tier_id, row.price_formula, row.agent_seats, row.budget) == (
        "advanced",
        "ceiling",
        [1200] * 3,
        Decimal(500_000),
    )


def test_the_page_takes_the_sheet_over_and_leads_back_to_the_needs(client: Client) -> None:
    client.force_login(member(group="Procurement"))
    row = evaluation()
    start = reverse("scoring:spreadsheet", args=[row.pk, "company"])
    assert client.get(start).status_code == HTTPStatus.OK
    content = sheets_of(library.scenario("S2"), "zh-hans")

    place = client.post(start, {"file": SimpleUploadedFile("a.xlsx", content)}).headers["Location"]
    page = client.get(place)
    done = client.post(place, {"fingerprint": page.context["plan"].fingerprint})

    assert done.headers["Location"] == reverse("scoring:setup_needs", args=[row.pk])
    assert Evaluation.objects.get().tier_id == "smart"
    assert client.get(done.headers["Location"]).status_code == HTTPStatus.OK
