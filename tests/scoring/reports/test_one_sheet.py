"""A member's sheet: its own member has it once it is handed in, others after the reveal, and it holds nobody else's."""

import io
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from pytest_django import Settings

from evaluator.models import Member
from scoring import actions
from scoring.models import Evaluation, Mark, RecordEntry, Report, Seat, Stage
from scoring.reports.one_sheet import sheet_dossier, sheet_html
from scoring.scenario import Committee
from tests import factories
from tests.scoring.reports.test_letters import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def _uploads(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def people() -> Committee:
    return factories.committee()


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def asked(evaluation: Evaluation, client: Client, seat: str, language: str = "en") -> int:
    address = reverse("scoring:reports", args=[evaluation.pk])
    return client.post(address, {"kind": "sheet", "about": seat, "language": language}).status_code


def address_of(report: Report) -> str:
    return reverse("scoring:download_report", args=[report.evaluation_id, report.pk])


def seat_of(evaluation: Evaluation, key: str) -> Seat:
    return evaluation.seats.select_related("evaluation", "member").get(key=key)


def speak(evaluation: Evaluation) -> None:
    """Every seat says its own word beside every mark."""
    for key in ("service", "it", "finance"):
        Mark.objects.filter(seat__evaluation=evaluation, seat__key=key).update(comment=f"word-of-{key}", comment_zh="")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_member_takes_the_own_sheet_away_while_all_are_sealed(
    language: str, people: Committee, pdfs_are_on: None
) -> None:
    evaluation = factories.example("scoring", people)
    speak(evaluation)
    client = signed_in(people.seats["service"])
    page = client.get(reverse("scoring:reports", args=[evaluation.pk])).content.decode()
    assert 'value="sheet"' in page
    assert 'value="comparison"' not in page
    assert "workbook.xlsx" not in page
    assert asked(evaluation, client, "service", language) == 302
    report = Report.objects.get()
    answer = client.get(address_of(report))
    reader = PdfReader(io.BytesIO(answer.content))
    text = "".join(page.extract_text() for page in reader.pages)
    assert "word-of-service" in text
    assert "Chen Jing" in text
    assert [word for word in ("word-of-it", "word-of-finance", "Li Wei", "Wang Fang") if word in text] == []
    assert not RecordEntry.objects.filter(deed="reported").exists(), "that is nobody else's business yet"
    assert signed_in(people.procurement).get(address_of(report)).status_code == 403
    assert signed_in(people.seats["it"]).get(address_of(report)).status_code == 403


def test_before_it_is_handed_in_there_is_no_sheet(people: Committee) -> None:
    evaluation = factories.example("scoring", people)
    client = signed_in(people.seats["it"])
    assert asked(evaluation, client, "it") == 403
    assert client.get(reverse("scoring:reports", args=[evaluation.pk])).status_code == 403


def test_nobody_gets_another_members_sheet_before_the_reveal(people: Committee) -> None:
    evaluation = factories.example("scoring", people)
    for member in (people.procurement, people.seats["it"], factories.member(group="Auditor")):
        assert asked(evaluation, signed_in(member), "service") == 403
    assert asked(evaluation, signed_in(people.seats["service"]), "it") == 403
    assert not Report.objects.exists()


def test_a_sheet_that_was_given_back_is_closed_again(people: Committee, pdfs_are_on: None) -> None:
    evaluation = factories.example("scoring", people)
    client = signed_in(people.seats["service"])
    asked(evaluation, client, "service")
    seat = seat_of(evaluation, "service")
    actions.return_sheet(seat, reason="A criterion changed.", by=people.procurement, on=factories.NOON)
    assert client.get(address_of(Report.objects.get())).status_code == 403


def test_after_the_reveal_the_committee_and_its_readers_have_every_sheet_that_counts(
    people: Committee, pdfs_are_on: None
) -> None:
    evaluation = factories.example("consensus", people)
    speak(evaluation)
    client = signed_in(factories.member(group="Finance"))
    assert asked(evaluation, client, "it") == 302
    answer = client.get(address_of(Report.objects.get()))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert "word-of-it" in text
    assert [word for word in ("word-of-service", "word-of-finance") if word in text] == []
    assert RecordEntry.objects.get(deed="reported").subject == {"what": "sheet", "seat": "it"}
    Evaluation.objects.filter(pk=evaluation.pk).update(stage=Stage.SCORING)
    assert client.get(address_of(Report.objects.get())).status_code == 403


def test_there_is_no_sheet_of_nobody(people: Committee) -> None:
    evaluation = factories.example("consensus", people)
    client = signed_in(people.procurement)
    assert [asked(evaluation, client, seat) for seat in ("", "heronbridge", "elsewhere")] == [404, 404, 404]
    assert asked(evaluation, client, "it", "both") == 404


def test_a_sheet_says_what_its_member_revised_and_in_which_order_offers_were_entered(people: Committee) -> None:
    evaluation = factories.example("consensus", people)
    seat = seat_of(evaluation, "it")
    mark = seat.marks.filter(value__isnull=False).select_related("candidate__offer__vendor", "criterion")[0]
    actions.revise_mark(
        seat,
        mark.candidate,
        mark.criterion,
        actions.Answer("marked", 1, "Second look"),
        reason="The trial failed.",
        by=people.seats["it"],
        on=factories.NOON,
        version=mark.version,
    )
    seat = seat_of(evaluation, "it")
    text = text_of(sheet_html(seat, sheet_dossier(seat), "en"))
    assert "Revised after scoring had closed" in text
    assert "The trial failed." in text
    assert "Second look" in text
    vendors = [str(each.offer.vendor) for each in evaluation.candidates.select_related("offer__vendor")]
    places = [text.index(vendor) for vendor in vendors]
    assert places == sorted(places)
