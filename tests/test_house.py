"""The house itself: its two commands, its locks, and the database that a test run is really on."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
COMMANDS = [
    "start",
    "check",
    ".ci/run",
    ".githooks/pre-commit",
    "scripts/libraries.sh",
    "scripts/lock.sh",
    "scripts/messages.sh",
    "scripts/mutate.sh",
]
# Taken apart, so that this file does not name them either.
HOSTS_OF_OTHERS = [
    ".".join(parts)
    for parts in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
        ("snapshot", "debian", "org"),
        ("archive", "ubuntu", "com"),
        ("unpkg", "com"),
        ("jsdelivr", "net"),
        ("cloudflare", "com"),
        ("googleapis", "com"),
        ("gstatic", "com"),
    ]
]
REQUIREMENT = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)")


def files_of_the_project() -> list[Path]:
    """What a clone would hold: tracked files, and new ones that are not ignored."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def required_by(requirements: Path) -> set[str]:
    """The names that a file of requirements asks for, without what is asked of them; `-r` lines are followed."""
    names: set[str] = set()
    for line in requirements.read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            names |= required_by(requirements.parent / line.removeprefix("-r ").strip())
        elif found := REQUIREMENT.match(line):
            names.add(re.sub(r"[-_.]+", "-", found[1]).lower())
    return names


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)


def test_the_run_is_on_the_database_that_it_was_asked_for() -> None:
    assert connection.vendor == os.environ.get("EVALUATOR_TEST_DATABASE", "sqlite")


@pytest.mark.django_db
def test_the_database_is_set_as_in_production() -> None:
    def ask(query: str) -> tuple[object, ...]:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return tuple(cursor.fetchone())

    if connection.vendor == "sqlite":
        assert Path(str(ask("PRAGMA database_list")[2])).parent == ROOT / "var", "a file, not memory"
        assert (ask("PRAGMA journal_mode"), ask("PRAGMA synchronous")) == (("wal",), (2,))
        assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    else:
        assert ask("SELECT current_setting('server_encoding'), current_setting('TimeZone')") == ("UTF8", "UTC")


def test_no_file_of_the_project_names_a_package_registry_or_a_cdn() -> None:
    files = files_of_the_project()
    assert ROOT / "requirements" / "app.lock" in files
    named = [
        f"{file.relative_to(ROOT)}: {host}"
        for file in files
        for host in HOSTS_OF_OTHERS
        if host.encode() in file.read_bytes()
    ]
    assert named == []


@pytest.mark.parametrize("lock", [*LOCKS, ROOT / "requirements" / "uv.txt"], ids=lambda lock: lock.name)
def test_a_lock_pins_every_package_with_its_hashes_and_names_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="ascii")
    assert "://" not in text
    entries = re.split(r"\n(?=\S)", text.strip())
    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_holds_everything_that_is_asked_for(lock: Path) -> None:
    asked = required_by(lock.with_suffix(".in"))
    assert asked
    assert asked - required_by(lock) == set()


def test_what_is_tested_is_what_is_installed() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / "requirements" / name).read_text(encoding="ascii")
        return set(re.findall(r"^\S+==\S+", text, flags=re.MULTILINE))

    assert pins("app.lock")
    assert pins("app.lock") - pins("dev.lock") == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_can_be_run_as_it_is(name: str) -> None:
    assert os.access(ROOT / name, os.X_OK)
    assert (ROOT / name).read_text(encoding="utf-8").startswith("#!/bin/sh\n")


@pytest.mark.parametrize("name", [*COMMANDS, "scripts/lib.sh"])
def test_a_script_is_understood_by_the_shell_of_a_bare_machine(name: str) -> None:
    assert run("sh", "-n", name).stderr == ""


def test_ci_runs_the_whole_check() -> None:
    assert "\nexec ./check --ci\n" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_readme_names_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "./start" in readme
    assert "./check" in readme


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        (["./start", "--prot", "8001"], "./start does not know --prot. It knows --no-serve and --port N.\n"),
        (["./start", "--port"], "--port needs a number: ./start --port 8001\n"),
        (["./start", "--port", "eight"], "--port is 'eight'; it must be a number, such as 8001.\n"),
        (["./check", "--quick"], "./check does not know --quick. It knows --fast and --ci.\n"),
        (["./check", "--fast", "--ci"], "--fast leaves legs out, which --ci does not allow.\n"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_command_that_is_misspelt_says_what_is_allowed(command: list[str], answer: str) -> None:
    result = run(*command)
    assert (result.returncode, result.stdout, result.stderr.lstrip("\n")) == (1, "", answer)


def test_the_scripts_can_tell_whether_each_package_is_there() -> None:
    result = run(
        "sh", "-euc", ". scripts/lib.sh; for package in $PDF_PACKAGES $CHECK_PACKAGES; do has $package || :; done"
    )
    assert (result.returncode, result.stderr) == (0, "")
