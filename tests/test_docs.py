"""The documents: every link leads somewhere, and the commands that the README shows do what it says."""

import json
import re
import shlex
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
MANAGE = ".venv/bin/python manage.py "


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_to_a_file_leads_to_one(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)", document.read_text(encoding="utf-8"))
    missing = [each for each in targets if "://" not in each and not (document.parent / each).exists()]
    assert missing == []


def test_the_readme_leads_to_every_document() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in DOCUMENTS[2:] if f"docs/{path.name}" not in readme] == []


@pytest.mark.django_db
def test_the_commands_of_the_readme_run_one_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    commands = [line.strip().removeprefix(MANAGE) for line in lines if line.strip().startswith(MANAGE)]
    assert [command.split()[0] for command in commands] == [
        "score",
        "import_evaluation",
        "export_evaluation",
        "report",
        "verify",
    ]
    monkeypatch.chdir(ROOT)
    identifier = ""
    printed: dict[str, str] = {}
    for command in commands:
        words = shlex.split(command.split(" > ")[0], comments=True)
        words = [identifier if word == "ID" else word for word in words]
        words = [str(tmp_path / word) if word.endswith(".pdf") else word for word in words]
        answer = StringIO()
        call_command(*words, stdout=answer)
        printed[words[0]] = answer.getvalue()
        if words[0] == "import_evaluation":
            identifier = answer.getvalue().strip()
    assert json.loads(printed["score"])["format"] == "assessment/1"
    assert json.loads(printed["export_evaluation"])["format"] == "evaluation/1"
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
