"""The site: who may come in, and what the installation needs before it serves."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class EvaluatorConfig(AppConfig):
    name = "evaluator"
    verbose_name = _("Site")

    def ready(self) -> None:
        import_module("evaluator.security_log")  # listens from now on; models are loaded only here
        post_migrate.connect(_prepare, sender=self, dispatch_uid="evaluator.prepare")


def _prepare(sender: AppConfig, using: str, verbosity: int, **_kwargs: Any) -> None:  # noqa: ARG001
    """After `migrate`: the cache table that the sign-in limits count in, and the groups with their rights."""
    from evaluator.roles import apply_roles  # noqa: PLC0415 - models are not loaded yet when Django reads this file

    call_command("createcachetable", database=using, verbosity=0)
    apply_roles(using=using)
