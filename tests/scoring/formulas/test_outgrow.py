"""When a company becomes too large for an offer."""

from scoring.formulas.case import CostLine
from scoring.formulas.outgrow import Limits, Reason, first_outgrown, moving_cost

COSTS = (
    CostLine(category="subscription", years=(1, 2, 3), amount=(90_000.0,) * 3),
    CostLine(category="implementation", years=(1,), amount=(20_000.0,)),
    CostLine(category="migration", years=(1, 2, 3), amount=(18_000.0, 0.0, 0.0)),
    CostLine(category="integration", years=(1, 2, 3), amount=(9_600.0,) * 3),
    CostLine(category="training", years=(1, 3), amount=(30_000.0, 7_500.0)),
)


def test_a_move_costs_the_one_off_lines_again() -> None:
    assert moving_cost(COSTS, 3) == 20_000 + 18_000 + 37_500
    assert moving_cost((), 3) == 0
    assert moving_cost(COSTS[1:2], 1) == 20_000


def test_the_first_year_in_which_a_limit_is_passed_counts_with_all_its_reasons() -> None:
    found = first_outgrown((8, 9, 12), 24, Limits(tier="basic", seat_maximum=9, rated_concurrency=35.0), COSTS)
    assert found is not None
    assert (found.year, found.cost) == (3, 75_500)
    assert found.reasons == (
        Reason(code="seat_maximum", needed=12, limit=9.0),
        Reason(code="rated_concurrency", needed=36, limit=35.0),
        Reason(code="tier_size", needed=12, limit=9.0),
    )


def test_an_offer_that_is_too_small_from_the_start_is_outgrown_in_year_1() -> None:
    found = first_outgrown((40, 40, 40), 204, Limits(tier="smart", rated_concurrency=203.0), COSTS)
    assert found is not None
    assert found.year == 1


def test_an_offer_lasts_where_no_limit_is_passed_or_known() -> None:
    assert first_outgrown((40, 50, 60), 204, Limits(tier="smart", seat_maximum=60, rated_concurrency=306.0), ()) is None
    assert first_outgrown((40, 50, 60), None, Limits(tier="smart", rated_concurrency=1.0), ()) is None
    assert first_outgrown((900, 5000), 204, Limits(tier="custom"), ()) is None


def test_advanced_and_smart_end_above_1000_seats() -> None:
    for tier in ("advanced", "smart"):
        found = first_outgrown((900, 1000, 1001), None, Limits(tier=tier), ())
        assert found is not None
        assert (found.year, found.reasons[0].code) == (3, "tier_size")
