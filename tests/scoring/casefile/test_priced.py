"""Priced: what an offer's prices, another currency and rules of thumb add to a case."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from scoring.casefile.document import canonical_text, read
from scoring.casefile.opening import opening_problems
from scoring.casefile.rows import live_case
from scoring.formulas import case as cases
from scoring.formulas.assessment import assess
from scoring.models import Evaluation, ExchangeRate, Needs
from tests import factories
from vendors.models import CostAmount, CostAnswer, CostLine, Module, Offer, SeatPrice

pytestmark = pytest.mark.django_db


def offer_in(evaluation: Evaluation, **fields: Any) -> Offer:
    return factories.candidate(evaluation=evaluation, offer=factories.offer(yearly=None, **fields)).offer


def costs_of(evaluation: Evaluation) -> tuple[cases.CostLine, ...]:
    return live_case(evaluation).offers[0].costs


def yearly(evaluation: Evaluation) -> dict[str, tuple[float, ...]]:
    return {line.category: line.amount for line in costs_of(evaluation)}


def test_seat_prices_follow_the_company_s_plan_and_the_offer_s_terms() -> None:
    evaluation = factories.evaluation(agent_seats=[40, 50, 60])
    offer = offer_in(
        evaluation, seats=10, seat_period="month", renewal_uplift_percent=Decimal(5), discount_percent=Decimal(10)
    )
    SeatPrice.objects.create(offer=offer, unit_price=100)
    assert yearly(evaluation)["subscription"] == pytest.approx((43_200, 56_700, 71_442))


def test_without_a_plan_the_quoted_seats_count_and_without_either_nothing_is_known() -> None:
    evaluation = factories.evaluation(agent_seats=None)
    offer = offer_in(evaluation, seats=10)
    SeatPrice.objects.create(offer=offer, unit_price=100)
    assert yearly(evaluation) == {"subscription": (1000, 1000, 1000)}
    Offer.objects.update(seats=None)
    assert costs_of(evaluation) == ()


def test_amounts_in_another_currency_wait_for_a_rate_that_somebody_stated() -> None:
    evaluation = factories.small_evaluation()
    offer = evaluation.candidates.all()[0].offer
    Offer.objects.filter(pk=offer.pk).update(currency="USD")
    assert costs_of(evaluation) == ()
    assert "State the exchange rate, with its date and source, of: USD." in opening_problems(evaluation)
    ExchangeRate.objects.create(
        evaluation=evaluation, currency="USD", rate=Decimal("7.1"), as_of=date(2026, 11, 2), source_note="bank"
    )
    assert yearly(evaluation)["subscription"] == pytest.approx((710_000,) * 3)
    assert opening_problems(evaluation) == []


def test_hidden_costs_that_an_offer_leaves_open_take_rules_of_thumb_where_the_company_counts_them() -> None:
    evaluation = factories.evaluation(agent_seats=[8, 9, 10])
    offer = offer_in(evaluation)
    line = CostLine.objects.create(offer=offer, category="subscription")
    CostAmount.objects.create(line=line, year=1, expected=1000)
    assert set(yearly(evaluation)) == {"subscription"}
    needs = Needs.objects.create(evaluation=evaluation, hourly_cost=35)
    found = {line.category: line for line in costs_of(evaluation) if line.source == "seed_default"}
    assert {key: sum(line.amount) for key, line in found.items()} == {
        "training": 7500,
        "operations": 60_000,
        "upgrade": 37_500,
        "repeated_work": 315_000,
    }
    assert all(line.kind == "hidden" for line in found.values())
    CostAnswer.objects.create(offer=offer, item="operations", status="included")
    CostAnswer.objects.create(offer=offer, item="upgrade", status="asked")
    assert {line.category for line in costs_of(evaluation)} == {"subscription", "training", "upgrade", "repeated_work"}
    needs.fills_gaps = False
    needs.save()
    assert set(yearly(evaluation)) == {"subscription"}


def test_a_rule_of_thumb_in_yuan_needs_a_rate_before_it_counts_in_dollars() -> None:
    evaluation = factories.evaluation(agent_seats=[10, 10, 10], currency="USD")
    offer = offer_in(evaluation, currency="USD")
    CostAmount.objects.create(line=CostLine.objects.create(offer=offer, category="subscription"), year=1, expected=1)
    Needs.objects.create(evaluation=evaluation, has_it_team=True, hourly_cost=10)
    assert set(yearly(evaluation)) == {"subscription", "repeated_work"}
    ExchangeRate.objects.create(
        evaluation=evaluation, currency="CNY", rate=Decimal("0.1"), as_of=date(2026, 11, 2), source_note="bank"
    )
    assert yearly(evaluation)["training"] == pytest.approx((750,))


def test_what_prices_and_answers_say_stands_in_for_facts_that_nobody_promised() -> None:
    evaluation = factories.evaluation(agent_seats=[10, 10, 10])
    offer = offer_in(evaluation)
    SeatPrice.objects.create(offer=offer, unit_price=100)
    Module.objects.create(offer=offer, name="Call centre abroad", grade="redundant", price=250)
    CostAnswer.objects.create(offer=offer, item="training", status="free")
    facts = live_case(evaluation).offers[0].facts
    assert {key: fact.value for key, fact in facts.items()} == {
        "marginal_seat_ratio": 1.0,
        "idle_share": pytest.approx(0.2),
        "cost_completeness": pytest.approx(3 / 14),
    }
    offer.promises.create(fact="idle_share", value=0.1)
    assert live_case(evaluation).offers[0].facts["idle_share"].value == 0.1


def test_the_exported_file_gives_the_figures_of_the_rows() -> None:
    evaluation = factories.small_evaluation(agent_seats=[4, 5, 6])
    offer = evaluation.candidates.all()[1].offer
    SeatPrice.objects.create(offer=offer, unit_price=1234)
    Needs.objects.create(evaluation=evaluation)
    case = live_case(evaluation)
    again = assess(read(canonical_text(case)))
    assert [each.cost for each in again.offers] == [each.cost for each in assess(case).offers]
