"""Scores from facts and costs."""

from dataclasses import replace
from typing import Any

import pytest

from scoring.formulas.assessment import assess
from scoring.formulas.case import CostLine, Fact, Method
from scoring.formulas.cost import offer_cost
from scoring.formulas.measures import read_measure
from tests.scoring.formulas.cases import case, measure, offer, profile


def score(name: str, facts: dict[str, Any], **company: Any) -> float | None:
    """What a measure makes of an offer's facts."""
    item = measure("it", name, fact="tls_min_version" if name == "promise" else None)
    one = offer("a", facts=facts)
    company_profile = profile(**company)
    return read_measure(item, one, offer_cost(one, company_profile), company_profile).score


@pytest.mark.parametrize(
    ("name", "fact", "value", "expected"),
    [
        ("trial_days", "trial_days", 15, 100),
        ("trial_days", "trial_days", 30, 100),
        ("trial_days", "trial_days", 6, 40),
        ("trial_days", "trial_days", 0, 0),
        ("full_trial_days", "full_trial_days", 7, 100),
        ("full_trial_days", "full_trial_days", 3.5, 50),
        ("idle_waste", "idle_share", 0, 100),
        ("idle_waste", "idle_share", 0.1, 75),
        ("idle_waste", "idle_share", 0.4, 0),
        ("idle_waste", "idle_share", 1, 0),
        ("cost_completeness", "cost_completeness", 0.8, 80),
        ("marginal_seat", "marginal_seat_ratio", 0.5, 100),
        ("marginal_seat", "marginal_seat_ratio", 1.25, 75),
        ("marginal_seat", "marginal_seat_ratio", 2, 0),
        ("recovery_hours", "recovery_hours", 4, 100),
        ("recovery_hours", "recovery_hours", 8, 50),
        ("recovery_hours", "recovery_hours", 12, 0),
        ("recovery_hours", "recovery_hours", 48, 0),
        ("promise", "tls_min_version", "1.3", 100),
        ("promise", "tls_min_version", "1.2", 50),
        ("promise", "tls_min_version", "1.1", 0),
    ],
)
def test_a_measure_reads_its_fact(name: str, fact: str, value: Any, expected: float) -> None:
    assert score(name, {fact: value}) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("percent", "evidence", "expected"),
    [
        (0.05, True, 100),
        (0.05, False, 50),
        (0.05, None, 50),
        (0.1, True, 50),  # exactly the limit is not below it
        (0.55, True, 25),
        (1, True, 0),
        (4, False, 0),
    ],
)
def test_a_failure_rate_needs_sla_evidence_for_full_marks(
    *, percent: float, evidence: bool | None, expected: float
) -> None:
    facts = {"failure_rate_percent": percent} | ({} if evidence is None else {"sla_evidence": evidence})
    assert score("failure_rate", facts) == pytest.approx(expected)


@pytest.mark.parametrize(("rated", "expected"), [(300, 100), (400, 100), (200, 50), (100, 0), (50, 0)])
def test_headroom_wants_three_times_the_normal_load(rated: int, expected: float) -> None:
    assert score("headroom", {"rated_concurrency": rated}, normal_concurrency=100.0) == pytest.approx(expected)


def test_headroom_wants_the_promotion_peak_where_that_is_higher() -> None:
    assert score(
        "headroom", {"rated_concurrency": 300}, normal_concurrency=100.0, promotion_factor=6.0
    ) == pytest.approx(25)


def test_a_load_of_0_needs_nothing_and_an_unknown_one_is_missing() -> None:
    assert score("headroom", {"rated_concurrency": 0}, normal_concurrency=0.0) == 100
    assert score("headroom", {"rated_concurrency": 300}) is None


@pytest.mark.parametrize(
    ("cash", "reserve", "expected"),
    [(576_000, 0.2, 100), (648_000, 0.2, 50), (720_000, 0.2, 0), (900_000, 0.2, 0), (720_000, 0, 100), (720_001, 0, 0)],
)
def test_the_budget_keeps_its_reserve(cash: float, reserve: float, expected: float) -> None:
    company = profile(budget=720_000.0, reserve_share=reserve)
    one = offer("a", cash)
    assert read_measure(measure("it", "budget"), one, offer_cost(one, company), company).score == pytest.approx(
        expected
    )


@pytest.mark.parametrize(("visible", "hidden", "expected"), [(75.0, 25.0, 75), (0.0, 0.0, 100), (0.0, 9.0, 0)])
def test_the_hidden_share_is_of_all_lines(visible: float, hidden: float, expected: float) -> None:
    lines = (
        CostLine(category="subscription", years=(1,), amount=(visible,)),
        CostLine(category="training", years=(1,), amount=(hidden,), kind="hidden"),
    )
    one = offer("a", costs=lines)
    assert read_measure(measure("it", "hidden_share"), one, offer_cost(one, profile()), profile()).score == expected


@pytest.mark.parametrize("name", ["price", "budget", "hidden_share"])
def test_an_offer_without_costs_is_missing_and_not_cheap(name: str) -> None:
    company = profile(budget=720_000.0)
    result = assess(
        case(profile=company, dimensions={"need": 0.0, "cost": 1.0, "risk": 0.0}, criteria=[measure("it", name)])
    ).offer("a")

    assert (result.criteria["it"].status, result.total, result.provisional) == ("missing", None, True)


@pytest.mark.parametrize(("policy", "expected", "provisional"), [("zero", 50, False), ("exclude", 100, True)])
def test_an_unknown_fact_earns_nothing_or_drops_out(*, policy: str, expected: float, provisional: bool) -> None:
    criteria = [measure("trial", "trial_days"), measure("full", "full_trial_days")]
    offers = [offer("a", facts={"trial_days": 15}), offer("b", facts={"trial_days": 15, "full_trial_days": 7})]
    result = assess(
        case(
            dimensions={"need": 0.0, "cost": 1.0, "risk": 0.0},
            criteria=criteria,
            offers=offers,
            method=Method(unknown=policy),
        )
    ).offer("a")

    assert (result.total, result.provisional) == (expected, provisional)
    assert [(flag.code, dict(flag.values)) for flag in result.flags if flag.code == "unknown_fact"] == [
        ("unknown_fact", {"criterion": "full", "fact": "full_trial_days"})
    ]


def test_a_fact_whose_status_is_unknown_is_not_known_whatever_it_says() -> None:
    one = replace(offer("a"), facts={"trial_days": Fact(value=30, status="unknown")})
    reading = read_measure(measure("it", "trial_days"), one, offer_cost(one, profile()), profile())
    assert (reading.status, reading.score) == ("unknown", None)


def test_a_figure_that_is_none_is_refused() -> None:
    with pytest.raises(TypeError, match="a figure is needed"):
        score("trial_days", {"trial_days": "many"})
