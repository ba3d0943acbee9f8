"""`manage.py export_evaluation ID`: an evaluation as its file, in canonical form, on standard output."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from scoring.casefile.document import canonical_text
from scoring.casefile.rows import case_of
from scoring.models import Evaluation


class Command(BaseCommand):
    """Print the evaluation file."""

    help = "Prints an evaluation as an evaluation file. Marks are in it only once scoring has closed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", type=UUID, help="the evaluation's id, as in its address")
        parser.add_argument("--comments", action="store_true", help="keep comments; the canonical form has none")

    def handle(self, *, id: UUID, comments: bool, **_options: Any) -> None:  # noqa: A002 - the argument's name
        evaluation = Evaluation.objects.filter(pk=id).first()
        if evaluation is None:
            raise CommandError(f"no evaluation has the id {id}", returncode=2)
        if not evaluation.is_revealed:
            self.stderr.write("Scoring has not closed: the file holds no marks.")
        self.stdout.write(canonical_text(case_of(evaluation), comments=comments))
