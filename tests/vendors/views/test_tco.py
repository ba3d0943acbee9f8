"""The TCO list: what is known, marking, the letter in both languages, and the sheet that goes out and comes back."""

from datetime import date
from decimal import Decimal
from http import HTTPStatus
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import load_workbook

from tests.factories import member, offer, seat_price, vendor
from vendors import tco
from vendors.answered import PREFETCHED, TcoList, tco_list
from vendors.models import CostAmount, CostAnswer, CostLine, Offer, Upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def procurement(client: Client) -> Client:
    client.force_login(member(group="Procurement", name="Zhou Ming"))
    return client


def where(row: Offer, page: str = "tco", *more: Any) -> str:
    return reverse(f"vendors:{page}", args=[row.pk, *more])


def list_of(row: Offer) -> TcoList:
    return tco_list(Offer.objects.prefetch_related(*PREFETCHED).get(pk=row.pk))


def line(row: Offer, category: str, *amounts: int, **fields: Any) -> CostLine:
    made = CostLine.objects.create(offer=row, category=category, **fields)
    for year, amount in enumerate(amounts, start=1):
        CostAmount.objects.create(line=made, year=year, expected=amount)
    return made


def test_amounts_and_answers_fill_the_list_and_our_own_estimates_do_not() -> None:
    row = offer(yearly=None, seats=10)
    seat_price(offer=row, unit_price=100)
    line(row, "training", 500, 200)
    line(row, "upgrade", 900, source="estimate")
    line(row, "other", 30, module="Leaving")
    line(row, "other", 40, module="Catering")
    CostAnswer.objects.create(offer=row, item="hardware", status="not_applicable")
    CostAnswer.objects.create(offer=row, item="migration", status="free")
    CostAnswer.objects.create(offer=row, item="support", status="asked")

    found = list_of(row)

    rows = {each.item.code: (each.status, each.three_years) for each in found.rows}
    assert {code: known for code, known in rows.items() if known != ("", None)} == {
        "subscription": ("priced", Decimal(3000)),
        "training": ("priced", Decimal(700)),
        "upgrade": ("", Decimal(900)),
        "hardware": ("not_applicable", None),
        "migration": ("free", None),
        "support": ("asked", None),
        "exit": ("", Decimal(30)),
    }
    assert found.answered == 4
    assert found.share == pytest.approx(3 / 13)
    assert len(found.rows) == len(tco.ITEMS) == 14


def test_answers_are_marked_with_their_days_and_taken_back(procurement: Client) -> None:
    row = offer(yearly=None)
    CostAnswer.objects.create(offer=row, item="support", asked_on=date(2026, 11, 1))
    CostAnswer.objects.create(offer=row, item="usage", status="free")

    answer = procurement.post(
        where(row), {"training-status": "asked", "support-status": "included", "support-note": "7×24 <合同>"}
    )

    assert answer.headers["Location"] == where(row)
    today = timezone.localdate()
    assert list(row.cost_answers.values_list("item", "status", "note", "asked_on", "answered_on")) == [
        ("support", "included", "7×24 <合同>", date(2026, 11, 1), today),
        ("training", "asked", "", today, None),
    ]
    assert "7×24 &lt;合同&gt;" in procurement.get(where(row)).content.decode()


def test_open_items_are_marked_as_asked_and_answers_stay(procurement: Client) -> None:
    row = offer(yearly=1000)
    CostAnswer.objects.create(offer=row, item="usage", status="free")

    procurement.post(where(row), {"ask": "1"})

    assert row.cost_answers.filter(status="asked", asked_on=timezone.localdate()).count() == 12
    assert row.cost_answers.get(item="usage").status == "free"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"training-status": "maybe"}, "training-status"),
        ({"training-note": "no answer chosen"}, "training-status"),
        ({"training-status": "free", "training-note": "n" * 1001}, "training-note"),
    ],
)
def test_bad_answers_are_refused_at_their_field(procurement: Client, typed: dict[str, str], field: str) -> None:
    row = offer(yearly=None)

    answer = procurement.post(where(row), typed | {"usage-status": "free"})

    assert answer.status_code == HTTPStatus.OK
    assert f'href="#id_{field}"' in answer.content.decode()
    assert not row.cost_answers.exists()


@pytest.mark.parametrize("group", ["Finance", "Auditor", "Administrator"])
def test_whoever_only_reads_changes_nothing(client: Client, group: str) -> None:
    row = offer(yearly=None)
    client.force_login(member(group=group))

    assert client.post(where(row), {"ask": "1"}).status_code == HTTPStatus.FORBIDDEN
    assert client.post(where(row), {"usage-status": "free"}).status_code == HTTPStatus.FORBIDDEN
    assert not row.cost_answers.exists()
    assert "Save answers" not in client.get(where(row)).content.decode()


def test_the_list_costs_the_same_queries_however_much_is_known(procurement: Client) -> None:
    row = offer(yearly=None, seats=5)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            procurement.get(where(row))
        return len(captured)

    queries()
    line(row, "training", 1)
    few = queries()
    for item in tco.ITEMS[:5]:
        CostAnswer.objects.create(offer=row, item=item.code, status="free")
        line(row, item.category, 5, 6)

    assert queries() == few


@pytest.mark.parametrize(
    ("language", "words", "absent"),
    [
        ("en", ["Dear Ms Chen,", "Smart Suite by Harbour", "40 agent seats", "in CNY", "Do you charge for"], "尊敬的"),
        ("zh-hans", ["尊敬的Ms Chen：", "海港的智能套件", "按40个坐席", "客户记录与服务历史"], "Dear"),
    ],
)
@pytest.mark.parametrize("reader", ["en", "zh-hans"])
def test_the_letter_is_in_the_language_of_the_vendor_whoever_reads_the_page(
    client: Client, language: str, words: list[str], absent: str, reader: str
) -> None:
    client.force_login(member(group="Finance", language=reader, name="Zhou Ming"))
    seller = vendor(name="Harbour", name_zh="海港", contact_name="Ms Chen")
    row = offer(vendor=seller, edition="Smart Suite", edition_zh="智能套件", seats=40, yearly=1000)

    answer = client.get(where(row, "tco_letter"), {"language": language})

    text = answer.context["letter"].as_text
    shown = answer.content.decode()
    for each in [*words, "Zhou Ming"]:
        assert each in text
        assert each in shown
    assert absent not in text
    assert f'lang="{"en" if language == "en" else "zh-Hans"}"' in shown
    # The subscription is priced already, so it is not asked again unless everything is.
    asked = [label for label, _question in answer.context["letter"].questions]
    assert len(asked) == 13
    everything = client.get(where(row, "tco_letter"), {"language": language, "items": "all"})
    assert len(everything.context["letter"].questions) == 14


def test_text_from_people_stays_text_in_the_letter(procurement: Client) -> None:
    row = offer(vendor=vendor(name="100% <b>Best</b> {seats} %(name)s"), edition="50 % off", yearly=None)

    answer = procurement.get(where(row, "tco_letter"), {"language": "fr"})

    assert "100% <b>Best</b> {seats} %(name)s" in answer.context["letter"].as_text
    assert "100% &lt;b&gt;Best" in answer.content.decode()
    assert answer.context["letter"].language == "en"


def sheet(client: Client, row: Offer, language: str = "en") -> list[list[Any]]:
    """The first sheet of the file that is sent."""
    content = client.get(where(row, "tco_sheet", "xlsx"), {"language": language}).content
    return [list(each) for each in load_workbook(BytesIO(content)).get_sheet_by_index(0).to_python()]


def filled(rows: list[list[Any]], **answers: dict[str, Any]) -> bytes:
    """The sheet as a vendor fills it: item code -> column -> value."""
    columns = [
        "id",
        "item",
        "question_en",
        "question_zh",
        "answer",
        "year_1",
        "year_2",
        "year_3",
        "low",
        "high",
        "note",
    ]
    held = BytesIO()
    book = xlsxwriter.Workbook(held)
    made = book.add_worksheet("Costs to ask for")
    for number, row in enumerate(rows):
        typed = answers.get(row[0], {})
        for place, (name, cell) in enumerate(zip(columns, row, strict=True)):
            if (value := typed.get(name, cell)) not in ("", None):
                write = made.write_string if isinstance(value, str) else made.write_number
                write(number, place, value)
    book.close()
    return held.getvalue()


def bring(client: Client, row: Offer, content: bytes, *, confirm: bool = True) -> Any:
    """Upload the sheet, look at it, and take it over."""
    file = SimpleUploadedFile("Antwort 回复.xlsx", content)
    preview = client.post(where(row, "tco_answers"), {"file": file}).headers["Location"]
    looked = client.get(preview)
    if not confirm or looked.context["plan"].faults:
        return looked
    return client.post(preview, {"fingerprint": looked.context["plan"].fingerprint})


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_sheet_holds_every_item_with_both_questions_and_comes_back_as_it_went(
    procurement: Client, language: str
) -> None:
    row = offer(yearly=None)
    line(row, "training", 500, 200, source="quote")
    CostAnswer.objects.create(offer=row, item="hardware", status="not_applicable", note="纯云")

    rows = sheet(procurement, row, language)
    looked = bring(procurement, row, filled(rows), confirm=False)

    assert [each[0] for each in rows[1:]] == [item.code for item in tco.ITEMS]
    assert [each[2] for each in rows[1:]] == [item.question["en"] for item in tco.ITEMS]
    assert [each[3] for each in rows[1:]] == [item.question["zh-hans"] for item in tco.ITEMS]
    assert looked.context["plan"].faults == []
    assert looked.context["plan"].acting == []


def test_answers_come_back_as_answers_and_cost_lines_with_their_source(procurement: Client) -> None:
    row = offer(yearly=None)
    guess = line(row, "upgrade", 9000, source="estimate")

    answer = bring(
        procurement,
        row,
        filled(
            sheet(procurement, row),
            training={"year_1": 9000, "year_2": 3000, "low": 10_000, "high": 15_000, "note": "报价单第 3 页"},
            migration={"answer": "免费"},
            hardware={"answer": "Does not apply", "note": "=1+1"},
            upgrade={"answer": "Priced", "year_3": "1,200.50"},
            exit={"year_3": 800},
        ),
    )

    assert answer.headers["Location"] == where(row)
    assert list(row.cost_answers.values_list("item", "status", "note")) == [
        ("exit", "priced", ""),
        ("hardware", "not_applicable", "=1+1"),
        ("migration", "free", ""),
        ("training", "priced", "报价单第 3 页"),
        ("upgrade", "priced", ""),
    ]
    training = row.cost_lines.get(category="training")
    assert (training.source, training.kind, training.source_note) == ("quote", "hidden", "报价单第 3 页")
    assert list(training.amounts.values_list("year", "expected", "low", "high")) == [
        (1, Decimal(9000), Decimal(7500), Decimal(11_250)),
        (2, Decimal(3000), Decimal(2500), Decimal(3750)),
    ]
    guess.refresh_from_db()
    assert guess.source == "quote"
    assert list(guess.amounts.values_list("year", "expected")) == [(3, Decimal("1200.5"))]
    assert list_of(row).answered == 5
    assert row.price_revisions.filter(subject="line:training::1", now=9000).exists()
    assert not Upload.objects.exists()
    # What came back is what goes out the next time, and nothing in it is new.
    again = bring(procurement, row, filled(sheet(procurement, row)), confirm=False)
    assert again.context["plan"].acting == []


def test_our_own_estimates_are_not_shown_to_the_vendor(procurement: Client) -> None:
    row = offer(yearly=None)
    line(row, "training", 123_456, source="estimate")

    assert not any(123_456 in each for each in sheet(procurement, row))


def test_an_item_that_is_left_open_takes_nothing_back(procurement: Client) -> None:
    row = offer(yearly=None)
    blank = sheet(procurement, row)
    line(row, "training", 500)
    CostAnswer.objects.create(offer=row, item="migration", status="free", note="said on the phone")

    looked = bring(procurement, row, filled(blank), confirm=False)

    assert (looked.context["plan"].acting, looked.context["plan"].faults) == ([], [])


def test_an_amount_that_turned_out_to_be_included_is_taken_back(procurement: Client) -> None:
    row = offer(yearly=None)
    line(row, "training", 500)
    rows = sheet(procurement, row)

    bring(procurement, row, filled(rows, training={"answer": "included", "year_1": ""}))

    assert not row.cost_lines.exists()
    assert row.cost_answers.get().status == "included"
    assert row.price_revisions.get().now is None


@pytest.mark.parametrize(
    ("typed", "cell", "message"),
    [
        ({"year_1": -1}, "F9", "greater than or equal to 0"),
        ({"year_1": "一千"}, "F9", "is not a number"),
        ({"year_1": 1e15}, "F9", "less than or equal to"),
        ({"answer": "perhaps"}, "E9", "is none of the choices"),
        ({"answer": "priced"}, "E9", "Enter the amount of a year at least"),
        ({"answer": "free", "year_1": 5}, "E9", "There are amounts"),
        ({"low": 5}, "I9", "Enter the amounts of the years too"),
        ({"year_1": 5, "low": 6}, "I9", "must not be above the sum"),
        ({"year_1": 5, "high": 4}, "J9", "must not be below the sum"),
        ({"item": "Coffee"}, "B9", "is none of the choices"),
    ],
)
def test_one_mistake_refuses_the_whole_sheet_and_says_where(
    procurement: Client, typed: dict[str, Any], cell: str, message: str
) -> None:
    row = offer(yearly=None)

    looked = bring(procurement, row, filled(sheet(procurement, row), training=typed, migration={"answer": "free"}))

    faults = [(fault.address, fault.message) for fault in looked.context["plan"].faults]
    assert [address for address, _message in faults] == [cell]
    assert message in faults[0][1]
    assert not row.cost_answers.exists()


def test_amounts_that_would_count_twice_are_refused_with_a_way_out(procurement: Client) -> None:
    row = offer(yearly=None, seats=5)
    seat_price(offer=row)
    line(row, "training", 1, module="Day one")

    looked = bring(
        procurement, row, filled(sheet(procurement, row), subscription={"year_1": 5}, training={"year_1": 5})
    )

    messages = [fault.message for fault in looked.context["plan"].faults]
    assert messages == [
        "The prices of the offer say this already. Clear the amounts here, or those prices.",
        "The cost sheet has several lines for this item. Clear the amounts here, and change them there.",
    ]


def test_an_upload_belongs_to_its_offer_and_person(procurement: Client, client: Client) -> None:
    row, other = offer(yearly=None), offer(yearly=None)
    file = SimpleUploadedFile("a.xlsx", filled(sheet(procurement, row), migration={"answer": "free"}))
    procurement.post(where(row, "tco_answers"), {"file": file})
    upload = Upload.objects.get()

    assert procurement.get(where(other, "tco_preview", upload.pk)).headers["Location"] == where(other, "tco_answers")
    client.force_login(member(group="Procurement"))
    assert client.get(where(row, "tco_faults", upload.pk)).status_code == HTTPStatus.NOT_FOUND


def test_a_file_that_is_no_sheet_is_refused_with_a_sentence(procurement: Client) -> None:
    row = offer(yearly=None)

    answer = procurement.post(where(row, "tco_answers"), {"file": SimpleUploadedFile("a.xlsx", b"<html>")})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Allowed: XLSX" in answer.content.decode() or "damaged" in answer.content.decode()
    assert procurement.get(where(row, "tco_sheet", "exe")).status_code == HTTPStatus.NOT_FOUND
