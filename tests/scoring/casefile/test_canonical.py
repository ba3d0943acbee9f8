"""The canonical form: one evaluation, one sequence of bytes."""

import hashlib
import json
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.casefile.document import (
    assessment_document,
    canonical_bytes,
    canonical_text,
    input_sha256,
    read,
    to_document,
)
from scoring.casefile.writing import canonical_number
from scoring.formulas.assessment import assess
from scoring.formulas.case import Fact
from tests.scoring.casefile.sample import sample
from tests.scoring.formulas.documents import Document, documents


@given(documents())
@settings(max_examples=60, deadline=None)
def test_the_canonical_form_is_idempotent(document: Document) -> None:
    case = read(document)

    again = read(to_document(case))

    assert to_document(again) == to_document(case)
    assert canonical_bytes(again) == canonical_bytes(case)
    assert read(canonical_bytes(case)) == again
    assert json.loads(canonical_bytes(case)) == json.loads(canonical_text(case)) == to_document(case)


@given(documents(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_in_the_file_is_irrelevant(document: Document, shuffle: random.Random) -> None:
    before = input_sha256(read(document))
    for part in ("seats", "offers", "criteria", "marks", "consensus", "overrides"):
        shuffle.shuffle(document[part])
    for offer in document["offers"]:
        shuffle.shuffle(offer["costs"])
    shuffled = dict(shuffle.sample(list(document.items()), len(document)))

    assert input_sha256(read(shuffled)) == before


@given(documents())
@settings(max_examples=60, deadline=None)
def test_the_canonical_form_gives_the_same_result(document: Document) -> None:
    case = read(document)
    before, after = assess(case), assess(read(to_document(case)))
    for offer in before.offers:
        assert after.offer(offer.id).total == pytest.approx(offer.total)
        assert after.offer(offer.id).rank == offer.rank


def test_defaults_are_filled_in() -> None:
    canonical = to_document(read(sample()))

    assert canonical["criteria"][0] == {
        "id": "calls",
        "name": "Calls",
        "dimension": "need",
        "class": "bonus",
        "weight": 1,
        "source": "panel",
        "measure": None,
        "fact": None,
        "knock_out": False,
        "pass_mark": 60,
        "condition": "voice",
    }
    assert canonical["offers"][0]["facts"]["trial_days"] == {"value": 14, "status": "claimed", "valid_until": None}
    assert canonical["seats"][0] == {
        "id": "it",
        "name": "IT lead",
        "weights": None,
        "voting": True,
        "criteria": ["ticket-flow"],
        "recused": ["b"],
    }


def test_what_follows_from_the_budget_and_the_horizon_is_filled_in() -> None:
    document = sample()
    document["method"]["price_parameters"] = {}
    document["profile"]["agent_seats"] = 40

    canonical = to_document(read(document))

    assert canonical["method"]["price_parameters"] == {"full_marks_at": 288_000, "ceiling": 720_000}
    assert canonical["profile"]["agent_seats"] == [40, 40, 40]


def test_a_draft_that_lacks_the_limits_of_its_formula_can_still_be_written() -> None:
    case = read(sample())
    draft = replace(case, profile=replace(case.profile, budget=None), method=replace(case.method, price_parameters={}))
    assert to_document(draft)["method"]["price_parameters"] == {}


def test_comments_are_kept_only_on_demand() -> None:
    case = read(sample())
    assert "comment" not in to_document(case)["marks"][0]
    assert to_document(case, comments=True)["marks"][1]["comment"] == {"en": "Good", "zh-hans": "好"}
    assert '"comment": "None\\nat all"' in canonical_text(case, comments=True)
    assert read(to_document(case, comments=True)) == read(
        to_document(read(to_document(case, comments=True)), comments=True)
    )


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("Price", "Price"),
        ({"en": "Price"}, "Price"),
        ({"zh-hans": "价格"}, "价格"),
        ({"en": "CRM", "zh-hans": "CRM"}, "CRM"),
        ({"zh-hans": "价格", "en": ""}, "价格"),
        ({"zh-hans": "价格", "en": "Price"}, {"en": "Price", "zh-hans": "价格"}),
    ],
)
def test_a_wording_is_an_object_only_where_the_languages_differ(given: Document | str, canonical: object) -> None:
    assert to_document(read(sample() | {"title": given}))["title"] == canonical


def test_a_fact_without_a_value_says_nothing() -> None:
    document = sample()
    before = input_sha256(read(document))
    document["offers"][0]["facts"]["mlps_level"] = {"value": None, "status": "unknown"}
    case = read(document)

    assert case.offers[0].facts["mlps_level"] == Fact(value=None, status="unknown")
    assert input_sha256(case) == before


def test_amounts_follow_their_years() -> None:
    document = sample()
    line = document["offers"][0]["costs"][0]
    before = to_document(read(document))["offers"][0]["costs"]
    for key in ("years", "amount", "low", "high"):
        line[key] = line[key][::-1]
    assert to_document(read(document))["offers"][0]["costs"] == before


def test_the_fingerprint_is_over_the_canonical_bytes() -> None:
    case = read(sample())
    assert input_sha256(case) == hashlib.sha256(canonical_bytes(case)).hexdigest()
    assert canonical_bytes(case).startswith(b'{"consensus":[{"criterion":"calls","offer":"a"')
    assert "2027年客服系统".encode() in canonical_bytes(case)


@pytest.mark.parametrize(
    ("figure", "text"),
    # The examples of RFC 8785, appendix B, and those around its borders.
    [
        (0.0, "0"),
        (-0.0, "0"),
        (5e-324, "5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
        (9007199254740992.0, "9007199254740992"),
        (295147905179352830000.0, "295147905179352830000"),
        (9.999999999999997e22, "9.999999999999997e+22"),
        (1e23, "1e+23"),
        (1e21, "1e+21"),
        (1e20, "100000000000000000000"),
        (999999999999999700000.0, "999999999999999700000"),
        (333333333.3333332, "333333333.3333332"),
        (1e-6, "0.000001"),
        (1e-7, "1e-7"),
        (-1.5, "-1.5"),
        (9.999999999999997e-7, "9.999999999999997e-7"),
    ],
)
def test_numbers_are_written_as_in_rfc_8785(figure: float, text: str) -> None:
    assert canonical_number(figure) == text


def test_the_output_holds_what_was_built_and_nothing_else() -> None:
    case = read(sample())

    document = assessment_document(case, assess(case))

    assert set(document) == {"format", "offers", "ties", "agreement", "robustness", "input_sha256"}
    first, second = document["offers"]
    assert (first["id"], first["rank"], second["id"]) == ("a", 1, "b")
    assert set(first) == {
        "id", "rank", "total", "scores", "provisional", "excluded",
        "must_coverage", "coverage", "criteria", "cost", "flags",
    }  # fmt: skip
    assert first["criteria"]["ticket-flow"] == {
        "score": 80,
        "weight": pytest.approx(0.3),
        "contribution": pytest.approx(24),
    }
    assert first["criteria"]["calls"]["individual"] is None
    assert first["cost"]["by_category"] == {"subscription": 252_200, "training": 7_500}
    assert first["coverage"] == {"marked": 1, "expected": 3}
    assert [flag["code"] for flag in second["flags"]][-2:] == ["overridden", "must_gap"]
    assert json.loads(json.dumps(document, allow_nan=False)) == document


def test_the_output_says_how_far_the_members_agree() -> None:
    stated = sample()
    stated["marks"] = [
        {"seat": seat, "offer": offer, "criterion": criterion, "value": value}
        for seat, given in {"service": (4, 1, 5, 0), "it": (3, 3, 5, 3)}.items()
        for (offer, criterion), value in zip(
            [("a", "ticket-flow"), ("b", "ticket-flow"), ("a", "calls"), ("b", "calls")], given, strict=True
        )
    ]
    stated["seats"][1] |= {"criteria": None, "recused": []}
    case = read(stated)

    document = assessment_document(case, assess(case))

    assert list(document["agreement"]) == [
        "alpha_ordinal", "alpha_interval", "kendall_w", "icc2k", "icc3k", "within_group", "member_against_rest",
        "severity", "discrepancies", "readings",
    ]  # fmt: skip
    assert document["agreement"]["kendall_w"] == 1
    assert document["agreement"]["member_against_rest"] == {"service": 1, "it": 1}
    assert document["agreement"]["severity"] == {"service": -10, "it": 10}
    assert document["agreement"]["discrepancies"] == [
        {"offer": "b", "criterion": "calls", "min": 0, "max": 3},
        {"offer": "b", "criterion": "ticket-flow", "min": 1, "max": 3},
    ]
    assert set(document["agreement"]["readings"].values()) == {"too_few"}
