"""The pages about money: what they show to whom, and what a click on them does."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from evaluator.models import Member
from scoring.actions import open_scoring
from scoring.casefile.rows import live_case
from scoring.formulas.cost import offer_cost
from scoring.models import Clarification, Evaluation, ExchangeRate, Needs
from tests import factories
from vendors.models import FreePlan, FreePlanFunction, Module, PriceRevision, SeatPrice

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer() -> Member:
    return factories.member(group="Procurement")


@pytest.fixture
def desk(client: Client, buyer: Member) -> Client:
    client.force_login(buyer)
    return client


@pytest.fixture
def draft() -> Evaluation:
    """Two offers at 300,000 and 330,000 over three years, and one far below; ten agents."""
    row = factories.small_evaluation(budget=720_000, agent_seats=[10, 10, 10])
    factories.candidate(evaluation=row, key="lean", offer=factories.offer(yearly=50_000, edition="Lean"))
    return row


def page(desk: Client, name: str, *parts: object) -> str:
    answer = desk.get(reverse(f"scoring:{name}", args=parts))
    assert answer.status_code == 200
    return str(answer.content, "utf-8")


def test_the_costs_of_a_draft_stand_side_by_side_with_every_chart(desk: Client, draft: Evaluation) -> None:
    html = page(desk, "setup_costs", draft.pk)

    assert html.count("<svg xmlns") >= 4
    for chart in ("chart-iceberg", "chart-ranges", "chart-cost-by-year", "chart-cost-by-category"):
        assert f'id="{chart}"' in html
    assert 'id="chart-value"' not in html  # nobody has marked yet
    assert "52% under" in html or "52 % under" in html


def test_after_the_draft_the_live_costs_lead_to_the_frozen_ones(desk: Client) -> None:
    evaluation = factories.open_evaluation()
    answer = desk.get(reverse("scoring:setup_costs", args=[evaluation.pk]))
    assert answer.headers["Location"] == reverse("scoring:costs", args=[evaluation.pk])


def test_a_seat_sees_no_costs_before_the_reveal(client: Client) -> None:
    evaluation = factories.open_evaluation()
    seat = evaluation.seats.select_related("member")[1]
    assert seat.member is not None
    client.force_login(seat.member)
    for name in ("traps", "free_plan", "clarifications"):
        assert client.get(reverse(f"scoring:{name}", args=[evaluation.pk])).status_code == 403


def test_the_lines_of_a_cost_sheet_add_up_to_the_case(desk: Client, draft: Evaluation) -> None:
    candidate = draft.candidates.get(key="lean")
    SeatPrice.objects.create(offer=candidate.offer, unit_price=1_200, source_note="Quote 17")
    Module.objects.create(offer=candidate.offer, name="Call centre abroad", grade="redundant", price=3_000)
    Needs.objects.create(evaluation=draft, fills_gaps=True)

    answer = desk.get(reverse("scoring:offer_costs", args=[draft.pk, "lean"]))

    context = answer.context
    shown = [row.total for name in ("from_prices", "entered", "filled") for row in context[name]]
    offer = next(each for each in live_case(draft).offers if each.id == "lean")
    assert sum(shown) == pytest.approx(offer_cost(offer, live_case(draft).profile).lines)
    assert [row.total for row in context["from_prices"]] == [36_000, 9_000]
    assert context["check"].idle.idle == pytest.approx(3_000 / 15_000 * (50_000 + 12_000 + 3_000))
    assert "Quote 17" in str(answer.content, "utf-8")


def test_a_rule_of_thumb_is_counted_once_and_dropped_again(desk: Client, draft: Evaluation) -> None:
    offer = draft.candidates.get(key="lean").offer
    address = reverse("scoring:offer_costs", args=[draft.pk, "lean"])

    desk.post(address, {"count": "operations"})
    desk.post(address, {"count": "operations"})

    line = offer.cost_lines.get(category="operations")
    assert (line.kind, line.source, line.is_cash) == ("hidden", "seed_default", True)
    assert [(each.low, each.expected, each.high) for each in line.amounts.all()] == [
        (Decimal(10_000), Decimal(20_000), Decimal(30_000))
    ] * 3
    assert PriceRevision.objects.filter(offer=offer, subject__startswith="line:operations").count() == 3

    desk.post(address, {"drop": "operations"})
    assert not offer.cost_lines.filter(category="operations").exists()


def test_a_rule_of_thumb_is_kept_in_the_offers_currency(desk: Client, draft: Evaluation) -> None:
    offer = draft.candidates.get(key="lean").offer
    offer.currency = "USD"
    offer.save()
    ExchangeRate.objects.create(evaluation=draft, currency="USD", rate=8, as_of=date(2026, 11, 2), source_note="Bank")

    desk.post(reverse("scoring:offer_costs", args=[draft.pk, "lean"]), {"count": "operations"})

    amounts = offer.cost_lines.get(category="operations").amounts.values_list("expected", flat=True)
    assert list(amounts) == [Decimal("2500.0000")] * 3


def test_an_offer_in_another_currency_waits_for_its_rate(desk: Client, draft: Evaluation) -> None:
    offer = draft.candidates.get(key="lean").offer
    offer.currency = "USD"
    offer.save()
    assert reverse("scoring:rates", args=[draft.pk]) in page(desk, "setup_costs", draft.pk)

    address = reverse("scoring:rates", args=[draft.pk])
    refused = desk.post(address, {"USD-rate": "0", "USD-as_of": "2026-11-02", "USD-source_note": "Bank"})
    assert refused.status_code == 200
    assert not ExchangeRate.objects.exists()

    desk.post(address, {"USD-rate": "7.1", "USD-as_of": "2026-11-02", "USD-source_note": "Central bank"})

    stated = ExchangeRate.objects.get(evaluation=draft)
    assert (stated.currency, stated.rate, stated.source_note) == ("USD", Decimal("7.1"), "Central bank")
    lean = next(each for each in live_case(draft).offers if each.id == "lean")
    assert lean.costs[0].amount == (355_000, 355_000, 355_000)


def test_the_free_plan_is_computed_for_the_volume_that_is_asked(desk: Client, draft: Evaluation) -> None:
    vendor = draft.candidates.get(key="lean").offer.vendor
    plan = FreePlan.objects.create(vendor=vendor, name="Starter", unit_price=Decimal("0.1"))
    FreePlanFunction.objects.create(plan=plan, name="Data export", grade="must", in_free="no")

    answer = desk.get(reverse("scoring:free_plan", args=[draft.pk]), {"inquiries": "260"})

    simulation, chart = answer.context["plans"][0]
    assert (simulation.day, simulation.year, simulation.forced_by) == (160.0, 58_400.0, "Data export")
    assert [each.break_even for each in simulation.paid if each.yearly == 50_000] == [237]
    assert "<svg" in chart
    fragment = desk.get(
        reverse("scoring:free_plan", args=[draft.pk]), {"inquiries": "260"}, headers={"HX-Request": "true"}
    )
    assert str(fragment.content, "utf-8").lstrip().startswith('<div id="free-plans"')


def test_nothing_stated_is_not_a_pass_in_any_trap(desk: Client, draft: Evaluation) -> None:
    answer = desk.get(reverse("scoring:traps", args=[draft.pk]), {"offer": "lean"})

    shown = answer.context["shown"]
    assert shown.id == "lean"
    assert {card.code: card.status for card in shown.rules} == dict.fromkeys(
        ("trial", "modules", "failures"), "unknown"
    )
    assert {card.code: card.status for card in shown.traps} == {
        "need": "unknown",
        "cost": "warn",  # abnormally low
        "growth": "unknown",
        "data": "unknown",
        "free": "none",
    }


def test_a_low_price_is_asked_about_with_the_vendors_own_figure_alone(desk: Client, buyer: Member) -> None:
    evaluation = factories.small_evaluation()
    factories.candidate(evaluation=evaluation, key="lean", offer=factories.offer(yearly=50_000))
    evaluation = open_scoring(evaluation, by=buyer, on=factories.NOON)
    address = reverse("scoring:clarifications", args=[evaluation.pk])

    form = desk.get(address, {"offer": "lean", "about": "abnormally_low"}).context["form"]
    assert "150,000" in form.initial["question"]
    assert "315,000" not in form.initial["question"]  # the mean of the others

    desk.post(address, {"candidate": "lean", "about": "abnormally_low", "question": "How?"})
    thread = Clarification.objects.get()
    there = reverse("scoring:clarification", args=[evaluation.pk, thread.pk])
    desk.post(there, {"act": "say", "speaker": "vendor", "text": "Few people."})
    desk.post(there, {"act": "conclude", "conclusion": "Plausible."})
    thread.refresh_from_db()
    assert (thread.messages.count(), thread.conclusion) == (2, "Plausible.")
    assert desk.post(there, {"act": "say", "speaker": "us", "text": "More?"}).status_code == 200
