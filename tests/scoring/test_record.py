"""The record: what is written stays, and whatever was done to it is found."""

import uuid
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from scoring.actions import Answer, save_mark, submit_sheet
from scoring.guards import GUARDED, disarmed
from scoring.models import Baseline, Clarification, Consensus, Deed, Evaluation, Mark, MarkRevision, RecordEntry
from scoring.record import digest, head, seal
from scoring.record_check import check
from scoring.sheets import sheet_of
from tests import factories


def marked(value: int = 3) -> Evaluation:
    """An evaluation in scoring with one sheet in and one mark on the other."""
    evaluation = factories.open_evaluation()
    first, second = evaluation.seats.select_related("evaluation", "member")
    for cell in sheet_of(first).cells:
        save_mark(
            first,
            cell.candidate,
            cell.criterion,
            Answer("marked", value, "because"),
            by=first.member,
            on=factories.NOON,
            version=0,
        )
    submit_sheet(first, by=first.member, on=factories.NOON)
    cell = next(sheet_of(second).cells)
    save_mark(
        second, cell.candidate, cell.criterion, Answer("marked", 5), by=second.member, on=factories.NOON, version=0
    )
    return evaluation


def faults(evaluation: Evaluation) -> set[str]:
    return {fault.what for fault in check(evaluation)}


@pytest.mark.django_db
def test_an_untouched_record_is_whole() -> None:
    evaluation = marked()
    assert check(evaluation) == []
    assert [entry.deed for entry in RecordEntry.objects.filter(seat=None).order_by("number")] == [
        Deed.OPENED,
        Deed.SUBMITTED,
    ]


@pytest.mark.django_db
def test_the_example_has_a_whole_record_at_every_stage() -> None:
    people = factories.committee()
    for stage in ("draft", "scoring", "consensus", "decided"):
        assert check(factories.example(stage, people)) == []


@pytest.mark.django_db
def test_the_record_holds_no_name_no_value_and_no_comment() -> None:
    evaluation = marked(value=4)
    written = " ".join(str(row) for row in RecordEntry.objects.values_list("subject", "reason", "changed"))
    assert "because" not in written
    for seat in evaluation.seats.all():
        assert str(seat.member) not in written
    assert "'value'" not in written
    revision = MarkRevision.objects.filter(value=4)[0]
    assert digest(revision.content) in written


def edit(entries: list[RecordEntry]) -> None:
    RecordEntry.objects.filter(pk=entries[2].pk).update(reason="never said")


def delete(entries: list[RecordEntry]) -> None:
    RecordEntry.objects.filter(pk=entries[2].pk).delete()


def cut(entries: list[RecordEntry]) -> None:
    RecordEntry.objects.filter(pk__in=[entry.pk for entry in entries[3:]]).delete()


def reorder(entries: list[RecordEntry]) -> None:
    first, second = entries[1].number, entries[2].number
    RecordEntry.objects.filter(pk=entries[1].pk).update(number=9_999)
    RecordEntry.objects.filter(pk=entries[2].pk).update(number=first)
    RecordEntry.objects.filter(pk=entries[1].pk).update(number=second)


def rewrite_without_the_key(entries: list[RecordEntry]) -> None:
    """All of the chain, with hashes that fit each other but were not made with the key."""
    previous = "0" * 64
    for entry in entries:
        entry.reason, entry.previous = "rewritten", previous
        entry.hash = previous = uuid.uuid5(uuid.NAMESPACE_OID, previous).hex * 2
        entry.save()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("harm", [edit, delete, cut, reorder, rewrite_without_the_key])
def test_whatever_is_done_to_a_sheets_chain_is_found(harm: Callable[[list[RecordEntry]], None]) -> None:
    evaluation = marked()
    sheet = evaluation.seats.all()[0]
    with disarmed(connection):
        harm(list(RecordEntry.objects.filter(seat=sheet).order_by("number")))
    assert faults(evaluation)


@pytest.mark.django_db(transaction=True)
def test_a_rewrite_with_the_key_is_found_by_the_head_that_was_printed_before() -> None:
    evaluation = marked()
    printed = head(evaluation)
    with disarmed(connection):
        last = RecordEntry.objects.filter(evaluation=evaluation, seat=None).order_by("-number")[0]
        last.reason = "rewritten"
        last.hash = seal(last)
        last.save()
    assert check(evaluation) == []
    assert [fault.what for fault in check(evaluation, expected_head=printed)] == ["head"]


@pytest.mark.django_db(transaction=True)
def test_a_mark_that_was_changed_past_the_application_is_found() -> None:
    evaluation = marked()
    Mark.objects.filter(value=3).update(value=0)
    assert faults(evaluation) == {"mark"}


@pytest.mark.django_db(transaction=True)
def test_a_saved_mark_that_was_changed_with_its_history_is_found() -> None:
    evaluation = marked()
    with disarmed(connection):
        Mark.objects.filter(value=3).update(value=0)
        MarkRevision.objects.filter(value=3).update(value=0)
    assert faults(evaluation) == {"revision"}


@pytest.mark.django_db(transaction=True)
def test_a_baseline_that_was_changed_is_found() -> None:
    evaluation = marked()
    baseline = Baseline.objects.get(evaluation=evaluation)
    case = baseline.case | {"dimensions": {"need": 1, "cost": 98, "risk": 1}}
    with disarmed(connection):
        Baseline.objects.filter(pk=baseline.pk).update(case=case)
    assert faults(evaluation) == {"baseline"}


@pytest.mark.django_db(transaction=True)
def test_a_consensus_mark_without_an_entry_cannot_pass_for_one() -> None:
    evaluation = factories.example("consensus")
    Consensus.objects.create(
        candidate=evaluation.candidates.all()[0],
        criterion=evaluation.criteria.filter(source="panel")[0],
        value=5,
        reason="slipped in",
    )
    assert faults(evaluation) == {"row"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_guards_are_armed_on_every_table_that_is_only_added_to(statement: str) -> None:
    if statement.startswith("TRUNCATE") and connection.vendor == "sqlite":
        statement = "DELETE FROM {} WHERE 1"  # SQLite knows no TRUNCATE; the widest DELETE stands for it
    factories.example("decided")
    evaluation = Evaluation.objects.get()
    person = factories.member()
    evaluation.notes.create(text="said", by=person, at=factories.NOON)
    question = Clarification.objects.create(
        candidate=evaluation.candidates.all()[0], about="other", opened_by=person, opened_at=factories.NOON
    )
    question.messages.create(text="why so cheap?", by=person, at=factories.NOON)
    for table in GUARDED:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(table))


@pytest.mark.django_db
def test_audit_says_whole_and_prints_the_head_that_it_expects_later() -> None:
    evaluation = marked()
    answer = StringIO()
    call_command("audit", "verify", str(evaluation.pk), "--expect", head(evaluation), stdout=answer)
    assert head(evaluation) in answer.getvalue()
    assert "whole" in answer.getvalue()


@pytest.mark.django_db
def test_audit_ends_with_status_1_when_the_expected_head_is_not_there() -> None:
    evaluation = marked()
    complaint = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("audit", "verify", str(evaluation.pk), "--expect", "f" * 64, stdout=StringIO(), stderr=complaint)
    assert stopped.value.code == 1
    assert "expected head" in complaint.getvalue()
