"""One case, one result: the page, the report and `score` on the exported file say the same."""

import json
import subprocess
import sys
from html import unescape
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from pypdf import PdfReader

from scoring.formulas.rounding import printed
from tests import factories

pytestmark = pytest.mark.django_db


def test_page_report_and_score_on_the_exported_file_agree_to_the_last_printed_digit(
    client: Client, tmp_path: Path
) -> None:
    people = factories.committee()
    evaluation = factories.example("decided", people)
    client.force_login(people.seats["finance"])
    exported = StringIO()
    call_command("export_evaluation", str(evaluation.pk), stdout=exported)
    (tmp_path / "evaluation.json").write_text(exported.getvalue(), encoding="utf-8")

    scored = subprocess.run(
        [sys.executable, "manage.py", "score", str(tmp_path / "evaluation.json")],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    offers = json.loads(scored.stdout)["offers"]
    page = unescape(client.get(f"/e/{evaluation.pk}/results/").content.decode())
    call_command("report", str(evaluation.pk), language="en", output=tmp_path / "report.pdf", stdout=StringIO())
    text = "".join(sheet.extract_text() for sheet in PdfReader(tmp_path / "report.pdf").pages)

    assert len(offers) == 5
    for offer in offers:
        figures = [offer["total"], *offer["scores"].values(), *(each["score"] for each in offer["criteria"].values())]
        for figure in figures:
            if figure is not None:
                assert str(printed(figure, evaluation.decimals)) in page
                assert str(printed(figure, evaluation.decimals)) in text
