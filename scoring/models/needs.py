"""Needs and ExchangeRate: what a company says of itself before it looks at offers, and what its money is worth."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scoring.models.evaluation import Evaluation
from vendors.models.offer import MONEY_DIGITS

_NOT_NEGATIVE = MinValueValidator(Decimal(0))


class Needs(models.Model):
    """The answers of the need self-check that no other place of the evaluation holds.

    Agent seats, revenue, budget, conditions and load factors stand on the evaluation itself.
    """

    evaluation = models.OneToOneField(Evaluation, models.CASCADE, related_name="needs", verbose_name=_("evaluation"))
    wants_experience = models.BooleanField(_("better service for customers"), default=True)
    wants_efficiency = models.BooleanField(_("less work for the team"), default=True)
    inquiries_per_day = models.PositiveIntegerField(_("inquiries a day"), null=True, blank=True)
    channels = models.JSONField(
        _("channels"), default=list, blank=True, help_text=_("A list of names in both languages and shares in percent.")
    )
    streams = models.JSONField(
        _("live conversations"),
        default=list,
        blank=True,
        help_text=_("A list: inquiries a day, share in the peak hour, minutes of each."),
    )
    languages = models.JSONField(_("languages of customers"), default=list, blank=True)
    automation_goal = models.BooleanField(_("we want to automate"), default=False)
    data_review = models.BooleanField(_("we review our service by figures"), default=False)
    has_it_team = models.BooleanField(_("we have IT people of our own"), default=False)
    hourly_cost = models.DecimalField(
        _("cost of an hour of work"), null=True, blank=True, validators=[_NOT_NEGATIVE], **MONEY_DIGITS
    )
    working_days = models.PositiveSmallIntegerField(
        _("working days a year"), default=250, validators=[MinValueValidator(1), MaxValueValidator(366)]
    )
    records_to_migrate = models.PositiveBigIntegerField(_("records to bring along"), null=True, blank=True)
    customers_lost_percent = models.DecimalField(
        _("customers lost in a year, in percent"),
        null=True,
        blank=True,
        max_digits=6,
        decimal_places=3,
        validators=[_NOT_NEGATIVE, MaxValueValidator(Decimal(100))],
    )
    lead_value = models.DecimalField(
        _("yearly value of requests that service finds"),
        null=True,
        blank=True,
        validators=[_NOT_NEGATIVE],
        **MONEY_DIGITS,
    )
    fills_gaps = models.BooleanField(
        _("count rules of thumb"),
        default=True,
        help_text=_("Hidden costs that an offer leaves open are counted by rule of thumb, and marked as such."),
    )

    class Meta:
        verbose_name = _("needs")
        verbose_name_plural = _("needs")

    def __str__(self) -> str:
        return str(self.evaluation)


class ExchangeRate(models.Model):
    """What one unit of another currency is worth in the evaluation's, on which day, and who says so."""

    evaluation = models.ForeignKey(
        Evaluation, models.CASCADE, related_name="exchange_rates", verbose_name=_("evaluation")
    )
    currency = models.CharField(_("currency"), max_length=3)
    rate = models.DecimalField(
        _("rate"),
        max_digits=18,
        decimal_places=8,
        help_text=_("What one unit of the currency is worth in the evaluation's currency."),
    )
    as_of = models.DateField(_("rate as of"))
    source_note = models.CharField(_("where it is written"), max_length=500)

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ["currency"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "currency"], name="one_rate_per_evaluation_and_currency"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="a_rate_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.currency}: {self.rate}"
