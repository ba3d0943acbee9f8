"""CostLine: one thing that an offer costs, and its amounts by year of use."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from vendors.models.offer import MONEY_DIGITS, Offer


class Category(models.TextChoices):
    """The usual kinds of cost; an imported line may carry another word, which is then shown as it is."""

    SUBSCRIPTION = "subscription", _("Subscription")
    USAGE = "usage", _("Usage")
    MODULES = "modules", _("Extra modules")
    STORAGE = "storage", _("Storage")
    IMPLEMENTATION = "implementation", _("Implementation")
    MIGRATION = "migration", _("Data migration")
    INTEGRATION = "integration", _("Integration and middleware")
    API_CALLS = "api_calls", _("API calls")
    TRAINING = "training", _("Training")
    SUPPORT = "support", _("Support")
    OPERATIONS = "operations", _("Outsourced operations")
    UPGRADE = "upgrade", _("Upgrades and interfaces")
    HARDWARE = "hardware", _("Hardware")
    REPEATED_WORK = "repeated_work", _("Repeated work")
    OTHER = "other", _("Other")


class PriceSource(models.TextChoices):
    """Where a price comes from, from the firmest to the weakest."""

    CONTRACT = "contract", _("Contract")
    QUOTE = "quote", _("Quote")
    LIST_PRICE = "list_price", _("Public list price")
    ESTIMATE = "estimate", _("Own estimate")
    SEED_DEFAULT = "seed_default", _("Rule of thumb")


class CostLine(models.Model):
    """One thing that an offer costs: visible or hidden, cash or labour, with the source of the figure."""

    class Kind(models.TextChoices):
        VISIBLE = "visible", _("Visible")
        HIDDEN = "hidden", _("Hidden")

    Source = PriceSource

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="cost_lines", verbose_name=_("offer"))
    category = models.CharField(_("category"), max_length=60)
    kind = models.CharField(_("kind"), max_length=7, choices=Kind, default=Kind.VISIBLE)
    is_cash = models.BooleanField(
        _("cash"), default=True, help_text=_("Off for own labour time that no invoice shows.")
    )
    module = models.CharField(_("module"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=12, choices=Source, default=Source.QUOTE)
    source_note = models.CharField(
        _("where it is written"), max_length=500, blank=True, help_text=_("A document and page, an address, a person.")
    )
    as_of = models.DateField(_("price as of"), null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("cost line")
        verbose_name_plural = _("cost lines")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["visible", "hidden"]), name="cost_line_kind_is_known"),
            models.CheckConstraint(condition=Q(source__in=PriceSource.values), name="cost_line_source_is_known"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The category in the reader's language, or the word it was imported with."""
        return str(dict(Category.choices).get(self.category, self.category))


class CostAmount(models.Model):
    """What a cost line costs in one year of use; no row where nothing was said, which is not the same as 0."""

    line = models.ForeignKey(CostLine, models.CASCADE, related_name="amounts", verbose_name=_("cost line"))
    year = models.PositiveSmallIntegerField(_("year of use"), validators=[MinValueValidator(1)])
    expected = models.DecimalField(_("expected"), **MONEY_DIGITS)
    low = models.DecimalField(_("low"), null=True, blank=True, **MONEY_DIGITS)
    high = models.DecimalField(_("high"), null=True, blank=True, **MONEY_DIGITS)

    class Meta:
        verbose_name = _("amount")
        verbose_name_plural = _("amounts")
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["line", "year"], name="one_amount_per_line_and_year"),
            models.CheckConstraint(condition=Q(year__gte=1), name="years_of_use_count_from_one"),
            models.CheckConstraint(condition=Q(expected__gte=0), name="an_amount_is_not_negative"),
            models.CheckConstraint(
                condition=Q(low=None) | (Q(low__gte=0) & Q(low__lte=F("expected"))),
                name="low_is_between_zero_and_expected",
            ),
            models.CheckConstraint(
                condition=Q(high=None) | Q(high__gte=F("expected")), name="high_is_at_least_expected"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.expected}"
