"""Interest: what a member has to do with a vendor, declared before any offer document opens."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from scoring.models.seat import Seat
from vendors.models import Vendor


class Ground(models.TextChoices):
    """The grounds that a declaration may name."""

    KINSHIP = "kinship", _("A relative works there or owns part of it")
    HOLDING = "holding", _("I worked there or held shares within three years")
    BUSINESS = "business", _("We have other business with each other")
    GIFTS = "gifts", _("I received gifts or invitations")
    DRAFTING = "drafting", _("I took part in drafting this offer or our requirements with them")
    OTHER = "other", _("Something else")


class InterestQuerySet(models.QuerySet["Interest"]):
    """Declarations, of which the latest per seat and vendor counts."""

    def in_force(self) -> "InterestQuerySet":
        """The latest declaration of each seat about each vendor."""
        newer = Interest.objects.filter(
            seat=models.OuterRef("seat"), vendor=models.OuterRef("vendor"), version__gt=models.OuterRef("version")
        )
        return self.filter(~models.Exists(newer))


class Interest(models.Model):
    """A member's declaration about one vendor. A change is a new row; the earlier one stays."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="interests", verbose_name=_("seat"))
    vendor = models.ForeignKey(Vendor, models.PROTECT, related_name="+", verbose_name=_("vendor"))
    version = models.PositiveIntegerField(_("version"))
    grounds = models.JSONField(_("grounds"), default=list, help_text=_("Empty: no interest."))
    statement = models.TextField(_("statement"), blank=True, max_length=20_000)
    withdraws = models.BooleanField(_("withdraws from this vendor"), default=False)
    at = models.DateTimeField(_("on"))

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = _("declaration of interests")
        verbose_name_plural = _("declarations of interests")
        ordering = ["seat", "vendor", "version"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "vendor", "version"], name="one_declaration_per_version"),
        ]

    def __str__(self) -> str:
        return f"{self.seat} · {self.vendor}"

    @property
    def grounds_for_reader(self) -> list[str]:
        """The grounds in the reader's language."""
        return [str(Ground(ground).label) for ground in self.grounds]

    @property
    def content(self) -> dict[str, Any]:
        """What the record's hash of a declaration covers."""
        return {
            "seat": self.seat_id,
            "vendor": self.vendor_id,
            "version": self.version,
            "grounds": self.grounds,
            "statement": self.statement,
            "withdraws": self.withdraws,
        }
