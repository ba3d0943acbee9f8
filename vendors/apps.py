"""Facts: vendors, their offers by tier, costs and promises."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class VendorsConfig(AppConfig):
    name = "vendors"
    verbose_name = _("Vendors")

    def ready(self) -> None:
        post_migrate.connect(_load_tiers, sender=self, dispatch_uid="vendors.tiers")


def _load_tiers(sender: AppConfig, using: str, **_kwargs: Any) -> None:  # noqa: ARG001
    """After `migrate`: the four tiers, as long as they are not there; what an administrator changed stays."""
    from vendors.models import Tier  # noqa: PLC0415 - models are not loaded yet when Django reads this file

    Tier.objects.using(using).load_missing()
