"""Clarification and Remark: what the committee asks a vendor, and what it lets a vendor read."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from scoring.models.criterion import Criterion
from scoring.models.seat import Candidate
from vendors.wording import chosen


class Clarification(models.Model):
    """A question to a vendor about its offer, open until somebody concludes it. It never rejects an offer by itself."""

    class About(models.TextChoices):
        ABNORMALLY_LOW = "abnormally_low", _("Abnormally low price")
        COSTS = "costs", _("Open costs")
        OTHER = "other", _("Something else")

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="clarifications", verbose_name=_("candidate"))
    about = models.CharField(_("about"), max_length=14, choices=About)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("opened by")
    )
    opened_at = models.DateTimeField(_("opened on"))
    conclusion = models.TextField(_("conclusion"), blank=True, max_length=20_000)
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("concluded by")
    )
    concluded_at = models.DateTimeField(_("concluded on"), null=True)

    class Meta:
        verbose_name = _("clarification")
        verbose_name_plural = _("clarifications")
        ordering = ["opened_at", "pk"]

    def __str__(self) -> str:
        return f"{self.candidate}: {self.get_about_display()}"

    @property
    def content(self) -> dict[str, Any]:
        """What the record's hash of a clarification covers."""
        return {"candidate": self.candidate_id, "about": self.about, "conclusion": self.conclusion}


class ClarificationMessage(models.Model):
    """One question of ours or one answer of the vendor, as somebody here wrote it down. Never changed."""

    clarification = models.ForeignKey(
        Clarification, models.PROTECT, related_name="messages", verbose_name=_("clarification")
    )
    is_from_vendor = models.BooleanField(_("from the vendor"), default=False)
    text = models.TextField(_("text"), max_length=20_000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by"))
    at = models.DateTimeField(_("on"))

    class Meta:
        verbose_name = _("message of a clarification")
        verbose_name_plural = _("messages of a clarification")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def content(self) -> dict[str, Any]:
        """What the record's hash of a message covers."""
        return {"clarification": self.clarification_id, "is_from_vendor": self.is_from_vendor, "text": self.text}


class Remark(models.Model):
    """What a vendor may read about its own offer, on one criterion or on the whole; comments on marks stay inside."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="remarks", verbose_name=_("candidate"))
    criterion = models.ForeignKey(
        Criterion, models.CASCADE, null=True, blank=True, related_name="remarks", verbose_name=_("criterion")
    )
    text = models.TextField(_("remark for the vendor"), max_length=20_000)
    text_zh = models.TextField(_("remark in Chinese"), max_length=20_000, blank=True, help_text=_("If it differs."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("on"))

    class Meta:
        verbose_name = _("remark for a vendor")
        verbose_name_plural = _("remarks for vendors")
        ordering = ["candidate", "criterion", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "criterion"], name="one_remark_per_cell"),
            models.UniqueConstraint(
                fields=["candidate"], condition=models.Q(criterion=None), name="one_remark_on_the_whole"
            ),
        ]

    def __str__(self) -> str:
        return self.text_for_reader[:60]

    @property
    def content(self) -> dict[str, Any]:
        """What the record's hash of a remark covers."""
        about = {"candidate": self.candidate_id, "criterion": self.criterion_id}
        return {**about, "text": self.text, "text_zh": self.text_zh}

    @property
    def text_for_reader(self) -> str:
        """The remark in the reader's language."""
        return chosen(self.text, self.text_zh)
