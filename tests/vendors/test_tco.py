"""TCO list: what is asked of a vendor, and how complete its answer is."""

import doctest

import pytest

from vendors import tco
from vendors.models.cost_line import Category


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(tco).failed == 0


def test_every_item_asks_in_both_languages_about_a_known_category() -> None:
    assert len(tco.ITEM_BY_CODE) == len(tco.ITEMS)
    for item in tco.ITEMS:
        assert item.category in Category.values
        assert all(item.label[language] and item.question[language] for language in ("en", "zh-hans"))
        assert item.seed_rows


def test_every_category_of_a_vendors_bill_is_asked_about() -> None:
    # Repeated work is the company's own; no vendor can price it.
    assert {item.category for item in tco.ITEMS} == set(Category.values) - {"repeated_work"}


@pytest.mark.parametrize(
    ("answers", "share"),
    [
        ({}, 0.0),
        ({"training": "asked"}, 0.0),
        ({"training": "free"}, 1 / 14),
        ({"training": "free", "hardware": "not_applicable"}, 1 / 13),
        (dict.fromkeys(tco.ITEM_BY_CODE, "included"), 1.0),
        (dict.fromkeys(tco.ITEM_BY_CODE, "not_applicable"), 1.0),
    ],
)
def test_completeness_counts_answers_of_what_applies(answers: dict[str, str], share: float) -> None:
    assert tco.completeness(answers, ()) == pytest.approx(share)


def test_a_line_that_may_be_anything_answers_no_question() -> None:
    assert tco.status_of(tco.ITEM_BY_CODE["exit"], {}, {"other"}) == ""
