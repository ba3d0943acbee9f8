"""The sheet of criteria: weights and wording by sheet, a sheet of another evaluation, and only in draft."""

from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from scoring import packs
from scoring.models import Criterion, Evaluation
from scoring.spreadsheets.criteria import CriteriaWorkbook
from tests.factories import NOON, criterion, evaluation, member, open_evaluation
from tests.vendors.spreadsheets.books import xlsx
from vendors.models import Upload
from vendors.spreadsheets.reading import Book, opened
from vendors.spreadsheets.tables import What
from vendors.spreadsheets.writing import as_csv, as_xlsx

pytestmark = pytest.mark.django_db


def book(*rows: list[Any]) -> Book:
    return opened(xlsx(("Criteria", list(rows))), "a.xlsx")


def faults(row: Evaluation, read: Book) -> list[tuple[str, str]]:
    return [(fault.address, fault.message) for fault in CriteriaWorkbook(row).plan(read).faults]


def entered(row: Evaluation, read: Book) -> None:
    plan = CriteriaWorkbook(row).plan(read)
    assert plan.faults == []
    CriteriaWorkbook(row).take_over(read, fingerprint=plan.fingerprint, by=None, on=NOON)


@pytest.fixture
def full() -> Evaluation:
    """With every criterion of the library."""
    row = evaluation(conditions=["voice"])
    packs.take(row, tier="smart", pack="full")
    return row


@pytest.mark.parametrize(("language", "other"), [("en", "zh-hans"), ("zh-hans", "en")])
def test_the_whole_library_goes_out_and_comes_back_unchanged(full: Evaluation, language: str, other: str) -> None:
    criterion(evaluation=full, name="=1+1", weight=1 / 3, anchors={"5": {"zh-hans": "好"}})
    with override(language):
        content, sheet = as_xlsx(CriteriaWorkbook(full)), as_csv(CriteriaWorkbook(full).tables[0])

    with override(other):
        plans = [
            CriteriaWorkbook(full).plan(opened(content, "a.xlsx")),
            CriteriaWorkbook(full).plan(opened(sheet, "a.csv")),
        ]

    for plan in plans:
        assert (plan.faults, plan.acting, plan.counts[What.SAME]) == ([], [], full.criteria.count())


def test_a_sheet_of_another_evaluation_brings_its_criteria_with_what_the_library_measures(full: Evaluation) -> None:
    criterion(evaluation=full, name="Spare parts", name_zh="备件", dimension="risk", weight=2)
    other = evaluation()

    entered(other, opened(as_xlsx(CriteriaWorkbook(full)), "a.xlsx"))

    columns = [
        "name",
        "dimension",
        "grade",
        "weight",
        "source",
        "measure",
        "fact",
        "knock_out",
        "pass_mark",
        "condition",
    ]
    columns += ["question", "anchors", "evidence_wanted", "group", "lead_role"]
    assert list(other.criteria.values(*columns)) == list(full.criteria.values(*columns))
    assert set(full.criteria.values_list("key", flat=True)) - set(other.criteria.values_list("key", flat=True)) == {
        full.criteria.get(name="Spare parts").key
    }


def test_weights_and_wording_change_a_row_is_added_and_one_removed() -> None:
    row = evaluation()
    kept = criterion(evaluation=row, name="Tickets", weight=3)
    criterion(evaluation=row, name="Robot")

    entered(
        row,
        book(
            ["Name", "Dimension", "Class", "Weight", "一票否决", "What earns 5", "5分标准（中文）", "Remove"],
            ["Tickets", "Need match", "Bonus", 4, "yes", "All of it", "全部", None],
            ["Robot", "Need match", None, None, None, None, None, "Remove"],
            ["Security", "Risk control", "必备项", None, None, None, None, None],
        ),
    )

    kept.refresh_from_db()
    assert (kept.grade, kept.weight, kept.knock_out, kept.anchors) == (
        "bonus",
        4,
        True,
        {"5": {"en": "All of it", "zh-hans": "全部"}},
    )
    assert list(row.criteria.values_list("name", "key", "dimension", "source")) == [
        ("Tickets", kept.key, "need", "panel"),
        ("Security", "security", "risk", "panel"),
    ]


def test_what_is_wrong_is_told_with_its_cell() -> None:
    row = evaluation()
    criterion(evaluation=row, name="Price", dimension="cost", source="measure", measure="price")
    criterion(evaluation=row, name="Tickets")
    headings = ["Name", "Dimension", "Weight", "Knock-out", "Pass mark"]

    assert faults(row, book(headings, ["Price", "Risk control", None, None, 60])) == [
        ("B2", "A measured criterion stays in its dimension.")
    ]
    assert faults(row, book(headings, ["Price", "Cost health", None, "Yes", 60])) == [
        ("D2", "Price cannot be a knock-out; the budget can.")
    ]
    assert faults(row, book(headings, ["Tickets", "Need match", -1, None, 60]))[0][0] == "C2"
    assert faults(row, book(headings, ["New", None, 1, None, 101])) == [
        ("B2", "This field is required."),
        ("E2", "Ensure this value is less than or equal to 100."),
    ]
    assert faults(row, book(headings, ["Tickets", "Need match", 0, "no", 60])) == [
        ("2", "All criteria of “Need match” weigh 0; at least one must weigh more than 0, or leave them empty.")
    ]


def test_only_a_draft_takes_a_sheet_and_an_upload_stays_with_its_evaluation(client: Client) -> None:
    client.force_login(member(group="Procurement"))
    draft, other, opened_one = evaluation(), evaluation(), open_evaluation()
    content = xlsx(("Criteria", [["Name", "Dimension"], ["Tickets", "Need match"]]))

    def start(row: Evaluation) -> str:
        return reverse("scoring:spreadsheet", args=[row.pk, "criteria"])

    frozen = client.post(start(opened_one), {"file": SimpleUploadedFile("a.xlsx", content)})
    place = client.post(start(draft), {"file": SimpleUploadedFile("a.xlsx", content)}).headers["Location"]
    fingerprint = client.get(place).context["plan"].fingerprint
    elsewhere = client.post(place.replace(str(draft.pk), str(other.pk)), {"fingerprint": fingerprint})

    assert frozen.headers["Location"] == opened_one.get_absolute_url()
    assert Upload.objects.count() == 1
    assert elsewhere.headers["Location"] == start(other)
    assert Criterion.objects.filter(evaluation=other).count() == 0
    assert client.post(place, {"fingerprint": fingerprint}).status_code == HTTPStatus.FOUND
    assert list(draft.criteria.values_list("name", flat=True)) == ["Tickets"]


def test_a_sheet_uploaded_in_draft_is_not_taken_over_once_scoring_is_open(client: Client) -> None:
    client.force_login(member(group="Procurement"))
    row = evaluation()
    content = xlsx(("Criteria", [["Name", "Dimension"], ["Tickets", "Need match"]]))
    start = reverse("scoring:spreadsheet", args=[row.pk, "criteria"])
    place = client.post(start, {"file": SimpleUploadedFile("a.xlsx", content)}).headers["Location"]
    fingerprint = client.get(place).context["plan"].fingerprint
    Evaluation.objects.filter(pk=row.pk).update(stage="scoring", opened_at=NOON)

    client.post(place, {"fingerprint": fingerprint})

    assert row.criteria.count() == 0
