"""Evaluation files that cannot be read: every fault is named with its place."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from scoring.casefile.document import Faults, read
from tests.scoring.casefile.sample import Document, sample


def faults_of(document: Any) -> list[str]:
    """The fault lines of a document; none for a good one."""
    try:
        read(document)
    except Faults as faults:
        return faults.lines
    return []


def changed(*path: str | int, to: Any) -> Document:
    """The sample with one value replaced or added."""
    document = sample()
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return document


def without(*path: str | int) -> Document:
    """The sample with one key gone."""
    document = sample()
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return document


def test_the_sample_has_no_fault() -> None:
    assert faults_of(sample()) == []


COST = ("offers", 0, "costs", 0)
MARK = ("marks", 0)
FACT = ("offers", 0, "facts", "tls_min_version")

ONE_FAULT: list[tuple[Document, str]] = [
    # Keys
    (changed("colour", to=1), "colour: unknown key; allowed are consensus, criteria, dimensions, format"),
    (changed("profile", "colour", to=1), "profile.colour: unknown key; allowed are"),
    (changed("marks", 0, "colour", to=1), "marks[0].colour: unknown key; allowed are"),
    (changed("offers", 0, "facts", "a b", to=1), 'offers[0].facts["a b"]: unknown fact; docs/facts.json lists'),
    (without("profile", "currency"), "profile: needs currency"),
    (without("marks", 0, "seat"), "marks[0]: needs seat"),
    (without("method", "price_parameters", "ceiling"), ""),
    (changed("format", to="evaluation/2"), 'format: must be one of evaluation/1, not "evaluation/2"'),
    # Types and ranges
    (changed("profile", to=[]), "profile: must be an object, not a list"),
    (changed("criteria", 0, "weight", to="3"), 'criteria[0].weight: must be a number, not "3"'),
    (changed("criteria", 0, "weight", to=True), "criteria[0].weight: must be a number, not true"),
    (changed("criteria", 0, "weight", to=-1), "criteria[0].weight: -1 is outside 0..1000000000"),
    (changed("criteria", 0, "weight", to=float("nan")), "criteria[0].weight: must be a finite number"),
    (changed("criteria", 0, "weight", to=10**400), "criteria[0].weight: a number of that size is outside"),
    (changed("criteria", 0, "pass_mark", to=101), "criteria[0].pass_mark: 101 is outside 0..100"),
    (changed("criteria", 0, "knock_out", to=1), "criteria[0].knock_out: must be true or false, not 1"),
    (changed("criteria", 0, "class", to="nice"), 'criteria[0].class: must be one of must, bonus, redundant, not "ni'),
    (changed("criteria", 0, "condition", to="rain"), "criteria[0].condition: must be one of multilingual, ai, voice,"),
    (changed("profile", "conditions", to=["rain"]), "profile.conditions[0]: must be one of multilingual"),
    (changed("profile", "conditions", to=["ai", "ai"]), 'profile.conditions[1]: "ai" stands twice'),
    (changed("profile", "currency", to="yuan"), "profile.currency: has 4 characters; at most 3 are allowed"),
    (changed("profile", "currency", to="cny"), "profile.currency: must be a code of three capital letters such as CNY"),
    (changed("profile", "horizon_years", to=2.5), "profile.horizon_years: must be a whole number, not 2.5"),
    (changed("profile", "budget", to=0), "profile.budget: 0 is not above 0 and at most 1000000000000"),
    (changed("profile", "agent_seats", to=[40, 50]), "profile.agent_seats: has 2 numbers for 3 years"),
    (changed("profile", "reserve_share", to=1.1), "profile.reserve_share: 1.1 is outside 0..1"),
    (changed("dimensions", to={"need": 0, "cost": 0, "risk": 0}), "dimensions: the weights of need, cost, risk must"),
    (without("dimensions", "risk"), "dimensions: needs risk"),
    (changed("scale", to={"min": 5, "max": 5}), "scale: min 5 must be less than max 5"),
    (changed("method", "decimals", to=1), "method.decimals: 1 is outside 2..9"),
    (changed("title", to=""), "title: must not be empty"),
    (changed("title", to={"en": " ", "zh-hans": ""}), "title: must hold a text under en or zh-hans"),
    (changed("title", to={"fr": "Choix"}), "title.fr: unknown key; allowed are en, zh-hans"),
    (changed("title", to="x" * 10_000), "title: has 10000 characters; at most 200 are allowed"),
    (changed("title", to="a\nb"), "title: must not hold control characters"),
    (changed("marks", 0, "comment", to="a\x00b"), "marks[0].comment: must not hold control characters"),
    (changed("title", to="\ud800"), "title: must be text that Unicode can encode"),
    (changed("criteria", 1, "id", to="a b"), "criteria[1].id: must not hold spaces"),
    # Ids and references
    (changed("criteria", 1, "id", to="price"), 'criteria[2].id: "price" is already the id of another'),
    (changed("offers", 1, "id", to="a"), 'offers[1].id: "a" is already the id of another'),
    (changed("seats", 1, "id", to="service"), 'seats[1].id: "service" is already the id of another'),
    (changed("marks", 2, "offer", to="z"), 'marks[2].offer: there is no offer "z"'),
    (changed("marks", 2, "seat", to="z"), 'marks[2].seat: there is no seat "z"'),
    (changed("marks", 2, "criterion", to="z"), 'marks[2].criterion: there is no criterion "z"'),
    (changed("seats", 1, "recused", to=["z"]), 'seats[1].recused[0]: there is no offer "z"'),
    (changed("seats", 0, "criteria", to=["price"]), 'seats[0].criteria[0]: "price" is measured: members do not mark'),
    (changed("consensus", 0, "offer", to="z"), 'consensus[0].offer: there is no offer "z"'),
    (changed("overrides", 0, "criterion", to="calls"), 'overrides[0].criterion: "calls" is no knock-out'),
    # Sources
    (changed("criteria", 0, "measure", to="price"), 'criteria[0].measure: is only for source "measure"'),
    (without("criteria", 3, "measure"), "criteria[3]: a measured criterion needs a measure"),
    (without("criteria", 3, "fact"), "criteria[3]: the measure promise needs a fact"),
    (changed("criteria", 3, "fact", to="moon_phase"), "criteria[3].fact: must be one of trial_days,"),
    (changed("criteria", 3, "fact", to="rated_concurrency"), "criteria[3].fact: rated_concurrency has no limits"),
    (changed("criteria", 2, "fact", to="sla_evidence"), "criteria[2].fact: is only for the measure promise"),
    (changed("criteria", 2, "measure", to="luck"), "criteria[2].measure: must be one of price, budget"),
    (changed("criteria", 2, "knock_out", to=True), "criteria[2].knock_out: the price cannot be a knock-out"),
    # Facts
    (changed("offers", 0, "facts", "trial_days", to=-1), "offers[0].facts.trial_days: -1 must be a whole number"),
    (changed("offers", 0, "facts", "trial_days", to=None), "offers[0].facts.trial_days: null must be a whole number"),
    (changed("offers", 0, "facts", "luck", to=1), "offers[0].facts.luck: unknown fact"),
    (changed(*FACT, "value", to="1.9"), 'offers[0].facts.tls_min_version.value: "1.9" must be one of 1.3, 1.2'),
    (changed(*FACT, "value", to=None), 'offers[0].facts.tls_min_version.value: null is only for the status "unknown"'),
    (changed(*FACT, "status", to="sworn"), "offers[0].facts.tls_min_version.status: must be one of unknown, claimed"),
    (changed(*FACT, "valid_until", to="2027-02-30"), "offers[0].facts.tls_min_version.valid_until: must be a date"),
    (changed(*FACT, "valid_until", to="June 2027"), "offers[0].facts.tls_min_version.valid_until: must be a date"),
    # Costs
    (changed(*COST, "amount", to=[1, 2]), "offers[0].costs[0].amount: has 2 amounts for 3 years"),
    (changed(*COST, "low", to=[1]), "offers[0].costs[0].low: has 1 amounts for 3 years"),
    (changed(*COST, "amount", 1, to=-5), "offers[0].costs[0].amount[1]: -5 is outside 0..1000000000000"),
    (changed(*COST, "amount", 0, to=80_000.123456), "offers[0].costs[0].amount[0]: 80000.123456 has more than 4"),
    (changed(*COST, "years", to=[1, 2, 4]), "offers[0].costs[0].years[2]: 4 is outside 1..3"),
    (changed(*COST, "years", to=[1, 1, 2]), "offers[0].costs[0].years: no year may stand twice"),
    (changed(*COST, "low", 1, to=84_001), "offers[0].costs[0].low[1]: 84001 is more than the expected amount 84000"),
    (changed(*COST, "high", 0, to=79_999), "offers[0].costs[0].high[0]: 79999 is less than the expected amount 80000"),
    (changed(*COST, "source", to="rumour"), "offers[0].costs[0].source: must be one of quote, contract"),
    # Marks
    (changed(*MARK, "value", to=7), "marks[0].value: 7 is outside 0..5"),
    (changed(*MARK, "value", to=3.5), "marks[0].value: must be a whole number, not 3.5"),
    (changed(*MARK, "state", to="abstained"), "marks[0]: needs a value or a state, and not both"),
    (without(*MARK, "value"), "marks[0]: needs a value or a state, and not both"),
    (changed(*MARK, "evidence", to="gossip"), "marks[0].evidence: must be one of brochure, demo, document, contract"),
    (changed(*MARK, "criterion", to="price"), 'marks[0].criterion: "price" is measured: members do not mark it'),
    (changed("marks", 1, "criterion", to="calls"), 'marks[1]: criterion "calls" is not on the sheet of seat "it"'),
    (changed("marks", 1, "offer", to="b"), 'marks[1]: seat "it" is recused from offer "b"'),
    (changed("marks", 2, "offer", to="a"), 'marks[2]: there is already a mark for "service", "a", "ticket-flow"'),
    (changed("consensus", 0, "value", to=6), "consensus[0].value: 6 is outside 0..5"),
    (changed("overrides", 0, "reason", to=""), "overrides[0].reason: must not be empty"),
    # What stands in two places
    (changed("method", "price_parameters", "full_marks_at", to=720_000), "method.price_parameters: full_marks_at"),
    (changed("method", "price_parameters", "base", to=2), "method.price_parameters: ceiling takes no base"),
    (changed("method", "price_basis", to="lines"), "method.price_basis: must be cash, because a ceiling is money"),
    (changed("method", "panel", to="trimmed"), "method.panel: trimmed needs voting seats of equal weight"),
]  # fmt: skip


@pytest.mark.parametrize(("document", "line"), ONE_FAULT, ids=lambda each: each[:60] if isinstance(each, str) else "")
def test_a_fault_names_its_place_and_what_is_allowed(document: Document, line: str) -> None:
    found = faults_of(document)
    if line:
        assert found
        assert found[0].startswith(line)
        assert all("\n" not in each for each in found)
    else:
        assert found == []


def test_criteria_of_a_dimension_must_not_all_weigh_0() -> None:
    document = sample()
    document["criteria"][0]["weight"] = document["criteria"][1]["weight"] = 0
    assert faults_of(document) == ["criteria: in need: the weights of ticket-flow, calls must not all be 0"]


def test_all_faults_are_collected_in_one_go() -> None:
    document = sample()
    document["profile"]["currency"] = 5
    document["criteria"][0]["weight"] = -1
    document["offers"][0]["costs"][0]["amount"] = [1]
    document["marks"][0]["value"] = 7
    document["marks"][2]["offer"] = "z"
    assert faults_of(document) == [
        "profile.currency: must be a text, not 5",
        "criteria[0].weight: -1 is outside 0..1000000000",
        "offers[0].costs[0].amount: has 1 amounts for 3 years",
        "marks[0].value: 7 is outside 0..5",
        'marks[2].offer: there is no offer "z"',
    ]


def test_a_list_that_cannot_be_read_does_not_make_every_mark_a_fault() -> None:
    assert faults_of(changed("offers", to=None)) == ["offers: must be a list, not null"]
    assert faults_of(changed("scale", to={"min": 5, "max": 1})) == ["scale: min 5 must be less than max 1"]


def test_trimming_is_fine_with_equal_weights() -> None:
    document = changed("method", "panel", to="trimmed")
    document["seats"][0]["weights"] = {"need": 1, "cost": 1, "risk": 1}
    assert faults_of(document) == []


def test_a_ceiling_needs_limits_or_a_budget() -> None:
    document = changed("profile", "budget", to=None)
    document["method"]["price_parameters"] = {}
    assert faults_of(document) == ["method.price_parameters: ceiling needs ceiling, full_marks_at"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{", "is not JSON: line 1, column 2: "),
        ("", "is not JSON: line 1, column 1: "),
        ("[1]", "must be an object, not a list"),
        ("null", "must be an object, not null"),
        (b'{"a": "\xff"}', "is not UTF-8 text (byte 7)"),
        ("{}".encode("utf-16"), "is not UTF-8 text (byte 0)"),
        ("[" * 100_000, "is nested too deeply"),
        (" " * 20_000_001, "is longer than 20000000 bytes"),
        ('{"format": "evaluation/1", "format": "evaluation/1"}', "format: stands twice in the same object"),
        ('{"title": NaN}', "title: must be a text, not NaN"),
    ],
)
def test_what_is_no_evaluation_file_is_refused(text: str | bytes, line: str) -> None:
    assert faults_of(text)[0].startswith(line)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", "9" * 5000])
def test_numbers_that_are_none_are_refused(number: str) -> None:
    text = json.dumps(sample()).replace('"decimals": 2', f'"decimals": {number}')
    assert faults_of(text)[0].startswith("method.decimals: ")


def test_a_key_that_stands_twice_is_found_wherever_it_stands() -> None:
    text = json.dumps(sample()).replace('"trial_days": 14', '"trial_days": 14, "trial_days": 15')
    assert faults_of(text) == ["offers[0].facts.trial_days: stands twice in the same object"]


@pytest.mark.parametrize("encode", [str, str.encode, lambda text: b"\xef\xbb\xbf" + text.encode()])
def test_text_bytes_and_a_byte_order_mark_are_all_read(encode: Callable[[str], Any]) -> None:
    assert read(encode(json.dumps(sample(), ensure_ascii=False))) == read(sample())


def test_user_text_in_a_fault_stays_on_one_printable_line() -> None:
    (line,) = faults_of(changed("criteria", 0, "class", to="a\nb\x1b[31m"))
    assert line.isprintable()
