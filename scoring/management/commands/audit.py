"""`manage.py audit verify` says whether the record is as it was written."""

import sys
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandParser

from scoring.models import Evaluation
from scoring.record_check import check, summary


class Command(BaseCommand):
    """Check the record of one evaluation, or of all."""

    help = "Checks the record. Exit status 1 when anything in it is not as it was written."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["verify"])
        parser.add_argument("id", nargs="?", type=UUID, help="one evaluation; without it, all")
        parser.add_argument("--expect", metavar="HEAD", help="a head that was printed or noted earlier (needs an id)")

    def handle(self, *, id: UUID | None, expect: str | None, **_options: Any) -> None:  # noqa: A002 - the argument's name
        if expect and id is None:
            self.stderr.write("--expect needs the evaluation's id: each has a head of its own.")
            sys.exit(2)
        evaluations = Evaluation.objects.filter(pk=id) if id else Evaluation.objects.all()
        if id and not evaluations:
            self.stderr.write(f"no evaluation has the id {id}")
            sys.exit(2)
        is_whole = True
        for evaluation in evaluations:
            faults = check(evaluation, expected_head=expect)
            entries, head = summary(evaluation)
            self.stdout.write(f"{evaluation.pk}  {entries} entries  head {head}  {'BROKEN' if faults else 'whole'}")
            for fault in faults:
                self.stderr.write(f"  {fault}")
            is_whole = is_whole and not faults
        if not is_whole:
            sys.exit(1)
