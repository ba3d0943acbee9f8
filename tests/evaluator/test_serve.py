"""`manage.py serve`, as a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 30
SECONDS_TO_STOP = 20


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The running site and its address; an installation of its own, as the test's database belongs to the test."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "evaluator.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'served.sqlite3'}",
    }
    manage = [sys.executable, str(ROOT / "manage.py")]
    subprocess.run([*manage, "migrate", "--no-input", "--verbosity", "0"], env=environment, check=True)
    port = free_port()
    serve = [*manage, "serve", "--port", str(port)]
    with subprocess.Popen(
        serve, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        yield process, f"http://127.0.0.1:{port}"
        process.kill()


def page_at(address: str) -> str:
    """The page, as soon as somebody answers there."""
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            with urlopen(address, timeout=SECONDS_TO_START) as answer:  # noqa: S310 - our own server
                return str(answer.read().decode())
        except HTTPError:
            raise
        except URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def test_the_site_is_served_with_its_static_files_until_it_is_told_to_stop(
    served: tuple[subprocess.Popen[str], str],
) -> None:
    process, address = served

    assert "<html" in page_at(address)
    assert "--bs-body-bg" in page_at(f"{address}/static/bootstrap/css/bootstrap.min.css")

    process.send_signal(signal.SIGTERM)
    assert process.wait(SECONDS_TO_STOP) == 0
    assert process.stdout is not None
    assert process.stdout.read() == f"Serving on {address.replace('127.0.0.1', 'localhost')} - stop with Ctrl+C.\n"


def test_the_clock_runs_beside_the_server_and_ends_with_it_even_when_it_is_killed(
    served: tuple[subprocess.Popen[str], str],
) -> None:
    process, address = served
    page_at(address)
    [clock] = [child for child in children(process.pid) if "tick" in command_of(child)]

    process.kill()
    process.wait(SECONDS_TO_STOP)
    deadline = time.monotonic() + SECONDS_TO_STOP
    while "tick" in command_of(clock):
        assert time.monotonic() < deadline, "the clock outlived the server"
        time.sleep(0.1)


def children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def command_of(process: int) -> list[str]:
    """The words of a running process's command line; none of one that has ended."""
    try:
        return Path(f"/proc/{process}/cmdline").read_text().split("\0")
    except FileNotFoundError:
        return []


@pytest.mark.django_db
def test_a_port_that_is_taken_is_named_with_the_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError) as error:
            call_command("serve", port=port, skip_checks=True)
    assert str(error.value) == (
        f"cannot listen on 127.0.0.1:{port} (Address already in use). "
        "Stop the program that uses it, or choose another port with --port."
    )


@pytest.mark.django_db
@pytest.mark.parametrize("port", [0, 65536])
def test_a_port_that_cannot_be_is_refused(port: int) -> None:
    with pytest.raises(CommandError, match=f"--port is {port}; allowed: 1 to 65535"):
        call_command("serve", port=port, skip_checks=True)


@pytest.mark.django_db
def test_production_does_not_start_without_its_static_files(settings: Settings, tmp_path: Path) -> None:
    settings.IN_PRODUCTION = True
    settings.STATIC_ROOT = tmp_path
    with pytest.raises(CommandError, match=r"run manage\.py collectstatic"):
        call_command("serve", port=free_port(), skip_checks=True)
