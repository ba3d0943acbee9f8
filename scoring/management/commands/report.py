"""report: an evaluation's PDF as a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from scoring.formulas.case import LANGUAGES
from scoring.models import Evaluation
from scoring.reports.document import BOTH, report
from scoring.reports.dossier import dossier_of
from scoring.reports.refusals import ReportError


class Command(BaseCommand):
    help = "Writes the PDF report of an evaluation whose scoring is closed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", type=UUID, help="the evaluation's id, as in its address")
        parser.add_argument("--language", choices=(*LANGUAGES, BOTH), default="en")
        parser.add_argument("--length", choices=("short", "full"), default="full")
        parser.add_argument("--output", type=Path, required=True, metavar="FILE")

    def handle(self, *_args: Any, **options: Any) -> None:
        evaluation = Evaluation.objects.filter(pk=options["id"]).first()
        if evaluation is None:
            raise CommandError(f"There is no evaluation {options['id']}.")
        if not evaluation.is_revealed:
            raise CommandError("Its sheets are sealed until scoring is closed, so there is no report yet.")
        try:
            content = report(dossier_of(evaluation), options["language"], length=options["length"])
        except ReportError as error:
            raise CommandError(str(error)) from error
        try:
            options["output"].write_bytes(content)
        except OSError as error:
            raise CommandError(f"{options['output']} cannot be written: {error.strerror}") from error
        self.stdout.write(f"{options['output']}: {len(content)} bytes")
