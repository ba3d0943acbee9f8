"""RecordEntry: one act, written down so that nobody can change it unnoticed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scoring.models.evaluation import Evaluation
from scoring.models.seat import Seat


class Deed(models.TextChoices):
    """What can stand in the record."""

    WEIGHED = "weighed", _("Weights proposed")
    OPENED = "opened", _("Scoring opened")
    AMENDED = "amended", _("Baseline amended")
    CONFIRMED = "confirmed", _("Amendment confirmed")
    DECLARED = "declared", _("Interests declared")
    WITHDREW = "withdrew", _("Withdrew from a vendor")
    MARKED = "marked", _("Mark saved")
    ATTACHED = "attached", _("File attached to a mark")
    ENVELOPE = "envelope", _("Price envelope opened")
    SUBMITTED = "submitted", _("Sheet submitted")
    EXTENDED = "extended", _("Deadline changed")
    REMINDED = "reminded", _("Reminder sent")
    CLOSED = "closed", _("Scoring closed")
    ADMITTED = "admitted", _("Late sheet admitted")
    REVISED = "revised", _("Mark revised after the reveal")
    AGREED = "agreed", _("Consensus recorded")
    NOTED = "noted", _("Discussion noted")
    CLARIFIED = "clarified", _("Clarification with a vendor")
    REMARKED = "remarked", _("Remark for a vendor")
    WAIVED = "waived", _("Missing fact waived")
    OVERRIDDEN = "overridden", _("Knock-out overridden")
    DECIDED = "decided", _("Decision stated")
    SIGNED = "signed", _("Decision answered")
    REOPENED = "reopened", _("Stage reopened")
    ARCHIVED = "archived", _("Archived")
    REPORTED = "reported", _("Report downloaded")


class RecordEntry(models.Model):
    """One act: when, by whom (an id, never a name), what it changed (a hash, never a value), and why.

    Each entry carries the hash of the one before it in its chain and is sealed with a key that is kept outside the
    database. An evaluation has one chain of its own and one per seat, so that members who mark at the same time do not
    wait for each other; submitting a sheet anchors its chain in the evaluation's. Triggers refuse every change.
    """

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="record", verbose_name=_("evaluation"))
    seat = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="record", verbose_name=_("sheet's chain")
    )
    number = models.PositiveIntegerField(_("number"))
    at = models.DateTimeField(_("on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    deed = models.CharField(_("act"), max_length=12, choices=Deed)
    subject = models.JSONField(_("about"), default=dict)
    changed = models.CharField(_("hash of what it changed"), max_length=64, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    key_id = models.CharField(_("key"), max_length=16)
    previous = models.CharField(_("hash before"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("record entry")
        verbose_name_plural = _("record entries")
        ordering = ["evaluation", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "number"], condition=Q(seat=None), name="one_entry_per_number_of_an_evaluation"
            ),
            models.UniqueConstraint(
                fields=["seat", "number"], condition=Q(seat__isnull=False), name="one_entry_per_number_of_a_sheet"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.get_deed_display()}"
