"""Dimension scores, totals, contributions, gates and places."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from scoring.formulas.assessment import assess
from scoring.formulas.case import Case, Criterion, Mark, Method, Override, with_default_weights
from scoring.formulas.ranking import competition_ranks
from scoring.formulas.results import Assessment, Exclusion
from scoring.formulas.rounding import largest_remainder, printed
from scoring.formulas.total import check_weights
from tests.scoring.formulas.cases import case, criterion, marks, measure, offer, profile, seat

NEED_AND_RISK = {"need": 1.0, "cost": 0.0, "risk": 1.0}
SET_ASIDE = Override(offer="a", criterion="flow", by="the board", reason="a fix is contracted")


def codes(assessment: Assessment, offer_id: str) -> list[str]:
    """The flags of an offer."""
    return [flag.code for flag in assessment.offer(offer_id).flags]


def two_criteria(**changes: object) -> Case:
    """Marks 4 and 2 for offer a, on a must that weighs 3 and a bonus that weighs 1."""
    criteria = [criterion(), criterion("mood", class_="bonus", weight=1.0)]
    given = [*marks("flow", service={"a": 4}), *marks("mood", service={"a": 2})]
    return case(**{"criteria": criteria, "marks": given, **changes})


def test_a_dimension_is_the_weighted_mean_of_its_criteria() -> None:
    result = assess(two_criteria()).offer("a")

    assert result.scores == {"need": 70, "cost": None, "risk": None}
    assert result.total == 70
    assert (result.criteria["flow"].weight, result.criteria["flow"].contribution) == (0.75, 60)
    assert (result.criteria["mood"].weight, result.criteria["mood"].contribution) == (0.25, 10)


def test_a_redundant_criterion_is_shown_and_never_counts() -> None:
    criteria = [criterion(), criterion("extra", class_="redundant", weight=9.0, knock_out=True)]
    given = [*marks("flow", service={"a": 4}), *marks("extra", service={"a": 0})]
    result = assess(case(criteria=criteria, marks=given)).offer("a")

    assert (result.total, result.excluded, result.must_coverage) == (80, (), 1)
    assert (result.criteria["extra"].score, result.criteria["extra"].weight) == (0, 0)
    assert (result.coverage.marked, result.coverage.expected) == (1, 1)
    assert not result.provisional


def test_a_missing_criterion_drops_out_and_makes_the_result_provisional() -> None:
    result = assess(two_criteria(marks=marks("flow", service={"a": 4}))).offer("a")

    assert (result.total, result.provisional) == (80, True)
    assert (result.coverage.marked, result.coverage.expected) == (1, 2)
    assert (result.criteria["mood"].score, result.criteria["mood"].weight) == (None, 0)


def test_a_dimension_without_a_value_leaves_the_offer_without_total_and_rank() -> None:
    assessment = assess(two_criteria(dimensions=NEED_AND_RISK))

    assert (assessment.offer("a").total, assessment.offer("a").rank) == (None, None)
    assert assessment.offer("a").scores["need"] == 70
    flag = next(flag for flag in assessment.offer("a").flags if flag.code == "no_total")
    assert flag.values == {"dimensions": ("risk",)}
    assert flag.text == "Nothing could be scored in risk, so there is no total and no rank."


def test_a_dimension_of_weight_0_is_not_needed_for_a_total() -> None:
    assert assess(two_criteria()).offer("a").total == 70


def test_the_price_weighs_as_much_as_the_other_cost_criteria_together() -> None:
    drafts = [
        measure("price", "price", weight=0.0),
        measure("budget", "budget", weight=0.0),
        measure("hidden", "hidden_share", class_="bonus", weight=0.0),
        measure("idle", "idle_waste", class_="redundant", weight=0.0),
        measure("voice", "trial_days", condition="voice", weight=0.0),
        criterion(weight=0.0),
    ]

    def weights(stated: dict[str, float | None], *conditions: str) -> dict[str, float]:
        return {each.id: each.weight for each in with_default_weights(drafts, stated, conditions)}

    assert weights({}) == {"price": 4, "budget": 3, "hidden": 1, "idle": 0, "voice": 3, "flow": 3}
    assert weights({}, "voice")["price"] == 7
    assert weights({"budget": 10})["price"] == 11
    assert weights({"price": 2})["price"] == 2
    assert weights({"budget": 0, "hidden": 0})["price"] == 1
    redundant = replace(drafts[0], class_="redundant")
    assert with_default_weights([redundant, *drafts[1:]], {}, ())[0].weight == 0
    assert with_default_weights(drafts[:1], {}, ())[0].weight == 1


@pytest.mark.parametrize(
    ("weights", "complaint"),
    [
        ({"need": 0.0, "cost": 0.0}, "the weights of need, cost must not all be 0"),
        ({"need": -1.0, "cost": 1.0}, "the weights of need must not be negative"),
        ({"need": float("nan")}, "must not be negative"),
    ],
)
def test_weights_that_cannot_be_divided_are_refused_by_name(weights: dict[str, float], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        check_weights(weights, "dimensions")


def test_a_case_whose_weights_are_all_0_is_refused() -> None:
    with pytest.raises(ValueError, match="criteria of need: the weights of flow"):
        assess(case(criteria=[criterion(weight=0.0)]))
    with pytest.raises(ValueError, match="dimensions"):
        assess(case(dimensions={"need": 0.0, "cost": 0.0, "risk": 0.0}))
    with pytest.raises(ValueError, match="seat it"):
        assess(case(seats=[seat("it", weights={"need": 0.0, "cost": 0.0, "risk": 0.0})]))


# Gates


def gated(mark: int | str | None, pass_mark: float = 60.0, **changes: object) -> Assessment:
    """A knock-out on panel marks; offer b passes it."""
    given: list[Mark] = marks("flow", service={"b": 4} if mark is None else {"a": mark, "b": 4})
    criteria = [criterion(knock_out=True, pass_mark=pass_mark), criterion("rest", class_="bonus", weight=1.0)]
    rest = marks("rest", service={"a": 5, "b": 5})
    return assess(case(**{"criteria": criteria, "marks": given + rest, **changes}))


def test_a_score_strictly_below_the_pass_mark_excludes() -> None:
    assessment = gated(2)
    result = assessment.offer("a")

    assert result.excluded == (Exclusion(criterion="flow", score=40, pass_mark=60),)
    assert (result.total, result.rank) == (55, None)
    assert assessment.winners == ("b",)
    assert "only_one_eligible" in codes(assessment, "b")


def test_a_score_at_the_pass_mark_passes() -> None:
    assert gated(3).offer("a").excluded == ()


def test_noise_below_the_pass_mark_does_not_exclude() -> None:
    # Three seats of a third each: the mean of 60, 60 and 60 must be 60.
    third = {"need": 0.1, "cost": 0.1, "risk": 0.1}
    seats = [seat(id_, weights=third) for id_ in "xyz"]
    given = marks("flow", x={"a": 3}, y={"a": 3}, z={"a": 3})
    result = assess(case(seats=seats, criteria=[criterion(knock_out=True)], marks=given))
    assert result.offer("a").excluded == ()


@pytest.mark.parametrize("mark", [None, "abstained"])
def test_an_open_knock_out_does_not_exclude_but_is_provisional(mark: str | None) -> None:
    assessment = gated(mark)

    assert assessment.offer("a").excluded == ()
    assert assessment.offer("a").provisional
    assert "open_knock_out" in codes(assessment, "a")


def test_an_unknown_fact_on_a_knock_out_is_open_even_where_it_scores_0() -> None:
    gate = measure("trial", "trial_days", knock_out=True, pass_mark=1.0, dimension="need")
    assessment = assess(case(criteria=[gate]))

    assert (assessment.offer("a").total, assessment.offer("a").excluded) == (0, ())
    assert assessment.offer("a").provisional
    assert codes(assessment, "a")[:2] == ["unknown_fact", "open_knock_out"]


def test_a_knock_out_that_does_not_apply_is_passed_and_flagged() -> None:
    assessment = gated("not_applicable")

    assert (assessment.offer("a").excluded, assessment.offer("a").provisional) == ((), False)
    assert "knock_out_not_applicable" in codes(assessment, "a")


def test_an_override_makes_the_offer_eligible_and_is_shown() -> None:
    assessment = gated(0, overrides=[SET_ASIDE])
    flag = next(flag for flag in assessment.offer("a").flags if flag.code == "overridden")

    assert (assessment.offer("a").excluded, assessment.offer("a").rank) == ((), 2)
    assert flag.text == "The knock-out flow (0.00 against 60.00) was set aside by the board: a fix is contracted"


def test_a_waiver_settles_an_open_knock_out() -> None:
    assessment = gated(None, overrides=[SET_ASIDE])

    assert not assessment.offer("a").provisional
    assert "waived" in codes(assessment, "a")


def test_an_override_that_was_not_needed_is_still_shown() -> None:
    assert "override_unused" in codes(gated(5, overrides=[SET_ASIDE]), "a")


def test_all_musts_can_be_knock_outs_but_the_price_never() -> None:
    method = Method(must_policy="all_musts")
    price = measure("price", "price", dimension="need")
    criteria = [criterion(), criterion("mood", class_="bonus"), price]
    offers = [offer("a", 900.0), offer("b", 100.0)]
    given = [*marks("flow", service={"a": 2, "b": 5}), *marks("mood", service={"a": 0, "b": 0})]
    assessment = assess(case(criteria=criteria, marks=given, offers=offers, method=method))

    assert [exclusion.criterion for exclusion in assessment.offer("a").excluded] == ["flow"]
    assert assessment.offer("b").excluded == ()


def test_an_excluded_offer_is_no_reference_for_prices() -> None:
    criteria: list[Criterion] = [criterion(knock_out=True), measure("price", "price", dimension="need", weight=3.0)]
    offers = [offer("a", 10.0), offer("b", 100.0), offer("c", 200.0)]
    given = marks("flow", service={"a": 0, "b": 5, "c": 5})
    assessment = assess(case(criteria=criteria, offers=offers, marks=given))

    assert [each.criteria["price"].score for each in assessment.offers] == [100, 100, 50]
    assert [each.rank for each in assessment.offers] == [None, 1, 2]


def test_without_an_eligible_offer_there_is_no_winner() -> None:
    criteria = [criterion(knock_out=True), measure("price", "price", dimension="need")]
    offers = [offer("a", 100.0), offer("b", 200.0)]
    assessment = assess(case(criteria=criteria, offers=offers, marks=marks("flow", service={"a": 0, "b": 1})))

    assert (assessment.winners, assessment.lead, assessment.ties) == ((), None, ())
    assert [each.criteria["price"].score for each in assessment.offers] == [100, 50]
    assert "no_eligible_offer" in codes(assessment, "b")
    # Among all of them the cheapest is still the cheapest.
    assert "cheapest_unfit" in codes(assessment, "a")


def test_must_coverage_is_the_share_of_the_must_weight_at_60_or_more() -> None:
    criteria = [criterion(), criterion("calls", weight=1.0), criterion("mood", class_="bonus", weight=5.0)]
    given = [*marks("flow", service={"a": 3}), *marks("calls", service={"a": 2}), *marks("mood", service={"a": 0})]
    assessment = assess(case(criteria=criteria, marks=given))

    assert assessment.offer("a").must_coverage == 0.75
    assert "Only 75.0 % of the must weight reaches 60 points." in [flag.text for flag in assessment.offer("a").flags]
    assert assess(case(criteria=[criterion(class_="bonus")])).offer("a").must_coverage is None


def test_a_must_that_does_not_apply_is_not_in_the_coverage_and_a_missing_one_is() -> None:
    criteria = [criterion(), criterion("calls", condition="voice")]
    given = marks("flow", service={"a": 3})

    def coverage(*conditions: str) -> float | None:
        company = profile(conditions=frozenset(conditions))
        return assess(case(criteria=criteria, marks=given, profile=company)).offer("a").must_coverage

    assert (coverage(), coverage("voice")) == (1, 0.5)


# Places


def ranked(
    need: dict[str, int], cash: dict[str, float], risk: dict[str, int] | None = None, **method: Any
) -> Assessment:
    """Need match decides; cost and risk only break ties."""
    given = marks("flow", service=need) + (marks("safe", service=risk) if risk else [])
    return assess(
        case(
            criteria=[criterion(), criterion("safe", dimension="risk")],
            offers=[offer(id_, cash.get(id_)) for id_ in need],
            marks=given,
            method=Method(**method),
        )
    )


def test_the_highest_total_comes_first() -> None:
    assert [each.rank for each in ranked({"a": 3, "b": 5, "c": 4}, {}).offers] == [3, 1, 2]
    assert [each.id for each in ranked({"a": 3, "b": 5, "c": 4}, {}).ranking] == ["b", "c", "a"]


def test_a_tie_goes_to_the_lower_cash_cost_and_an_unknown_cost_comes_last() -> None:
    assessment = ranked({"a": 4, "b": 4, "c": 4}, {"b": 200.0, "c": 100.0})
    assert [each.rank for each in assessment.offers] == [3, 2, 1]
    assert assessment.ties == ()


def test_then_to_the_higher_need_match_and_then_to_the_lower_risk() -> None:
    dimensions = NEED_AND_RISK
    criteria = [criterion(), criterion("safe", dimension="risk")]
    given = marks("flow", service={"a": 3, "b": 4}) + marks("safe", service={"a": 4, "b": 3})
    assessment = assess(case(dimensions=dimensions, criteria=criteria, marks=given))
    assert [each.rank for each in assessment.offers] == [2, 1]

    by_risk = ranked({"a": 4, "b": 4}, {}, risk={"a": 2, "b": 3})
    assert [each.rank for each in by_risk.offers] == [2, 1]


def test_what_is_then_still_equal_shares_the_rank() -> None:
    assessment = ranked({"a": 4, "b": 3, "c": 4, "d": 3, "e": 0}, {})

    assert [each.rank for each in assessment.offers] == [1, 3, 1, 3, 5]
    assert assessment.ties == (("a", "c"), ("b", "d"))
    assert assessment.winners == ("a", "c")
    assert assessment.is_close


@pytest.mark.parametrize(("band", "is_close"), [(20.0, False), (20.01, True), (0.0, False)])
def test_a_lead_inside_the_band_is_too_close_to_call(*, band: float, is_close: bool) -> None:
    assessment = ranked({"a": 5, "b": 4}, {}, too_close=band)

    assert (assessment.lead, assessment.is_close) == (20, is_close)
    assert ("close_lead" in codes(assessment, "a")) is is_close
    assert "close_lead" not in codes(assessment, "b")


def test_competition_ranks_skip_after_a_tie() -> None:
    assert competition_ranks([0.3, 0.1 + 0.2, 0.1]) == [1, 1, 3]
    assert competition_ranks([5, 9, 9, 1]) == [3, 1, 1, 4]
    assert competition_ranks([None, 1, float("nan")]) == [None, 1, None]
    assert competition_ranks([1.004, 1.0], decimals=2) == [1, 1]
    assert competition_ranks([]) == []


# Rounding


@pytest.mark.parametrize(
    ("figure", "text"),
    [(4.015, "4.02"), (3.955, "3.96"), (2.675, "2.68"), (0.285, "0.29"), (0.1 + 0.2, "0.30"), (-0.0000000001, "0.00")],
)
def test_figures_are_rounded_to_nine_decimals_and_then_half_up(figure: float, text: str) -> None:
    assert str(printed(figure, 2)) == text


def test_rounding_holds_for_every_float() -> None:
    assert float(printed(1e300, 2)) == 1e300


def test_printed_contributions_add_up_to_the_printed_total() -> None:
    shares = {"a": 100 / 3, "b": 100 / 3, "c": 100 / 3}
    assert largest_remainder(shares, 100.0, 2) == {"a": Decimal("33.34"), "b": Decimal("33.33"), "c": Decimal("33.33")}
    assert largest_remainder({"a": 1 / 3, "b": 2 / 3}, 1.0, 2) == {"a": Decimal("0.33"), "b": Decimal("0.67")}
    assert largest_remainder({}, 0.0, 2) == {}


def test_the_budget_of_a_company_does_not_change_what_is_not_measured_by_it() -> None:
    assert assess(two_criteria(profile=profile(budget=1.0))).offer("a").total == 70
