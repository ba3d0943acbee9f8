"""`manage.py score`: the assessment of a file, without a database."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from scoring.casefile.document import assessment_document, input_sha256, read
from scoring.formulas.assessment import assess
from tests.scoring.casefile.sample import sample

ROOT = Path(__file__).parents[3]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The sample as a file."""
    path = tmp_path / "evaluation.json"
    path.write_text(json.dumps(sample(), ensure_ascii=False), encoding="utf-8")
    return path


def expected() -> dict[str, Any]:
    """What the formulas make of the sample."""
    case = read(sample())
    return assessment_document(assess(case), input_sha256(case))


def test_it_prints_the_assessment_as_json(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("score", str(file))

    printed = capsys.readouterr()
    assert json.loads(printed.out) == expected()
    assert printed.err == ""


def test_a_dash_reads_standard_input(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(file.read_bytes())))

    call_command("score", "-")

    assert json.loads(capsys.readouterr().out) == expected()


def test_bad_input_ends_with_status_2_and_one_line_per_fault(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = sample()
    document["marks"][0]["value"] = 7
    document["profile"]["budget"] = -1
    file.write_text(json.dumps(document), encoding="utf-8")

    with pytest.raises(SystemExit) as end:
        call_command("score", str(file))

    printed = capsys.readouterr()
    assert end.value.code == 2
    assert printed.out == ""
    assert printed.err.splitlines() == [
        "profile.budget: -1 is not above 0 and at most 1000000000000",
        "marks[0].value: 7 is outside 0..5",
    ]


def test_a_file_that_is_not_there_is_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        call_command("score", str(tmp_path / "nothing.json"))

    assert end.value.code == 2
    assert capsys.readouterr().err.endswith("nothing.json: No such file or directory\n")


def test_it_needs_no_database(file: Path) -> None:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "evaluator.settings",
        "DATABASE_URL": "postgres://nobody:nothing@127.0.0.1:1/none",
    }
    run = subprocess.run(
        [sys.executable, "-W", "error", "manage.py", "score", str(file)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert json.loads(run.stdout) == expected()
