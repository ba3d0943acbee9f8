"""`manage.py tick` does what is due: closes scoring, reminds those who owe a sheet, takes up reports left behind.

It also removes what is old: spreadsheets that nobody confirmed, and the files of reports.
"""

import logging
import os
import time
from threading import Thread
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from scoring.actions import close_all_due
from scoring.reminders import remind_all
from scoring.tasks import reap, remove_old_files
from vendors.spreadsheets.uploads import forget_old

STANDARD_INPUT = 0


class Command(BaseCommand):
    """One round, or a round every so many seconds."""

    help = "Closes, reminds and takes up what is due. `manage.py serve` runs it every minute."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=int, metavar="SECONDS", help="go on, one round every so many seconds")
        parser.add_argument(
            "--until-eof", action="store_true", help="stop when standard input ends: when whoever holds it is gone"
        )

    def handle(self, *, every: int | None, until_eof: bool, **_options: Any) -> None:
        if until_eof:
            Thread(target=_stop_at_the_end_of_input, daemon=True).start()
        if not every:
            self._round()
        while every:
            self._round_that_survives()
            time.sleep(every)

    def _round_that_survives(self) -> None:
        """A database or mail server that is away now may be back at the next round."""
        close_old_connections()
        try:
            self._round()
        except Exception:  # whatever it is, it must not stop the clock
            logging.getLogger(__name__).exception("This round failed; the next one tries again.")

    def _round(self) -> None:
        now = timezone.now()
        for evaluation in close_all_due(on=now):
            self.stdout.write(f"closed {evaluation.pk}")
        for seat in remind_all(on=now):
            self.stdout.write(f"reminded seat {seat.pk} of {seat.evaluation_id}")
        if forgotten := forget_old(on=now):
            self.stdout.write(f"forgot {forgotten} spreadsheets that nobody confirmed")
        for report in reap(on=now):
            self.stdout.write(f"report {report.pk} was left behind, and is {report.status}")
        for report in remove_old_files(on=now):
            self.stdout.write(f"report {report.pk} is old: its file was removed")


def _stop_at_the_end_of_input() -> None:
    while os.read(STANDARD_INPUT, 1):
        pass
    os._exit(0)
