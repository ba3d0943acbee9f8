"""Files beside a mark: attaching one, who may read it when, and that nothing of it leaks or is lost."""

import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from scoring import actions, record_check
from scoring.actions import Answer
from scoring.models import Attachment, Deed, Evaluation, Mark, RecordEntry, Seat, Stage
from scoring.record import digest
from scoring.sheets import Cell, sheet_of
from tests import factories
from tests.visitors import answers, signed_in

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nSEALED-BYTES\n%%EOF\n"


@pytest.fixture(autouse=True)
def uploads(settings: Any, tmp_path: Path) -> Path:
    """Where the files of this test go."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def evaluation() -> Evaluation:
    return factories.open_evaluation()


@pytest.fixture
def seat(evaluation: Evaluation) -> Seat:
    return evaluation.seats.select_related("evaluation", "member")[1]


@pytest.fixture
def member(seat: Seat) -> Client:
    assert seat.member is not None
    return signed_in(seat.member)


def first(seat: Seat) -> Cell:
    return next(sheet_of(seat).cells)


def url(seat: Seat, cell: Cell | None = None) -> str:
    cell = cell or first(seat)
    return reverse("scoring:files", args=[seat.evaluation_id, cell.candidate.key, cell.criterion.key])


def address(attachment: Attachment) -> str:
    return reverse("scoring:download_attachment", args=[attachment.mark.seat.evaluation_id, attachment.pk])


def upload(client: Client, seat: Seat, content: bytes = PDF, name: str = "quote.pdf", **more: Any) -> Any:
    return client.post(url(seat), {"file": SimpleUploadedFile(name, content)}, **more)


def fill(seat: Seat) -> None:
    for cell in list(sheet_of(seat).gaps):
        actions.save_mark(
            seat,
            cell.candidate,
            cell.criterion,
            Answer("marked", 3),
            by=None,
            on=factories.NOON,
            version=cell.version,
        )


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_is_kept_under_a_name_that_says_nothing_and_is_in_the_record(
    member: Client, seat: Seat, uploads: Path
) -> None:
    answer = upload(member, seat, name="报价 2026.pdf", follow=True)

    assert answer.redirect_chain == [(url(seat), 302)]
    assert "“报价 2026.pdf” is attached." in answer.content.decode()
    row = Attachment.objects.get()
    assert (row.name, row.media_type, row.size) == ("报价 2026.pdf", "application/pdf", len(PDF))
    [path] = files_in(uploads)
    assert path.read_bytes() == PDF
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.parent.name == "attachments"
    assert len(path.name) == 32
    [entry] = RecordEntry.objects.filter(deed=Deed.ATTACHED)
    cell = first(seat)
    assert (entry.seat, entry.by) == (seat, seat.member)
    assert entry.subject == {"offer": cell.candidate.key, "criterion": cell.criterion.key, "attachment": row.pk}
    assert entry.changed == digest({"name": row.name, "sha256": row.sha256, "size": row.size})
    assert record_check.check(seat.evaluation) == []


def test_a_file_before_any_mark_leaves_the_cell_unanswered(member: Client, seat: Seat) -> None:
    upload(member, seat)

    mark = Mark.objects.get()
    assert (mark.state, mark.version) == ("missing", 1)
    assert not first(seat).is_answered
    fill(seat)
    assert Mark.objects.get(pk=mark.pk).value == 3


def test_the_same_file_twice_is_there_once(member: Client, seat: Seat, uploads: Path) -> None:
    upload(member, seat)

    answer = upload(member, seat, follow=True)

    assert "attached already; nothing was changed." in answer.content.decode()
    assert Attachment.objects.count() == len(files_in(uploads)) == 1
    assert RecordEntry.objects.filter(deed=Deed.ATTACHED).count() == 1


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("page.pdf", b"<html></html>", "is not what “.pdf” stands for"),
        ("page.html", b"<html></html>", "This kind of file is not accepted."),
        ("empty.pdf", b"", "The file is empty."),
    ],
)
def test_a_refusal_names_what_is_allowed_and_keeps_nothing(
    member: Client, seat: Seat, uploads: Path, name: str, content: bytes, says: str
) -> None:
    answer = upload(member, seat, content, name)

    html = answer.content.decode()
    assert answer.status_code == 422
    assert says in html
    assert "Allowed: PDF, PNG, JPEG, DOCX, XLSX and CSV, up to 20 MB." in html
    assert not Attachment.objects.exists()
    assert not Mark.objects.exists()
    assert files_in(uploads) == []


def test_no_file_is_told(member: Client, seat: Seat) -> None:
    answer = member.post(url(seat))

    assert answer.status_code == 422
    assert "Choose a file to attach." in answer.content.decode()


def test_ten_files_are_enough(member: Client, seat: Seat, uploads: Path) -> None:
    for number in range(10):
        assert upload(member, seat, PDF.replace(b"SEALED", b"%d" % number)).status_code == 302

    answer = upload(member, seat)

    assert answer.status_code == 422
    assert "There are 10 files beside this mark already" in answer.content.decode()
    assert len(files_in(uploads)) == 10


def test_a_file_whose_row_cannot_be_written_is_not_left_behind(
    seat: Seat, uploads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = first(seat)
    assert seat.member is not None
    monkeypatch.setattr("django.conf.settings.RECORD_KEY_ID", "no such key")

    with pytest.raises(LookupError):
        actions.attach(
            seat, cell.candidate, cell.criterion, SimpleUploadedFile("a.pdf", PDF), by=seat.member, on=factories.NOON
        )

    assert files_in(uploads) == []
    assert not Attachment.objects.exists()
    assert not Mark.objects.exists()


def test_a_file_comes_back_as_it_was_and_is_never_shown_by_the_browser(member: Client, seat: Seat) -> None:
    upload(member, seat)
    Attachment.objects.update(name='a"b\r\n报价.pdf')

    answer = member.get(address(Attachment.objects.get()))

    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''a%22b%0D%0A%E6")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer


def test_a_file_is_sealed_with_its_mark(member: Client, seat: Seat, evaluation: Evaluation) -> None:
    upload(member, seat)
    attachment = Attachment.objects.get()
    sealed = {
        "procurement": 404,
        "finance": 404,
        "auditor": 404,
        "administrator": 404,
        "chair": 404,
        "seated": 200,
        "stranger": 404,
        "anonymous": 302,
    }

    assert answers(address(attachment), evaluation) == sealed
    for own in evaluation.seats.select_related("evaluation"):
        fill(own)
        actions.submit_sheet(own, by=None, on=factories.NOON)
    assert answers(address(attachment), evaluation) == sealed
    Evaluation.objects.update(stage=Stage.CONSENSUS)

    assert answers(address(attachment), evaluation) == sealed | {
        "procurement": 200,
        "finance": 200,
        "auditor": 200,
        "chair": 200,
    }


def test_a_file_of_a_sheet_that_does_not_count_stays_with_its_author(
    member: Client, seat: Seat, evaluation: Evaluation
) -> None:
    upload(member, seat)
    chair = evaluation.seats.select_related("evaluation")[0]
    fill(chair)
    actions.submit_sheet(chair, by=None, on=factories.NOON)
    Evaluation.objects.update(stage=Stage.CONSENSUS)

    found = answers(address(Attachment.objects.get()), evaluation)

    assert {role for role, status in found.items() if status == 200} == {"seated"}


def test_a_member_who_owes_a_sheet_reads_nobodys_files_after_the_reveal(member: Client, seat: Seat) -> None:
    upload(member, seat)
    fill(seat)
    actions.submit_sheet(seat, by=None, on=factories.NOON)
    Evaluation.objects.update(stage=Stage.CONSENSUS)

    found = answers(address(Attachment.objects.get()), seat.evaluation)

    assert (found["chair"], found["procurement"]) == (404, 200)


def test_another_evaluations_address_finds_no_file(member: Client, seat: Seat) -> None:
    upload(member, seat)
    assert seat.member is not None
    other = factories.open_evaluation()
    factories.seat(evaluation=other, member=seat.member)

    address_there = reverse("scoring:download_attachment", args=[other.pk, Attachment.objects.get().pk])

    assert member.get(address_there).status_code == 404
    assert member.get(reverse("scoring:files", args=[other.pk, *url(seat).split("/")[4:6]])).status_code == 404


@pytest.mark.parametrize("state", ["submitted", "closed", "overdue"])
def test_a_locked_sheet_takes_no_file(member: Client, seat: Seat, uploads: Path, state: str) -> None:
    fill(seat)
    if state == "submitted":
        actions.submit_sheet(seat, by=None, on=factories.NOON)
    else:
        Evaluation.objects.update(**{"stage": "consensus"} if state == "closed" else {"deadline": factories.NOON})

    answer = upload(member, seat)

    assert answer.status_code == 423
    assert "The file was not attached" in answer.content.decode()
    assert files_in(uploads) == []


def test_after_the_envelope_need_takes_no_file(member: Client, seat: Seat) -> None:
    Evaluation.objects.update(has_price_envelope=True)
    seat = Seat.objects.select_related("evaluation", "member").get(pk=seat.pk)
    fill(seat)
    assert seat.member is not None
    actions.open_envelope(seat, by=seat.member, on=factories.NOON)

    assert "This mark takes no more files." in member.get(url(seat)).content.decode()
    assert upload(member, seat).status_code == 423


def test_files_are_named_on_the_sheet_the_offer_and_before_handing_in(member: Client, seat: Seat) -> None:
    upload(member, seat, name="<b>quote</b>.pdf")
    cell = first(seat)

    for page in (
        reverse("scoring:sheet", args=[seat.evaluation_id]),
        reverse("scoring:one_offer", args=[seat.evaluation_id, cell.candidate.key]),
        reverse("scoring:submit", args=[seat.evaluation_id]),
        url(seat),
    ):
        html = member.get(page).content.decode()
        assert "b&gt;.pdf" in html
        assert address(Attachment.objects.get()) in html


def test_who_may_open_the_page(evaluation: Evaluation, seat: Seat) -> None:
    assert answers(url(seat), evaluation) == {
        "procurement": 403,
        "finance": 403,
        "auditor": 403,
        "administrator": 404,
        "chair": 200,
        "seated": 200,
        "stranger": 404,
        "anonymous": 302,
    }


def test_after_the_reveal_the_committee_finds_the_files_beside_the_marks(
    member: Client, seat: Seat, evaluation: Evaluation
) -> None:
    cell = first(seat)
    upload(member, seat)
    fill(seat)
    actions.submit_sheet(seat, by=seat.member, on=factories.NOON)
    actions.close_scoring(evaluation, by=None, on=factories.NOON)
    auditor = Client()
    auditor.force_login(factories.member(group="Auditor"))
    for page in ("results", "consensus"):
        shown = auditor.get(f"/e/{evaluation.pk}/{page}/{cell.candidate.key}/{cell.criterion.key}/").content.decode()
        assert "quote.pdf" in shown
        assert address(Attachment.objects.get()) in shown


def test_a_stored_file_that_was_changed_or_lost_is_found_in_the_record(
    member: Client, seat: Seat, evaluation: Evaluation, uploads: Path
) -> None:
    upload(member, seat)
    assert record_check.check(evaluation) == []
    stored = files_in(uploads)[0]
    original = stored.read_bytes()
    stored.write_bytes(original + b"\n")
    assert [fault.what for fault in record_check.check(evaluation)] == ["file"]
    stored.write_bytes(original)
    assert record_check.check(evaluation) == []
    stored.unlink()
    assert [fault.what for fault in record_check.check(evaluation)] == ["file"]
