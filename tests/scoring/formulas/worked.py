"""The published and hand-derived cases of tests/worked_cases, with their sources."""

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "worked_cases"
CASES: list[dict[str, Any]] = [
    case
    for path in sorted(FOLDER.glob("*.json"))
    for content in [json.loads(path.read_text(encoding="utf-8"))]
    for case in (content if isinstance(content, list) else [content])
]


def of_kind(kind: str) -> list[Any]:
    """The cases of one kind, as test parameters."""
    return [pytest.param(case, id=case["id"]) for case in CASES if case.get("kind") == kind]


def of_method(method: str) -> list[Any]:
    """The cases of one method, as test parameters."""
    return [pytest.param(case, id=case["id"]) for case in CASES if case.get("method") == method]


def derived(id_: str) -> dict[str, Any]:
    """A hand-derived case."""
    return next(case for case in CASES if case["id"] == id_)
