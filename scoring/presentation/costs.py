"""Costs in figures: what each offer costs by line and year, and what that is beside the budget."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from scoring.formulas.case import CostLine, Offer
from scoring.formulas.cost import spendable
from scoring.formulas.results import CostResult
from scoring.presentation import wording
from scoring.presentation.offers import OfferFigures
from scoring.presentation.result import Result
from vendors.models.cost_line import Category

Amount = float | None  # money; None = not given, which is not 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRow:
    """One cost line of an offer over the years."""

    category_code: str
    label: str  # the category, with its module where there is one
    kind: str
    is_hidden: bool
    is_cash: bool
    source: str
    is_rule_of_thumb: bool
    years: tuple[Amount, ...]
    total: float
    low: Amount  # None where the line states no range
    high: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class CostSheet:
    """What one offer costs."""

    offer: OfferFigures
    rows: tuple[CostRow, ...]
    years: tuple[Amount, ...]
    cost: CostResult
    visible: Amount
    hidden_share: float | None  # of 1
    has_range: bool
    over_spendable: Amount  # cash beyond what is spendable; None where it fits or nothing can be said
    over_budget: Amount
    years_over: tuple[int, ...]  # years whose cash is more than an even share of the budget
    has_rules_of_thumb: bool
    seed_terms: tuple[float, float] | None  # subscriptions and the share of revenue


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryRow:
    """One category over all offers."""

    code: str
    label: str
    amounts: tuple[Amount, ...]  # one per sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRow:
    """One year of use over all offers."""

    year: int
    amounts: tuple[Amount, ...]  # one per sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class CostComparison:
    """What all offers cost, side by side, in the order of the ranking."""

    currency: str
    horizon_years: int
    sheets: tuple[CostSheet, ...]
    categories: tuple[CategoryRow, ...]
    years: tuple[YearRow, ...]
    budget: Amount
    spendable: Amount
    reserve_share: float
    annual_revenue: Amount
    hidden_cost_share: float
    hidden_cost_per_year: bool


def cost_comparison(result: Result) -> CostComparison:
    """The costs of every offer, side by side."""
    profile = result.case.profile
    offers = {offer.id: offer for offer in result.case.offers}
    sheets = tuple(_sheet(offers[figures.id], figures, result) for figures in result.offers)
    lines = sorted((line for offer in result.case.offers for line in offer.costs), key=_usual_place)
    codes = list(dict.fromkeys(line.category for line in lines))
    return CostComparison(
        currency=profile.currency,
        horizon_years=profile.horizon_years,
        sheets=sheets,
        categories=tuple(
            CategoryRow(
                code=code,
                label=wording.category_label(code),
                amounts=tuple(sheet.cost.by_category.get(code) for sheet in sheets),
            )
            for code in codes
        ),
        years=tuple(
            YearRow(year=year + 1, amounts=tuple(sheet.years[year] for sheet in sheets))
            for year in range(profile.horizon_years)
        ),
        budget=profile.budget,
        spendable=spendable(profile),
        reserve_share=profile.reserve_share,
        annual_revenue=profile.annual_revenue,
        hidden_cost_share=profile.hidden_cost_share,
        hidden_cost_per_year=profile.hidden_cost_per_year,
    )


def _sheet(offer: Offer, figures: OfferFigures, result: Result) -> CostSheet:
    profile, cost = result.case.profile, figures.cost
    rows = tuple(_row(line, profile.horizon_years) for line in sorted(offer.costs, key=_usual_place))
    subscriptions = fsum(row.total for row in rows if row.category_code == "subscription")
    return CostSheet(
        offer=figures,
        rows=rows,
        years=tuple(_sum([row.years[year] for row in rows]) for year in range(profile.horizon_years)),
        cost=cost,
        visible=None if cost.lines is None else fsum(row.total for row in rows if not row.is_hidden),
        hidden_share=cost.hidden_share,
        has_range=any(row.low is not None or row.high is not None for row in rows),
        over_spendable=_beyond(cost.cash, spendable(profile)),
        over_budget=_beyond(cost.cash, profile.budget),
        years_over=_years_over(figures, result),
        has_rules_of_thumb=any(row.is_rule_of_thumb for row in rows),
        seed_terms=None if cost.seed is None else (subscriptions, cost.seed - subscriptions),
    )


def _row(line: CostLine, horizon_years: int) -> CostRow:
    amounts = dict(zip(line.years, line.amount, strict=True))
    label = wording.category_label(line.category)
    return CostRow(
        category_code=line.category,
        label=f"{label} · {line.module}" if line.module else label,
        kind=wording.cost_kind_label(line.kind),
        is_hidden=line.kind == "hidden",
        is_cash=line.cash,
        source=wording.cost_source_label(line.source),
        is_rule_of_thumb=line.source == "seed_default",
        years=tuple(amounts.get(year) for year in range(1, horizon_years + 1)),
        total=fsum(line.amount),
        low=None if line.low is None else fsum(line.low),
        high=None if line.high is None else fsum(line.high),
    )


def _years_over(figures: OfferFigures, result: Result) -> tuple[int, ...]:
    """The years that the assessment warns of."""
    flags = result.assessment.offer(figures.id).flags
    return tuple(int(str(flag.values["year"])) for flag in flags if flag.code == "over_yearly_budget")


def _usual_place(line: CostLine) -> tuple[int, int]:
    """Visible lines before hidden ones, each in the usual order of categories; words of an imported file come last."""
    places = {code: place for place, code in enumerate(Category.values)}
    return line.kind == "hidden", places.get(line.category, len(places))


def _sum(amounts: Sequence[Amount]) -> Amount:
    """The sum of what is given; not given where nothing is."""
    given = [amount for amount in amounts if amount is not None]
    return fsum(given) if given else None


def _beyond(amount: Amount, limit: Amount) -> Amount:
    return amount - limit if amount is not None and limit is not None and amount > limit else None
