"""Offer: what a vendor would sell us, an edition with its tier, seats, prices and billing terms."""

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vendors.models.tier import Tier
from vendors.models.vendor import Vendor
from vendors.wording import chosen

MONEY_DIGITS: dict[str, Any] = {"max_digits": 20, "decimal_places": 4}
_PERCENT: dict[str, Any] = {
    "max_digits": 6,
    "decimal_places": 3,
    "validators": [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
}


class Period(models.TextChoices):
    """What a price is for: one month or one year of use."""

    MONTH = "month", _("a month")
    YEAR = "year", _("a year")


class Offer(models.Model):
    """A vendor's edition as quoted to us. Costs and promises hang on it; evaluations freeze them."""

    class Billing(models.TextChoices):
        YEAR = "year", _("Yearly")
        MONTH = "month", _("Monthly")
        ONCE = "once", _("Once")

    class SeatPricing(models.TextChoices):
        VOLUME = "volume", _("Every seat at the price of the step that is reached")
        GRADUATED = "graduated", _("Each seat at the price of its own step")

    vendor = models.ForeignKey(Vendor, models.CASCADE, related_name="offers", verbose_name=_("vendor"))
    edition = models.CharField(_("edition"), max_length=200)
    edition_zh = models.CharField(_("edition in Chinese"), max_length=200, blank=True, help_text=_("If it differs."))
    tier = models.ForeignKey(Tier, models.PROTECT, related_name="offers", verbose_name=_("tier"))
    seats = models.PositiveIntegerField(_("agent seats quoted"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    billing = models.CharField(_("billing"), max_length=5, choices=Billing, default=Billing.YEAR)
    valid_until = models.DateField(_("quote valid until"), null=True, blank=True)
    seat_minimum = models.PositiveIntegerField(
        _("fewest seats"), null=True, blank=True, help_text=_("Fewer seats cost as much as these.")
    )
    seat_maximum = models.PositiveIntegerField(
        _("most seats"), null=True, blank=True, help_text=_("The edition ends here; a larger team has to move on.")
    )
    seat_period = models.CharField(_("seat prices are for"), max_length=5, choices=Period, default=Period.YEAR)
    seat_pricing = models.CharField(_("price steps"), max_length=9, choices=SeatPricing, default=SeatPricing.VOLUME)
    discount_percent = models.DecimalField(
        _("discount in percent"),
        default=Decimal(0),
        help_text=_("On seats and modules; 0 if none was offered."),
        **_PERCENT,
    )
    discount_years = models.PositiveSmallIntegerField(
        _("discount for how many years"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("From the first year on; empty: for as long as we stay."),
    )
    renewal_uplift_percent = models.DecimalField(
        _("price rise at renewal in percent"),
        null=True,
        blank=True,
        help_text=_("A year, from the second year on. Empty: nothing was said, and no rise is counted."),
        **_PERCENT,
    )
    storage_included_gb = models.DecimalField(
        _("storage included, in GB"), null=True, blank=True, validators=[MinValueValidator(Decimal(0))], **MONEY_DIGITS
    )
    storage_needed_gb = models.DecimalField(
        _("storage we need, in GB"), null=True, blank=True, validators=[MinValueValidator(Decimal(0))], **MONEY_DIGITS
    )
    storage_price = models.DecimalField(
        _("price of one more GB a year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        **MONEY_DIGITS,
    )
    notes = models.TextField(_("notes"), blank=True, max_length=20_000)
    created_at = models.DateTimeField(_("added on"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["vendor__name", "tier__order", "edition", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(seats=None) | Q(seats__gte=1), name="offer_has_a_seat_or_says_nothing"),
            models.CheckConstraint(
                condition=Q(seat_minimum=None) | Q(seat_maximum=None) | Q(seat_minimum__lte=models.F("seat_maximum")),
                name="fewest_seats_are_not_above_most",
            ),
            models.CheckConstraint(
                condition=Q(discount_percent__gte=0) & Q(discount_percent__lte=100), name="discount_is_a_percentage"
            ),
            models.CheckConstraint(
                condition=Q(renewal_uplift_percent=None)
                | (Q(renewal_uplift_percent__gte=0) & Q(renewal_uplift_percent__lte=100)),
                name="price_rise_is_a_percentage",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vendor} · {self.edition_for_reader}"

    @property
    def edition_for_reader(self) -> str:
        """The edition's name in the reader's language."""
        return chosen(self.edition, self.edition_zh)

    def get_absolute_url(self) -> str:
        return reverse("vendors:offer", args=[self.pk])
