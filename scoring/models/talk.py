"""Note, Confirmation, Attachment and Reminder: what happens around the marks."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from scoring.models.baseline import Baseline
from scoring.models.criterion import Criterion
from scoring.models.evaluation import Evaluation
from scoring.models.mark import Mark
from scoring.models.seat import Candidate, Seat


class Note(models.Model):
    """What was said about a cell, an offer or the whole when the committee talked. Never changed, never deleted."""

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="notes", verbose_name=_("evaluation"))
    candidate = models.ForeignKey(
        Candidate, models.PROTECT, null=True, blank=True, related_name="notes", verbose_name=_("candidate")
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, null=True, blank=True, related_name="notes", verbose_name=_("criterion")
    )
    text = models.TextField(_("note"), max_length=20_000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("on"))

    class Meta:
        verbose_name = _("discussion note")
        verbose_name_plural = _("discussion notes")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def content(self) -> dict[str, Any]:
        """What the record's hash of a note covers."""
        return {"candidate": self.candidate_id, "criterion": self.criterion_id, "text": self.text, "by": self.by_id}


class Confirmation(models.Model):
    """An amended baseline that a member has to confirm, because marks already given may be touched by it."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="confirmations", verbose_name=_("seat"))
    baseline = models.ForeignKey(Baseline, models.PROTECT, related_name="confirmations", verbose_name=_("baseline"))
    at = models.DateTimeField(_("confirmed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        ordering = ["baseline", "seat"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "baseline"], name="one_confirmation_per_seat_and_baseline"),
        ]

    def __str__(self) -> str:
        return f"{self.seat} · {self.baseline.version}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Files beside marks."""

    def revealed(self, evaluation: Evaluation) -> Self:
        """Those of sheets that count: what the committee may see once the sheets are open."""
        return self.filter(mark__seat__in=Seat.objects.filter(evaluation=evaluation).counted()).select_related(
            "mark__seat"
        )


class Attachment(models.Model):
    """A file that a member put beside a mark. It is sealed with the mark."""

    mark = models.ForeignKey(Mark, models.PROTECT, related_name="attachments", verbose_name=_("mark"))
    file = models.FileField(_("file"), upload_to="attachments/")
    name = models.CharField(_("file name"), max_length=200)
    media_type = models.CharField(_("kind of file"), max_length=100)
    size = models.PositiveIntegerField(_("size"), help_text=_("Bytes."))
    sha256 = models.CharField(_("hash"), max_length=64)
    at = models.DateTimeField(_("on"))

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def content(self) -> dict[str, Any]:
        """What the record's hash of an attachment covers."""
        return {"name": self.name, "sha256": self.sha256, "size": self.size}


class Reminder(models.Model):
    """A reminder that was sent; at most one a day to each seat."""

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="reminders", verbose_name=_("seat"))
    on = models.DateField(_("on"))

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["on", "pk"]
        constraints = [models.UniqueConstraint(fields=["seat", "on"], name="one_reminder_per_seat_and_day")]

    def __str__(self) -> str:
        return f"{self.seat} · {self.on}"
