"""docs/method.md is run: its examples, its table of prices, and the examples in the formulas' own docstrings."""

import doctest
import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import scoring.formulas
import vendors.facts
from scoring.casefile import writing
from scoring.formulas.flags import SENTENCES
from scoring.formulas.measures import MEASURES
from scoring.formulas.price import FORMULA_PARAMETERS, price_scores

METHOD = Path(__file__).parents[2] / "docs/method.md"
PARAMETERS: dict[str, dict[str, float]] = {"ceiling": {"full_marks_at": 100, "ceiling": 200}, "log": {"base": 2}}
MODULES = [
    vendors.facts,
    writing,
    *(
        importlib.import_module(f"scoring.formulas.{each.name}")
        for each in pkgutil.iter_modules(scoring.formulas.__path__)
    ),
]


def test_the_examples_of_the_method_hold() -> None:
    outcome = doctest.testfile(str(METHOD), module_relative=False, encoding="utf-8")
    assert outcome.attempted > 20
    assert outcome.failed == 0


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_the_examples_of_the_formulas_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


def test_the_table_of_prices_holds_what_the_program_computes() -> None:
    rows = re.findall(
        r"^\| `(\w+)`[^|]*\| [^|]+ \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$",
        METHOD.read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert [formula for formula, *_ in rows] == list(FORMULA_PARAMETERS)
    for formula, *printed in rows:
        scores = price_scores([100, 120, 150, 180], formula, **PARAMETERS.get(formula, {}))
        assert [f"{score:.2f}" for score in scores] == printed


def test_every_measure_is_in_the_method_and_every_flag_named_there_exists() -> None:
    text = METHOD.read_text(encoding="utf-8")
    measures = text.split("## Measures")[1].split("```")[0]
    assert re.findall(r"^\| `(\w+)` \|", measures, re.MULTILINE) == list(MEASURES)
    flags = text.split("## Flags")[1].split("## The file")[0]
    assert set(re.findall(r"`(\w+)`", flags)) <= set(SENTENCES)
