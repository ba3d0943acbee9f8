"""docs/evaluation.schema.json and the reader say the same, wherever a schema can say it."""

import copy
import json
import re
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.casefile.document import Faults, canonical_text, read
from scoring.formulas import case as cases
from scoring.formulas.measures import MEASURES
from tests.scoring.casefile.sample import sample
from tests.scoring.casefile.test_document import ONE_FAULT
from tests.scoring.formulas.documents import Document, documents
from vendors.facts import FACTS

SCHEMA = json.loads((Path(__file__).parents[3] / "docs/evaluation.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

# What a schema has no words for: what one part says about another, decimals, the calendar, and NaN, which is no JSON.
BEYOND_A_SCHEMA = re.compile(
    r"there is no |is already the id|there is already a |is measured: |is no knock-out|is recused from|"
    r"is not on the sheet|amounts for|numbers for|more than the expected|less than the expected|decimals$|"
    r"the weights of .* must not all be 0|must be less than max|(value|years\[\d+\]): .* is outside |must be a date|"
    r"method\.price_parameters: (ceiling needs|full_marks_at must)|trimmed needs|finite number"
)
JUNK = st.sampled_from(
    [
        None,
        True,
        False,
        0,
        1,
        -1,
        2.5,
        6,
        101,
        1e13,
        10**20,
        "",
        " ",
        "x",
        "a b",
        "1.3",
        "x" * 300,
        "\x00",
        [],
        [1],
        ["a", "a"],
        {},
        {"en": "x"},
        {"en": ""},
        {"value": 1},
        "ceiling",
        "measure",
        "promise",
        "must",
        "price",
        "log",
        "2027-01-01",
    ]
)


def faults_of(document: Document) -> list[str]:
    """What the reader complains about."""
    try:
        read(document)
    except Faults as faults:
        return faults.lines
    return []


def is_within_a_schemas_reach(line: str) -> bool:
    """Whether a schema could have said it."""
    return not BEYOND_A_SCHEMA.search(line)


def agree(document: Document) -> None:
    """Hold both verdicts against each other."""
    fits, faults = VALIDATOR.is_valid(document), faults_of(document)
    if fits:
        assert [line for line in faults if is_within_a_schemas_reach(line)] == []
    else:
        assert faults


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container of a document with each of its keys."""
    if isinstance(value, dict):
        inner = [place for item in value.values() for place in places(item)]
        return [(value, key) for key in value] + inner
    if isinstance(value, list):
        inner = [place for item in value for place in places(item)]
        return [(value, position) for position in range(len(value))] + inner
    return []


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@given(documents())
@settings(max_examples=30, deadline=None)
def test_good_files_fit_as_stated_and_in_canonical_form(document: Document) -> None:
    VALIDATOR.validate(document)
    VALIDATOR.validate(json.loads(canonical_text(read(document), comments=True)))


def test_the_sample_fits() -> None:
    VALIDATOR.validate(sample())


@pytest.mark.parametrize("document", [document for document, line in ONE_FAULT if line])
def test_what_the_reader_refuses_the_schema_refuses_where_it_can(document: Document) -> None:
    agree(document)


@given(st.data())
@settings(max_examples=250, deadline=None)
def test_a_damaged_file_gets_the_same_verdict_from_both(data: st.DataObject) -> None:
    document = copy.deepcopy(sample())
    container, key = data.draw(st.sampled_from(places(document)))
    damage = data.draw(st.sampled_from(["replace", "remove", "add"]))
    if damage == "replace":
        container[key] = data.draw(JUNK)
    elif damage == "remove":
        del container[key]
    elif isinstance(container, dict):
        container[data.draw(st.sampled_from(["colour", "low", "weights", "state", "fact", "measure"]))] = data.draw(
            JUNK
        )
    else:
        container.append(data.draw(JUNK))
    agree(document)


def test_the_closed_lists_of_the_schema_are_those_of_the_code() -> None:
    definitions = SCHEMA["$defs"]
    criterion = definitions["criterion"]["properties"]

    assert list(definitions["facts"]["properties"]) == list(FACTS)
    assert criterion["measure"]["anyOf"][1]["enum"] == list(MEASURES)
    assert criterion["fact"]["anyOf"][1]["enum"] == [key for key, kind in FACTS.items() if kind.has_verdict]
    assert criterion["condition"]["anyOf"][1]["enum"] == list(cases.CONDITIONS)
    assert definitions["method"]["properties"]["price_formula"]["enum"] == list(cases.PRICE_FORMULAS)
    assert definitions["offer"]["properties"]["tier"]["enum"] == list(cases.TIERS)
