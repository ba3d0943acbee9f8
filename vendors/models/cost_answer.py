"""CostAnswer: what a vendor answered about one item of the list of everything that can cost something."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vendors.models.offer import Offer


class CostAnswer(models.Model):
    """One item of vendors/tco.py and the vendor's answer. No row: nobody asked yet. Amounts stand in cost lines."""

    class Status(models.TextChoices):
        ASKED = "asked", _("Asked, no answer yet")
        PRICED = "priced", _("Priced")
        INCLUDED = "included", _("Included")
        FREE = "free", _("Free of charge")
        NOT_APPLICABLE = "not_applicable", _("Does not apply to us")

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="cost_answers", verbose_name=_("offer"))
    item = models.CharField(_("item"), max_length=40)
    status = models.CharField(_("answer"), max_length=14, choices=Status, default=Status.ASKED)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)

    class Meta:
        verbose_name = _("answer on costs")
        verbose_name_plural = _("answers on costs")
        ordering = ["item"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "item"], name="one_answer_per_offer_and_item"),
            models.CheckConstraint(
                condition=Q(status__in=["asked", "priced", "included", "free", "not_applicable"]),
                name="cost_answer_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_status_display()}"
