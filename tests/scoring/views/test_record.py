"""The record page: the story in plain words, the seal, the check, the filters, the files."""

import csv
import io
import json
import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from scoring.actions import Answer, agree, save_mark
from scoring.guards import disarmed
from scoring.models import Deed, Evaluation, RecordEntry, Seat
from scoring.presentation.record import names_in, record_lines
from scoring.record import enter, head
from scoring.reports.record_files import harmless
from scoring.sheets import sheet_of
from tests import factories
from tests.visitors import ROLES, answers, signed_in, visitor

pytestmark = pytest.mark.django_db
FILES = ("csv", "json")


def url(evaluation: Evaluation) -> str:
    return reverse("scoring:record", args=[evaluation.pk])


def file_url(evaluation: Evaluation, kind: str) -> str:
    return reverse("scoring:download_record", args=[evaluation.pk, kind])


def words(response: Any) -> str:
    main = re.split(r"<main[^>]*>", response.content.decode())[1].split("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


def mark_more(evaluation: Evaluation, key: str, count: int) -> None:
    """Marks on a sheet that is still open."""
    seat = Seat.objects.select_related("evaluation", "member").get(evaluation=evaluation, key=key)
    empty = [cell for cell in sheet_of(seat).cells if cell.version == 0]
    for cell in empty[:count]:
        save_mark(
            seat,
            cell.candidate,
            cell.criterion,
            Answer("marked", 5, "planted"),
            by=seat.member,
            on=factories.NOON,
            version=0,
        )


def without_token(response: Any) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


@pytest.mark.parametrize("stage", ["scoring", "consensus", "decided"])
@pytest.mark.parametrize("kind", ["page", *FILES])
def test_everybody_on_the_evaluation_reads_the_record_and_nobody_else(stage: str, kind: str) -> None:
    evaluation = factories.example(stage)
    assert answers(url(evaluation) if kind == "page" else file_url(evaluation, kind), evaluation) == {
        "procurement": 200,
        "finance": 200,
        "auditor": 200,
        "administrator": 404,
        "chair": 200,
        "seated": 200,
        "stranger": 404,
        "anonymous": 302,
    }


def test_it_tells_the_story_in_plain_words_in_both_languages() -> None:
    evaluation = factories.example("decided")
    client = visitor("auditor")
    text = words(client.get(url(evaluation), {"order": "oldest"}))
    assert "Zhou Ming opened scoring" in text
    for act, sentence in {
        "submitted": "Chen Jing handed in the sheet “Customer service supervisor”",
        "closed": "Zhou Ming closed scoring; 3 of 3 sheets count",
        "decided": "Chen Jing stated the committee's decision: ",
    }.items():
        assert sentence in words(client.get(url(evaluation), {"act": act}))
    with override("zh-hans"):
        lines = record_lines(RecordEntry.objects.filter(deed=Deed.SUBMITTED), names_in(evaluation))
    assert "客服" in lines[0].sentence


def test_every_act_has_its_words() -> None:
    evaluation = factories.example("consensus")
    names = names_in(evaluation)
    subjects: dict[str, dict[str, Any]] = {Deed.NOTED: {"note": 1}, Deed.EXTENDED: {"from": None, "to": None}}
    for deed in Deed:
        entry = RecordEntry(evaluation=evaluation, deed=deed, subject=subjects.get(deed, {}))
        [line] = record_lines([entry], names)
        assert line.sentence.strip()
        assert "%(" not in line.sentence


def test_the_line_says_whole_with_the_count_and_the_head() -> None:
    evaluation = factories.example("consensus")
    text = words(visitor("auditor").get(url(evaluation)))
    count = RecordEntry.objects.filter(evaluation=evaluation).count()
    assert f"Checked just now: whole, {count} entries, head {head(evaluation)[:12]}…" in text


@pytest.mark.django_db(transaction=True)
def test_a_broken_record_is_said_loudly_with_the_first_fault_in_words() -> None:
    evaluation = factories.example("consensus")
    entry = RecordEntry.objects.filter(evaluation=evaluation, seat=None).order_by("number")[1]
    with disarmed(connection):
        RecordEntry.objects.filter(pk=entry.pk).update(reason="never said")
    response = visitor("auditor").get(url(evaluation))
    assert 'role="alert"' in response.content.decode()
    text = words(response)
    assert "the record is not as it was written. Entry 2: the entry is not what was sealed." in text
    assert "whole" not in text.split("Tell the administrator")[0]


@pytest.mark.parametrize("role", [role for role in ROLES if role not in {"administrator", "stranger", "anonymous"}])
@pytest.mark.parametrize("kind", ["page", *FILES])
def test_what_others_mark_while_sheets_are_sealed_changes_nothing_on_the_record(role: str, kind: str) -> None:
    """`chair` has handed in, `seated` is the member of the IT seat; the sheet that grows is that of finance."""
    evaluation = factories.example("scoring")
    client = visitor(role, evaluation)
    address = url(evaluation) if kind == "page" else file_url(evaluation, kind)
    before = without_token(client.get(address))
    mark_more(evaluation, "finance", 5)
    assert without_token(client.get(address)) == before
    assert '"entries":' not in before.split('"entries": [')[-1]


def test_a_member_sees_the_entries_of_the_own_sheet_as_it_grows() -> None:
    evaluation = factories.example("scoring")
    client = visitor("seated", evaluation)
    before = words(client.get(url(evaluation), {"act": "marked"}))
    assert "Li Wei marked" in before
    assert "Chen Jing marked" not in before
    mark_more(evaluation, "it", 1)
    assert words(client.get(url(evaluation), {"act": "marked"})) != before


def test_the_anchor_of_a_sheet_is_in_no_file_before_the_reveal_and_in_the_file_after_it() -> None:
    people = factories.committee()
    for stage, is_there in (("scoring", False), ("consensus", True)):
        document = json.loads(
            signed_in(people.procurement).get(file_url(factories.example(stage, people), "json")).content
        )
        submitted = [entry["subject"] for entry in document["entries"] if entry["act"] == "submitted"]
        assert submitted
        assert all(("entries" in subject) is is_there for subject in submitted)
        assert {entry["sheet"] is None for entry in document["entries"]} == ({True, False} if is_there else {True})


def test_who_owes_the_sheet_stays_behind_the_seal_after_the_reveal() -> None:
    evaluation = factories.example("consensus")
    evaluation.seats.filter(key="it").update(submitted_at=None)
    chair = evaluation.seats.get(is_chair=True).member
    assert chair is not None
    candidate, criterion = evaluation.candidates.all()[0], evaluation.criteria.filter(source="panel")[0]
    agree(candidate, criterion, 4, reason="2 and 5 gave 4", by=chair, on=factories.NOON, version=0)
    client = visitor("seated", evaluation)
    for address in (url(evaluation), file_url(evaluation, "csv"), file_url(evaluation, "json")):
        assert "2 and 5 gave 4" not in client.get(address).content.decode()
        assert "2 and 5 gave 4" in visitor("auditor").get(address).content.decode()
    assert "Chen Jing marked" not in words(client.get(url(evaluation), {"act": "marked"}))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "forged", [{"subject": []}, {"subject": {"sheets": 3, "seat": ["x"]}}, {"deed": "nonsense"}, {"subject": {}}]
)
def test_a_forged_entry_breaks_the_record_and_not_the_page(forged: dict[str, Any]) -> None:
    evaluation = factories.example("consensus")
    entry = RecordEntry.objects.get(evaluation=evaluation, deed=Deed.CLOSED)
    with disarmed(connection):
        RecordEntry.objects.filter(pk=entry.pk).update(**forged)
    client = visitor("auditor")
    assert "the entry is not what was sealed" in words(client.get(url(evaluation)))
    assert [client.get(file_url(evaluation, kind)).status_code for kind in FILES] == [200, 200]


@pytest.mark.django_db(transaction=True)
def test_a_fault_in_a_sealed_sheet_is_not_told_to_others_before_the_reveal_and_is_after_it() -> None:
    evaluation = factories.example("scoring")
    with disarmed(connection):
        RecordEntry.objects.filter(seat__key="it", number=3).update(reason="never said")
    assert "Checked just now: whole" in words(visitor("auditor").get(url(evaluation)))
    assert "entry 3: the entry is not what was sealed." in words(visitor("seated", evaluation).get(url(evaluation)))
    Evaluation.objects.filter(pk=evaluation.pk).update(stage="consensus")
    assert "entry 3: the entry is not what was sealed." in words(visitor("auditor").get(url(evaluation)))


def test_filters_by_act_person_and_day() -> None:
    evaluation = factories.example("decided")
    client = visitor("auditor")
    procurement = RecordEntry.objects.get(deed=Deed.OPENED).by
    assert procurement is not None

    def acts(**query: str | int) -> set[str]:
        return {
            entry["act"] for entry in json.loads(client.get(file_url(evaluation, "json"), query).content)["entries"]
        }

    assert acts(act="closed") == {"closed"}
    assert acts(person=procurement.pk) == {"opened", "closed"}
    assert acts(since="2026-11-03") == set()
    assert acts(since="2026-11-02", until="2026-11-02", act="opened") == {"opened"}
    assert "No entry matches" in words(client.get(url(evaluation), {"since": "2026-11-03"}))


@pytest.mark.parametrize(
    "query",
    [
        {"act": "nonsense"},
        {"person": "x' OR 1"},
        {"since": "31.31.2026"},
        {"since": "2026-12-01", "until": "2026-01-01"},
    ],
)
def test_a_filter_that_cannot_be_read_says_so_and_filters_nothing(query: dict[str, str]) -> None:
    evaluation = factories.example("decided")
    client = visitor("auditor")
    response = client.get(url(evaluation), query)
    assert 'class="field-error"' in response.content.decode()
    assert "Zhou Ming" in words(response)
    assert len(json.loads(client.get(file_url(evaluation, "json"), query).content)["entries"]) > 10


def test_pages_follow_each_other_and_keep_the_filter() -> None:
    evaluation = factories.example("consensus")
    client = visitor("auditor")
    first, second = (client.get(url(evaluation), {"act": "marked", "page": page}) for page in (1, 2))
    assert "page=2" in first.content.decode()
    assert "act=marked" in first.content.decode()
    assert first.context["page"].object_list[0] != second.context["page"].object_list[0]
    assert client.get(url(evaluation), {"page": "nonsense"}).status_code == 200


def rows_of(client: Client, evaluation: Evaluation) -> list[list[str]]:
    content = client.get(file_url(evaluation, "csv")).content
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_no_cell_of_the_csv_starts_a_formula() -> None:
    people = factories.committee()
    evaluation = factories.example("consensus", people)
    people.procurement.name = "=cmd|' /C calc'!A0"
    people.procurement.save()
    for reason in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＠x", "plain", "  =1"):
        enter(Deed.EXTENDED, evaluation=evaluation, by=people.procurement, at=factories.NOON, reason=reason)
    cells = [cell for row in rows_of(visitor("auditor"), evaluation) for cell in row]
    assert "'=cmd|' /C calc'!A0" in cells
    assert "plain" in cells
    assert [cell for cell in cells if cell.lstrip().startswith(tuple("=+-@＝＋－＠"))] == []


@pytest.mark.parametrize("text", ["", "Li Wei", "a=b", "'=1", "3", "李伟"])
def test_what_starts_no_formula_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_the_files_are_downloads_that_nobody_keeps() -> None:
    evaluation = factories.example("consensus")
    for kind, content_type in (("csv", "text/csv; charset=utf-8"), ("json", "application/json")):
        response = visitor("auditor").get(file_url(evaluation, kind))
        assert response.headers["Content-Type"] == content_type
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.headers["Cache-Control"] == "no-store"
    assert visitor("auditor").get(file_url(evaluation, "xml")).status_code == 404


def test_reasons_and_names_are_text_and_never_markup() -> None:
    evaluation = factories.example("consensus")
    reason = "<script>alert(1)</script> %(who)s {{ x }}"
    enter(
        Deed.EXTENDED,
        evaluation=evaluation,
        by=factories.member(name="<b>Eve</b> %s"),
        at=factories.NOON,
        reason=reason,
    )
    page = visitor("auditor").get(url(evaluation)).content.decode()
    assert "<script>alert(1)" not in page
    assert "<b>Eve" not in page
    assert "&lt;b&gt;Eve&lt;/b&gt; %s" in page


def test_the_page_costs_the_same_queries_however_much_happened(django_assert_max_num_queries: Any) -> None:
    evaluation = factories.example("consensus")
    client = visitor("auditor")
    with django_assert_max_num_queries(60) as before:
        client.get(url(evaluation))
    for _ in range(30):
        enter(Deed.EXTENDED, evaluation=evaluation, by=factories.member(), at=factories.NOON, reason="x")
    with django_assert_max_num_queries(len(before)):
        client.get(url(evaluation))
