"""The reports page and the download: who may, when, what the browser gets, and what is said where PDFs are off."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client, RequestFactory
from django.urls import reverse

from evaluator.models import Member
from scoring.checks import pdf_reports_can_be_made
from scoring.models import Evaluation
from scoring.reports import needs
from scoring.reports.document import report
from scoring.reports.dossier import dossier_of
from scoring.scenario import Committee
from scoring.views.report import filename
from tests import factories

pytestmark = pytest.mark.django_db


def page_of(evaluation: Evaluation) -> str:
    return reverse("scoring:reports", args=[evaluation.pk])


def file_of(evaluation: Evaluation, language: str = "en") -> str:
    return reverse("scoring:download_report", args=[evaluation.pk, language])


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


@pytest.fixture
def people() -> Committee:
    return factories.committee()


@pytest.mark.parametrize("group", ["Procurement", "Finance", "Auditor"])
def test_who_may_read_evaluations_finds_both_languages(group: str, people: Committee, pdfs_are_on: None) -> None:
    evaluation = factories.example("consensus", people)
    response = signed_in(factories.member(group=group)).get(page_of(evaluation))
    assert response.status_code == 200
    for language in ("en", "zh-hans"):
        assert file_of(evaluation, language) in response.content.decode()


def test_the_file_arrives_as_a_download_that_nobody_keeps(people: Committee, pdfs_are_on: None) -> None:
    evaluation = factories.example("decided", people)
    response = signed_in(people.seats["finance"]).get(file_of(evaluation, "zh-hans"))
    assert response.status_code == 200
    assert response.content.startswith(b"%PDF-")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''2027%E5%B9%B4")
    assert disposition.endswith(".pdf")


def test_a_second_download_is_the_same_file(people: Committee, pdfs_are_on: None) -> None:
    evaluation = factories.example("consensus", people)
    client = signed_in(people.procurement)
    assert client.get(file_of(evaluation)).content == client.get(file_of(evaluation)).content


@pytest.mark.parametrize("stage", ["draft", "scoring"])
def test_there_is_no_report_while_the_sheets_are_sealed(stage: str, people: Committee) -> None:
    evaluation = factories.example(stage, people)
    for member in [people.procurement, factories.member(group="Auditor")]:
        client = signed_in(member)
        assert [client.get(page_of(evaluation)).status_code, client.get(file_of(evaluation)).status_code] == [403, 403]


def test_a_member_who_still_owes_a_sheet_gets_no_report_that_others_get(people: Committee) -> None:
    evaluation = factories.example("consensus", people)
    late = factories.member()
    factories.seat(evaluation=evaluation, member=late)
    assert signed_in(late).get(page_of(evaluation)).status_code == 403
    assert signed_in(late).get(file_of(evaluation)).status_code == 403
    assert signed_in(people.seats["it"]).get(page_of(evaluation)).status_code == 200


def test_a_stranger_does_not_learn_that_there_is_an_evaluation(people: Committee) -> None:
    evaluation = factories.example("consensus", people)
    client = signed_in(factories.member())
    assert client.get(page_of(evaluation)).status_code == 404
    assert client.get(file_of(evaluation)).status_code == 404


def test_there_is_no_report_in_a_language_that_is_not_written(people: Committee) -> None:
    evaluation = factories.example("consensus", people)
    assert signed_in(people.procurement).get(file_of(evaluation, "fr")).status_code == 404


def test_where_pdfs_are_off_the_page_says_what_to_install(
    people: Committee, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    evaluation = factories.example("consensus", people)
    monkeypatch.setattr(needs, "FONT_FOLDERS", (tmp_path,))
    client = signed_in(people.procurement)
    page = client.get(page_of(evaluation))
    assert page.status_code == 200
    assert "apt-get install -y --no-install-recommends fonts-noto-cjk" in page.content.decode()
    assert file_of(evaluation) not in page.content.decode()
    attempt = client.get(file_of(evaluation))
    assert attempt.status_code == 503
    assert "No report was made" in attempt.content.decode()


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
    with django_assert_max_num_queries(19):  # type: ignore[operator]
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
    response = Client().get(file_of(evaluation))
    assert response.status_code == 302
    assert "login" in response.headers["Location"]
