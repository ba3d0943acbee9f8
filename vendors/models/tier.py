"""Tier: how far a system reaches (basic, advanced, smart, custom), what it then costs a year and whom it fits."""

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from vendors.wording import chosen, worded_for_reader


class TierQuerySet(models.QuerySet["Tier"]):
    """The tier table."""

    def load_missing(self) -> None:
        """Add the tiers of fixtures/tiers.json that are not there; a tier that was edited stays as it is."""
        rows: list[dict[str, Any]] = json.loads((settings.FIXTURES_DIR / "tiers.json").read_text(encoding="utf-8"))
        self.bulk_create([Tier(**row) for row in rows], ignore_conflicts=True)


class Tier(models.Model):
    """A level of function with its yearly price band, in the order in which companies grow through them."""

    class Code(models.TextChoices):
        BASIC = "basic", _("Basic")
        ADVANCED = "advanced", _("Advanced")
        SMART = "smart", _("Smart")
        CUSTOM = "custom", _("Custom")

    code = models.CharField(_("code"), primary_key=True, max_length=10, choices=Code)
    order = models.PositiveSmallIntegerField(_("order"), unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_zh = models.CharField(_("name in Chinese"), max_length=60, blank=True)
    functions = models.JSONField(_("typical functions"), help_text=_("A list of texts in both languages."))
    price_min = models.PositiveIntegerField(_("price band from"), help_text=_("CNY a year, for a team of ten."))
    price_max = models.PositiveIntegerField(
        _("price band to"), null=True, blank=True, help_text=_("Empty: no upper end.")
    )
    fits = models.JSONField(_("fitting scenario"))
    seed_refs = models.JSONField(_("source rows"), default=list)

    objects = TierQuerySet.as_manager()

    class Meta:
        verbose_name = _("tier")
        verbose_name_plural = _("tiers")
        ordering = ["order"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__in=["basic", "advanced", "smart", "custom"]), name="tier_is_known"
            ),
            models.CheckConstraint(
                condition=Q(price_max=None) | Q(price_max__gte=F("price_min")), name="tier_band_is_in_order"
            ),
        ]

    def __str__(self) -> str:
        return chosen(self.name, self.name_zh)

    @property
    def functions_for_reader(self) -> list[str]:
        """The typical functions in the reader's language."""
        return [worded_for_reader(function) for function in self.functions]

    @property
    def fits_for_reader(self) -> str:
        """Whom the tier fits, in the reader's language."""
        return worded_for_reader(self.fits)
