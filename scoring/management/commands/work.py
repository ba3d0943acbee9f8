"""`manage.py work` makes what waits in the database's queue, one task after another; a worker that dies is replaced."""

import os
import signal
import subprocess
import sys
import time
from threading import Thread
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

STANDARD_INPUT = 0
# A worker that ends at once, the database being away perhaps, is not started again in a hot loop.
SECONDS_BETWEEN_STARTS = 2


class Command(BaseCommand):
    """Keep one worker running."""

    help = "Makes reports that were asked for. `manage.py serve` runs one; more may run on as many machines as wanted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--until-eof", action="store_true", help="stop when standard input ends: when whoever holds it is gone"
        )

    def handle(self, *, until_eof: bool, **_options: Any) -> None:
        if settings.TASK_QUEUE != "database":
            raise CommandError("TASK_QUEUE is immediate: there is no queue to take tasks from")
        keeper = Keeper()
        signal.signal(signal.SIGTERM, keeper.stop)
        signal.signal(signal.SIGINT, keeper.stop)
        if until_eof:
            Thread(target=keeper.stop_at_the_end_of_input, daemon=True).start()
        keeper.run()


class Keeper:
    """Starts the worker, and starts it again whenever it ends before it is told to."""

    def __init__(self) -> None:
        self.is_wanted = True
        self.worker: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "db_worker", "--verbosity", "0", "--no-reload"]
        while self.is_wanted:
            self.worker = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 - no shell, no text of a user's
            self.worker.wait()
            if self.is_wanted:
                time.sleep(SECONDS_BETWEEN_STARTS)

    def stop(self, *_signal: Any) -> None:
        """The report that is being made is finished first."""
        self.is_wanted = False
        if self.worker is not None:
            self.worker.terminate()

    def stop_at_the_end_of_input(self) -> None:
        while os.read(STANDARD_INPUT, 1):
            pass
        self.stop()
