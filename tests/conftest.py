"""What every test may ask for, and what a run says and refuses as a whole."""

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management.commands import flush
from django.db import connection
from django.test import Client
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import BrowserContext, ConsoleMessage, WebError, expect
from pytest_django.live_server_helper import LiveServer

from scoring.guards import disarmed

NO_SKIPS = os.environ.get("EVALUATOR_NO_SKIPS") == "1"

# The fixtures with which a test may touch the database; without one of them, or the mark, pytest-django refuses it.
_DATABASE = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback", "live_server"}

# A page on a busy machine is slow, not wrong: milliseconds.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)

# The gate tries the same examples at each run, so that it turns red for a change and never by chance; with
# EVALUATOR_SEARCH=1 Hypothesis looks for new ones instead.
hypothesis_settings.register_profile("gate", derandomize=True)
hypothesis_settings.load_profile("default" if os.environ.get("EVALUATOR_SEARCH") == "1" else "gate")


def pytest_report_header() -> str:
    return f"database: {connection.vendor}, skips are {'failures' if NO_SKIPS else 'allowed'}"


@pytest.hookimpl(tryfirst=True)  # before `-m` picks by mark
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks tests of a browser, so that none runs where there is no Chromium; leaves to SQLite what differs nowhere.

    On PostgreSQL a test that may not touch a database could only say again what it said on SQLite. So could one that is
    marked `one_database`: it asks what is made of rows once they are read.
    """
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    if connection.vendor == "postgresql":
        elsewhere = [item for item in items if not _asks_this_database(item)]
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if _asks_this_database(item)]


def _asks_this_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("one_database"):
        return False
    return bool(item.get_closest_marker("django_db") or _DATABASE & set(getattr(item, "fixturenames", ())))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Under `./check --ci` a skipped test is a failed one: what was not tried is not known to work."""
    report = yield
    if NO_SKIPS and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole file that skips itself."""
    report = yield
    if NO_SKIPS and report.skipped:
        report.outcome = "failed"
    return report


@pytest.fixture(scope="session", autouse=True)
def _flush_past_the_guards() -> Iterator[None]:
    """A test that needs real transactions empties the tables afterwards; only then are the guards put aside."""
    handle = flush.Command.handle

    def handle_without_guards(command: flush.Command, *arguments: Any, **options: Any) -> str | None:
        with disarmed(connection):
            return handle(command, *arguments, **options)

    flush.Command.handle = handle_without_guards  # type: ignore[assignment, method-assign]
    yield
    flush.Command.handle = handle  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, kept from calling home at every start."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    flags = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    flags += ["--disable-component-update", "--disable-sync"]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")
    return browser_type_launch_args | {"executable_path": chromium, "args": flags}


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """The site is the base of a browser's addresses: `page.goto("/evaluations/")` is enough."""
    return live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return browser_context_args | {"locale": "en", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def console_errors() -> list[str]:
    """What the browser complained about, refusals by the content security policy included.

    A test that provokes a complaint asserts it and clears the list: whatever is left at the end fails the test.
    """
    return []


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext], console_errors: list[str]
) -> Iterator[Callable[..., BrowserContext]]:
    """One browser profile per call, for several people in one test; each is listened to."""

    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            console_errors.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def on_exception(error: WebError) -> None:
        console_errors.append(f"exception: {error.error.stack or error.error.message}")

    def listened_to(**options: Any) -> BrowserContext:
        context = new_context(**options)
        context.set_default_timeout(PATIENCE)
        context.on("console", on_console)
        context.on("weberror", on_exception)
        return context

    yield listened_to
    assert console_errors == []


@pytest.fixture
def sign_in(base_url: str) -> Callable[[BrowserContext, Any], None]:
    """A function that lets a browser be a member without the sign-in page: `sign_in(context, member)`."""

    def sign_in(context: BrowserContext, member: Any) -> None:
        client = Client()
        client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": base_url}])

    return sign_in
