"""`manage.py score FILE.json`: the assessment of an evaluation file as JSON. It needs no database.

With `--explain OFFER` it prints one offer's sums as text instead, from the marks to its place.
"""

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from scoring.casefile.document import Faults, assessment_document, read
from scoring.formulas.assessment import assess
from scoring.formulas.case import LANGUAGES, Case
from scoring.presentation.explaining import explanation
from scoring.presentation.result import present

BAD_INPUT = 2


class Command(BaseCommand):
    """Read, assess, print."""

    help = "Prints the assessment of an evaluation file as JSON, or one offer's sums as text. Needs no database."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the evaluation file, or - for standard input")
        parser.add_argument("--explain", metavar="OFFER", help="print the sums of the offer with this id as text")
        parser.add_argument("--language", choices=LANGUAGES, default="en", help="of the text")

    def handle(self, *, file: str, explain: str | None = None, language: str = "en", **_options: Any) -> None:
        try:
            case = read(sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes())
        except OSError as error:
            self._refuse([f"{file}: {error.strerror}"])
        except Faults as faults:
            self._refuse(faults.lines)
        if explain is None:
            document = assessment_document(case, assess(case))
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))
        else:
            self._explain(case, explain, language)

    def _explain(self, case: Case, offer_id: str, language: str) -> None:
        known = sorted(offer.id for offer in case.offers)
        if offer_id not in known:
            self._refuse([f"There is no offer {offer_id}. The offers of this file are: {', '.join(known) or 'none'}."])
        with translation.override(language):
            self.stdout.write(explanation(present(case, assess(case)), offer_id), ending="")

    def _refuse(self, lines: list[str]) -> NoReturn:
        for line in lines:
            self.stderr.write(line)
        sys.exit(BAD_INPUT)
