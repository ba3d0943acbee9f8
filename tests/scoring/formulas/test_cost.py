"""What an offer costs, and what that says beside the budget and the other offers."""

import pytest

from scoring.formulas.assessment import assess
from scoring.formulas.case import CostLine, Method
from scoring.formulas.cost import offer_cost, price_on
from scoring.formulas.results import Assessment
from tests.scoring.formulas.cases import case, marks, measure, offer, profile

LINES = (
    CostLine(category="subscription", years=(1, 2, 3), amount=(80_000.0, 84_000.0, 88_200.0)),
    CostLine(
        category="training", years=(1,), amount=(7_500.0,), low=(5_000.0,), high=(10_000.0,), kind="hidden", cash=False
    ),
    CostLine(category="upgrade", years=(3, 2), amount=(5_000.0, 3_700.0), high=(5_500.0, 4_000.0), kind="hidden"),
)


def test_the_sums_of_an_offer() -> None:
    cost = offer_cost(offer("a", costs=LINES), profile(annual_revenue=6_000_000.0))

    money = [cost.lines, cost.cash, cost.hidden, cost.seed, cost.low, cost.high]
    assert money == [268_400, 260_900, 16_200, 252_200 + 300_000, 265_900, 271_700]
    assert list(cost.by_year) == [87_500, 87_700, 93_200]
    assert cost.by_category == {"subscription": 252_200, "training": 7_500, "upgrade": 8_700}
    assert pytest.approx(16_200 / 268_400) == cost.hidden_share
    assert (price_on("cash", cost), price_on("lines", cost)) == (260_900, 268_400)


@pytest.mark.parametrize(
    ("annual_fee", "per_year", "seed"),
    [(45_000.0, False, 285_000), (90_000.0, False, 420_000), (45_000.0, True, 585_000), (90_000.0, True, 720_000)],
)
def test_the_seed_formula_takes_its_share_of_revenue_once_or_each_year(
    *,
    annual_fee: float,
    per_year: bool,
    seed: float,
) -> None:
    line = CostLine(category="subscription", years=(1, 2, 3), amount=(annual_fee,) * 3)
    company = profile(annual_revenue=3_000_000.0, hidden_cost_per_year=per_year)
    assert offer_cost(offer("a", costs=(line,)), company).seed == seed


def test_an_unknown_cost_is_not_0() -> None:
    nothing = offer_cost(offer("a"), profile(annual_revenue=6_000_000.0))
    assert (nothing.lines, nothing.cash, nothing.seed, nothing.hidden_share) == (None, None, None, None)
    labour = offer_cost(offer("a", costs=LINES[1:2]), profile())
    assert (labour.lines, labour.cash, labour.seed) == (7_500, None, None)


def flags(cash: dict[str, float], **company: float) -> dict[str, dict[str, dict[str, object]]]:
    """The cost flags of each offer, with their values."""
    found = assess(case(offers=[offer(id_, amount) for id_, amount in cash.items()], profile=profile(**company)))
    return {each.id: {flag.code: dict(flag.values) for flag in each.flags} for each in found.offers}


def test_costs_beyond_the_budget_are_flagged() -> None:
    found = flags({"a": 721.0, "b": 600.0, "c": 576.0, "d": 240.0}, budget=720.0)

    assert found["a"]["over_budget"] == {"cash": 721, "budget": 720}
    assert "over_spendable" not in found["a"]
    assert found["b"]["over_spendable"] == {"cash": 600, "spendable": 576}
    assert found["b"]["over_yearly_budget"] == {"year": 1, "amount": 600, "limit": 240}
    assert "over_spendable" not in found["c"]
    assert "over_yearly_budget" not in found["d"]


def test_a_price_more_than_a_fifth_below_the_others_is_questioned() -> None:
    found = flags({"a": 79.0, "b": 100.0, "c": 100.0})
    assert found["a"]["abnormally_low"] == {"cash": 79, "mean": 100}
    assert "abnormally_low" not in flags({"a": 80.0, "b": 100.0, "c": 100.0})["a"]
    assert "abnormally_low" not in flags({"a": 1.0})["a"]


def test_the_cheapest_eligible_offer_is_flagged_where_its_need_match_is_poor() -> None:
    offers = [offer("a", 100.0), offer("b", 200.0)]
    unfit = assess(case(offers=offers, marks=marks("flow", service={"a": 2, "b": 2})))
    fit = assess(case(offers=offers, marks=marks("flow", service={"a": 3, "b": 2})))

    assert [flag.values for flag in unfit.offer("a").flags if flag.code == "cheapest_unfit"] == [
        {"need": 40, "floor": 60}
    ]
    assert [flag.code for flag in unfit.offer("b").flags if flag.code == "cheapest_unfit"] == []
    assert [flag.code for flag in fit.offer("a").flags if flag.code == "cheapest_unfit"] == []


def priced(formula: str, *cash: float | None) -> Assessment:
    """Offers of which only the price counts."""
    offers = [offer(id_, amount) for id_, amount in zip("abcd", cash, strict=False)]
    method = Method(
        price_formula=formula,
        price_parameters={"ceiling": 100.0, "full_marks_at": 50.0} if formula == "ceiling" else {},
    )
    return assess(case(criteria=[measure("price", "price", dimension="need")], offers=offers, method=method))


def codes(assessment: Assessment) -> list[set[str]]:
    """The price flags of each offer."""
    wanted = {"zero_price", "price_tells_nothing", "no_price"}
    return [{flag.code for flag in each.flags} & wanted for each in assessment.offers]


def test_prices_that_tell_no_offer_apart_are_flagged() -> None:
    assert codes(priced("ceiling", 200.0, 300.0)) == [{"price_tells_nothing"}] * 2
    assert codes(priced("lowest_ratio", 80.0, 80.0)) == [{"price_tells_nothing"}] * 2
    assert codes(priced("ceiling", 60.0, 80.0)) == [set(), set()]


def test_a_price_of_0_and_no_price_are_flagged() -> None:
    assert codes(priced("lowest_ratio", 0.0, 80.0, 160.0, None)) == [{"zero_price"}, set(), set(), {"no_price"}]
