"""What prices come to for a team: worked by hand, at the edges, and drawn."""

import doctest
from decimal import Decimal
from types import ModuleType

import pytest
from django.utils.translation import override

from vendors import history, reckoning
from vendors.charts import steps_chart
from vendors.pricing import ModuleTerm, SeatStep, Storage, Terms, Usage
from vendors.reckoning import first_year_of_seats, one_more, reckoned, seat_counts
from vendors.templatetags import figures

STEPS = (SeatStep(from_seat=1, unit_price=Decimal(1200)), SeatStep(from_seat=50, unit_price=Decimal(1000)))
FULL = Terms(
    steps=STEPS,
    discount=Decimal("0.1"),
    discount_years=1,
    uplift=Decimal("0.05"),
    modules=(
        ModuleTerm(name="Bot", price=Decimal(100), per="seat"),
        ModuleTerm(name="Setup", price=Decimal(5000), per="once"),
        ModuleTerm(name="Reports", is_included=True, price=Decimal(900)),
        ModuleTerm(name="Voice"),
    ),
    usage=(Usage(unit="answer", included=Decimal(1000), unit_price=Decimal("0.1"), volume=Decimal(11_000)),),
    storage=Storage(included=Decimal(100), needed=Decimal(150), price=Decimal(2)),
)


@pytest.mark.parametrize("module", [reckoning, history, figures])
def test_the_examples_of_the_modules_hold(module: ModuleType) -> None:
    results = doctest.testmod(module)

    assert results.attempted >= 1
    assert results.failed == 0


def test_a_growing_team_is_reckoned_year_by_year() -> None:
    found = reckoned(FULL, (40, 50))

    assert {(line.category, line.name): line.amounts for line in found.lines} == {
        ("subscription", ""): (Decimal("43200.0"), Decimal("52500.00")),  # 40 x 1200 x 0.9; 50 x 1000 x 1.05
        ("modules", "Bot"): (Decimal("3600.0"), Decimal("5250.00")),
        ("modules", "Setup"): (Decimal("4500.0"), Decimal(0)),
        ("storage", ""): (Decimal(100), Decimal("105.00")),
        ("usage", "answer"): (Decimal("12000.0"), Decimal("15300.0")),  # 10,000 x 0.1 x 12; 12,750 x 0.1 x 12
    }
    assert found.by_year == (Decimal(63_400), Decimal(73_155))
    assert found.total == Decimal(136_555)


def test_without_prices_or_a_team_nothing_is_known_and_that_is_not_zero() -> None:
    assert (reckoned(Terms(), (40,)).by_year, reckoned(Terms(), (40,)).total) == (None, None)
    assert reckoned(FULL, ()).total is None
    assert one_more(Terms(), 40) is None
    assert first_year_of_seats(Terms(), 40) is None


def test_one_agent_more_brings_its_seat_and_its_modules_after_the_discount() -> None:
    more = one_more(FULL, 40)

    assert more is not None
    assert (more.before, more.after, more.cost) == (Decimal("46800.0"), Decimal("47970.0"), Decimal("1170.0"))
    assert (more.average, more.ratio) == (Decimal(1170), Decimal(1))


def test_a_step_can_make_one_more_agent_cheaper_than_none() -> None:
    more = one_more(Terms(steps=STEPS), 49)

    assert more is not None
    assert more.cost == Decimal(50_000 - 49 * 1200)


def test_nobody_buys_a_seat_more_than_the_edition_has() -> None:
    assert one_more(Terms(steps=STEPS, seat_maximum=40), 40) is None
    assert one_more(Terms(steps=STEPS, seat_maximum=41), 40) is not None


def test_free_seats_have_no_ratio() -> None:
    more = one_more(Terms(steps=(SeatStep(from_seat=1, unit_price=Decimal(0)),)), 5)

    assert more is not None
    assert (more.cost, more.ratio) == (Decimal(0), None)


def test_a_drawing_looks_at_both_sides_of_each_step_and_never_at_thousands_of_points() -> None:
    counts = seat_counts(Terms(steps=STEPS), highest=1_000_000)

    assert {1, 49, 50, 1_000_000} <= set(counts)
    assert len(counts) <= 125


def test_the_chart_says_in_words_what_it_shows_and_marks_the_quoted_seats() -> None:
    chart = str(steps_chart(Terms(steps=STEPS), currency="CNY", seats=40))

    assert "From seat 50 on a seat costs CNY 1,000 a year." in chart
    assert "40 seats cost CNY 48,000 in the first year." in chart
    assert chart.count("<circle") == 4  # a dot with its ground on each curve
    assert "style=" not in chart


def test_a_chart_without_a_seat_price_is_none_and_a_huge_team_still_fits() -> None:
    assert steps_chart(Terms(), currency="CNY", seats=40) is None
    with override("zh-hans"):
        huge = str(steps_chart(Terms(steps=STEPS), currency="CNY", seats=1_000_000, team=(1_000_000,)))
    assert "1,500,000" in huge
    assert len(huge) < 30_000


def test_the_chart_ends_where_the_edition_does() -> None:
    chart = str(steps_chart(Terms(steps=STEPS, seat_maximum=60), currency="CNY", seats=80))

    assert "from 1 to 60 seats" in chart
    assert "<circle" not in chart
