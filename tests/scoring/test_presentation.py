"""Presentation: what pages and the PDF print, in both languages, equals what was computed."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from scoring.formulas.assessment import assess
from scoring.formulas.case import CLASSES, PRICE_FORMULAS, Case, Override
from scoring.formulas.flags import SENTENCES, Flag
from scoring.formulas.measures import MEASURES
from scoring.formulas.rounding import printed
from scoring.presentation import (
    Result,
    cell_working,
    cost_comparison,
    method_statements,
    offer_working,
    present,
    wording,
)
from scoring.presentation.flags import flag_text
from scoring.presentation.heat import band
from scoring.scenario import example_case
from tests.scoring.small_files import an_offer, small_case
from vendors.facts import FACTS

# What a flag of any code may carry.
VALUES: dict[str, Any] = {
    "criterion": "tls",
    "fact": "tls_min_version",
    "dimensions": ("need", "risk"),
    "score": 40.0,
    "pass_mark": 60.0,
    "by": {"en": "Zhou Ming", "zh-hans": "周明"},
    "reason": "100 % sure {0} %(x)s",
    "coverage": 0.8,
    "need": 42.0,
    "floor": 60.0,
    "cash": 1000.0,
    "spendable": 900.0,
    "budget": 950.0,
    "year": 2,
    "amount": 500.0,
    "limit": 400.0,
    "mean": 2000.0,
    "tier": "smart",
    "lower_tier": "advanced",
    "upper_tier": "smart",
    "lead": 0.5,
    "band": 1.0,
}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """The reader's language, whatever a request of an earlier test left active."""
    with override("en"):
        yield


def result_of(case: Case) -> Result:
    return present(case, assess(case))


@pytest.mark.parametrize("code", SENTENCES)
def test_every_flag_is_worded_with_all_of_its_values(code: str) -> None:
    names = re.findall(r"{(\w+)}", SENTENCES[code])
    flag = Flag(code, {name: VALUES[name] for name in names})
    text = flag_text(flag, small_case())
    assert text.badge
    assert text.text
    assert not re.search(r"%\(\w+\)[sd](?<!%\(x\)s)", text.text)
    if "reason" in names:
        assert "100 % sure {0} %(x)s" in text.text


def test_a_flag_names_the_criterion_and_not_its_id() -> None:
    text = flag_text(Flag("open_knock_out", {"criterion": "tls"}), small_case()).text
    assert "Encryption in transit" in text


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_printed_figure_is_the_computed_one_at_the_evaluations_decimals(language: str) -> None:
    case = example_case()
    assessment = assess(case)
    with override(language):
        result = present(case, assessment)

    for offer in result.offers:
        found = assessment.offer(offer.id)
        assert offer.total == printed(found.total or 0, 2)
        assert [each.score for each in offer.dimensions] == [
            printed(found.scores[each] or 0, 2) for each in case.dimensions
        ]
        cells = {
            row.criterion_id: cell
            for group in result.heat
            for row in group.rows
            for cell in row.cells
            if cell.offer_id == offer.id
        }
        assert {key: cell.score for key, cell in cells.items()} == {
            key: None if each.score is None else printed(each.score, 2) for key, each in found.criteria.items()
        }


def test_contributions_add_up_to_the_printed_total_however_deep_one_looks() -> None:
    result = result_of(example_case())
    for offer in result.offers:
        working = offer_working(result, offer.id)
        assert sum(each.contribution or 0 for each in offer.dimensions) == offer.total
        for dimension in working.dimensions:
            parts = [row.contribution for row in dimension.rows if row.contribution is not None]
            assert sum(parts) == dimension.figure.contribution


def test_offers_stand_by_rank_and_the_excluded_ones_last() -> None:
    case = small_case(
        an_offer("a", marks={"tickets": 1, "robot": 5, "security": 5}),
        an_offer("b", yearly=None),
        an_offer("c", marks=3),
        an_offer("d", marks=5),
    )
    result = result_of(case)
    assert [(offer.id, offer.place) for offer in result.offers] == [("d", "1"), ("c", "2"), ("b", "–"), ("a", "–")]
    assert [offer.id for offer in result.unranked] == ["b"]
    assert [offer.id for offer in result.excluded] == ["a"]
    assert result.excluded[0].exclusions[0].text == "Knock-out “Ticket flow”: scored 20.00, passes from 60.00."


@pytest.mark.parametrize(
    ("offers", "kind", "words"),
    [
        ([an_offer("a", marks=5), an_offer("b", marks=3)], "clear", "Vendor A · Smart comes first with 100.00"),
        ([an_offer("a"), an_offer("b")], "shared", "share the first place with 89.00"),
        ([an_offer("a", yearly=100_000), an_offer("b", yearly=100_500)], "too_close", "too close to call"),
        ([an_offer("a", yearly=0), an_offer("b")], "tie_rule", "the tie rule puts Vendor A · Smart first"),
        ([an_offer("a"), an_offer("b", marks=1)], "only_one", "Only Vendor A · Smart passes every knock-out"),
        ([an_offer("a"), an_offer("b", yearly=None)], "only_one", "Only Vendor A · Smart has a total"),
        ([an_offer("a", marks=0), an_offer("b", marks=1)], "none", "No offer passes every knock-out"),
        ([an_offer("a", yearly=None), an_offer("b", yearly=None)], "none", "No offer has a total yet"),
    ],
)
def test_the_verdict_is_said_in_words(offers: list[Any], kind: str, words: str) -> None:
    verdict = result_of(small_case(*offers)).verdict
    assert verdict.kind == kind
    assert words in verdict.sentence


def test_a_shared_place_is_marked_as_shared() -> None:
    assert [offer.place for offer in result_of(small_case(an_offer("a"), an_offer("b"))).offers] == ["1=", "1="]


def test_a_provisional_result_says_so_and_names_the_open_knock_out() -> None:
    result = result_of(small_case(an_offer("a", facts={}), an_offer("b", marks=3)))
    assert result.verdict.notes == (
        "The result is provisional, because something is still missing for: Vendor A · Smart.",
        "Whether Vendor A · Smart passes the knock-outs is open: Encryption in transit.",
    )
    assert result.verdict.text.startswith(result.verdict.sentence)
    assert result.offer("a").open_knock_outs == ("Encryption in transit",)


def test_an_override_is_printed_and_makes_the_offer_eligible() -> None:
    case = small_case(an_offer("a", marks=1), an_offer("b"))
    case = replace(case, overrides=(Override(offer="a", criterion="tickets", by="Zhou Ming", reason="Board"),))
    result = result_of(case)
    offer = result.offer("a")
    assert not offer.is_excluded
    assert [(each.criterion, each.by, each.reason) for each in offer.overrides] == [
        ("Ticket flow", "Zhou Ming", "Board")
    ]
    assert any("Zhou Ming" in warning for warning in result.warnings)


def test_cheap_and_unfit_is_a_warning_with_the_offers_name() -> None:
    warnings = result_of(example_case()).warnings
    assert any(warning.startswith("Pebblevox") and "cheapest offer" in warning for warning in warnings)


def test_facts_that_nobody_knows_are_one_warning_an_offer() -> None:
    result = result_of(small_case(an_offer("a", facts={}), an_offer("b")))
    unknown = [warning for warning in result.warnings if "not known" in warning]
    assert unknown == ["Vendor A · Smart: 1 fact is not known and scores by the rule for unknown facts."]


def test_the_decision_is_one_sentence() -> None:
    result = result_of(small_case(an_offer("a", marks=5), an_offer("b", marks=4)))
    assert (
        result.decision_sentence("a")
        == "The committee chooses Vendor A · Smart, which came first with 100.00 of 100 points."
    )
    assert "in place 2 with 89.00" in result.decision_sentence("b")
    assert result.decision_sentence(None) == "The committee awards no offer."


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (None, "none"),
        ("0", "0"),
        ("19.99", "0"),
        ("20.00", "1"),
        ("59.99", "2"),
        ("60.00", "3"),
        ("80", "4"),
        ("100", "4"),
    ],
)
def test_a_score_falls_into_its_band(score: str | None, expected: str) -> None:
    assert band(None if score is None else Decimal(score)) == expected


def test_the_working_of_a_total_has_the_numbers_filled_in() -> None:
    working = offer_working(result_of(small_case(an_offer("a", marks=4), an_offer("b", yearly=200_000))), "a")
    assert working.formula == "(40 × 80.00 + 30 × 100.00 + 30 × 90.00) / (40 + 30 + 30) = 89.00"
    assert working.dimensions[0].formula == "(3 × 80.00 + 1 × 80.00) / (3 + 1) = 80.00"
    assert working.dimensions[1].formula == "100.00 / 1 = 100.00"


def test_a_criterion_without_a_value_is_outside_the_sums() -> None:
    case = small_case(an_offer("a", marks={"tickets": 5, "robot": None, "security": 5}), an_offer("b"))
    rows = {row.criterion_id: row for row in offer_working(result_of(case), "a").rows}
    assert (rows["robot"].enters, rows["robot"].status, rows["robot"].contribution) == (False, "missing", None)
    assert rows["tickets"].share == pytest.approx(0.4)


def test_a_cell_shows_every_seat_and_the_weighted_mean() -> None:
    case = small_case(an_offer("a"), an_offer("b"))
    marks = tuple(
        replace(mark, value=2, comment="Slow")
        if (mark.offer, mark.criterion, mark.seat) == ("a", "tickets", "it")
        else mark
        for mark in case.marks
    )
    working = cell_working(result_of(replace(case, marks=marks)), "a", "tickets")
    assert [(seat.seat, seat.mark, seat.comment) for seat in working.seats] == [("Service", 4, ""), ("IT", 2, "Slow")]
    assert working.panel_formula == "(50 × 80.00 + 25 × 40.00) / (50 + 25) = 66.67"
    assert working.gate == "passed"
    assert working.contribution_formula == f"30.00 % × 66.67 = {working.row.contribution}"


def test_a_seat_that_withdrew_is_named_and_its_comment_is_not_shown() -> None:
    case = small_case(an_offer("a"), an_offer("b"))
    recused = tuple(replace(seat, recused=frozenset("a")) if seat.id == "it" else seat for seat in case.seats)
    working = cell_working(result_of(replace(case, seats=recused)), "a", "tickets")
    assert [(seat.said, seat.mark) for seat in working.seats] == [("marked", 4), ("recused", None)]
    assert working.panel_formula == "(80.00) / 1 = 80.00"


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        ("lowest_ratio", "100 × 300,000 / 360,000 = 83.33"),
        ("linear", "100 × (1 − (360,000 − 300,000) / (450,000 − 300,000)) = 60.00"),
    ],
)
def test_a_price_formula_is_written_with_its_numbers(formula: str, written: str) -> None:
    offers = [an_offer("a"), an_offer("b", yearly=120_000), an_offer("c", yearly=150_000)]
    result = result_of(small_case(*offers, method={"price_formula": formula}))
    measure = cell_working(result, "b", "price").measure
    assert measure is not None
    assert measure.formula == written


def test_a_price_against_the_budget_names_ceiling_and_full_marks() -> None:
    profile = {"currency": "CNY", "horizon_years": 3, "budget": 500_000}
    result = result_of(small_case(method={"price_formula": "ceiling"}, profile=profile))
    measure = cell_working(result, "a", "price").measure
    assert measure is not None
    assert measure.formula == "100 × (500,000 − 300,000) / (500,000 − 200,000) = 66.67"
    assert [(each.label, each.value) for each in measure.inputs] == [
        ("Price of this offer", "CNY 300,000"),
        ("Ceiling", "CNY 500,000"),
        ("Price that earns full marks", "CNY 200,000"),
    ]


def test_a_promise_shows_its_value_its_proof_and_its_limits() -> None:
    facts = {"tls_min_version": {"value": "1.2", "status": "evidenced", "valid_until": "2027-06-30"}}
    measure = cell_working(result_of(small_case(an_offer("a", facts=facts), an_offer("b"))), "a", "tls").measure
    assert measure is not None
    assert [each.value for each in measure.inputs] == ["TLS 1.2", "Warning"]
    assert measure.fact_status == "Evidence seen"
    assert "2027" in measure.fact_valid_until
    assert measure.limits.startswith("Passes: ")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_cell_of_the_example_can_be_explained(language: str) -> None:
    case = example_case()
    with override(language):
        result = result_of(case)
        for offer in case.offers:
            for criterion in case.criteria:
                working = cell_working(result, offer.id, criterion.id)
                assert working.measure is not None or working.seats or working.is_switched_off or not criterion.counts


def test_costs_say_what_is_not_given_and_never_call_it_0() -> None:
    one_off = {"category": "migration", "years": [1], "amount": [5_000], "source": "estimate"}
    case = small_case(an_offer("a", costs=[one_off]), an_offer("b", yearly=None), an_offer("c", yearly=0))
    comparison = cost_comparison(result_of(case))
    sheets = {sheet.offer.id: sheet for sheet in comparison.sheets}
    assert list(sheets["a"].rows[0].years) == [5_000, None, None]
    assert list(sheets["a"].years) == [5_000, None, None]
    assert sheets["a"].rows[0].source == "Own estimate"
    assert (sheets["b"].cost.lines, sheets["b"].years) == (None, (None, None, None))
    assert list(sheets["c"].years) == [0, 0, 0]
    categories = {
        row.code: dict(zip([each.offer.id for each in comparison.sheets], row.amounts, strict=True))
        for row in comparison.categories
    }
    assert categories["subscription"] == {"a": None, "b": None, "c": 0}


def test_costs_stand_against_the_budget_and_its_reserve() -> None:
    profile = {"currency": "CNY", "horizon_years": 3, "budget": 400_000}
    case = small_case(an_offer("a"), an_offer("b", yearly=120_000), an_offer("c", yearly=150_000), profile=profile)
    comparison = cost_comparison(result_of(case))
    beyond = {sheet.offer.id: (sheet.over_spendable, sheet.over_budget) for sheet in comparison.sheets}
    assert [comparison.budget, comparison.spendable] == [400_000, 320_000]
    assert beyond == {"a": (None, None), "b": (40_000, None), "c": (130_000, 50_000)}


def test_the_rule_of_thumb_is_shown_in_its_two_terms() -> None:
    profile = {"currency": "CNY", "horizon_years": 3, "annual_revenue": 1_000_000}
    comparison = cost_comparison(result_of(small_case(profile=profile)))
    sheet = next(sheet for sheet in comparison.sheets if sheet.offer.id == "a")
    assert sheet.seed_terms == pytest.approx((300_000.0, 50_000.0))
    assert sheet.cost.seed == 350_000


def test_a_category_that_only_a_file_knows_is_shown_as_it_is() -> None:
    assert wording.category_label("Weihnachtsfeier") == "Weihnachtsfeier"


def test_every_code_of_the_file_format_has_a_label() -> None:
    for measure in MEASURES:
        assert wording.measure_label(measure)
        if measure != "price":
            assert wording.measure_rule(measure)
    assert all(wording.price_rule(code) and wording.price_formula_label(code) for code in PRICE_FORMULAS)
    assert all(wording.class_label(code) for code in CLASSES)


@pytest.mark.parametrize("key", FACTS)
def test_every_fact_has_a_label_and_what_has_a_verdict_has_limits(key: str) -> None:
    assert wording.fact_label(key)
    assert bool(wording.fact_limits(key)) == FACTS[key].has_verdict


@pytest.mark.parametrize("formula", ["ceiling", "lowest_ratio", "linear"])
@pytest.mark.parametrize("panel", ["mean", "median"])
def test_the_method_states_every_rule_of_the_evaluation(formula: str, panel: str) -> None:
    profile = {"currency": "CNY", "horizon_years": 3, "budget": 500_000}
    case = small_case(method={"price_formula": formula, "panel": panel, "decimals": 3}, profile=profile)
    statements = {statement.term: statement.text for statement in method_statements(case)}
    assert len(statements) == 10
    assert ("weighted median" in statements["From members to the panel"]) == (panel == "median")
    assert ("CNY 500,000" in statements["Price"]) == (formula == "ceiling")
    assert "3 decimals" in statements["Rounding"]


def test_names_and_titles_follow_the_readers_language() -> None:
    case = example_case()
    with override("zh-hans"):
        chinese = result_of(case)
    english = result_of(case)
    assert (english.title, chinese.title) == ("Customer service system 2027", "2027年客服系统选型")
    assert chinese.offers[0].vendor == "鹭桥云服"
