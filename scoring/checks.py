"""System checks: what the machine lacks, and the command that brings it."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning, register  # noqa: A004 - Django's own name

from scoring.reports.needs import install_command, missing_packages


@register
def pdf_reports_can_be_made(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Everything but PDF reports works without these packages, so it is a warning and no error."""
    absent = missing_packages()
    if not absent:
        return []
    return [
        Warning(
            f"PDF reports are off: this machine lacks {', '.join(absent)}.",
            hint=f"As root: {install_command(absent)}",
            id="scoring.W001",
        )
    ]
