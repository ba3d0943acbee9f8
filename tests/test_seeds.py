"""Every default can be traced: seed rows and sources that the fixtures name exist, and the list of rows is whole."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scoring import library

ROOT = Path(__file__).resolve().parent.parent
DATA_FILES = [*sorted((ROOT / "fixtures").glob("*.json")), *sorted((ROOT / "docs").glob("facts.json"))]
ROW = re.compile(r"^\| ([AB]\d\d) \| (.+?) \| (.+) \|$", re.MULTILINE)
CRITERION = re.compile(r"\b(?:NM|CH|RC)-[A-Z]\d+\b")
FILE = re.compile(r"`([a-z_]+/[\w/.]+)`")
FACT = re.compile(r"facts? ((?:`\w+`(?:, )?)+)")


def seed_rows() -> dict[str, tuple[str, str]]:
    """Row -> its statement and where it is served."""
    text = (ROOT / "docs" / "seeds.md").read_text(encoding="utf-8")
    return {row: (statement, where) for row, statement, where in ROW.findall(text)}


def values_of(key: str, node: Any) -> Iterator[str]:
    """Every text that stands under a key, at any depth."""
    if isinstance(node, list):
        for item in node:
            yield from values_of(key, item)
    elif isinstance(node, dict):
        for name, value in node.items():
            if name == key:
                yield from [value] if isinstance(value, str) else value
            else:
                yield from values_of(key, value)


def test_the_list_of_seed_rows_is_whole_and_in_order() -> None:
    expected = [f"A{number:02d}" for number in range(1, 64)] + [f"B{number:02d}" for number in range(1, 74)]

    assert ROW.findall((ROOT / "docs" / "seeds.md").read_text(encoding="utf-8")) != []
    assert list(seed_rows()) == expected


def test_no_row_is_told_twice_or_at_length() -> None:
    statements = [statement for statement, _ in seed_rows().values()]

    assert len(set(statements)) == len(statements)
    assert [statement for statement in statements if len(statement) > 80] == []


@pytest.mark.parametrize("path", DATA_FILES, ids=lambda path: path.name)
def test_every_seed_reference_in_the_data_is_a_row(path: Path) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    named = {*values_of("seed_refs", content), *values_of("seed_rows", content)}

    assert named - set(seed_rows()) == set()


def test_tiers_and_criteria_do_name_seed_rows() -> None:
    tiers = set(values_of("seed_refs", json.loads((ROOT / "fixtures" / "tiers.json").read_text(encoding="utf-8"))))

    assert tiers == {f"A{number}" for number in range(26, 40)}
    assert len({row for criterion in library.criteria() for row in criterion.seed_refs}) > 60


def test_every_criterion_file_and_fact_that_serves_a_row_exists() -> None:
    where = "\n".join(place for _, place in seed_rows().values())
    facts = {name for names in FACT.findall(where) for name in re.findall(r"\w+", names)}
    known_facts = set(values_of("key", json.loads((ROOT / "docs" / "facts.json").read_text(encoding="utf-8"))))

    assert set(CRITERION.findall(where)) - {criterion.id for criterion in library.criteria()} == set()
    assert [name for name in set(FILE.findall(where)) if not (ROOT / name).exists()] == []
    assert facts != set()
    assert facts - known_facts == set()


def test_a_row_that_a_criterion_names_is_not_called_open() -> None:
    served = {row for criterion in library.criteria() for row in criterion.seed_refs}
    chapters = {"A58", "B06", "B26", "B35", "B47", "B56"}  # a heading and a claim: the criteria under them serve others

    assert [row for row in sorted(served - chapters) if seed_rows()[row][1] == "open"] == []


def test_the_page_of_sources_says_what_the_library_says() -> None:
    references = json.loads((ROOT / "fixtures" / "criteria.json").read_text(encoding="utf-8"))["meta"]["references"]
    page = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    told = {
        code: {"title": title, "where": where}
        for code, title, where in re.findall(r"^\| ([A-Z0-9]+) \| (.+?) \| (.+) \|$", page, re.MULTILINE)
    }

    assert told == references


def test_every_source_of_a_criterion_is_in_the_table() -> None:
    references = json.loads((ROOT / "fixtures" / "criteria.json").read_text(encoding="utf-8"))["meta"]["references"]
    named = {code.partition(":")[0] for criterion in library.criteria() for code in criterion.source_refs}

    assert named == set(references)
