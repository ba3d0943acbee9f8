"""Changes between two frozen cases, item by item."""

from copy import deepcopy
from typing import Any

import pytest

from scoring.casefile.changes import changed_ids, changes, is_asked_anew, offer_changes

DOCUMENT: dict[str, Any] = {
    "title": "A",
    "profile": {"currency": "CNY"},
    "dimensions": {"need": 40, "cost": 30, "risk": 30},
    "scale": {"min": 0, "max": 5},
    "method": {"panel": "mean"},
    "criteria": [{"id": "ease", "class": "must", "weight": 3}, {"id": "safe", "class": "redundant", "weight": 0}],
    "offers": [{"id": "one", "costs": []}, {"id": "two", "costs": []}],
    "seats": [{"id": "it", "name": "IT"}],
}


@pytest.fixture
def after() -> dict[str, Any]:
    return deepcopy(DOCUMENT)


def test_the_same_case_has_no_changes_whatever_the_order_of_its_lists(after: dict[str, Any]) -> None:
    after["criteria"].reverse()
    assert changes(DOCUMENT, after) == []


def test_each_changed_field_is_one_change_with_both_values(after: dict[str, Any]) -> None:
    after["dimensions"]["need"] = 50
    after["criteria"][0]["weight"] = 5
    assert changes(DOCUMENT, after) == [
        {"part": "dimensions", "id": None, "field": "need", "before": 40, "after": 50},
        {"part": "criteria", "id": "ease", "field": "weight", "before": 3, "after": 5},
    ]


@pytest.mark.parametrize("part", ["title", "profile", "scale", "method", "criteria", "offers", "seats"])
def test_no_part_of_a_case_changes_unnoticed(after: dict[str, Any], part: str) -> None:
    if part == "title":
        after["title"] = "B"
    else:
        item = after[part][0] if isinstance(after[part], list) else after[part]
        item["something"] = "new"
    [change] = changes(DOCUMENT, after)
    assert change["part"] == part


def test_what_came_and_what_went_is_told_as_a_whole(after: dict[str, Any]) -> None:
    new = {"id": "fast", "class": "bonus", "weight": 1}
    after["criteria"] = [after["criteria"][0], new]
    assert changes(DOCUMENT, after) == [
        {"part": "criteria", "id": "fast", "field": None, "before": None, "after": new},
        {"part": "criteria", "id": "safe", "field": None, "before": DOCUMENT["criteria"][1], "after": None},
    ]
    assert changed_ids(changes(DOCUMENT, after), "criteria") == {"fast", "safe"}


def test_only_offers_that_differ_are_changed_offers(after: dict[str, Any]) -> None:
    after["offers"][1]["costs"] = [{"amount": [1]}]
    after["criteria"] = []
    assert list(offer_changes(DOCUMENT, after)) == ["two"]


def test_a_criterion_is_asked_anew_when_it_comes_or_counts_again_and_not_when_it_weighs_more(
    after: dict[str, Any],
) -> None:
    after["criteria"][0] |= {"weight": 5, "class": "bonus"}
    after["criteria"][1] |= {"class": "must"}
    after["criteria"].append({"id": "fast", "class": "must"})
    found = changes(DOCUMENT, after)
    assert [is_asked_anew(found, key) for key in ("ease", "safe", "fast")] == [False, True, True]
    assert not is_asked_anew(changes(after, DOCUMENT), "fast")
