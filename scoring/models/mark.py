"""Mark: what one seat says about one offer on one criterion, and every earlier thing it said."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scoring.models.criterion import Criterion
from scoring.models.seat import Candidate, Seat


class State(models.TextChoices):
    """What a cell says; none of these is a zero."""

    MARKED = "marked", _("Marked")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")
    ABSTAINED = "abstained", _("Abstained")
    LEFT_OPEN = "left_open", _("Left open")  # with a reason in the comment
    MISSING = "missing", _("Missing")  # cleared again, or only a comment so far


class Evidence(models.TextChoices):
    """What a mark rests on, weakest first; each may carry no more than so many points (advice)."""

    BROCHURE = "brochure", _("Brochure or statement")
    DEMO = "demo", _("Demonstration")
    DOCUMENT = "document", _("Certificate or document")
    CONTRACT = "contract", _("Contract clause or own measurement")


EVIDENCE_CAP = {Evidence.BROCHURE: 2, Evidence.DEMO: 3, Evidence.DOCUMENT: 4, Evidence.CONTRACT: 5}


class Said(models.Model):
    """What a mark and each of its revisions hold."""

    state = models.CharField(_("state"), max_length=14, choices=State, default=State.MISSING)
    value = models.SmallIntegerField(_("mark"), null=True, blank=True)
    comment = models.TextField(_("comment"), blank=True, max_length=20_000)
    comment_zh = models.TextField(_("comment in Chinese"), blank=True, max_length=20_000)
    evidence = models.CharField(_("evidence"), max_length=8, blank=True, choices=Evidence)
    version = models.PositiveIntegerField(_("version"))
    op = models.UUIDField(
        null=True, blank=True
    )  # the saving request, so that a repeated one is answered and not done again

    class Meta:
        abstract = True


class Mark(Said):
    """What a seat says now. Saved only by scoring.actions.save_mark, which compares versions and keeps the history."""

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="marks", verbose_name=_("seat"))
    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="marks", verbose_name=_("candidate"))
    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="marks", verbose_name=_("criterion"))
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        ordering = ["seat", "candidate", "criterion"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "candidate", "criterion"], name="one_mark_per_cell"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="mark_state_is_known"),
            models.CheckConstraint(
                condition=(Q(state="marked") & Q(value__isnull=False)) | (~Q(state="marked") & Q(value=None)),
                name="only_a_marked_cell_has_a_value",
            ),
        ]

    def __str__(self) -> str:
        return str(self.value) if self.state == State.MARKED else str(self.get_state_display())


class MarkRevision(Said):
    """One saved state of a mark. Rows are added and never changed."""

    mark = models.ForeignKey(Mark, models.CASCADE, related_name="revisions", verbose_name=_("mark"))
    reason = models.TextField(_("reason"), blank=True, max_length=20_000)
    is_after_reveal = models.BooleanField(_("after the reveal"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("on"))

    class Meta:
        verbose_name = _("earlier mark")
        verbose_name_plural = _("earlier marks")
        ordering = ["mark", "version"]
        constraints = [
            models.UniqueConstraint(fields=["mark", "version"], name="one_revision_per_version"),
            models.UniqueConstraint(fields=["mark", "op"], name="one_revision_per_request"),
        ]

    def __str__(self) -> str:
        return f"{self.mark_id} v{self.version}"

    @property
    def content(self) -> dict[str, Any]:
        """What the record's hash of a saved mark covers."""
        return {
            "mark": self.mark_id,
            "version": self.version,
            "state": self.state,
            "value": self.value,
            "comment": self.comment,
            "comment_zh": self.comment_zh,
            "evidence": self.evidence,
            "reason": self.reason,
        }
