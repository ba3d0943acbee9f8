"""Consensus and Override: where the committee, or a named person, settled a cell or a gate."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from scoring.models.criterion import Criterion
from scoring.models.seat import Candidate


class Consensus(models.Model):
    """A mark that the committee agreed on; it replaces the panel's figure and the individual result stays beside it."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="consensus", verbose_name=_("candidate"))
    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="consensus", verbose_name=_("criterion"))
    value = models.SmallIntegerField(_("mark"))
    reason = models.TextField(_("reason"), max_length=20_000)
    reason_zh = models.TextField(_("reason in Chinese"), max_length=20_000, blank=True)

    class Meta:
        verbose_name = _("consensus mark")
        verbose_name_plural = _("consensus marks")
        ordering = ["candidate", "criterion"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "criterion"], name="one_consensus_per_cell"),
        ]

    def __str__(self) -> str:
        return str(self.value)


class Override(models.Model):
    """A knock-out that a named person set aside, with a reason; printed wherever the offer appears."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="overrides", verbose_name=_("candidate"))
    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="overrides", verbose_name=_("criterion"))
    by = models.CharField(_("by"), max_length=120)
    by_zh = models.CharField(_("by, in Chinese"), max_length=120, blank=True)
    reason = models.TextField(_("reason"), max_length=20_000)
    reason_zh = models.TextField(_("reason in Chinese"), max_length=20_000, blank=True)

    class Meta:
        verbose_name = _("override")
        verbose_name_plural = _("overrides")
        ordering = ["candidate", "criterion"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "criterion"], name="one_override_per_gate"),
        ]

    def __str__(self) -> str:
        return self.by
