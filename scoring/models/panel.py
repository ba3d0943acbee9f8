"""Consensus and Override: where the committee, or a named person, settled a cell or a gate."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from scoring.models.criterion import Criterion
from scoring.models.seat import Candidate
from vendors.wording import chosen


class ConsensusQuerySet(models.QuerySet["Consensus"]):
    """Consensus marks, of which the latest per cell counts."""

    def in_force(self) -> "ConsensusQuerySet":
        """The latest consensus mark of each cell."""
        newer = Consensus.objects.filter(
            candidate=models.OuterRef("candidate"),
            criterion=models.OuterRef("criterion"),
            version__gt=models.OuterRef("version"),
        )
        return self.filter(~models.Exists(newer))


class Consensus(models.Model):
    """A mark that the committee agreed on; it replaces the panel's figure and the individual result stays beside it.

    A change is a new row; the earlier one stays.
    """

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="consensus", verbose_name=_("candidate"))
    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="consensus", verbose_name=_("criterion"))
    version = models.PositiveIntegerField(_("version"), default=1)
    value = models.SmallIntegerField(_("mark"))
    reason = models.TextField(_("reason"), max_length=20_000)
    reason_zh = models.TextField(_("reason in Chinese"), max_length=20_000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("on"), null=True)

    objects = ConsensusQuerySet.as_manager()

    class Meta:
        verbose_name = _("consensus mark")
        verbose_name_plural = _("consensus marks")
        ordering = ["candidate", "criterion", "version"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "criterion", "version"], name="one_consensus_per_version"),
        ]

    def __str__(self) -> str:
        return str(self.value)

    @property
    def reason_for_reader(self) -> str:
        """The reason in the reader's language."""
        return chosen(self.reason, self.reason_zh)

    @property
    def content(self) -> dict[str, Any]:
        """What the record's hash of a consensus mark covers."""
        return {
            "candidate": self.candidate_id,
            "criterion": self.criterion_id,
            "version": self.version,
            "value": self.value,
            "reason": self.reason,
        }


class Override(models.Model):
    """A gate that a named person settled, with a reason; printed wherever the offer appears.

    On a knock-out that the offer failed it is an override, on one that has no figure a waiver.
    """

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="overrides", verbose_name=_("candidate"))
    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="overrides", verbose_name=_("criterion"))
    by = models.CharField(_("by"), max_length=120)
    by_zh = models.CharField(_("by, in Chinese"), max_length=120, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("person")
    )
    reason = models.TextField(_("reason"), max_length=20_000)
    reason_zh = models.TextField(_("reason in Chinese"), max_length=20_000, blank=True)
    at = models.DateTimeField(_("on"), null=True)

    class Meta:
        verbose_name = _("override")
        verbose_name_plural = _("overrides")
        ordering = ["candidate", "criterion"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "criterion"], name="one_override_per_gate"),
        ]

    def __str__(self) -> str:
        return self.by

    @property
    def reason_for_reader(self) -> str:
        """The reason in the reader's language."""
        return chosen(self.reason, self.reason_zh)

    @property
    def content(self) -> dict[str, Any]:
        """What the record's hash of a ruling covers."""
        return {"by": self.by, "person": self.person_id, "reason": self.reason, "reason_zh": self.reason_zh}
