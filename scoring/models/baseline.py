"""Baseline: the evaluation as it stood when scoring opened, frozen and hashed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from scoring.models.evaluation import Evaluation


class Baseline(models.Model):
    """The case without marks: criteria, weights, method, and each offer's facts and costs. Later edits never reach it.

    `case` is the canonical evaluation file without marks; `sha256` is over its canonical bytes.
    """

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="baselines", verbose_name=_("evaluation"))
    version = models.PositiveIntegerField(_("version"))
    case = models.JSONField(_("frozen case"))
    sha256 = models.CharField(_("hash"), max_length=64)
    changes = models.JSONField(_("changes"), default=list, help_text=_("Against the version before."))
    reason = models.TextField(_("reason"), blank=True, max_length=20_000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    created_at = models.DateTimeField(_("frozen on"))

    class Meta:
        verbose_name = _("baseline")
        verbose_name_plural = _("baselines")
        ordering = ["evaluation", "version"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "version"], name="one_baseline_per_version"),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.sha256[:12]}"
