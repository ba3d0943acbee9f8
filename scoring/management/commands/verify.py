"""`manage.py verify REPORT.pdf` says whether a report is what its own input gives. It needs no database."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from scoring.reports.pages import NoReport
from scoring.reports.refusals import ReportError
from scoring.reports.verify import verify

DIFFERENT = 1
NOT_COMPARED = 2


class Command(BaseCommand):
    """Compute, print, compare."""

    help = "Computes and prints a comparison report again from what it carries. Exit status 1 when anything differs."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="REPORT.pdf")

    def handle(self, *, file: Path, **_options: Any) -> None:
        try:
            verdict = verify(file.read_bytes())
        except OSError as error:
            self.stderr.write(f"{file}: {error.strerror}")
            sys.exit(NOT_COMPARED)
        except (NoReport, ReportError) as error:
            self.stderr.write(f"{file}: {error}")
            sys.exit(NOT_COMPARED)
        for limit in verdict.limits:
            self.stdout.write(limit)
        for difference in verdict.differences:
            self.stderr.write(difference)
        if not verdict.is_sound:
            sys.exit(DIFFERENT)
        pages = f" and {verdict.pages} pages" if verdict.pages else ""
        self.stdout.write(f"{file}: {verdict.figures} figures{pages} are what the input gives")
