"""`manage.py import_evaluation FILE`: an evaluation file becomes an evaluation, or nothing is written."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from scoring.casefile.document import Faults, read
from scoring.casefile.intake import import_case


class Command(BaseCommand):
    """Read the file and store it."""

    help = "Stores an evaluation file as an evaluation and prints its id. A file with marks arrives closed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the evaluation file, or - for standard input")

    def handle(self, *, file: str, **_options: Any) -> None:
        try:
            case = read(sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes())
            evaluation = import_case(case, by=None, on=timezone.now())
        except OSError as error:
            self.stderr.write(f"{file}: {error.strerror}")
            sys.exit(2)
        except Faults as faults:
            self.stderr.write("\n".join(faults.lines))
            sys.exit(2)
        self.stdout.write(str(evaluation.pk))
