"""Sheets given back while scoring is open, and late ones admitted afterwards: both with a reason that stays."""

import pytest
from django.urls import reverse

from scoring import actions
from scoring.actions import Answer
from scoring.casefile.rows import case_of
from scoring.models import Deed, Evaluation, RecordEntry, Seat, Stage
from scoring.presentation import counted_sheets
from scoring.reports.document import document
from scoring.reports.dossier import dossier_of
from scoring.sheets import sheet_of
from tests import factories
from tests.visitors import visitor

pytestmark = pytest.mark.django_db

REASON = "She was in hospital on that day. <b>迟交</b>"
PEOPLE = {
    "procurement": 200,
    "finance": 403,
    "auditor": 403,
    "administrator": 404,
    "chair": 200,
    "seated": 403,
    "stranger": 404,
    "anonymous": 302,
}


def url(seat: Seat, act: str) -> str:
    return reverse(f"scoring:{act}", args=[seat.evaluation_id, seat.pk])


def overview(evaluation: Evaluation) -> str:
    return reverse("scoring:evaluation", args=[evaluation.pk])


def mark_all(seat: Seat, value: int) -> None:
    for cell in sheet_of(seat).cells:
        answer = Answer("marked", value)
        actions.save_mark(seat, cell.candidate, cell.criterion, answer, by=seat.member, on=factories.NOON, version=0)


@pytest.fixture
def scoring() -> Evaluation:
    """Three seats, everything marked, the first two handed in."""
    evaluation = factories.open_evaluation(seats=3)
    for number, seat in enumerate(evaluation.seats.select_related("evaluation", "member")):
        mark_all(seat, 2 + number)
        if number < 2:
            actions.submit_sheet(seat, by=seat.member, on=factories.NOON)
    return evaluation


@pytest.fixture
def consensus(scoring: Evaluation) -> Evaluation:
    return actions.close_scoring(scoring, by=None, on=factories.NOON)


@pytest.mark.parametrize(("role", "status"), PEOPLE.items())
def test_procurement_and_the_chair_give_a_sheet_back(role: str, status: int, scoring: Evaluation) -> None:
    seat = scoring.seats.all()[1]
    client = visitor(role, scoring)

    assert client.get(url(seat, "return_sheet")).status_code == status
    assert client.post(url(seat, "return_sheet"), {"reason": REASON}).status_code == (302 if status == 200 else status)
    seat.refresh_from_db()
    assert seat.is_submitted == (status != 200)
    entry = RecordEntry.objects.filter(deed=Deed.REOPENED).first()
    assert (entry.reason if entry else None) == (REASON if status == 200 else None)


def test_a_returned_sheet_keeps_its_marks_and_takes_changes_again(scoring: Evaluation) -> None:
    seat = scoring.seats.select_related("member")[1]
    client = visitor("procurement")
    pages = [client.post(url(seat, "return_sheet"), {"reason": REASON}, follow=True) for _ in range(2)]

    assert "is given back" in pages[0].content.decode()
    assert "is not handed in; nothing was changed." in pages[1].content.decode()
    seat = Seat.objects.select_related("evaluation", "member").get(pk=seat.pk)
    assert not sheet_of(seat).gaps
    assert actions.submit_sheet(seat, by=seat.member, on=factories.NOON).is_submitted


@pytest.mark.parametrize(
    ("role", "status"),
    [(role, 200 if role == "chair" else 403 if status == 200 else status) for role, status in PEOPLE.items()],
)
def test_only_the_chair_admits_a_late_sheet(role: str, status: int, consensus: Evaluation) -> None:
    seat = consensus.seats.all()[2]
    client = visitor(role, consensus)

    assert client.get(url(seat, "admit_sheet")).status_code == status
    client.post(url(seat, "admit_sheet"), {"reason": REASON})
    seat.refresh_from_db()
    assert seat.is_counted == (status == 200)


def test_an_admitted_sheet_counts_everywhere_and_the_reason_is_printed(consensus: Evaluation) -> None:
    late = consensus.seats.all()[2]
    before = counted_sheets(consensus)
    assert (before.counted, before.expected, before.missing) == (2, 3, (str(late),))
    assert {mark.seat for mark in case_of(consensus).marks} == {seat.key for seat in consensus.seats.all()[:2]}
    visitor("chair", consensus).post(url(late, "admit_sheet"), {"reason": REASON})

    after = counted_sheets(consensus)
    assert (after.counted, after.missing, [seat.admitted_reason for seat in after.admitted]) == (3, (), [REASON])
    assert len({mark.seat for mark in case_of(consensus).marks}) == 3
    shown = REASON.replace("<", "&lt;").replace(">", "&gt;")
    page = visitor("auditor").get(reverse("scoring:results", args=[consensus.pk])).content.decode()
    assert "admitted by" in page
    assert shown in page
    printed = document(dossier_of(consensus), "en")
    assert shown in printed
    assert "Not handed in before scoring closed, so it does not count" not in printed
    assert "no, not handed in" not in printed


def test_a_sheet_without_declared_interests_is_not_admitted(consensus: Evaluation) -> None:
    late = consensus.seats.all()[2]
    consensus.seats.filter(pk=late.pk).update(declared_at=None)
    response = visitor("chair", consensus).post(url(late, "admit_sheet"), {"reason": REASON})

    assert "This member has not declared interests" in response.content.decode()
    assert response.context["form"]["reason"].value() == REASON
    late.refresh_from_db()
    assert not late.is_counted


def test_a_sheet_that_counts_is_not_admitted_twice(consensus: Evaluation) -> None:
    client = visitor("chair", consensus)
    response = client.post(url(consensus.seats.all()[0], "admit_sheet"), {"reason": REASON}, follow=True)

    assert "counts already; nothing was changed." in response.content.decode()
    assert not RecordEntry.objects.filter(deed=Deed.ADMITTED).exists()


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("", "This field is required."),
        ("  \n ", "This field is required."),
        ("x" * 20_001, "at most 20000 characters"),
        ("a\x00b", "Null characters are not allowed."),
    ],
)
def test_a_reason_is_needed_and_what_was_typed_stays(reason: str, sentence: str, scoring: Evaluation) -> None:
    given = scoring.seats.all()[1]
    response = visitor("procurement").post(url(given, "return_sheet"), {"reason": reason})
    assert sentence in response.content.decode()
    assert response.context["form"]["reason"].value() == reason

    closed = actions.close_scoring(scoring, by=None, on=factories.NOON)
    response = visitor("chair", closed).post(url(closed.seats.all()[2], "admit_sheet"), {"reason": reason})
    assert sentence in response.content.decode()
    assert not RecordEntry.objects.filter(deed__in=[Deed.REOPENED, Deed.ADMITTED]).exists()


@pytest.mark.parametrize("act", ["return_sheet", "admit_sheet"])
def test_a_seat_of_another_evaluation_is_not_found(act: str, scoring: Evaluation) -> None:
    if act == "admit_sheet":
        scoring = actions.close_scoring(scoring, by=None, on=factories.NOON)
    foreign = factories.open_evaluation().seats.all()[0]
    address = reverse(f"scoring:{act}", args=[scoring.pk, foreign.pk])
    client = visitor("chair", scoring)

    assert (client.get(address).status_code, client.post(address, {"reason": REASON}).status_code) == (404, 404)


def test_the_overview_offers_each_act_to_those_who_may_do_it(scoring: Evaluation) -> None:
    given, late = scoring.seats.all()[1], scoring.seats.all()[2]
    shown = {
        role: visitor(role, scoring).get(overview(scoring)).content.decode() for role in ("chair", "seated", "auditor")
    }
    assert {role for role, page in shown.items() if url(given, "return_sheet") in page} == {"chair"}
    assert url(late, "return_sheet") not in shown["chair"]

    closed = actions.close_scoring(scoring, by=None, on=factories.NOON)
    shown = {role: visitor(role, closed).get(overview(closed)).content.decode() for role in ("chair", "procurement")}
    assert {role for role, page in shown.items() if url(late, "admit_sheet") in page} == {"chair"}
    assert closed.stage == Stage.CONSENSUS
