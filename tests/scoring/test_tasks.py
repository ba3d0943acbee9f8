"""Reports as tasks: asked for once, made once, taken up again when a worker was killed, and given up at last."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from zipfile import ZipFile

import pytest
from django.conf import settings as site
from django.db import connection
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from scoring import actions, tasks
from scoring.actions import Refused
from scoring.models import Evaluation, Report
from scoring.reports.needs import missing_packages
from scoring.reports.refusals import OutOfMemoryError
from scoring.scenario import Committee
from scoring.tasks import ask_for_report, make_report, reap, remove_old_files
from tests import factories

SECONDS_FOR_ALL = 120
QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture(autouse=True)
def _uploads(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def queued(settings: Settings) -> None:
    settings.TASKS = QUEUE
    settings.TASK_QUEUE = "database"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Instead of drawing: what would have been drawn is written down."""
    pages: list[str] = []

    def render(html: str, **_options: Any) -> bytes:
        pages.append(html)
        return b"%PDF-1.7 drawn"

    monkeypatch.setattr(tasks, "render_apart", render)
    return pages


@pytest.fixture
def people(db: None) -> Committee:
    return factories.committee()


@pytest.fixture
def evaluation(people: Committee) -> Evaluation:
    return factories.example("consensus", people)


def ask(evaluation: Evaluation, people: Committee, language: str = "en") -> Report:
    return ask_for_report(evaluation, by=people.procurement, on=timezone.now(), language=language)


def long_ago(report: Report, **fields: Any) -> None:
    before = timezone.now() - timedelta(hours=1)
    Report.objects.filter(pk=report.pk).update(requested_at=before, **{"started_at": before} | fields)


def test_a_report_is_ready_with_everything_that_it_was_made_from(
    evaluation: Evaluation, people: Committee, drawn: list[str]
) -> None:
    report = ask(evaluation, people)
    assert (report.status, report.attempts, report.progress, report.size) == ("done", 1, 100, 14)
    assert (report.engine_version, report.draws, report.seed) == ("1", 10_000, evaluation.seed)
    with report.file.open("rb") as file:
        assert file.read() == b"%PDF-1.7 drawn"
    assert "/" not in (report.file.name or "").removeprefix("reports/")
    assert report.input_sha256 in drawn[0]


def test_in_the_queue_it_waits_and_is_made_once_however_often_it_is_taken(
    evaluation: Evaluation, people: Committee, queued: None, drawn: list[str]
) -> None:
    report = ask(evaluation, people)
    assert (report.status, drawn) == ("waiting", [])
    assert DBTaskResult.objects.get().args_kwargs["args"] == [str(report.pk)]
    make_report.func(str(report.pk))
    make_report.func(str(report.pk))
    report.refresh_from_db()
    assert (report.status, report.attempts, len(drawn)) == ("done", 1, 1)


def test_a_person_has_one_on_the_way_for_an_evaluation(
    evaluation: Evaluation, people: Committee, queued: None, drawn: list[str]
) -> None:
    ask(evaluation, people)
    with pytest.raises(Refused, match="for you already"):
        ask(evaluation, people, "zh-hans")
    ask_for_report(evaluation, by=people.seats["it"], on=timezone.now(), language="en")
    ask(factories.example("decided", people), people)
    assert DBTaskResult.objects.count() == 3


def test_a_report_that_nobody_offers_is_refused(evaluation: Evaluation, people: Committee) -> None:
    with pytest.raises(Refused, match="There is no such report"):
        ask_for_report(evaluation, by=people.procurement, on=timezone.now(), language="fr")


def test_what_was_asked_for_before_the_sheets_were_sealed_again_is_not_made(
    evaluation: Evaluation, people: Committee, queued: None, drawn: list[str]
) -> None:
    report = ask(evaluation, people)
    actions.reopen(evaluation, reason="A cost line was wrong.", by=people.procurement, on=timezone.now())
    Evaluation.objects.filter(pk=evaluation.pk).update(stage="scoring")
    make_report.func(str(report.pk))
    report.refresh_from_db()
    assert (report.status, report.failure, drawn) == ("failed", "sealed", [])


@pytest.mark.parametrize(
    ("error", "failure"), [(OutOfMemoryError(), "out_of_memory"), (RuntimeError("something else"), "error")]
)
def test_what_goes_wrong_is_kept_and_another_can_be_asked_for(
    error: Exception,
    failure: str,
    evaluation: Evaluation,
    people: Committee,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def render(_html: str, **_options: Any) -> bytes:
        raise error

    monkeypatch.setattr(tasks, "render_apart", render)
    report = ask(evaluation, people)
    assert (report.status, report.failure, report.file.name) == ("failed", failure, "")
    assert ask(evaluation, people).pk != report.pk


def test_a_report_whose_worker_was_killed_is_made_by_another(
    evaluation: Evaluation, people: Committee, queued: None, drawn: list[str]
) -> None:
    report = ask(evaluation, people)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=timezone.now() - timedelta(hours=1))
    long_ago(report, status="running", attempts=1)
    assert [each.status for each in reap(on=timezone.now())] == ["waiting"]
    assert reap(on=timezone.now()) == [], "it is in the queue now"
    buried, again = DBTaskResult.objects.order_by("enqueued_at")
    assert (buried.status, again.status) == ("FAILED", "READY")
    make_report.func(*again.args_kwargs["args"])
    report.refresh_from_db()
    assert (report.status, report.attempts) == ("done", 2)


def test_one_whose_second_worker_was_killed_too_is_given_up(
    evaluation: Evaluation, people: Committee, queued: None, drawn: list[str]
) -> None:
    report = ask(evaluation, people)
    long_ago(report, status="running", attempts=2)
    assert [(each.status, each.failure) for each in reap(on=timezone.now())] == [("failed", "lost")]


def test_one_that_is_being_made_is_left_alone(
    evaluation: Evaluation, people: Committee, queued: None, drawn: list[str]
) -> None:
    report = ask(evaluation, people)
    Report.objects.filter(pk=report.pk).update(status="running", attempts=1, started_at=timezone.now())
    assert reap(on=timezone.now()) == []


def test_one_that_never_reached_the_queue_is_put_there(
    evaluation: Evaluation, people: Committee, queued: None, drawn: list[str]
) -> None:
    report = ask(evaluation, people)
    DBTaskResult.objects.all().delete()
    long_ago(report, started_at=None)
    assert [each.pk for each in reap(on=timezone.now())] == [report.pk]
    assert DBTaskResult.objects.get().args_kwargs["args"] == [str(report.pk)]


def test_a_worker_that_was_thought_dead_does_not_overwrite_what_another_made(
    evaluation: Evaluation, people: Committee, queued: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    report = ask(evaluation, people)

    def render(_html: str, **_options: Any) -> bytes:
        Report.objects.filter(pk=report.pk).update(attempts=2)  # taken by another meanwhile
        return b"%PDF-1.7 late"

    monkeypatch.setattr(tasks, "render_apart", render)
    make_report.func(str(report.pk))
    report.refresh_from_db()
    assert (report.status, report.attempts, report.file.name) == ("running", 2, "")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_letters_to_all_vendors_come_in_one_archive_the_same_each_time(people: Committee, drawn: list[str]) -> None:
    evaluation = factories.example("decided", people)
    contents = []
    for _time in range(2):
        report = ask_for_report(evaluation, by=people.procurement, on=timezone.now(), language="en", kind="debrief")
        assert (report.status, report.progress) == ("done", 100)
        with report.file.open("rb") as file:
            contents.append(file.read())
    assert contents[0] == contents[1]
    vendors = [str(each.offer.vendor) for each in evaluation.candidates.select_related("offer__vendor")]
    with ZipFile(BytesIO(contents[0])) as archive:
        names = archive.namelist()
        assert [archive.read(name) for name in names] == [b"%PDF-1.7 drawn"] * len(vendors)
    assert names[0] == "1 Heronbridge Service Cloud Smart edition.pdf"
    for number, (name, vendor) in enumerate(zip(names, vendors, strict=True)):
        assert vendor in name
        assert [other for other in vendors if other in drawn[number]] == [vendor]


def test_all_letters_together_have_the_time_of_one_report(
    people: Committee, drawn: list[str], settings: Settings
) -> None:
    settings.REPORT_SECONDS = 0
    evaluation = factories.example("decided", people)
    report = ask_for_report(evaluation, by=people.procurement, on=timezone.now(), language="en", kind="debrief")
    assert (report.status, report.failure, drawn) == ("failed", "out_of_time", [])


def test_the_file_of_an_old_report_is_removed_and_its_line_stays(
    evaluation: Evaluation, people: Committee, drawn: list[str], settings: Settings, tmp_path: Path
) -> None:
    settings.REPORT_DAYS = 30
    old, young = ask(evaluation, people), ask(evaluation, people, "zh-hans")
    now = timezone.now()
    for report, days in ((old, 31), (young, 29)):
        Report.objects.filter(pk=report.pk).update(finished_at=now - timedelta(days=days))

    assert [report.pk for report in remove_old_files(on=now)] == [old.pk]
    assert remove_old_files(on=now) == []
    old.refresh_from_db()
    assert (old.status, old.removed_at, old.file.name) == ("done", now, "")
    young.refresh_from_db()
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [Path(young.file.name or "").name]


def test_without_a_limit_every_file_is_kept(
    evaluation: Evaluation, people: Committee, drawn: list[str], settings: Settings
) -> None:
    settings.REPORT_DAYS = 0
    report = ask(evaluation, people)
    assert remove_old_files(on=timezone.now() + timedelta(days=10_000)) == []
    report.refresh_from_db()
    assert report.file.storage.exists(report.file.name or "")


def started_worker(uploads: Path) -> "subprocess.Popen[bytes]":
    """A worker on the database of this test, which ends when the queue is empty."""
    name = str(connection.settings_dict["NAME"])
    address = f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        address = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
    environment = os.environ | {
        "DATABASE_URL": address,
        "TASK_QUEUE": "database",
        "DJANGO_SETTINGS_MODULE": "tests.worker_settings",
        "EVALUATOR_TEST_UPLOADS": str(uploads),
    }
    command = [sys.executable, "-m", "django", "db_worker", "--batch", "--no-reload", "--interval", "0.1"]
    return subprocess.Popen([*command, "--verbosity", "0"], env=environment, cwd=site.BASE_DIR)


def wait_until(claim: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS_FOR_ALL
    while not claim():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_three_workers_of_whom_one_is_killed_make_each_report_once(queued: None, tmp_path: Path) -> None:
    if missing_packages():
        pytest.skip("no PDFs here")
    people = factories.committee()
    evaluation = factories.example("consensus", people)
    askers = [people.procurement, *people.seats.values()]
    for member in askers:
        ask_for_report(evaluation, by=member, on=timezone.now(), language="en")
    workers = [started_worker(tmp_path) for _number in range(3)]
    try:
        running = Report.objects.filter(status="running", progress__gt=0)
        wait_until(lambda: running.count() == 3)
        workers[0].send_signal(signal.SIGKILL)
        wait_until(lambda: all(worker.poll() is not None for worker in workers))
        assert Report.objects.filter(status="running").count() == 1, "the one that was killed left its report behind"
        reap(on=timezone.now() + timedelta(hours=1))
        workers.append(started_worker(tmp_path))
        wait_until(lambda: workers[-1].poll() is not None)
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    reports = Report.objects.all()
    assert [report.status for report in reports] == ["done"] * len(askers)
    assert sorted(report.attempts for report in reports) == [1] * (len(askers) - 1) + [2]
    assert len({report.sha256 for report in reports}) == 1, "the same evaluation, the same bytes"
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == len(askers)
