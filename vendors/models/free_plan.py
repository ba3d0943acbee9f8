"""FreePlan: what a vendor gives away, where it ends, and what is missing in it."""

from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vendors.models.offer import MONEY_DIGITS
from vendors.models.price import Grade, Price
from vendors.models.vendor import Vendor
from vendors.wording import chosen

_NOT_NEGATIVE: dict[str, Any] = {"null": True, "blank": True, "validators": [MinValueValidator(Decimal(0))]}


class FreePlan(Price):
    """A vendor's plan without a fee, as far as it is known: what is NULL was not stated."""

    vendor = models.OneToOneField(Vendor, models.CASCADE, related_name="free_plan", verbose_name=_("vendor"))
    name = models.CharField(_("name of the plan"), max_length=200)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    daily_limit = models.PositiveIntegerField(_("inquiries a day that are free"), null=True, blank=True)
    unit_price = models.DecimalField(
        _("usual price of an inquiry"),
        help_text=_("What an inquiry costs in a paid plan; above the limit it costs a multiple of this."),
        **_NOT_NEGATIVE,
        **MONEY_DIGITS,
    )
    overage_multiple = models.DecimalField(
        _("multiple above the limit"), max_digits=8, decimal_places=3, **_NOT_NEGATIVE
    )
    seat_limit = models.PositiveIntegerField(_("seats that are free"), null=True, blank=True)
    support_hours_per_week = models.PositiveSmallIntegerField(_("hours of support a week"), null=True, blank=True)
    recovery_hours = models.DecimalField(
        _("hours until it runs again"), max_digits=8, decimal_places=2, **_NOT_NEGATIVE
    )

    class Meta:
        verbose_name = _("free plan")
        verbose_name_plural = _("free plans")
        ordering = ["vendor__name"]

    def __str__(self) -> str:
        return f"{self.vendor} · {self.name}"


class FreePlanFunction(models.Model):
    """One function, free against paid."""

    class Given(models.TextChoices):
        UNKNOWN = "unknown", _("Not known")
        YES = "yes", _("Yes")
        LIMITED = "limited", _("With limits")
        NO = "no", _("No")

    plan = models.ForeignKey(FreePlan, models.CASCADE, related_name="functions", verbose_name=_("free plan"))
    name = models.CharField(_("function"), max_length=200)
    name_zh = models.CharField(_("function in Chinese"), max_length=200, blank=True, help_text=_("If it differs."))
    grade = models.CharField(_("class"), max_length=9, choices=Grade, default=Grade.MUST)
    in_free = models.CharField(_("in the free plan"), max_length=7, choices=Given, default=Given.UNKNOWN)
    in_paid = models.CharField(_("in the paid plan"), max_length=7, choices=Given, default=Given.UNKNOWN)
    note = models.CharField(_("tried"), max_length=500, blank=True, help_text=_("What the trial showed."))
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("function of a free plan")
        verbose_name_plural = _("functions of a free plan")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "name"], name="one_function_per_name"),
            models.CheckConstraint(condition=Q(grade__in=Grade.values), name="function_class_is_known"),
        ]

    def __str__(self) -> str:
        return chosen(self.name, self.name_zh)
