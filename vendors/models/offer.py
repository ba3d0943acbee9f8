"""Offer: what a vendor would sell us, an edition with its tier, seats and billing terms."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vendors.models.tier import Tier
from vendors.models.vendor import Vendor
from vendors.wording import chosen


class Offer(models.Model):
    """A vendor's edition as quoted to us. Costs and promises hang on it; evaluations freeze them."""

    class Billing(models.TextChoices):
        YEAR = "year", _("Yearly")
        MONTH = "month", _("Monthly")
        ONCE = "once", _("Once")

    vendor = models.ForeignKey(Vendor, models.CASCADE, related_name="offers", verbose_name=_("vendor"))
    edition = models.CharField(_("edition"), max_length=200)
    edition_zh = models.CharField(_("edition in Chinese"), max_length=200, blank=True, help_text=_("If it differs."))
    tier = models.ForeignKey(Tier, models.PROTECT, related_name="offers", verbose_name=_("tier"))
    seats = models.PositiveIntegerField(_("agent seats quoted"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    billing = models.CharField(_("billing"), max_length=5, choices=Billing, default=Billing.YEAR)
    valid_until = models.DateField(_("quote valid until"), null=True, blank=True)
    notes = models.TextField(_("notes"), blank=True, max_length=20_000)
    created_at = models.DateTimeField(_("added on"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["vendor__name", "tier__order", "edition", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(seats=None) | Q(seats__gte=1), name="offer_has_a_seat_or_says_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.vendor} · {self.edition_for_reader}"

    @property
    def edition_for_reader(self) -> str:
        """The edition's name in the reader's language."""
        return chosen(self.edition, self.edition_zh)

    def get_absolute_url(self) -> str:
        return reverse("vendors:offer", args=[self.pk])
