"""The deadline: set in draft, changed with a reason, and kept by every page that looks at it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from scoring import actions
from scoring.models import Deed, Evaluation, RecordEntry, Stage
from tests import factories
from tests.visitors import answers, signed_in, visitor

pytestmark = pytest.mark.django_db

LATER = factories.NOON + timedelta(days=10)
TYPED = "2026-11-12T18:30"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> list[datetime]:
    """The time of every page: the last of the list. Nobody is signed out on the way."""
    settings.SESSION_COOKIE_AGE = 365 * 24 * 3600
    times = [factories.NOON]
    monkeypatch.setattr("django.utils.timezone.now", lambda: times[-1])
    return times


@pytest.fixture
def procurement() -> Client:
    return visitor("procurement")


def url(evaluation: Evaluation, page: str = "deadline") -> str:
    return reverse(f"scoring:{page}", args=[evaluation.pk])


def with_a_sheet(**fields: object) -> Evaluation:
    """Open for scoring, one sheet handed in."""
    evaluation = factories.open_evaluation(**fields)
    evaluation.seats.filter(is_chair=True).update(submitted_at=factories.NOON)
    return evaluation


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.SCORING, Stage.CONSENSUS])
def test_only_procurement_sets_the_deadline(stage: Stage) -> None:
    evaluation = factories.small_evaluation()
    Evaluation.objects.filter(pk=evaluation.pk).update(stage=stage)
    hidden = 404 if stage == Stage.DRAFT else 403

    for post in (False, True):
        assert answers(url(evaluation), evaluation, post=post) == {
            "procurement": 302 if stage == Stage.CONSENSUS or (post and stage == Stage.DRAFT) else 200,
            "finance": 403,
            "auditor": 403,
            "administrator": 404,
            "chair": hidden,
            "seated": hidden,
            "stranger": 404,
            "anonymous": 302,
        }


def test_in_draft_it_needs_no_reason_and_is_shown_where_answers_are_checked(
    procurement: Client, settings: Settings
) -> None:
    settings.TIME_ZONE = "Asia/Shanghai"
    evaluation = factories.small_evaluation()
    assert "Time zone: Asia/Shanghai." in procurement.get(url(evaluation)).content.decode()
    response = procurement.post(url(evaluation), {"deadline": TYPED}, follow=True)
    assert response.redirect_chain == [(url(evaluation, "setup_check"), 302)]
    evaluation.refresh_from_db()
    assert evaluation.deadline == datetime(2026, 11, 12, 10, 30, tzinfo=UTC)
    assert "Nov. 12, 2026, 6:30 p.m." in response.content.decode()
    assert TYPED in procurement.get(url(evaluation)).content.decode()
    procurement.post(url(evaluation), {"deadline": ""})
    assert Evaluation.objects.get(pk=evaluation.pk).deadline is None
    assert not RecordEntry.objects.exists()


def test_while_scoring_it_changes_with_a_reason_that_the_record_keeps(procurement: Client) -> None:
    evaluation = factories.open_evaluation(deadline=LATER)
    response = procurement.post(url(evaluation), {"deadline": TYPED})
    assert "This field is required." in response.content.decode()
    assert response.context["form"]["deadline"].value() == TYPED

    procurement.post(url(evaluation), {"deadline": TYPED, "reason": "两位评委出差 <b>"})
    entry = RecordEntry.objects.get(deed=Deed.EXTENDED)
    assert (entry.reason, entry.subject["to"]) == ("两位评委出差 <b>", "2026-11-12T18:30:00+00:00")
    again = procurement.post(url(evaluation), {"deadline": TYPED, "reason": "Again."})
    assert "This is the deadline already." in again.content.decode()
    procurement.post(url(evaluation), {"deadline": "", "reason": "No hurry."})
    evaluation.refresh_from_db()
    assert evaluation.deadline is None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("soon", "Write a day and a time"),
        ("2026-02-30T10:00", "Write a day and a time"),
        ("2026-11-\x0012T18:30", "Write a day and a time"),
        ("<b>2026</b>", "Write a day and a time"),
        ("明天", "Write a day and a time"),
        ("x" * 20_001, "Write a day and a time"),
        ("2026-11-02T11:59", "This moment has passed already."),
        ("0001-01-01T00:00", "This moment has passed already."),
        ("2032-11-02T12:00", "more than five years ahead"),
        ("9999-12-31T23:59", "more than five years ahead"),
    ],
)
def test_what_is_no_deadline_is_refused_and_stays_in_the_form(procurement: Client, typed: str, sentence: str) -> None:
    evaluation = factories.small_evaluation()
    response = procurement.post(url(evaluation), {"deadline": typed})

    assert sentence in response.content.decode()
    assert response.context["form"]["deadline"].value() == typed
    evaluation.refresh_from_db()
    assert evaluation.deadline is None


@pytest.mark.parametrize(("reason", "sentence"), [("x" * 20_001, "at most 20000 characters"), ("a\x00b", "Null")])
def test_a_reason_that_cannot_be_kept_is_refused(procurement: Client, reason: str, sentence: str) -> None:
    evaluation = factories.open_evaluation()
    response = procurement.post(url(evaluation), {"deadline": TYPED, "reason": reason})

    assert sentence in response.content.decode()
    assert not RecordEntry.objects.filter(deed=Deed.EXTENDED).exists()


def test_it_is_shown_on_the_overview_at_work_and_on_the_sheet() -> None:
    evaluation = factories.open_evaluation(deadline=LATER)
    client = visitor("seated", evaluation)

    for page in (url(evaluation, "evaluation"), "/", url(evaluation, "sheet")):
        assert "Nov. 12, 2026, noon" in client.get(page).content.decode(), page


@pytest.mark.parametrize("name", ["evaluation", "sheet", "results", "declarations", "criteria"])
def test_the_first_page_after_the_deadline_finds_scoring_closed(name: str, clock: list[datetime]) -> None:
    evaluation = with_a_sheet(deadline=LATER)
    client = visitor("chair", evaluation)
    clock.append(LATER - timedelta(seconds=1))
    client.get(url(evaluation, name))
    evaluation.refresh_from_db()
    assert evaluation.stage == Stage.SCORING

    clock.append(LATER)
    response = client.get(url(evaluation, name))
    assert response.context["evaluation"].stage == Stage.CONSENSUS
    evaluation.refresh_from_db()
    assert (evaluation.stage, evaluation.closed_at) == (Stage.CONSENSUS, LATER)
    entry = RecordEntry.objects.get(deed=Deed.CLOSED)
    assert entry.by is None
    assert entry.subject["by_deadline"] is True


def test_the_list_shows_no_overdue_evaluation_as_open(procurement: Client, clock: list[datetime]) -> None:
    with_a_sheet(deadline=LATER)
    clock.append(LATER)

    [row] = procurement.get(reverse("scoring:evaluations")).context["page"]
    assert row.stage == Stage.CONSENSUS


def test_overdue_with_nobody_submitted_says_what_to_do_and_takes_no_marks(
    procurement: Client, clock: list[datetime]
) -> None:
    evaluation = factories.open_evaluation(deadline=LATER)
    seated = visitor("seated", evaluation)
    clock.append(LATER)
    note = "The deadline has passed, and no voting member has handed in a sheet."
    page = procurement.get(url(evaluation, "evaluation")).content.decode()

    assert note in page
    assert "Set a later deadline, or none; then the members can go on." in page
    page = seated.get(url(evaluation, "evaluation")).content.decode()
    assert note in page
    assert "As soon as procurement sets a later deadline" in page
    sheet = seated.get(url(evaluation, "sheet"))
    assert not sheet.context["is_open"]
    assert "takes marks again when procurement sets a later one" in sheet.content.decode()
    evaluation.refresh_from_db()
    assert evaluation.stage == Stage.SCORING

    new = (LATER + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    procurement.post(url(evaluation), {"deadline": new, "reason": "Nobody was ready."})
    assert note not in procurement.get(url(evaluation, "evaluation")).content.decode()
    assert seated.get(url(evaluation, "sheet")).context["is_open"]


def test_an_advisory_sheet_alone_closes_nothing(clock: list[datetime]) -> None:
    evaluation = factories.small_evaluation(deadline=LATER)
    adviser = factories.seat(evaluation=evaluation, is_voting=False)
    actions.open_scoring(evaluation, by=None, on=factories.NOON)
    evaluation.seats.filter(pk=adviser.pk).update(submitted_at=factories.NOON)
    clock.append(LATER)
    assert adviser.member is not None
    signed_in(adviser.member).get(url(evaluation, "evaluation"))

    evaluation.refresh_from_db()
    assert evaluation.stage == Stage.SCORING


def test_a_deadline_that_passed_in_draft_keeps_scoring_from_opening(procurement: Client, clock: list[datetime]) -> None:
    evaluation = factories.small_evaluation(deadline=LATER)
    clock.append(LATER)

    assert "passed</span>" in procurement.get(url(evaluation, "setup_check")).content.decode()
    response = procurement.post(url(evaluation, "open"), follow=True)
    assert "The deadline has passed already. Set a later one, or none." in response.content.decode()
