"""Settings: development needs nothing, production refuses to start without its secrets."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SECRETS = {
    "SECRET_KEY": "x" * 60 + "abcdefgh",
    "ALLOWED_HOSTS": "evaluator.example.org",
    "RECORD_KEYS": f"k1:{'r' * 40}",
}


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "evaluator.settings"}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_without_a_secret_key_does_not_start() -> None:
    result = run("check", EVALUATOR_ENVIRONMENT="production", ALLOWED_HOSTS="evaluator.example.org")
    assert result.returncode != 0
    assert "SECRET_KEY" in result.stderr


def test_production_without_its_host_names_does_not_start() -> None:
    result = run("check", EVALUATOR_ENVIRONMENT="production", SECRET_KEY=SECRETS["SECRET_KEY"])
    assert result.returncode != 0
    assert "ALLOWED_HOSTS" in result.stderr


def test_production_without_the_keys_of_its_record_does_not_start() -> None:
    kept = {name: secret for name, secret in SECRETS.items() if name != "RECORD_KEYS"}
    result = run("check", EVALUATOR_ENVIRONMENT="production", **kept)
    assert result.returncode != 0
    assert "RECORD_KEYS" in result.stderr


def test_a_record_key_that_is_too_short_is_named_with_what_is_allowed() -> None:
    result = run("check", EVALUATOR_ENVIRONMENT="production", **(SECRETS | {"RECORD_KEYS": "k1:short"}))
    assert "secrets of at least 32 characters" in result.stderr


def test_production_with_debug_does_not_start() -> None:
    result = run("check", EVALUATOR_ENVIRONMENT="production", DEBUG="1", **SECRETS)
    assert "DEBUG must be off in production" in result.stderr


def test_an_unknown_environment_is_named_with_those_that_are_allowed() -> None:
    result = run("check", EVALUATOR_ENVIRONMENT="staging")
    assert "allowed: development, production" in result.stderr


def test_every_setting_from_the_environment_is_documented_and_no_other() -> None:
    source = (ROOT / "evaluator" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r"env\.\w+\(\s*['\"]([A-Z_]+)['\"]", source))
    table = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    documented = re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE)
    assert sorted(documented) == sorted(read)


def test_the_deployment_check_of_a_production_site_has_nothing_to_say() -> None:
    result = run("check", "--deploy", "--fail-level", "INFO", EVALUATOR_ENVIRONMENT="production", **SECRETS)
    assert (result.returncode, result.stdout.strip()) == (0, "System check identified no issues (0 silenced).")
