"""SeatPrice, Module and UsageTerm: the prices of an offer, each with its date and source, and how each came to be.

From these follow the amounts by year, once it is known how many agents there will be: see vendors/pricing.py. A price
that nobody stated is NULL, which is not 0.
"""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from vendors.models.cost_line import PriceSource
from vendors.models.offer import MONEY_DIGITS, Offer, Period
from vendors.wording import chosen

_NOT_NEGATIVE: dict[str, Any] = {"validators": [MinValueValidator(Decimal(0))], **MONEY_DIGITS}


class Grade(models.TextChoices):
    """What we need a module for."""

    MUST = "must", _("Must")
    BONUS = "bonus", _("Bonus")
    REDUNDANT = "redundant", _("Redundant")


class Price(models.Model):
    """What every price carries: as of when, and from where."""

    as_of = models.DateField(_("price as of"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=12, choices=PriceSource, default=PriceSource.QUOTE)
    source_note = models.CharField(
        _("where it is written"), max_length=500, blank=True, help_text=_("A document and page, an address, a person.")
    )

    class Meta:
        abstract = True


class SeatPrice(Price):
    """What one agent seat costs from a number of seats on, in the offer's currency and for its seat period."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="seat_prices", verbose_name=_("offer"))
    from_seat = models.PositiveIntegerField(_("from seat"), default=1, validators=[MinValueValidator(1)])
    unit_price = models.DecimalField(_("price of a seat"), **_NOT_NEGATIVE)

    class Meta:
        verbose_name = _("seat price")
        verbose_name_plural = _("seat prices")
        ordering = ["from_seat"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "from_seat"], name="one_seat_price_per_step"),
            models.CheckConstraint(condition=Q(from_seat__gte=1), name="seats_count_from_one"),
            models.CheckConstraint(condition=Q(unit_price__gte=0), name="a_seat_price_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.from_seat}: {self.unit_price}"


class Module(Price):
    """A part of the system that is included or bought extra, and whether we need it."""

    class Per(models.TextChoices):
        SEAT = "seat", _("for each seat")
        FLAT = "flat", _("for all")
        ONCE = "once", _("once, for all")

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="modules", verbose_name=_("offer"))
    name = models.CharField(_("module"), max_length=200)
    name_zh = models.CharField(_("module in Chinese"), max_length=200, blank=True, help_text=_("If it differs."))
    grade = models.CharField(_("class"), max_length=9, choices=Grade, default=Grade.MUST)
    is_included = models.BooleanField(
        _("included"), default=False, help_text=_("In the price of the seats, whether we use it or not.")
    )
    price = models.DecimalField(_("price"), null=True, blank=True, **_NOT_NEGATIVE)
    per = models.CharField(_("price is"), max_length=4, choices=Per, default=Per.FLAT)
    period = models.CharField(_("price is for"), max_length=5, choices=Period, default=Period.YEAR)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "name"], name="one_module_per_name"),
            models.CheckConstraint(condition=Q(price=None) | Q(price__gte=0), name="a_module_price_is_not_negative"),
            models.CheckConstraint(condition=Q(grade__in=Grade.values), name="module_class_is_known"),
        ]

    def __str__(self) -> str:
        return chosen(self.name, self.name_zh)


class UsageTerm(Price):
    """What is paid by use: so many units a month are included, each more has a price, and perhaps there is a cap."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="usage_terms", verbose_name=_("offer"))
    unit = models.CharField(
        _("unit"), max_length=200, help_text=_("What is counted: an AI answer, a minute, a message.")
    )
    unit_zh = models.CharField(_("unit in Chinese"), max_length=200, blank=True, help_text=_("If it differs."))
    included = models.DecimalField(_("included a month"), default=Decimal(0), **_NOT_NEGATIVE)
    unit_price = models.DecimalField(_("price of a unit"), null=True, blank=True, **_NOT_NEGATIVE)
    overage_from = models.DecimalField(
        _("dearer above, a month"),
        null=True,
        blank=True,
        help_text=_("Units above this many cost the overage price."),
        **_NOT_NEGATIVE,
    )
    overage_price = models.DecimalField(_("overage price of a unit"), null=True, blank=True, **_NOT_NEGATIVE)
    cap = models.DecimalField(
        _("most a month"),
        null=True,
        blank=True,
        help_text=_("The bill of a month never exceeds this."),
        **_NOT_NEGATIVE,
    )
    volume = models.DecimalField(_("our volume a month"), null=True, blank=True, **_NOT_NEGATIVE)
    volume_low = models.DecimalField(_("lowest volume a month"), null=True, blank=True, **_NOT_NEGATIVE)
    volume_high = models.DecimalField(_("highest volume a month"), null=True, blank=True, **_NOT_NEGATIVE)
    grows_with_seats = models.BooleanField(
        _("grows with the team"),
        default=True,
        help_text=_("The volume of later years rises as the number of agents does."),
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("usage price")
        verbose_name_plural = _("usage prices")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "unit"], name="one_usage_price_per_unit"),
            models.CheckConstraint(
                condition=Q(overage_from=None) | Q(overage_from__gte=F("included")),
                name="overage_begins_above_included",
            ),
            models.CheckConstraint(
                condition=Q(volume_low=None) | Q(volume_low__lte=F("volume")),
                name="lowest_volume_is_not_above_expected",
            ),
            models.CheckConstraint(
                condition=Q(volume_high=None) | Q(volume_high__gte=F("volume")),
                name="highest_volume_is_not_below_expected",
            ),
        ]

    def __str__(self) -> str:
        return chosen(self.unit, self.unit_zh)


class PriceRevision(models.Model):
    """A price that was changed: what it was, what it became, by whom and when. The application only adds rows."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="price_revisions", verbose_name=_("offer"))
    subject = models.CharField(_("price"), max_length=300, help_text=_("A key, such as seat:1 or module:Bot."))
    was = models.DecimalField(_("was"), null=True, **MONEY_DIGITS)
    now = models.DecimalField(_("is"), null=True, **MONEY_DIGITS)
    currency = models.CharField(_("currency"), max_length=3)
    as_of = models.DateField(_("price as of"), null=True)
    source = models.CharField(_("source"), max_length=12, choices=PriceSource)
    source_note = models.CharField(_("where it is written"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("on"))

    class Meta:
        verbose_name = _("price change")
        verbose_name_plural = _("price changes")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.subject}: {self.was} -> {self.now}"
