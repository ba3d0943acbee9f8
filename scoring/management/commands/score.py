"""`manage.py score FILE.json`: the assessment of an evaluation file as JSON. It needs no database."""

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser

from scoring.casefile.document import Faults, assessment_document, input_sha256, read
from scoring.formulas.assessment import assess

BAD_INPUT = 2


class Command(BaseCommand):
    """Read, assess, print."""

    help = "Prints the assessment of an evaluation file as JSON. Needs no database."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the evaluation file, or - for standard input")

    def handle(self, *, file: str, **_options: Any) -> None:
        try:
            case = read(sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes())
        except OSError as error:
            self._refuse([f"{file}: {error.strerror}"])
        except Faults as faults:
            self._refuse(faults.lines)
        document = assessment_document(assess(case), input_sha256(case))
        self.stdout.write(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))

    def _refuse(self, lines: list[str]) -> NoReturn:
        for line in lines:
            self.stderr.write(line)
        sys.exit(BAD_INPUT)
