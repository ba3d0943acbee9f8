"""Promise: a fact that a vendor states about an offer, and how well it is proven."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vendors.models.offer import Offer


class Promise(models.Model):
    """One fact of the closed list in vendors/facts.py, as stated for an offer. No row: nothing was said."""

    class Status(models.TextChoices):
        UNKNOWN = "unknown", _("Not known")
        CLAIMED = "claimed", _("Claimed")
        EVIDENCED = "evidenced", _("Evidence seen")
        VERIFIED = "verified", _("Verified by us")

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="promises", verbose_name=_("offer"))
    fact = models.CharField(_("fact"), max_length=60)
    value = models.JSONField(_("value"))
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.CLAIMED)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    evidence = models.CharField(
        _("evidence"),
        max_length=500,
        blank=True,
        help_text=_("Where it is written: contract clause, document, own test."),
    )

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        ordering = ["fact"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "fact"], name="one_promise_per_offer_and_fact"),
            models.CheckConstraint(
                condition=Q(status__in=["unknown", "claimed", "evidenced", "verified"]), name="promise_status_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fact}: {self.value}"
