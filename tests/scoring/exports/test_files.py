"""Files beside the PDF: what they hold is what the report prints, read back with another program's reader."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils.translation import override
from python_calamine import CalamineWorkbook

from scoring.casefile.document import input_sha256
from scoring.exports import files
from scoring.exports.files import (
    assessment_file,
    evaluation_file,
    marks_table,
    parts_of,
    results_table,
    write_workbook,
)
from scoring.formulas.case import Case, Override
from scoring.presentation import present
from scoring.reports import pdf
from scoring.reports.document import document
from scoring.reports.dossier import Dossier
from scoring.scenario import example_case
from tests.scoring.reports.dossiers import decided, dossier
from tests.vendors.spreadsheets.test_writing import HOSTILE

NAMES = [
    "Overview",
    "Ranking",
    "Scores",
    "Points",
    "Weights",
    "Seats",
    "Method",
    "Marks",
    "Comments",
    "Cost lines",
    "Costs side by side",
    "Exchange rates",
    "Facts",
    "Weight intervals",
    "Acceptability",
    "Who wins if",
    "Agreement",
    "Agreement by member",
    "Agreement by criterion",
    "Far apart",
    "Consensus",
    "Rulings",
    "Interests",
    "Answers",
    "Steps back",
]


def workbook(found: Dossier) -> bytes:
    held = io.BytesIO()
    write_workbook(found, held)
    return held.getvalue()


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def said_everywhere(text: str) -> Case:
    case = example_case()
    return replace(
        case,
        title=text,
        criteria=tuple(replace(each, name=f"{text}{number}") for number, each in enumerate(case.criteria)),
        seats=tuple(replace(each, name=f"{text}{number}") for number, each in enumerate(case.seats)),
        offers=tuple(
            replace(
                each, vendor=f"{text}{number}", edition=text, costs=tuple(replace(c, module=text) for c in each.costs)
            )
            for number, each in enumerate(case.offers)
        ),
        marks=tuple(replace(mark, comment=text) for mark in case.marks),
        overrides=(Override(offer="mistfold", criterion="RC-D1", by=text, reason=text),),
        method=replace(case.method, draws=100),
    )


def test_the_workbook_has_a_sheet_for_each_part() -> None:
    found = sheets(workbook(dossier(statement=decided())))
    assert list(found) == NAMES
    assert all(len(rows) > 0 and all(rows[0]) for rows in found.values())


def test_the_ranking_is_what_the_report_prints() -> None:
    found = dossier(statement=decided())
    result = present(found.case, found.assessment)
    heading, *rows = sheets(workbook(found))["Ranking"]
    lines = [dict(zip(heading, row, strict=True)) for row in rows]
    assert [(line["Place"], line["Vendor"], line["Total of 100"]) for line in lines] == [
        (offer.place, offer.vendor, float(offer.total or 0)) for offer in result.offers
    ]
    for line in lines:
        parts = [line[f"{name}, points"] for name in ("Need match", "Cost health", "Risk control")]
        assert round(sum(parts), 2) == line["Total of 100"]
    assert lines[0]["Cash costs (CNY)"] == result.offers[0].cost.cash
    assert "Data ownership clause" in lines[-1]["Excluded because"]


def test_every_score_mark_and_cost_is_there() -> None:
    found = dossier(statement=decided())
    read = sheets(workbook(found))
    assert len(read["Scores"]) == 1 + 3 + len(found.case.criteria)
    assert len(read["Comments"]) == 1 + len(found.case.marks)
    cells = read["Marks"][1:]
    assert all((row[5], row[6]) == (sum(isinstance(mark, float) for mark in row[2:5]), 3) for row in cells)
    values = [mark.value for mark in found.case.marks if mark.value is not None]
    assert sorted(mark for row in cells for mark in row[2:5] if isinstance(mark, float)) == sorted(values)
    lines = read["Cost lines"][1:]
    for offer in found.assessment.offers:
        name = present(found.case, found.assessment).offer(offer.id).name
        assert round(sum(row[8] for row in lines if row[0] == name), 2) == round(offer.cost.lines or 0, 2)
    overview = {row[0]: row[1] for row in read["Overview"]}
    assert overview["Fingerprint of the input"] == found.input_sha256
    assert overview["Decision"].startswith("The committee chooses Heronbridge")
    assert overview["Voting members' sheets counted"] == "3 of 3"


def test_figures_are_figures_with_a_format_and_headings_stay_in_view() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook(dossier(statement=decided())))) as archive:
        styles = archive.read("xl/styles.xml").decode()
        pages = [archive.read(f"xl/worksheets/sheet{number}.xml").decode() for number in range(1, len(NAMES) + 1)]
    assert all('state="frozen"' in page and "<cols>" in page and 'ySplit="1"' in page for page in pages)
    formats = set(re.findall(r'formatCode="([^"]+)"', styles))
    assert formats == {"0.00", "#,##0.00", "0.0%", "0.####", "yyyy-mm-dd hh:mm", "yyyy-mm-dd"}
    assert not any("<f>" in page or "<f " in page for page in pages)


def test_it_is_in_the_readers_language() -> None:
    with override("zh-hans"):
        read = sheets(workbook(dossier(statement=decided())))
        (first, *_others) = table(results_table(dossier()))
    assert any("苍鹭" in str(row) or "岚" in str(row) or "一" in str(row) for row in read[next(iter(read))])
    assert not any(name in next(iter(first.values())) for name in ("Heronbridge",))
    names = [part.name for part in parts_of(dossier())]
    assert names == NAMES


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_people_is_a_formula_or_a_link(text: str) -> None:
    found = dossier(case=said_everywhere(text), statement=decided(reason=text), holder=text)
    content = workbook(found)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        pages = b"".join(archive.read(name) for name in archive.namelist() if "worksheets/" in name)
        assert [name for name in archive.namelist() if "external" in name or name.endswith("sheet1.xml.rels")] == []
    assert (re.findall(rb"<f[ >]", pages), re.findall(rb"<hyperlink", pages)) == ([], [])
    comments = sheets(content)["Comments"]
    assert {str(row[10]).strip() for row in comments[1:]} == {text.strip()}
    for made in (results_table(found), marks_table(found)):
        rows = list(csv.reader(io.StringIO(made.decode("utf-8-sig"))))
        cells = [cell for row in rows for cell in row if cell]
        assert [cell for cell in cells if re.match(r"[\s\u200b]*[=+@＝＋－＠|%]", cell)] == []
        assert [cell for cell in cells if re.match(r"[\s\u200b]*-(?!\d+(\.\d+)?$)", cell)] == []


def test_the_tables_have_a_row_for_each_offer_and_for_each_mark() -> None:
    found = dossier(statement=decided())
    result = present(found.case, found.assessment)
    rows = table(results_table(found))
    assert [row["Total of 100"] for row in rows] == [str(offer.total) for offer in result.offers]
    names = {row.name: row.cells for group in result.heat for row in group.rows}
    assert set(names) <= set(rows[0])
    assert all(row[name] == cells[place].text for place, row in enumerate(rows) for name, cells in names.items())
    assert len(table(marks_table(found))) == len(found.case.marks)


def test_the_assessment_is_what_score_prints_from_the_evaluation_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = dossier(statement=decided())
    file = tmp_path / "evaluation.json"
    file.write_bytes(evaluation_file(found))
    call_command("score", str(file))
    assert capsys.readouterr().out == assessment_file(found).decode()
    document = json.loads(file.read_text(encoding="utf-8"))
    assert {"comment" in mark for mark in document["marks"]} == {False}
    assert json.loads(assessment_file(found))["input_sha256"] == input_sha256(found.case)


def test_a_table_longer_than_a_sheet_goes_on_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    found = dossier(statement=decided())
    whole = sheets(workbook(found))
    monkeypatch.setattr(files, "MOST_ROWS", 130)
    parted = sheets(workbook(found))
    assert [name for name in parted if name not in whole][:2] == ["Marks 2", "Comments 2"]
    together = [row for name in ("Comments", "Comments 2", "Comments 3", "Comments 4") for row in parted[name][1:]]
    assert together == whole["Comments"][1:]


def test_an_evaluation_that_is_too_large_for_a_pdf_is_in_the_workbook() -> None:
    case = example_case()
    long = "长" * 20_000
    marks = tuple(
        replace(mark, comment=long if number < 110 else mark.comment) for number, mark in enumerate(case.marks)
    )
    found = dossier(case=replace(case, marks=marks, method=replace(case.method, draws=100)))
    assert len(document(found, "en")) > pdf.HTML_LIMIT
    assert sum(row[10] == long for row in sheets(workbook(found))["Comments"]) == 110
