"""Decision: what the committee chose, and why."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from scoring.models.evaluation import Evaluation
from scoring.models.seat import Candidate
from vendors.wording import chosen


class Decision(models.Model):
    """The chair's statement of what the committee decided: one offer, or none, with the reason."""

    evaluation = models.OneToOneField(Evaluation, models.CASCADE, related_name="decision", verbose_name=_("evaluation"))
    candidate = models.ForeignKey(
        Candidate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("chosen offer")
    )
    reason = models.TextField(_("reason"), max_length=20_000)
    reason_zh = models.TextField(_("reason in Chinese"), max_length=20_000, blank=True, help_text=_("If it differs."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("decided on"))

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self) -> str:
        return str(self.candidate) if self.candidate else str(_("No award"))

    @property
    def reason_for_reader(self) -> str:
        """The reason in the reader's language."""
        return chosen(self.reason, self.reason_zh)
