"""Which tier fits, and why."""

from typing import Any

import pytest

from scoring.formulas.adviser import Advice, advise
from scoring.formulas.needs import Needs

SMALL: dict[str, Any] = {"agent_seats": (8, 8, 8), "inquiries_per_day": 260, "channel_shares": (100,)}


def advice(**changes: Any) -> Advice:
    """The advice for a shop of eight with one channel, but for what a test names."""
    return advise(Needs(**SMALL | changes))


@pytest.mark.parametrize(
    ("changes", "tier", "reasons"),
    [
        ({}, "basic", ["small_team", "one_channel"]),
        ({"agent_seats": (9,)}, "basic", ["small_team", "one_channel"]),
        ({"agent_seats": (10,)}, "advanced", ["team_size"]),
        ({"channel_shares": (60, 40)}, "advanced", ["several_channels"]),
        ({"channel_shares": (100, 0)}, "basic", ["small_team", "one_channel"]),
        ({"data_review": True}, "advanced", ["data_review"]),
        ({"inquiries_per_day": 800}, "basic", ["small_team", "one_channel"]),  # exactly 100 a seat
        ({"inquiries_per_day": 801}, "smart", ["many_inquiries"]),
        ({"automation_goal": True, "data_review": True}, "smart", ["automation_goal"]),
        ({"agent_seats": (1000,)}, "advanced", ["team_size"]),
        ({"agent_seats": (1001,)}, "custom", ["large_team"]),
        ({"conditions": frozenset({"finance_industry"})}, "custom", ["special_compliance"]),
        ({"conditions": frozenset({"private_deployment"})}, "custom", ["private_deployment"]),
        ({"conditions": frozenset({"cross_border_eu", "card_data"})}, "basic", ["small_team", "one_channel"]),
    ],
)
def test_the_largest_tier_that_a_rule_asks_for_is_advised(
    changes: dict[str, Any], tier: str, reasons: list[str]
) -> None:
    found = advice(**changes)
    assert found.tier == tier
    assert [rule.code for rule in found.reasons] == reasons


def test_what_is_not_known_fires_no_rule_and_is_shown_as_not_known() -> None:
    found = advice(inquiries_per_day=None, channel_shares=())
    assert found.tier == "basic"
    assert {rule.code for rule in found.rules if rule.fires is None} == {
        "many_inquiries",
        "several_channels",
        "one_channel",
    }


def test_an_advice_says_what_speaks_for_smaller_tiers_and_against_larger_ones() -> None:
    found = advice(agent_seats=(40,), inquiries_per_day=8000, channel_shares=(60, 40))
    assert [rule.code for rule in found.reasons] == ["many_inquiries"]
    assert [rule.code for rule in found.also] == ["team_size", "several_channels"]
    assert [rule.code for rule in found.against_larger] == ["large_team", "special_compliance", "private_deployment"]
    assert found.reasons[0].values == {"figure": 200.0, "limit": 100.0}
    assert found.reasons[0].row == "A36"


def test_growth_is_named_in_the_year_in_which_it_asks_for_another_tier() -> None:
    assert advice(agent_seats=(8, 9, 10)).later == ((3, "advanced"),)
    assert advice(agent_seats=(8, 20, 1200)).later == ((2, "advanced"), (3, "custom"))
    assert advice(agent_seats=(12, 8, 8)).later == ((2, "basic"),)
    assert advice().later == ()


def test_inquiries_grow_with_the_seats() -> None:
    assert advice(agent_seats=(9, 80, 1001), inquiries_per_day=901).later == ((3, "custom"),)
    assert advice(agent_seats=(9, 80, 40), inquiries_per_day=900).later == ((2, "advanced"),)


def test_every_rule_names_its_row_and_the_figures_that_it_compares() -> None:
    found = advice(agent_seats=(40,), inquiries_per_day=8000, channel_shares=(60, 39, 1))
    assert [(rule.code, rule.tier, rule.row, dict(rule.values)) for rule in found.rules] == [
        ("large_team", "custom", "A39", {"figure": 40, "limit": 1000}),
        ("special_compliance", "custom", "A39", {}),
        ("private_deployment", "custom", "A37", {}),
        ("many_inquiries", "smart", "A36", {"figure": 200, "limit": 100}),
        ("automation_goal", "smart", "A36", {}),
        ("team_size", "advanced", "A33", {"figure": 40, "limit": 10}),
        ("several_channels", "advanced", "A33", {"figure": 3, "limit": 2}),
        ("data_review", "advanced", "A33", {}),
        ("small_team", "basic", "A30", {"figure": 40, "limit": 10}),
        ("one_channel", "basic", "A30", {"figure": 3, "limit": 2}),
    ]
    assert dict(advice(inquiries_per_day=None).rules[3].values) == {"limit": 100}
