"""Vendor: a company that offers customer-service systems."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vendors.models.tier import Tier
from vendors.wording import chosen


class VendorQuerySet(models.QuerySet["Vendor"]):
    """Vendors, as procurement looks for them."""

    def matching(self, words: str) -> Self:
        """Vendors in whose names or editions every one of the words appears, in either language."""
        found = self
        for word in words.split():
            # A subquery per word: a join per word would multiply the offers by themselves with each word.
            offering = self.model.objects.filter(
                Q(offers__edition__icontains=word) | Q(offers__edition_zh__icontains=word)
            )
            found = found.filter(
                Q(name__icontains=word) | Q(name_zh__icontains=word) | Q(pk__in=offering.order_by().values("pk"))
            )
        return found


class Vendor(models.Model):
    """A company that offers customer-service systems. Two vendors never share a name."""

    name = models.CharField(_("name"), max_length=200)
    name_zh = models.CharField(_("name in Chinese"), max_length=200, blank=True, help_text=_("If it differs."))
    website = models.URLField(_("website"), max_length=500, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=120, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    notes = models.TextField(_("notes"), blank=True, max_length=20_000)
    created_at = models.DateTimeField(_("added on"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)

    objects = VendorQuerySet.as_manager()

    class Meta:
        verbose_name = _("vendor")
        verbose_name_plural = _("vendors")
        ordering = [Lower("name")]
        constraints = [
            models.UniqueConstraint(
                Lower("name"), name="one_vendor_per_name", violation_error_message=_("A vendor of this name exists.")
            ),
        ]

    def __str__(self) -> str:
        return chosen(self.name, self.name_zh)

    def get_absolute_url(self) -> str:
        return reverse("vendors:vendor", args=[self.pk])

    @property
    def tiers_offered(self) -> list[Tier]:
        """The tiers of its offers, each once, from basic to custom. Reads `offers` with their tier: prefetch them."""
        tiers = {offer.tier_id: offer.tier for offer in self.offers.all()}
        return sorted(tiers.values(), key=lambda tier: tier.order)
