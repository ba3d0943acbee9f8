"""The site that is measured: served by `manage.py serve` on loopback, with a committee of thirty."""

import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 60
MEMBERS = 30
CRITERIA, OFFERS = 10, 3


@dataclass(frozen=True, slots=True)
class Place:
    """A member with a session, and the addresses of the cells on the sheet."""

    session: str
    sheet: str
    cells: list[str]


def prepare(*, fault: str = "") -> None:
    """Make the tables. DATABASE_URL is set already, and Django not imported yet."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "benchmarks.served", "BENCHMARK_FAULT": fault}
    migrate = [sys.executable, "manage.py", "migrate", "--run-syncdb", "--no-input", "--verbosity", "0"]
    subprocess.run(migrate, cwd=ROOT, check=True)  # noqa: S603 - no shell, and no text of a user's
    import django  # noqa: PLC0415 - the settings are known only now

    django.setup()
    logging.disable(logging.INFO)  # thirty sign-ins


def places() -> list[Place]:
    """Thirty members on one evaluation in which scoring is open."""
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from scoring.sheets import sheet_of  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    evaluation = factories.open_evaluation(criteria=CRITERIA, offers=OFFERS, seats=MEMBERS)
    made = []
    for seat in evaluation.seats.select_related("evaluation", "member"):
        client = Client()
        assert seat.member is not None  # noqa: S101 - the factory puts somebody on each seat
        client.force_login(seat.member)
        made.append(
            Place(
                session=client.cookies[settings.SESSION_COOKIE_NAME].value,
                sheet=reverse("scoring:sheet", args=[evaluation.pk]),
                cells=[
                    reverse("scoring:save_mark", args=[evaluation.pk, cell.candidate.key, cell.criterion.key])
                    for cell in sheet_of(seat).cells
                ],
            )
        )
    return made


def free_port() -> int:
    """A port of loopback that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """The running site. It can be killed and started again on the same port."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start it; seconds until it answers."""
        serve = [sys.executable, "manage.py", "serve", "--port", str(self.port)]
        # A session of its own, so that the server, its workers and its clock can be signalled together, and only they.
        self._process = subprocess.Popen(  # noqa: S603 - no shell, and no text of a user's
            serve, cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        return self.wait_until_it_answers()

    def wait_until_it_answers(self) -> float:
        """Seconds until the sign-in page, which asks the database, comes without an error."""
        began = time.monotonic()
        while True:
            try:
                with urlopen(f"http://127.0.0.1:{self.port}/account/login/", timeout=SECONDS_TO_START):
                    return time.monotonic() - began
            except (URLError, OSError):
                if time.monotonic() - began > SECONDS_TO_START:
                    raise
                time.sleep(0.05)

    def kill(self) -> None:
        """Kill -9: the server, its workers and its clock."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """Let it finish what it is doing."""
        self._signal(signal.SIGTERM)
        self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(20)


@contextmanager
def served() -> Iterator[Served]:
    """The site, stopped at the end whatever happens."""
    site = Served(free_port())
    try:
        site.start()
        yield site
    finally:
        site.stop()
