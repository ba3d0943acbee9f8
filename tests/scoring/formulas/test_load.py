"""How many conversations come at once, and which channels bring them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.formulas.load import headroom, load_of, ranked_channels
from scoring.formulas.measures import required_concurrency
from scoring.formulas.needs import Needs, Stream
from tests.scoring.formulas.cases import profile

HUNDRED = Stream(inquiries_per_day=1000, peak_hour_share=0.1, minutes_each=60)


def test_a_load_of_100_needs_a_system_rated_for_300() -> None:
    load = load_of(Needs(agent_seats=(10,), streams=(HUNDRED,)))
    assert load is not None
    assert (load.normal, load.required) == (100, 300)
    assert headroom(299, load.required) == pytest.approx(299 / 300)
    assert headroom(300, load.required) == 1
    assert headroom(3, 1) == 3
    assert load.parts == (100,)


def test_the_noise_of_floats_adds_no_conversation() -> None:
    # 1100 x 0.1 is a little more than 110 in floats.
    busy = Stream(inquiries_per_day=1100, peak_hour_share=0.1, minutes_each=60)
    load = load_of(Needs(agent_seats=(10,), streams=(busy,)))
    assert load is not None
    assert (load.normal, load.required) == (110, 330)


def test_a_company_without_live_conversations_has_no_load() -> None:
    needs = Needs(agent_seats=(10,))
    assert load_of(needs) is None
    assert needs.profile.normal_concurrency is None


def test_streams_without_inquiries_need_nothing_and_a_trial_still_asks_with_ten() -> None:
    load = load_of(Needs(agent_seats=(10,), streams=(replace(HUNDRED, inquiries_per_day=0),)))
    assert load is not None
    assert (load.normal, load.required, load.trial_users) == (0, 0, 10)
    assert headroom(50, load.required) is None


def test_a_trial_asks_with_the_own_peak_where_it_is_larger() -> None:
    load = load_of(Needs(agent_seats=(10,), streams=(HUNDRED,)))
    assert load is not None
    assert load.trial_users == 100


@pytest.mark.parametrize(
    ("load", "headroom_factor", "promotion_factor", "required"),
    [
        (68, 3, 1, 204),
        (67.2, 3, 4, 269),  # 268.8 and not 4 x 68
        (11.396, 3, 4, 46),
        (68, 3, 4, 272),
        (122.4, 3, 2, 369),
        (5, 1.5, 1, 8),
    ],
)
def test_the_required_concurrency_is_the_larger_of_headroom_and_promotion(
    load: float, headroom_factor: float, promotion_factor: float, required: float
) -> None:
    company = profile(normal_concurrency=load, headroom_factor=headroom_factor, promotion_factor=promotion_factor)
    assert required_concurrency(company) == required


def test_core_channels_are_the_fewest_that_carry_80_percent() -> None:
    assert [row.position for row in ranked_channels([50, 30, 20]) if row.is_core] == [0, 1]  # exactly 80
    assert [row.position for row in ranked_channels([20, 20, 20, 20, 20]) if row.is_core] == [0, 1, 2, 3]
    assert [row.position for row in ranked_channels([100, 0]) if row.is_core] == [0]
    assert [(row.share, row.cumulative) for row in ranked_channels([1, 3])] == [(0.75, 0.75), (0.25, 1)]


def test_channels_without_inquiries_have_no_order() -> None:
    assert ranked_channels([]) == ranked_channels([0, 0]) == ()
    with pytest.raises(ValueError, match=r"^a channel's share must not be negative$"):
        ranked_channels([10, -1])


@given(st.lists(st.integers(min_value=1, max_value=1000), min_size=1, max_size=12))
def test_no_smaller_set_of_channels_carries_80_percent(shares: list[int]) -> None:
    core = [row for row in ranked_channels(shares) if row.is_core]
    assert core[-1].cumulative >= 0.8 - 1e-9
    assert len(core) == 1 or core[-2].cumulative < 0.8


def test_a_team_may_double_within_three_years_only() -> None:
    assert Needs(agent_seats=(8, 9, 16)).may_double
    assert not Needs(agent_seats=(8, 9, 15)).may_double
    assert not Needs(agent_seats=(8, 9, 10, 40)).may_double
    assert not Needs(agent_seats=(0, 0, 0)).may_double


def test_needs_speak_of_at_least_one_year() -> None:
    with pytest.raises(ValueError, match=r"^agent_seats must name at least one year$"):
        Needs(agent_seats=())
    assert Needs(agent_seats=(0,), inquiries_per_day=10).inquiries_per_seat is None
