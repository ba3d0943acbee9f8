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

from scoring.casefile.document import assessment_document, read
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
    return assessment_document(case, assess(case))


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


def explained(capsys: pytest.CaptureFixture[str], file: Path, offer: str, *words: str) -> list[str]:
    """The lines that --explain prints."""
    call_command("score", str(file), "--explain", offer, *words)
    printed = capsys.readouterr()
    assert printed.err == ""
    return printed.out.splitlines()


def test_an_offer_is_explained_from_the_marks_to_its_place(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert explained(capsys, file, "a") == [
        "Customer service system 2027: Vendor A · Smart",
        "Total: 92.00. Place: 1.",
        "  Need match: 80.00, 40.00 % of the total, adds 32.00 points",
        "  Cost health: 100.00, 30.00 % of the total, adds 30.00 points",
        "  Risk control: 100.00, 30.00 % of the total, adds 30.00 points",
        "  (40 × 80.00 + 30 × 100.00 + 30 × 100.00) / (40 + 30 + 30) = 92.00",
        "",
        "Need match: 80.00",
        "  (3 × 80.00 + 1 × 80.00) / (3 + 1) = 80.00",
        "  Ticket lifecycle (ticket-flow; Must, weight 3): 80.00",
        "    Service: mark 4 = 80.00, weight 50",
        "    IT lead: not applicable",
        "    Panel: (80.00) / 1 = 80.00",
        "    Knock-out with pass mark 20.00: passed.",
        "    Points of the total: 30.00 % × 80.00 = 24.00",
        "  Calls (calls; Bonus, weight 1): 80.00",
        "    Service: no mark",
        "    Agreed mark in place of the panel's: 4. seen together",
        "    Points of the total: 10.00 % × 80.00 = 8.00",
        "",
        "Cost health: 100.00",
        "  100.00 / 1 = 100.00",
        "  Three-year price (price; Must, weight 1): 100.00",
        "    Price: 100 × (ceiling − price) / (ceiling − price that earns full marks)",
        "    Price of this offer: CNY 259,700",
        "    Ceiling: CNY 720,000",
        "    Price that earns full marks: CNY 288,000",
        "    100 × (720,000 − 259,700) / (720,000 − 288,000), kept between 0 and 100: 100.00",
        "    Points of the total: 30.00 % × 100.00 = 30.00",
        "",
        "Risk control: 100.00",
        "  300.00 / 3 = 100.00",
        "  Encryption in transit (tls; Must, weight 3): 100.00",
        (
            "    Promise against its limits: 100 where the promise passes its limit, 50 where it is a "
            "warning, 0 where it "
            "fails."
        ),
        "    Lowest TLS version: TLS 1.3",
        "    Against the limits: Passes",
        "    Passes: TLS 1.3. Warning: TLS 1.2. Fails: TLS 1.1, TLS 1.0, Unencrypted connections are possible.",
        "    Points of the total: 30.00 % × 100.00 = 30.00",
        "",
        "Costs",
        "  Subscription (Visible, cash): 80,000 + 84,000 + 88,200 = CNY 252,200",
        "  Training (Hidden, cash): 7,500 = CNY 7,500",
        "  All lines: CNY 259,700",
        "  Cash lines: CNY 259,700",
        "  Hidden lines: CNY 7,500",
        "  All lines at their low amounts: CNY 247,500",
        "  All lines at their high amounts: CNY 276,500.50",
        "",
        "Ranking",
        (
            "  Eligible offers by their printed total, highest first. Equal totals are told apart by the "
            "lower cash cost, "
            "then the higher need match, then the higher risk control; what is still equal shares the place."
        ),
        "  1  Vendor A · Smart: total 92.00, cash CNY 259,700",
        "  –  Vendor B: total –, cash not given",
    ]


def test_what_failed_was_set_aside_or_is_missing_is_explained(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = explained(capsys, file, "b")
    assert "    Knock-out with pass mark 20.00: failed, and set aside." in lines
    assert "    Ruling by CFO: planned for spring" in lines
    assert "    IT lead: withdrawn" in lines
    assert "    No value yet: it drops out of the sums, and the offer is provisional." in lines
    assert "    The fact is not known. By this evaluation's rule it earns nothing." in lines
    assert lines[-1] == "  This offer has no place, because it has no total."

    document = sample()
    document["overrides"] = []
    document["seats"][1]["voting"] = False
    document["marks"][1] = {"seat": "it", "offer": "a", "criterion": "ticket-flow", "value": 5}
    file.write_text(json.dumps(document), encoding="utf-8")
    assert explained(capsys, file, "b")[-1] == "  Knock-out “Ticket lifecycle”: scored 0.00, passes from 20.00."
    assert "    IT lead: mark 5 = 100.00, advisory and not counted" in explained(capsys, file, "a")


def test_an_explanation_speaks_the_language_that_is_asked_for(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = explained(capsys, file, "a", "--language", "zh-hans")
    assert lines[0].startswith("2027年客服系统")
    assert any("客服主管" in line for line in lines)


def test_an_offer_that_is_not_in_the_file_is_refused_with_those_that_are(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        call_command("score", str(file), "--explain", "c")

    printed = capsys.readouterr()
    assert end.value.code == 2
    assert (printed.out, printed.err) == ("", "There is no offer c. The offers of this file are: a, b.\n")


def test_the_example_explains_every_offer(capsys: pytest.CaptureFixture[str]) -> None:
    path = ROOT / "fixtures" / "demo_s2.json"
    for offer in read(path.read_bytes()).offers:
        lines = explained(capsys, path, offer.id)
        assert [line for line in lines if "%(" in line or "{" in line] == []
        assert len([line for line in lines if line.startswith("  ") and line[2] != " "]) > 40
