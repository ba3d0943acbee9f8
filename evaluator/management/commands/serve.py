"""Serve the site: the one way in which it runs, on a laptop as in production."""

import os
import socket
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

WORKERS = 2
THREADS = 4
HIGHEST_PORT = 65535
SECONDS_BETWEEN_TICKS = 60


class Command(BaseCommand):
    help = "Serves the site until it is stopped (SIGTERM or Ctrl+C lets running requests finish)."
    requires_migrations_checks = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")

    def handle(self, *, host: str, port: int, **_options: object) -> None:
        refuse_unless_free(host, port)
        prepare_static_files()
        shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else host  # noqa: S104 - compared, not bound
        self.stdout.write(f"Serving on http://{shown}:{port} - stop with Ctrl+C.")
        self.stdout.flush()
        start_beside("tick", "--every", str(SECONDS_BETWEEN_TICKS), "--until-eof")
        if settings.TASK_QUEUE == "database":
            start_beside("work", "--until-eof")
        # gunicorn takes this process's place, so that a signal to it reaches the server itself.
        os.execv(sys.executable, gunicorn_command(host, port))  # noqa: S606 - no shell, and no text of a user's


def refuse_unless_free(host: str, port: int) -> None:
    """Say at once, in a sentence, what gunicorn would say after five retries in a log."""
    if not 1 <= port <= HIGHEST_PORT:
        raise CommandError(f"--port is {port}; allowed: 1 to {HIGHEST_PORT}")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"cannot listen on {host}:{port} ({error.strerror}). "
                f"Stop the program that uses it, or choose another port with --port."
            ) from error


def prepare_static_files() -> None:
    """In production the files must have been collected, else every page would be an error."""
    collected = Path(settings.STATIC_ROOT)
    if settings.IN_PRODUCTION and not (collected / "staticfiles.json").is_file():
        raise CommandError("the static files have not been collected: run manage.py collectstatic --noinput")
    collected.mkdir(parents=True, exist_ok=True)


def start_beside(command: str, *arguments: str) -> None:
    """A command beside the server, for as long as the server or one of its workers lives: the clock, the task worker.

    It reads from a pipe whose other end the server inherits and never writes to: however the server ends, kill -9
    included, that end closes and the command stops. Several machines may each run them; what is due is done once.
    """
    ours, servers = os.pipe()
    os.set_inheritable(servers, True)
    manage = str(settings.BASE_DIR / "manage.py")
    subprocess.Popen([sys.executable, manage, command, *arguments], stdin=ours)  # noqa: S603 - no shell, and no text of a user's
    os.close(ours)


def gunicorn_command(host: str, port: int) -> list[str]:
    """The server's command line; GUNICORN_CMD_ARGS in the environment adds to it."""
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    command = [sys.executable, "-m", "gunicorn", "--bind", address, "--log-level", "warning", "--no-control-socket"]
    command += ["--worker-class", "gthread", "--workers", str(WORKERS), "--threads", str(THREADS)]
    # Loaded once and before the first visitor comes, not once a worker while the visitor waits.
    command += ["--preload", "--chdir", str(settings.BASE_DIR)]
    memory = Path("/dev/shm")  # noqa: S108 - the workers' heartbeat; on a slow disk they would be taken for dead
    if memory.is_dir() and os.access(memory, os.W_OK):
        command += ["--worker-tmp-dir", str(memory)]
    return [*command, "evaluator.wsgi"]
