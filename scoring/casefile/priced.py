"""Priced: what an offer's rows cost this company, as the cost lines and facts of a case.

An offer says what a seat, a module or a unit costs; the company says how many agents it will have. The lines that
follow stand beside those that were entered as amounts. All of them are in the currency of the evaluation.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from scoring.casefile.needs import needs_of
from scoring.formulas import case as cases
from scoring.formulas.estimate import Estimate, Terms, estimates, missing_lines
from scoring.formulas.idle import Module, idle_waste
from scoring.formulas.needs import Needs as FormulaNeeds
from scoring.models import Evaluation, Needs
from vendors import tco
from vendors.answered import categories_priced
from vendors.models import CostLine, Offer
from vendors.pricing import PricedLine, marginal_seat_ratio, priced_lines, seats_cost, year_of_module
from vendors.terms import terms_of

# What `cost_lines_of` and `facts_of` read of an offer.
PREFETCHED = ("promises", "cost_lines__amounts", "seat_prices", "modules", "usage_terms", "cost_answers")
ONE = Decimal(1)
SEED_CURRENCY = "CNY"  # of the rules of thumb


def rates_of(evaluation: Evaluation) -> dict[str, Decimal]:
    """What one unit of each currency is worth in the evaluation's; one query."""
    stated = dict(evaluation.exchange_rates.values_list("currency", "rate"))
    return {**stated, evaluation.currency: ONE}


def planned_seats(evaluation: Evaluation, offer: Offer) -> tuple[int, ...]:
    """Agent seats in each year compared: the company's plan, else the seats that were quoted; empty if nobody said."""
    years = evaluation.horizon_years
    if evaluation.agent_seats:
        plan = list(evaluation.agent_seats)
        return tuple((plan + plan[-1:] * years)[:years])
    return (offer.seats,) * years if offer.seats else ()


def cost_lines_of(
    offer: Offer, *, seats: Sequence[int], rate: Decimal | None, horizon_years: int
) -> tuple[cases.CostLine, ...]:
    """The offer's cost lines: those entered as amounts, then those that follow from its prices.

    Args:
        offer: with what PREFETCHED names.
        seats: agent seats in each year; see `planned_seats`.
        rate: worth of one unit of the offer's currency; None when nobody stated it, and then no cost is known.
        horizon_years: amounts of later years are left out.
    """
    if rate is None:
        return ()
    entered = [_entered(line, horizon_years) for line in offer.cost_lines.all()]
    priced = [_priced(line) for line in priced_lines(terms_of(offer), seats)]
    lines = [line for line in (*entered, *priced) if line is not None]
    return tuple(lines if rate == ONE else (_converted(line, float(rate)) for line in lines))


def rule_of_thumb_needs(evaluation: Evaluation) -> FormulaNeeds | None:
    """The company's needs, where the evaluation counts rules of thumb for what offers leave open; one query."""
    answers = Needs.objects.filter(evaluation=evaluation, fills_gaps=True).first()
    return needs_of(evaluation, answers) if answers else None


def gap_lines(
    needs: FormulaNeeds, offer: Offer, stated: Iterable[cases.CostLine], rates: Mapping[str, Decimal]
) -> tuple[cases.CostLine, ...]:
    """Rules of thumb for the hidden costs that the offer leaves open.

    An answer of the vendor ("included", "free") closes a gap as an amount does.
    """
    answered = {answer.item: answer.status for answer in offer.cost_answers.all() if answer.status in tco.ANSWERED}
    silent = [
        cases.CostLine(category=tco.ITEM_BY_CODE[item].category, years=(1,), amount=(0.0,))
        for item in answered
        if item in tco.ITEM_BY_CODE
    ]
    terms = Terms(has_free_training=answered.get("training") in {"free", "included"})
    found = [in_currency(each, needs.currency, rates) for each in estimates(needs, terms)]
    return missing_lines([*stated, *silent], [each for each in found if each is not None])


def in_currency(estimate: Estimate, currency: str, rates: Mapping[str, Decimal]) -> Estimate | None:
    """A rule of thumb in the evaluation's currency; None where nobody stated what a yuan is worth in it.

    Repeated work and the scenarios are the company's own figures, which are in its currency already.
    """
    if currency == SEED_CURRENCY or estimate.driver in {"repeated_work", "churn", "opportunity"}:
        return estimate
    if SEED_CURRENCY not in rates:
        return None
    rate = float(rates[SEED_CURRENCY])
    low, expected, high = (
        tuple(amount * rate for amount in amounts) for amounts in (estimate.low, estimate.expected, estimate.high)
    )
    return replace(estimate, low=low, expected=expected, high=high)


def facts_of(offer: Offer, *, seats: Sequence[int]) -> dict[str, cases.Fact]:
    """The offer's facts: its promises, and what its own prices and answers say where no promise does."""
    return {**_worked_out(offer, seats), **_promised(offer)}


def _promised(offer: Offer) -> dict[str, cases.Fact]:
    return {
        promise.fact: cases.Fact(
            value=promise.value,
            status=promise.status,
            valid_until=promise.valid_until.isoformat() if promise.valid_until else None,
        )
        for promise in offer.promises.all()
    }


def _worked_out(offer: Offer, seats: Sequence[int]) -> dict[str, cases.Fact]:
    found = {
        "marginal_seat_ratio": marginal_ratio_of(offer, seats),
        "cost_completeness": completeness_of(offer),
        "idle_share": idle_share_of(offer, seats),
    }
    return {key: cases.Fact(value=value, status="evidenced") for key, value in found.items() if value is not None}


def marginal_ratio_of(offer: Offer, seats: Sequence[int]) -> float | None:
    """The price of one seat more than in year 1, as a multiple of the average; a step down counts as 0."""
    ratio = marginal_seat_ratio(terms_of(offer), seats[0]) if seats else None
    return None if ratio is None else float(max(ratio, Decimal(0)))


def idle_share_of(offer: Offer, seats: Sequence[int]) -> float | None:
    """The share of the first year's price that pays for modules classed redundant; None where it is not known."""
    modules = offer.modules.all()
    if not modules or not seats:
        return None
    terms = terms_of(offer)
    subscription = seats_cost(terms, seats[0])
    priced = [
        Module(name=term.name, class_=term.grade, price=_figure(year_of_module(term, seats[0])))
        for term in terms.modules
    ]
    idle = idle_waste(priced, _figure(subscription))
    return None if idle.share is None else idle.share[1]


def completeness_of(offer: Offer) -> float | None:
    """The share of the TCO list that has an answer; None while nobody has asked for one."""
    answers = {answer.item: answer.status for answer in offer.cost_answers.all()}
    return tco.completeness(answers, categories_priced(offer)) if answers else None


def _figure(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)


def _entered(line: CostLine, horizon_years: int) -> cases.CostLine | None:
    amounts = [amount for amount in line.amounts.all() if amount.year <= horizon_years]
    if not amounts:
        return None
    # Where only some years have a range, the others are taken as certain.
    low = tuple(float(each.expected if each.low is None else each.low) for each in amounts)
    high = tuple(float(each.expected if each.high is None else each.high) for each in amounts)
    return cases.CostLine(
        category=line.category,
        years=tuple(amount.year for amount in amounts),
        amount=tuple(float(amount.expected) for amount in amounts),
        kind=line.kind,
        cash=line.is_cash,
        low=low if any(each.low is not None for each in amounts) else None,
        high=high if any(each.high is not None for each in amounts) else None,
        module=line.module or None,
        source=line.source,
    )


def _priced(line: PricedLine) -> cases.CostLine:
    return cases.CostLine(
        category=line.category,
        years=tuple(range(1, len(line.amounts) + 1)),
        amount=_floats(line.amounts),
        low=None if line.low is None else _floats(line.low),
        high=None if line.high is None else _floats(line.high),
        module=line.name or None,
        source=line.origin.source,
    )


def _floats(amounts: Iterable[Decimal]) -> tuple[float, ...]:
    return tuple(float(amount) for amount in amounts)


def _converted(line: cases.CostLine, rate: float) -> cases.CostLine:
    return replace(
        line,
        amount=tuple(amount * rate for amount in line.amount),
        low=None if line.low is None else tuple(amount * rate for amount in line.low),
        high=None if line.high is None else tuple(amount * rate for amount in line.high),
    )
