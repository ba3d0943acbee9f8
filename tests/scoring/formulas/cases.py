"""Small cases for tests: a committee, a few offers, and only what a test names differs."""

from collections.abc import Mapping
from typing import Any

from scoring.formulas.case import Case, CostLine, Criterion, Fact, Mark, Offer, Profile, Seat


def profile(**changes: Any) -> Profile:
    """A company with a three-year horizon."""
    return Profile(**{"currency": "CNY", "horizon_years": 3, **changes})


def criterion(id_: str = "flow", **changes: Any) -> Criterion:
    """A must on panel marks in the dimension need."""
    return Criterion(**{"id": id_, "name": id_, "dimension": "need", "class_": "must", "weight": 3.0, **changes})


def measure(id_: str, measure: str, **changes: Any) -> Criterion:
    """A must on a figure in the dimension cost."""
    return criterion(id_, **{"dimension": "cost", "source": "measure", "measure": measure, **changes})


def seat(id_: str, **changes: Any) -> Seat:
    """A voting seat that weighs 1 everywhere."""
    return Seat(**{"id": id_, "name": id_, **changes})


def offer(id_: str, cash: float | None = None, facts: dict[str, Any] | None = None, **changes: Any) -> Offer:
    """An offer that costs `cash` once, or says nothing about its cost."""
    costs = () if cash is None else (CostLine(category="subscription", years=(1,), amount=(cash,)),)
    known = {key: Fact(value=value) for key, value in (facts or {}).items()}
    return Offer(
        **{"id": id_, "vendor": id_, "edition": "", "tier": "smart", "costs": costs, "facts": known, **changes}
    )


def marks(criterion_id: str, **by_seat: Mapping[str, int | str]) -> list[Mark]:
    """Marks on one criterion, by seat and offer, as in `service={"a": 4, "b": "abstained"}`."""
    return [
        Mark(
            seat=seat_id,
            offer=offer_id,
            criterion=criterion_id,
            value=said if isinstance(said, int) else None,
            state=said if isinstance(said, str) else None,
        )
        for seat_id, sheet in by_seat.items()
        for offer_id, said in sheet.items()
    ]


def case(**changes: Any) -> Case:
    """Two offers, one seat and one criterion, of which only need match counts."""
    stated: dict[str, Any] = {
        "title": "A choice",
        "profile": profile(),
        "dimensions": {"need": 1.0, "cost": 0.0, "risk": 0.0},
        "criteria": (criterion(),),
        "seats": (seat("service"),),
        "offers": (offer("a"), offer("b")),
    }
    return Case(**stated | {key: tuple(value) if isinstance(value, list) else value for key, value in changes.items()})
