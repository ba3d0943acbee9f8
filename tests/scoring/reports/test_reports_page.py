"""The reports page and the download: who may, when, what the browser gets, and what is said where PDFs are off."""

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from evaluator.models import Member
from scoring import tasks
from scoring.checks import pdf_reports_can_be_made
from scoring.models import Evaluation, Report
from scoring.presentation.record import names_in, record_lines
from scoring.record import head
from scoring.reports import needs
from scoring.reports.document import report
from scoring.reports.dossier import dossier_of
from scoring.scenario import Committee
from scoring.views.report import filename
from tests import factories

pytestmark = pytest.mark.django_db


def page_of(evaluation: Evaluation) -> str:
    return reverse("scoring:reports", args=[evaluation.pk])


def file_of(report: Report) -> str:
    return reverse("scoring:download_report", args=[report.evaluation_id, report.pk])


def made(evaluation: Evaluation, by: Member, **fields: Any) -> Report:
    """A report that is ready, without the seconds that it takes."""
    values = {"language": "en", "status": Report.Status.DONE, "sha256": "a" * 64, "input_sha256": "b" * 64} | fields
    report = Report(evaluation=evaluation, requested_by=by, requested_at=factories.NOON, **values)
    if report.status == Report.Status.DONE and not report.removed_at:
        report.file.save("made", ContentFile(b"%PDF-1.7 made"), save=False)
    report.save()
    return report


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


@pytest.fixture
def people() -> Committee:
    return factories.committee()


@pytest.fixture(autouse=True)
def _uploads(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.mark.parametrize("group", ["Procurement", "Finance", "Auditor"])
def test_who_may_read_evaluations_can_ask_for_both_languages(group: str, people: Committee, pdfs_are_on: None) -> None:
    evaluation = factories.example("consensus", people)
    page = signed_in(factories.member(group=group)).get(page_of(evaluation))
    assert page.status_code == 200
    assert {"language-en", "language-zh-hans"} <= set(re.findall(r'id="(language-[^"]+)"', page.content.decode()))


def test_a_report_is_asked_for_made_and_downloaded(people: Committee, pdfs_are_on: None) -> None:
    evaluation = factories.example("decided", people)
    client = signed_in(people.seats["finance"])
    before = head(evaluation)
    answer = client.post(page_of(evaluation), {"language": "zh-hans"})
    assert (answer.status_code, answer.headers["Location"]) == (302, page_of(evaluation))
    kept = Report.objects.get()
    assert (kept.status, kept.attempts, kept.failure) == ("done", 1, "")
    assert file_of(kept) in client.get(page_of(evaluation)).content.decode()

    response = client.get(file_of(kept))
    assert response.content == report(dossier_of(evaluation), "zh-hans")
    assert hashlib.sha256(response.content).hexdigest() == kept.sha256
    assert kept.input_sha256 == dossier_of(evaluation).input_sha256
    assert (kept.baseline_version, kept.record_head) == (1, before)
    assert evaluation.record.latest("pk").subject == {"what": "comparison"}
    assert "The evaluation has changed since." not in client.get(page_of(evaluation)).content.decode()
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''2027%E5%B9%B4")
    assert disposition.endswith(".pdf")


@pytest.mark.parametrize("stage", ["draft", "scoring"])
def test_there_is_no_report_while_the_sheets_are_sealed(stage: str, people: Committee) -> None:
    evaluation = factories.example(stage, people)
    kept = made(evaluation, people.procurement)
    for member in [people.procurement, factories.member(group="Auditor")]:
        client = signed_in(member)
        assert [client.get(page_of(evaluation)).status_code, client.get(file_of(kept)).status_code] == [403, 403]
        assert client.post(page_of(evaluation), {"language": "en"}).status_code == 403


def test_a_member_who_still_owes_a_sheet_gets_no_report_that_others_get(people: Committee) -> None:
    evaluation = factories.example("consensus", people)
    kept = made(evaluation, people.procurement)
    late = factories.member()
    factories.seat(evaluation=evaluation, member=late)
    assert signed_in(late).get(page_of(evaluation)).status_code == 403
    assert signed_in(late).get(file_of(kept)).status_code == 403
    assert signed_in(people.seats["it"]).get(file_of(kept)).status_code == 200


def test_a_stranger_does_not_learn_that_there_is_an_evaluation(people: Committee) -> None:
    evaluation = factories.example("consensus", people)
    kept = made(evaluation, people.procurement)
    client = signed_in(factories.member())
    assert [client.get(page_of(evaluation)).status_code, client.get(file_of(kept)).status_code] == [404, 404]


def test_a_report_of_another_evaluation_is_not_found_under_this_one(people: Committee) -> None:
    evaluation, other = factories.example("consensus", people), factories.example("decided", people)
    kept = made(other, people.procurement)
    address = reverse("scoring:download_report", args=[evaluation.pk, kept.pk])
    assert signed_in(people.procurement).get(address).status_code == 404


@pytest.mark.parametrize("status", ["waiting", "running", "failed"])
def test_what_is_not_ready_cannot_be_downloaded(status: str, people: Committee) -> None:
    evaluation = factories.example("consensus", people)
    kept = made(evaluation, people.procurement, status=status, failure="lost" if status == "failed" else "")
    assert signed_in(people.procurement).get(file_of(kept)).status_code == 404


@pytest.mark.parametrize(("language", "sentence"), [("en", "This report was removed"), ("zh-hans", "这份报告已删除")])
def test_a_report_whose_file_was_removed_says_so_and_can_be_made_again(
    language: str, sentence: str, people: Committee, monkeypatch: pytest.MonkeyPatch
) -> None:
    evaluation = factories.example("consensus", people)
    kept = made(evaluation, people.procurement, length="short", removed_at=factories.NOON, file="")
    people.procurement.language = language
    people.procurement.save()
    client = signed_in(people.procurement)
    answer = client.get(file_of(kept))
    assert answer.status_code == 410
    assert sentence in answer.content.decode()

    page = client.get(page_of(evaluation)).content.decode()
    assert file_of(kept) not in page
    start = page.index('id="jobs"')
    fields = dict(re.findall(r'type="hidden" name="(kind|about|length|language)" value="([^"]*)"', page[start:])[:4])
    assert fields == {"kind": "comparison", "about": "", "length": "short", "language": "en"}
    monkeypatch.setattr(tasks, "render_apart", lambda _html, **_options: b"%PDF-1.7 again")
    client.post(page_of(evaluation), fields)
    assert client.get(file_of(Report.objects.get(removed_at=None))).content == b"%PDF-1.7 again"


def test_the_letters_to_all_vendors_are_downloaded_together_and_recorded(people: Committee) -> None:
    evaluation = factories.example("decided", people)
    kept = made(evaluation, people.procurement, kind="debrief")
    client = signed_in(people.procurement)
    page = client.get(page_of(evaluation)).content.decode()
    assert "all vendors" in page
    answer = client.get(file_of(kept))
    assert answer.headers["Content-Type"] == "application/zip"
    assert 'letters to vendors.zip"' in answer.headers["Content-Disposition"]
    (line,) = record_lines(evaluation.record.order_by("-pk")[:1], names_in(evaluation))
    assert line.sentence == "Zhou Ming downloaded the letters to all vendors"


def test_there_is_no_report_in_a_language_that_is_not_written(people: Committee) -> None:
    evaluation = factories.example("consensus", people)
    client = signed_in(people.procurement)
    assert [client.post(page_of(evaluation), {"language": each}).status_code for each in ("fr", "")] == [404, 404]
    assert not Report.objects.exists()


def test_what_is_under_way_shows_how_far_it_is_and_renews_itself(people: Committee, pdfs_are_on: None) -> None:
    evaluation = factories.example("consensus", people)
    made(evaluation, people.procurement, status="running", progress=37)
    page = signed_in(people.procurement).get(page_of(evaluation)).content.decode()
    assert 'value="37"' in page
    assert 'hx-trigger="every 2s"' in page
    assert page.count(" disabled") == 2  # the report's button and the sheet's
    assert "hx-trigger" not in signed_in(people.seats["it"]).get(page_of(evaluation)).content.decode()


def test_a_second_report_waits_until_the_first_is_there(people: Committee) -> None:
    evaluation = factories.example("consensus", people)
    made(evaluation, people.procurement, status="running")
    page = signed_in(people.procurement).post(page_of(evaluation), {"language": "en"}, follow=True)
    assert "is being made for you already" in page.content.decode()
    assert Report.objects.count() == 1


def test_a_failed_report_says_why_in_the_readers_language(people: Committee) -> None:
    evaluation = factories.example("consensus", people)
    made(evaluation, people.procurement, status="failed", failure="glyphs", failure_text="😀")
    page = signed_in(people.procurement).get(page_of(evaluation)).content.decode()
    assert "has no glyph for: U+1F600" in page


def test_a_report_made_before_something_happened_says_so(people: Committee) -> None:
    evaluation = factories.example("consensus", people)
    made(evaluation, people.procurement, record_head=head(evaluation))
    client = signed_in(people.procurement)
    told = "The evaluation has changed since."
    assert told not in client.get(page_of(evaluation)).content.decode()
    Report.objects.update(record_head="c" * 64)
    assert told in client.get(page_of(evaluation)).content.decode()


def test_the_page_costs_the_same_queries_for_more_reports(
    people: Committee, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    evaluation = factories.example("consensus", people)
    client = signed_in(people.procurement)
    with CaptureQueriesContext(connection) as none:
        client.get(page_of(evaluation))
    for _number in range(3):
        made(evaluation, people.procurement)
    with django_assert_max_num_queries(len(none) + 1):  # the head of the record, with which they are compared
        client.get(page_of(evaluation))


def test_where_pdfs_are_off_the_page_says_what_to_install(
    people: Committee, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    evaluation = factories.example("consensus", people)
    monkeypatch.setattr(needs, "FONT_FOLDERS", (tmp_path,))
    client = signed_in(people.procurement)
    page = client.get(page_of(evaluation))
    assert page.status_code == 200
    assert "apt-get install -y --no-install-recommends fonts-noto-cjk" in page.content.decode()
    assert 'name="kind"' not in page.content.decode()
    client.post(page_of(evaluation), {"language": "en"})
    kept = Report.objects.get()
    assert (kept.status, kept.failure, kept.failure_text) == ("failed", "packages", "fonts-noto-cjk")
    assert "No report was made" in client.get(page_of(evaluation)).content.decode()


def test_the_system_check_names_the_package_and_the_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(needs, "FONT_FOLDERS", (tmp_path,))
    (message,) = pdf_reports_can_be_made(None)
    assert message.id == "scoring.W001"
    assert "fonts-noto-cjk" in message.msg
    assert str(message.hint).startswith("As root: apt-get install")


def test_the_system_check_is_silent_where_everything_is_there(pdfs_are_on: None) -> None:
    assert pdf_reports_can_be_made(None) == []


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Customer service system 2027", "Customer service system 2027 evaluation report.pdf"),
        ('../../etc/pass"wd\r\nX: 1', "etc pass wd X 1 evaluation report.pdf"),
        ("???", "evaluation report.pdf"),
        ("客服系统" * 50, f"{('客服系统' * 50)[:80]} evaluation report.pdf"),
    ],
)
def test_the_file_is_named_after_the_title_without_what_file_systems_refuse(title: str, name: str) -> None:
    assert filename(factories.evaluation(title=title[:200]), "en") == name


def test_the_dossier_of_the_rows_costs_the_same_queries_for_more_seats(
    people: Committee, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    evaluation = factories.example("decided", people)
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        dossier = dossier_of(evaluation)
    assert dossier.statement is not None
    assert {place.holder for place in dossier.places.values()} == {"Chen Jing", "Li Wei", "Wang Fang"}
    assert dossier.baseline_sha256 == evaluation.baselines.get().sha256


def test_the_command_writes_what_the_page_gives(people: Committee, pdfs_are_on: None, tmp_path: Path) -> None:
    evaluation = factories.example("decided", people)
    file = tmp_path / "report.pdf"
    call_command("report", str(evaluation.pk), "--language", "zh-hans", "--output", str(file))
    assert file.read_bytes() == report(dossier_of(evaluation), "zh-hans")


def test_the_command_says_why_there_is_no_report(people: Committee, tmp_path: Path) -> None:
    sealed = factories.example("scoring", people)
    output = ["--output", str(tmp_path / "report.pdf")]
    with pytest.raises(CommandError, match="sealed until scoring is closed"):
        call_command("report", str(sealed.pk), *output)
    with pytest.raises(CommandError, match="There is no evaluation"):
        call_command("report", "00000000-0000-0000-0000-000000000000", *output)
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("report", str(sealed.pk), "--language", "fr", *output)
    assert not (tmp_path / "report.pdf").exists()


def test_a_file_that_cannot_be_written_is_said(people: Committee, pdfs_are_on: None, tmp_path: Path) -> None:
    evaluation = factories.example("decided", people)
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("report", str(evaluation.pk), "--output", str(tmp_path / "missing" / "report.pdf"))


def test_a_visitor_who_is_not_signed_in_is_sent_to_sign_in(people: Committee, rf: RequestFactory) -> None:
    evaluation = factories.example("consensus", people)
    response = Client().get(page_of(evaluation))
    assert response.status_code == 302
    assert "login" in response.headers["Location"]
