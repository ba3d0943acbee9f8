"""Rows for tests: each function makes one thing and takes only what the test cares about."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.contrib.auth.models import Group

from evaluator.models import Member
from scoring.actions import open_scoring
from scoring.models import Candidate, Criterion, Evaluation, Seat
from scoring.scenario import Committee, build
from vendors.models import CostAmount, CostLine, FreePlan, Module, Offer, SeatPrice, UsageTerm, Vendor

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"
_numbers = count(1)


def member(*, name: str = "", group: str | None = None, language: str = "en", **fields: Any) -> Member:
    """A person who can sign in with PASSWORD; `group` is one of evaluator.roles."""
    number = next(_numbers)
    fields.setdefault("email", f"person{number}@example.org")
    person = Member.objects.create_user(password=PASSWORD, name=name or f"Person {number}", language=language, **fields)
    if group:
        person.groups.add(Group.objects.get(name=group))
    return person


def vendor(*, name: str = "", **fields: Any) -> Vendor:
    """A vendor of its own name."""
    return Vendor.objects.create(name=name or f"Vendor {next(_numbers)}", **fields)


def offer(*, vendor: Vendor | None = None, tier: str = "smart", yearly: int | None = 100_000, **fields: Any) -> Offer:
    """An offer with a subscription of `yearly` in each of three years, or without any cost."""
    fields.setdefault("edition", f"Edition {next(_numbers)}")
    row = Offer.objects.create(vendor=vendor or globals()["vendor"](), tier_id=tier, **fields)
    if yearly is not None:
        line = CostLine.objects.create(offer=row, category="subscription")
        CostAmount.objects.bulk_create(CostAmount(line=line, year=year, expected=yearly) for year in (1, 2, 3))
    return row


def seat_price(*, offer: Offer, from_seat: int = 1, unit_price: int | str = 1200, **fields: Any) -> SeatPrice:
    """A step of an offer's price list."""
    return SeatPrice.objects.create(offer=offer, from_seat=from_seat, unit_price=unit_price, **fields)


def module(*, offer: Offer, name: str = "", **fields: Any) -> Module:
    """A module of its own name."""
    return Module.objects.create(offer=offer, name=name or f"Module {next(_numbers)}", **fields)


def usage_term(*, offer: Offer, unit: str = "", **fields: Any) -> UsageTerm:
    """A price by use, in a unit of its own."""
    return UsageTerm.objects.create(offer=offer, unit=unit or f"Unit {next(_numbers)}", **fields)


def free_plan(*, vendor: Vendor | None = None, name: str = "Free", **fields: Any) -> FreePlan:
    """What a vendor gives away."""
    return FreePlan.objects.create(vendor=vendor or globals()["vendor"](), name=name, **fields)


def evaluation(*, title: str = "Customer service system", **fields: Any) -> Evaluation:
    """A draft without criteria, offers or seats."""
    return Evaluation.objects.create(title=title, **fields)


def criterion(*, evaluation: Evaluation, **fields: Any) -> Criterion:
    """A must of need match that the panel marks."""
    number = next(_numbers)
    fields = {"key": f"c{number}", "name": f"Criterion {number}", "dimension": "need", "position": number} | fields
    return Criterion.objects.create(evaluation=evaluation, **fields)


def candidate(*, evaluation: Evaluation, **fields: Any) -> Candidate:
    """An offer inside the evaluation."""
    number = next(_numbers)
    fields = {"key": f"o{number}", "position": number, "offer": fields.get("offer") or offer()} | fields
    return Candidate.objects.create(evaluation=evaluation, **fields)


def seat(*, evaluation: Evaluation, **fields: Any) -> Seat:
    """A voting seat with a person on it."""
    number = next(_numbers)
    fields = {"key": f"s{number}", "name": f"Seat {number}", "position": number} | fields
    fields["member"] = fields["member"] if "member" in fields else member()
    fields.setdefault("declared_at", NOON)
    return Seat.objects.create(evaluation=evaluation, **fields)


def small_evaluation(*, criteria: int = 2, offers: int = 2, seats: int = 2, **fields: Any) -> Evaluation:
    """A draft that may open: criteria in each dimension, priced offers, people on seats, the first chairs."""
    row = evaluation(**fields)
    for _ in range(criteria):
        criterion(evaluation=row)
    criterion(evaluation=row, dimension="cost", source="measure", measure="price")
    criterion(evaluation=row, dimension="risk", source="panel")
    for number in range(offers):
        candidate(evaluation=row, offer=offer(yearly=100_000 + 10_000 * number))
    for number in range(seats):
        seat(evaluation=row, is_chair=number == 0)
    return row


def open_evaluation(**fields: Any) -> Evaluation:
    """A small evaluation in which members may mark."""
    return open_scoring(small_evaluation(**fields), by=None, on=NOON)


def committee() -> Committee:
    """Procurement and the three members of the example evaluation."""
    return Committee(
        procurement=member(name="Zhou Ming", group="Procurement"),
        seats={
            "service": member(name="Chen Jing", language="zh-hans"),
            "it": member(name="Li Wei"),
            "finance": member(name="Wang Fang", group="Finance"),
        },
    )


def example(stage: str = "consensus", people: Committee | None = None) -> Evaluation:
    """The example evaluation of the demo (five offers, 36 criteria, three members) at a stage."""
    return build(stage, people or committee(), on=NOON)
