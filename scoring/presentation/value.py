"""Value for money in figures: which offers give the most need match for their cost, and which are beaten by whom."""

from dataclasses import dataclass, replace
from decimal import Decimal

from scoring.formulas.cost import spendable
from scoring.formulas.rounding import printed
from scoring.formulas.value import MONEY_UNIT, Point, value_for_money
from scoring.presentation.offers import OfferFigures
from scoring.presentation.result import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRow:
    """One offer in the picture."""

    offer: OfferFigures
    need: Decimal | None  # 0..100
    cost: float | None  # cash over the horizon
    per_unit: Decimal | None  # points of need match per 10,000 of cost
    is_efficient: bool
    beaten_by: tuple[str, ...]  # names


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueForMoney:
    """Need match against cost, in the order of the ranking."""

    currency: str
    horizon_years: int
    unit: float
    rows: tuple[ValueRow, ...]
    budget: float | None
    spendable: float | None

    @property
    def is_known(self) -> bool:
        """Whether there is anything to draw."""
        return any(row.need is not None and row.cost is not None for row in self.rows)


def value_of(result: Result) -> ValueForMoney:
    """The offers as points of need match and cash cost."""
    profile = result.case.profile
    names = {offer.id: offer.name for offer in result.offers}
    points = _points(result)
    rows = tuple(
        ValueRow(
            offer=offer,
            need=None if point.need is None else printed(point.need, result.decimals),
            cost=point.cost,
            per_unit=None if point.per_unit is None else printed(point.per_unit, 2),
            is_efficient=point.is_efficient,
            beaten_by=tuple(names[other] for other in point.beaten_by),
        )
        for offer in result.offers
        for point in [points[offer.id]]
    )
    return ValueForMoney(
        currency=profile.currency,
        horizon_years=profile.horizon_years,
        unit=MONEY_UNIT,
        rows=rows,
        budget=profile.budget,
        spendable=spendable(profile),
    )


def _points(result: Result) -> dict[str, Point]:
    """Offer id -> point. An excluded offer is no choice: it beats nobody, and stands alone."""
    scores = {found.id: found.scores["need"] for found in result.assessment.offers}
    eligible = [offer for offer in result.offers if not offer.is_excluded] or list(result.offers)
    compared = value_for_money(
        [offer.id for offer in eligible],
        [scores[offer.id] for offer in eligible],
        [offer.cost.cash for offer in eligible],
    )
    alone = [
        replace(value_for_money([offer.id], [scores[offer.id]], [offer.cost.cash])[0], is_efficient=False)
        for offer in result.offers
        if offer not in eligible
    ]
    return {point.offer: point for point in (*compared, *alone)}
