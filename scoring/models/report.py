"""Report: a document that somebody asked for, from the request to the file."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scoring.models.evaluation import Evaluation


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports by what has become of them."""

    def under_way(self) -> Self:
        """Those that are waited for."""
        return self.filter(status__in=UNDER_WAY)

    def done(self) -> Self:
        """Those that were made, whether or not their files are still kept."""
        return self.filter(status=Report.Status.DONE)

    def kept(self) -> Self:
        """Those whose files can be downloaded."""
        return self.done().filter(removed_at=None)


class Report(models.Model):
    """One file of one evaluation in one language, frozen on purpose with the fingerprints of what it was made from.

    A request waits, runs, and is then done or failed for good. A person has one under way per evaluation. The file is
    never changed, only removed once it is old; a newer state of the evaluation is a newer report.
    """

    class Kind(models.TextChoices):
        COMPARISON = "comparison", _("Comparison report")
        SHEET = "sheet", _("Member's sheet")
        DEBRIEF = "debrief", _("Debrief letter")

    class Length(models.TextChoices):
        SHORT = "short", _("Short")
        FULL = "full", _("Full")

    class Language(models.TextChoices):
        ENGLISH = "en", _("English")
        CHINESE = "zh-hans", _("Simplified Chinese")
        BOTH = "both", _("Both side by side")

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Being made")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Failed")

    class Failure(models.TextChoices):
        """Why there is no file."""

        PACKAGES = "packages", _("The server lacks what PDFs need.")
        TOO_LARGE = "too_large", _("The evaluation is too large for a PDF.")
        OUT_OF_TIME = "out_of_time", _("It took longer than a report may take.")
        OUT_OF_MEMORY = "out_of_memory", _("It needed more memory than a report may use.")
        GLYPHS = "glyphs", _("The report's font lacks characters.")
        OUTSIDE = "outside", _("The report asked for something outside itself.")
        FAULTY = "faulty", _("The report could not be drawn completely.")
        SEALED = "sealed", _("The sheets were sealed again.")
        LOST = "lost", _("The process that made it ended.")
        ERROR = "error", _("Something unexpected went wrong; the server's log says what.")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="reports", verbose_name=_("evaluation"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.COMPARISON)
    about = models.CharField(
        _("about"), max_length=64, blank=True, help_text=_("Key of the seat or offer that it is about, if one.")
    )
    length = models.CharField(_("length"), max_length=5, choices=Length, default=Length.FULL)
    language = models.CharField(_("language"), max_length=7, choices=Language)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("requested by")
    )
    requested_at = models.DateTimeField(_("requested on"))

    status = models.CharField(_("status"), max_length=7, choices=Status, default=Status.WAITING)
    started_at = models.DateTimeField(_("begun on"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished on"), null=True, blank=True)
    removed_at = models.DateTimeField(_("file removed on"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0, help_text=_("Percent."))
    failure = models.CharField(_("why it failed"), max_length=13, blank=True, choices=Failure)
    failure_text = models.TextField(_("details of the failure"), blank=True)

    file = models.FileField(_("file"), upload_to="reports/", blank=True)
    size = models.PositiveIntegerField(_("size"), default=0, help_text=_("Bytes."))
    sha256 = models.CharField(_("hash of the file"), max_length=64, blank=True)
    input_sha256 = models.CharField(_("hash of the input"), max_length=64, blank=True)
    baseline_version = models.PositiveIntegerField(_("baseline version"), null=True, blank=True)
    record_head = models.CharField(_("head of the record"), max_length=64, blank=True)
    engine_version = models.CharField(_("engine version"), max_length=20, blank=True)
    draws = models.PositiveIntegerField(_("random draws"), null=True, blank=True)
    seed = models.PositiveBigIntegerField(_("random seed"), null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-requested_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "running", "done", "failed"]), name="report_status_is_known"
            ),
            models.UniqueConstraint(
                fields=["evaluation", "requested_by"],
                condition=Q(status__in=["waiting", "running"]),
                name="one_report_under_way_per_person_and_evaluation",
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | (~Q(sha256="") & ~Q(input_sha256="")),
                name="a_finished_report_has_its_hashes",
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | (Q(file="") ^ Q(removed_at=None)),
                name="a_finished_report_has_its_file_until_it_is_removed",
            ),
            models.CheckConstraint(
                condition=Q(status="failed") ^ Q(failure=""), name="a_failed_report_and_no_other_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_language_display()}"

    @property
    def is_under_way(self) -> bool:
        """Whether somebody waits for it."""
        return self.status in UNDER_WAY


UNDER_WAY = (Report.Status.WAITING, Report.Status.RUNNING)
