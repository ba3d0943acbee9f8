"""Value for money: how much need match an offer gives for its cost, and which offers no other one beats."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.formulas.rounding import settled

MONEY_UNIT = 10_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """An offer's place in the picture of need match against cost."""

    offer: str
    need: float | None  # 0..100
    cost: float | None  # cash over the horizon
    per_unit: float | None  # points of need match per 10,000 of cost; None where one is missing or the cost is 0
    is_efficient: bool  # no other offer gives as much for less, or more for as little
    beaten_by: tuple[str, ...] = ()


def value_for_money(
    offers: Sequence[str], need: Sequence[float | None], cost: Sequence[float | None]
) -> tuple[Point, ...]:
    """The offers as points, with those that no other offer beats.

    Args:
        offers, need, cost: ids, need match 0..100, cash cost >= 0, in one order; None: not known.
    Returns: one point per offer in the same order. One with a figure missing beats nobody and is not efficient.
    Source: docs/method.md, "Value for money"; seed rows A06, B04.

    >>> [point.is_efficient for point in value_for_money("abc", [80, 60, 60], [500_000, 400_000, 450_000])]
    [True, True, False]
    """
    rows = list(zip(offers, need, cost, strict=True))
    points = []
    for offer, score, amount in rows:
        if score is None or amount is None:
            points.append(Point(offer=offer, need=score, cost=amount, per_unit=None, is_efficient=False))
            continue
        beaten_by = tuple(
            other
            for other, other_score, other_amount in rows
            if other_score is not None and other_amount is not None and _beats(other_score, other_amount, score, amount)
        )
        points.append(
            Point(
                offer=offer,
                need=score,
                cost=amount,
                per_unit=score / amount * MONEY_UNIT if amount else None,
                is_efficient=not beaten_by,
                beaten_by=beaten_by,
            )
        )
    return tuple(points)


def _beats(score: float, amount: float, other_score: float, other_amount: float) -> bool:
    """Whether the first gives at least as much for at most as much money, and is better in one of the two."""
    more, less = settled(score), settled(amount)
    than, than_cost = settled(other_score), settled(other_amount)
    return more >= than and less <= than_cost and (more > than or less < than_cost)
