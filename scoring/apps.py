"""Judgement: evaluations, criteria, seats, marks and results."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScoringConfig(AppConfig):
    name = "scoring"
    verbose_name = _("Evaluations")

    def ready(self) -> None:
        import_module("scoring.checks")  # registers them; models are not loaded yet when Django reads this file
