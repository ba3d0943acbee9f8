"""export_evaluation and import_evaluation: an evaluation travels as its file."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from scoring.casefile.document import canonical_text, read
from scoring.models import Evaluation, Mark, MarkRevision, Stage
from tests import factories
from vendors.models import Vendor

pytestmark = pytest.mark.django_db
EXAMPLE = settings.FIXTURES_DIR / "demo_s2.json"


def imported(path: Path) -> Evaluation:
    answer = StringIO()
    call_command("import_evaluation", str(path), stdout=answer)
    return Evaluation.objects.get(pk=answer.getvalue().strip())


def exported(evaluation: Evaluation, *arguments: str) -> str:
    answer = StringIO()
    call_command("export_evaluation", str(evaluation.pk), *arguments, stdout=answer, stderr=StringIO())
    return answer.getvalue()


def changed(tmp_path: Path, **changes: Any) -> Path:
    document = json.loads(EXAMPLE.read_text(encoding="utf-8")) | changes
    path = tmp_path / "evaluation.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_what_was_imported_is_exported_in_canonical_form() -> None:
    assert exported(imported(EXAMPLE)).strip() == canonical_text(read(EXAMPLE.read_bytes())).strip()


def test_consensus_overrides_recusals_and_own_criteria_travel_too(tmp_path: Path) -> None:
    document = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    panel = next(
        each["id"]
        for each in document["criteria"]
        if each.get("source", "panel") == "panel" and each["class"] == "must"
    )
    offers = [offer["id"] for offer in document["offers"]]
    document["seats"][0] |= {"recused": [offers[0]]}
    document["seats"][1] |= {"criteria": [panel], "voting": False}
    first, second = document["seats"][0]["id"], document["seats"][1]["id"]
    document["marks"] = [
        mark
        for mark in document["marks"]
        if not (mark["seat"] == first and mark["offer"] == offers[0])
        and not (mark["seat"] == second and mark["criterion"] != panel)
    ]
    document["consensus"] = [
        {"offer": offers[1], "criterion": panel, "value": 2, "reason": {"en": "Agreed", "zh-hans": "一致"}}
    ]
    document["overrides"] = [{"offer": offers[1], "criterion": panel, "by": "Wang Fang", "reason": "一次性例外"}]
    path = tmp_path / "evaluation.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert exported(imported(path)).strip() == canonical_text(read(path.read_bytes())).strip()


def test_comments_travel_when_asked_for() -> None:
    document = json.loads(exported(imported(EXAMPLE), "--comments"))
    original = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    commented = sum(1 for mark in original["marks"] if mark.get("comment"))
    assert commented > 0
    assert sum(1 for mark in document["marks"] if mark.get("comment")) == commented


def test_an_imported_file_with_marks_arrives_closed_and_its_marks_have_a_history() -> None:
    evaluation = imported(EXAMPLE)
    assert evaluation.stage == Stage.CONSENSUS
    assert MarkRevision.objects.count() == Mark.objects.count() > 0


def test_a_file_without_marks_arrives_as_a_draft(tmp_path: Path) -> None:
    assert imported(changed(tmp_path, marks=[])).stage == Stage.DRAFT


def test_a_vendor_that_is_known_is_not_made_twice() -> None:
    imported(EXAMPLE)
    count = Vendor.objects.count()
    imported(EXAMPLE)
    assert Vendor.objects.count() == count


def test_while_scoring_is_open_the_file_holds_no_mark() -> None:
    evaluation = factories.example("scoring")
    assert Mark.objects.filter(seat__evaluation=evaluation).exists()
    assert json.loads(exported(evaluation))["marks"] == []


def test_an_unknown_id_is_an_error_with_status_2() -> None:
    with pytest.raises(CommandError) as error:
        call_command("export_evaluation", "00000000-0000-0000-0000-000000000000")
    assert error.value.returncode == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "JSON"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"[]", "object"),
        (b'{"format": "evaluation/9"}', "evaluation/1"),
        ("这不是 JSON".encode(), "JSON"),
        (b"[" * 100_000, "nested"),
    ],
)
def test_a_file_that_is_not_what_it_says_writes_nothing_and_says_why(
    tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    answer, complaint = StringIO(), StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("import_evaluation", str(path), stdout=answer, stderr=complaint)
    assert (stopped.value.code, answer.getvalue()) == (2, "")
    assert words in complaint.getvalue()
    assert Evaluation.objects.count() == 0


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    complaint = StringIO()
    with pytest.raises(SystemExit):
        call_command("import_evaluation", str(tmp_path / "nowhere.json"), stderr=complaint)
    assert "nowhere.json" in complaint.getvalue()
