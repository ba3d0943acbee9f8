"""Tasks: what is done outside a request. A report is asked for, waits, is made by whoever takes it, and is then ready.

With the queue in the database several workers on several machines may look at it: each report is taken by one of them.
One whose worker was killed is given to another once, and then given up. Files are kept for REPORT_DAYS.
"""

import hashlib
import logging
import math
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from scoring.access import access_of
from scoring.actions import Refused
from scoring.formulas.engine import ENGINE_VERSION
from scoring.models import Evaluation, Report
from scoring.reports.orders import Order, archived, may_have, ordered, require_offered
from scoring.reports.refusals import LostError, OutOfTimeError, ReportError, SealedError
from scoring.reports.sandbox import limits, render_apart

if TYPE_CHECKING:
    from evaluator.models import Member

ATTEMPTS = 2
# Over what a render may take: reading, wording, storing, and a slow machine.
_MARGIN = timedelta(minutes=2)
_logger = logging.getLogger(__name__)


def ask_for_report(
    evaluation: Evaluation,
    *,
    by: "Member",
    on: datetime,
    language: str,
    kind: str = Report.Kind.COMPARISON,
    about: str = "",
    length: str = Report.Length.FULL,
) -> Report:
    """Put a report on the way; where tasks are immediate it is ready, or failed, on return.

    Args:
        about: the key of the offer that a letter is about, empty for the letters about all; or of the seat whose
            sheet is wanted.
    Raises: Refused: the person has one on the way for this evaluation, or there is no such report.
    """
    require_offered(evaluation, kind=kind, about=about, length=length, language=language)
    try:
        with transaction.atomic():
            asked = Report.objects.create(
                evaluation=evaluation,
                kind=kind,
                about=about,
                length=length,
                language=language,
                requested_by=by,
                requested_at=on,
            )
            if settings.TASK_QUEUE == "database":
                make_report.enqueue(str(asked.pk))  # the row and its place in the queue, or neither
    except IntegrityError as taken:
        raise Refused(_("A report of this evaluation is being made for you already.")) from taken
    if settings.TASK_QUEUE == "immediate":
        make_report.enqueue(str(asked.pk))
    asked.refresh_from_db()
    return asked


@task()
def make_report(report_pk: str) -> None:
    """Make one report, unless somebody else has taken it."""
    report = _taken(report_pk, timezone.now())
    if report is None:
        return
    try:
        _make(report)
    except ReportError as error:
        _fail(report, error)
    except Exception:
        _logger.exception("report %s failed", report.pk)
        _fail(report, ReportError())


def reap(*, on: datetime) -> list[Report]:
    """Reports whose worker must be dead: given to another, or given up after the last attempt. Returns them."""
    too_old = on - timedelta(seconds=2 * settings.REPORT_SECONDS) - _MARGIN
    _bury_tasks(too_old, on)
    found = []
    for report in Report.objects.filter(status=Report.Status.RUNNING, started_at__lt=too_old):
        if report.attempts >= ATTEMPTS:
            _fail(report, LostError())
        elif _ours(report).update(status=Report.Status.WAITING, progress=0):
            make_report.enqueue(str(report.pk))
        report.refresh_from_db()
        found.append(report)
    for report in Report.objects.filter(status=Report.Status.WAITING, requested_at__lt=too_old):
        if not _is_queued(report):  # whoever asked for it was killed before it was on the way
            make_report.enqueue(str(report.pk))
            report.refresh_from_db()
            found.append(report)
    return found


def remove_old_files(*, on: datetime) -> list[Report]:
    """Remove the files of reports that are older than REPORT_DAYS; the rows stay. Returns them.

    The file goes first: where this ends in between, the next round finds the row still without its day.
    """
    if not settings.REPORT_DAYS:
        return []
    found = list(Report.objects.kept().filter(finished_at__lt=on - timedelta(days=settings.REPORT_DAYS)))
    for report in found:
        report.file.delete(save=False)
        report.removed_at = on
        report.save(update_fields=["file", "removed_at"])
    return found


def _taken(report_pk: str, on: datetime) -> Report | None:
    """The report, now ours; None where it is no longer waiting."""
    with transaction.atomic():
        report = Report.objects.select_for_update(of=["self"]).select_related("evaluation").get(pk=report_pk)
        if report.status != Report.Status.WAITING:
            return None
        report.status = Report.Status.RUNNING
        report.attempts += 1
        report.started_at = on
        report.progress = 0
        report.save(update_fields=["status", "attempts", "started_at", "progress"])
    return report


def _make(report: Report) -> None:
    _require_open(report)
    order = ordered(report)
    contents = list(_drawn(report, order))
    content = archived(order, contents) if order.is_archive else contents[0]
    _require_open(report)
    _store(report, order, content)


def _drawn(report: Report, order: Order) -> Iterator[bytes]:
    """Every paper as a PDF; all of them together within the time that one report may take by the clock."""
    allowed = limits()
    end = time.monotonic() + allowed.wall_seconds
    for place, paper in enumerate(order.papers):
        left = math.ceil(end - time.monotonic())
        if left <= 0:
            raise OutOfTimeError
        yield render_apart(
            paper.html,
            embedded=paper.files,
            progress=partial(_tell_part, report, place, len(order.papers)),
            within=replace(allowed, wall_seconds=left),
        )


def _require_open(report: Report) -> None:
    """Raises: SealedError: whoever asked for it may not have it, because somebody went back a stage meanwhile."""
    report.evaluation.refresh_from_db(fields=["stage"])
    if not may_have(access_of(report.requested_by, report.evaluation), report.kind, report.about):
        raise SealedError


def _tell(report: Report, percent: int) -> None:
    _ours(report).update(progress=percent)


def _tell_part(report: Report, place: int, count: int, percent: int) -> None:
    _tell(report, (100 * place + percent) // count)


def _store(report: Report, order: Order, content: bytes) -> None:
    """The file under a name that says nothing, and its row; neither where the report was given to another meanwhile."""
    report.file.save(f"{report.pk.hex}-{report.attempts}", ContentFile(content), save=False)
    stored = report.file.name or ""
    dossier, method = order.dossier, order.dossier.case.method
    done = _ours(report).update(
        status=Report.Status.DONE,
        finished_at=timezone.now(),
        progress=100,
        file=stored,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        input_sha256=dossier.input_sha256,
        baseline_version=dossier.baseline_version,
        record_head=order.record_head,
        engine_version=ENGINE_VERSION,
        draws=method.draws,
        seed=method.seed,
    )
    if not done:
        report.file.storage.delete(stored)


def _fail(report: Report, error: ReportError) -> None:
    _ours(report).update(
        status=Report.Status.FAILED,
        finished_at=timezone.now(),
        failure=error.code,
        failure_text="\n".join(error.details),
    )


def _ours(report: Report) -> QuerySet[Report]:
    """The row, as long as nobody else has taken the report from us."""
    return Report.objects.filter(pk=report.pk, status=Report.Status.RUNNING, attempts=report.attempts)


def _is_queued(report: Report) -> bool:
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY).values_list("args_kwargs", flat=True)
    return any(str(report.pk) in arguments["args"] for arguments in waiting)


def _bury_tasks(too_old: datetime, on: datetime) -> None:
    """The queue itself forgets killed workers: their tasks would run for ever."""
    DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=too_old).update(
        status=TaskResultStatus.FAILED, finished_at=on, traceback="The worker ended."
    )
