"""docs/method.md and its Chinese version are run: examples and table of prices, and the formulas' own examples too."""

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
CHINESE = METHOD.with_suffix(".zh-hans.md")
PARAMETERS: dict[str, dict[str, float]] = {"ceiling": {"full_marks_at": 100, "ceiling": 200}, "log": {"base": 2}}
MODULES = [
    vendors.facts,
    writing,
    *(
        importlib.import_module(each.name)
        for each in pkgutil.walk_packages(scoring.formulas.__path__, "scoring.formulas.")
    ),
]


@pytest.mark.parametrize("method", [METHOD, CHINESE], ids=["en", "zh-hans"])
def test_the_examples_of_the_method_hold(method: Path) -> None:
    outcome = doctest.testfile(str(method), module_relative=False, encoding="utf-8")
    assert outcome.attempted > 20
    assert outcome.failed == 0


def test_both_languages_say_the_same_things() -> None:
    """What needs no translation stands in both: sections, examples, names of code, seed rows, and links to files."""

    def said(method: Path) -> dict[str, object]:
        text = method.read_text(encoding="utf-8")
        return {
            "sections": [len(mark) for mark in re.findall(r"^(#+) ", text, re.MULTILINE)],
            "examples": re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL),
            "rows of tables": len(re.findall(r"^\|", text, re.MULTILINE)),
            "names": set(re.findall(r"`(\w+)`", text)),
            "seed rows": set(re.findall(r"\b[AB]\d\d\b", text, re.ASCII)),
            "files": set(re.findall(r"\]\(([\w.]+)\)", text)),
        }

    assert said(CHINESE) == said(METHOD)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_the_examples_of_the_formulas_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@pytest.mark.parametrize("method", [METHOD, CHINESE], ids=["en", "zh-hans"])
def test_the_table_of_prices_holds_what_the_program_computes(method: Path) -> None:
    rows = re.findall(
        r"^\| `(\w+)`[^|]*\| [^|]+ \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$",
        method.read_text(encoding="utf-8"),
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
