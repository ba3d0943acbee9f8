"""The demo evaluation: it follows the library and scenario S2, and it tells the story that a newcomer should see."""

import json
from typing import Any

import pytest

from scoring import library
from scoring.casefile.document import read
from scoring.formulas.assessment import assess
from scoring.formulas.case import Case
from scoring.formulas.results import Assessment
from scoring.formulas.rounding import rounded_up

EVIDENCE_CAPS = {"brochure": 2, "demo": 3, "document": 4, "contract": 5}
# Beside the core pack: what a shop on several marketplaces asks first, and one bonus.
ADDED = {"NM-A5", "NM-E5"}


@pytest.fixture(scope="module")
def document() -> Any:
    return json.loads((library.FIXTURES / "demo_s2.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def demo() -> Case:
    return read((library.FIXTURES / "demo_s2.json").read_bytes())


@pytest.fixture(scope="module")
def result(demo: Case) -> Assessment:
    return assess(demo)


def test_the_demo_company_is_scenario_s2(demo: Case) -> None:
    scenario = library.scenario("S2")

    assert demo.profile.budget == scenario.figures["budget_3y"]
    assert demo.profile.annual_revenue == scenario.figures["annual_revenue"]
    assert demo.profile.agent_seats == (40, 50, 60)
    assert demo.profile.normal_concurrency is not None
    assert rounded_up(demo.profile.normal_concurrency) == scenario.expected["normal_peak_hour_concurrency"]
    assert demo.profile.promotion_factor == scenario.figures["promotion_peak_factor"]
    assert demo.profile.conditions == set(scenario.conditions)
    assert dict(demo.dimensions) == dict(library.dimension_weights(scenario.profile))


def test_the_demo_criteria_are_the_librarys_with_their_proposed_classes(document: Any) -> None:
    scenario = library.scenario("S2")
    proposed = {
        row.criterion.id: row
        for row in library.proposal("smart", scenario.profile, scenario.conditions, "full")
        if row.criterion.pack == "core" or row.criterion.id in ADDED
    }

    assert [row["id"] for row in document["criteria"]] == list(proposed)
    for row in document["criteria"]:
        criterion = proposed[row["id"]].criterion
        assert row["class"] == proposed[row["id"]].class_
        assert row["name"] == dict(criterion.name)
        assert (row["dimension"], row["source"], row.get("measure")) == (
            criterion.dimension,
            criterion.source,
            criterion.measure,
        )
        assert (row.get("knock_out", False), row.get("pass_mark")) == (criterion.knock_out, criterion.pass_mark)
        assert row.get("condition") == criterion.condition


def test_every_cell_of_the_demo_is_answered_and_the_ends_of_the_scale_are_explained(document: Any) -> None:
    panel = [row["id"] for row in document["criteria"] if row["source"] == "panel" and row["class"] != "redundant"]
    cells = {(mark["seat"], mark["offer"], mark["criterion"]) for mark in document["marks"]}

    assert len(cells) == len(document["marks"])
    assert cells == {
        (seat["id"], offer["id"], criterion)
        for seat in document["seats"]
        for offer in document["offers"]
        for criterion in panel
    }
    assert [mark for mark in document["marks"] if mark.get("value") in {0, 5} and not mark.get("comment")] == []
    assert {mark["state"] for mark in document["marks"] if "state" in mark} == {"abstained", "not_applicable"}
    comments = [mark["comment"] for mark in document["marks"] if "comment" in mark]
    assert {type(comment) for comment in comments} == {str, dict}
    assert [
        mark for mark in document["marks"] if "evidence" in mark and mark["value"] > EVIDENCE_CAPS[mark["evidence"]]
    ] == []


def test_the_demo_has_a_clear_winner_and_a_close_second(result: Assessment) -> None:
    assert result.winners == ("heronbridge",)
    assert [offer.id for offer in result.ranking] == ["heronbridge", "elmsward", "tidewell", "pebblevox", "mistfold"]
    assert result.lead is not None
    assert 2 <= result.lead <= 5
    assert not result.is_close
    assert [offer.id for offer in result.offers if offer.provisional] == []


def test_a_decent_offer_of_the_demo_falls_to_the_data_ownership_clause(result: Assessment) -> None:
    excluded = result.offer("mistfold")

    assert [exclusion.criterion for exclusion in excluded.excluded] == ["RC-C1"]
    assert excluded.rank is None
    assert excluded.total is not None
    assert excluded.total > 70
    assert [offer.id for offer in result.offers if not offer.is_eligible] == ["mistfold"]


def test_the_cheapest_offer_of_the_demo_does_not_fit(result: Assessment) -> None:
    cash = {offer.id: offer.cost.cash or 0 for offer in result.offers}
    cheapest = result.offer(min(cash, key=lambda offer: cash[offer]))

    assert cheapest.id == "pebblevox"
    assert cheapest.scores["need"] is not None
    assert cheapest.scores["need"] < 60
    assert "cheapest_unfit" in {flag.code for flag in cheapest.flags}
    assert max(cash.values()) <= 576_000  # what is left of the budget after the reserve
