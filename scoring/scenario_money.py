"""The money of the example: the seat prices, modules, answers and needs behind the amounts of its evaluation file."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings

from scoring import library
from scoring.models import Evaluation, Needs
from vendors.models import CostAnswer, FreePlan, FreePlanFunction, Module, Offer, SeatPrice
from vendors.wording import columns

# What seat prices and modules say, a cost line need not say again.
_FOLLOWS_FROM_PRICES = ("subscription", "modules")


def state_prices(evaluation: Evaluation) -> None:
    """Replace subscription lines by the prices that they follow from; the case stays the same."""
    stated = json.loads((settings.FIXTURES_DIR / "demo_s2_prices.json").read_text(encoding="utf-8"))
    as_of = date.fromisoformat(stated["as_of"])
    for candidate in evaluation.candidates.select_related("offer__vendor"):
        offer = candidate.offer
        _state(offer, stated["offers"][candidate.key], as_of)
        if plan := stated["free_plans"].get(candidate.key):
            _state_free_plan(offer, plan, as_of)


def state_needs(evaluation: Evaluation, scenario_id: str) -> Needs:
    """The example company's answers of the need self-check."""
    scenario = library.scenario(scenario_id)
    figures = scenario.figures
    return Needs.objects.create(
        evaluation=evaluation,
        inquiries_per_day=figures["inquiries_per_day"],
        channels=[
            dict(zip(("name", "name_zh"), columns(channel.name), strict=True))
            | {"share_percent": channel.share_percent}
            for channel in scenario.channels
        ],
        streams=[dict(stream) for stream in figures["live_streams"]],
        languages=list(figures["languages"]),
        automation_goal=figures["goal_auto"],
        data_review=figures["data_review"],
        has_it_team=figures["has_it_team"],
        hourly_cost=Decimal(figures["hourly_cost"]),
        records_to_migrate=figures["records_to_migrate"],
        # The file states every hidden line that is to count.
        fills_gaps=False,
    )


def _state(offer: Offer, said: dict[str, Any], as_of: date) -> None:
    terms = {
        key: Decimal(value) if isinstance(value, str) and value[0].isdigit() else value
        for key, value in said["terms"].items()
    }
    Offer.objects.filter(pk=offer.pk).update(**terms)
    offer.cost_lines.filter(category__in=_FOLLOWS_FROM_PRICES).delete()
    origin = {"as_of": as_of, "source": said["source"], "source_note": said["source_note"]}
    SeatPrice.objects.bulk_create(
        SeatPrice(offer=offer, from_seat=start, unit_price=Decimal(price), **origin)
        for start, price in said["seat_prices"]
    )
    Module.objects.bulk_create(
        Module(offer=offer, position=position, **origin, **row) for position, row in enumerate(said["modules"])
    )
    CostAnswer.objects.bulk_create(
        CostAnswer(
            offer=offer, item=item, status=status, asked_on=as_of, answered_on=None if status == "asked" else as_of
        )
        for item, status in said["answers"].items()
    )


def _state_free_plan(offer: Offer, said: dict[str, Any], as_of: date) -> None:
    plan, is_new = FreePlan.objects.get_or_create(
        vendor=offer.vendor, defaults={**said["plan"], "as_of": as_of, "source_note": said["source_note"]}
    )
    if is_new:
        FreePlanFunction.objects.bulk_create(
            FreePlanFunction(plan=plan, position=position, **row) for position, row in enumerate(said["functions"])
        )
