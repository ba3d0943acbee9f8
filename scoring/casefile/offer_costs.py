"""Offer costs: one candidate's cost lines with where each comes from, and the rules of thumb beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from scoring.casefile.needs import needs_of
from scoring.casefile.priced import (
    ONE,
    PREFETCHED,
    cost_lines_of,
    gap_lines,
    in_currency,
    planned_seats,
    rule_of_thumb_needs,
)
from scoring.formulas import case as cases
from scoring.formulas.estimate import Estimate, Terms, estimates
from scoring.models import Candidate
from vendors.models import CostLine, Offer
from vendors.pricing import PricedLine, priced_lines
from vendors.terms import terms_of

FREE = frozenset({"free", "included"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """A cost line, and where it is written."""

    line: cases.CostLine
    as_of: date | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A rule of thumb for this offer, and whether it counts."""

    estimate: Estimate
    is_known: bool  # whether its amounts could be put into the evaluation's currency
    state: str  # added | filled | answered | scenario | idle (does not apply) | open


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferCosts:
    """What one candidate's costs are made of."""

    offer: Offer
    seats: tuple[int, ...]
    rate: Decimal | None
    from_prices: tuple[Sourced, ...]
    entered: tuple[Sourced, ...]
    filled: tuple[cases.CostLine, ...]  # rules of thumb that stand in by themselves
    guesses: tuple[Guess, ...]
    fills_gaps: bool


def offer_costs_of(candidate: Candidate, rates: Mapping[str, Decimal]) -> OfferCosts:
    """The candidate's lines by origin; together they are the lines of its offer in the live case.

    Args:
        rates: see scoring.casefile.priced.rates_of.
    """
    evaluation = candidate.evaluation
    offer = Offer.objects.select_related("vendor", "tier").prefetch_related(*PREFETCHED).get(pk=candidate.offer_id)
    seats, rate, years = planned_seats(evaluation, offer), rates.get(offer.currency), evaluation.horizon_years
    stated = cost_lines_of(offer, seats=seats, rate=rate, horizon_years=years)
    rows = [line for line in offer.cost_lines.all() if _speaks(line, years)] if rate is not None else []
    thumb = rule_of_thumb_needs(evaluation)
    filled = gap_lines(thumb, offer, stated, rates) if thumb and stated else ()
    return OfferCosts(
        offer=offer,
        seats=seats,
        rate=rate,
        entered=tuple(_entered(row, line) for row, line in zip(rows, stated, strict=False)),
        from_prices=_from_prices(offer, seats, stated[len(rows) :]),
        filled=filled,
        guesses=_guesses(candidate, offer, rates, stated, filled),
        fills_gaps=thumb is not None,
    )


def in_offer_currency(amount: float, rate: Decimal) -> Decimal:
    """An amount of the evaluation in the offer's currency, as its rows hold it.

    >>> in_offer_currency(7100.0, Decimal("7.1")), in_offer_currency(12.5, ONE)
    (Decimal('1000.0000'), Decimal('12.5000'))
    """
    return (Decimal(str(amount)) / (rate or ONE)).quantize(Decimal("0.0001"))


def _speaks(row: CostLine, years: int) -> bool:
    return any(amount.year <= years for amount in row.amounts.all())


def _entered(row: CostLine, line: cases.CostLine) -> Sourced:
    return Sourced(line=line, as_of=row.as_of, note=row.source_note)


def _from_prices(offer: Offer, seats: tuple[int, ...], lines: tuple[cases.CostLine, ...]) -> tuple[Sourced, ...]:
    """The lines that follow from prices stand after those entered, in the order of vendors.pricing."""
    priced: tuple[PricedLine, ...] = priced_lines(terms_of(offer), seats) if lines else ()
    return tuple(
        Sourced(line=line, as_of=term.origin.as_of, note=term.origin.note)
        for term, line in zip(priced, lines, strict=True)
    )


def _guesses(
    candidate: Candidate,
    offer: Offer,
    rates: Mapping[str, Decimal],
    stated: tuple[cases.CostLine, ...],
    filled: tuple[cases.CostLine, ...],
) -> tuple[Guess, ...]:
    needs = needs_of(candidate.evaluation)
    if needs is None:
        return ()
    answers = {answer.item: answer.status for answer in offer.cost_answers.all()}
    found = []
    for estimate in estimates(needs, Terms(has_free_training=answers.get("training") in FREE)):
        known = in_currency(estimate, needs.currency, rates)
        found.append(
            Guess(
                estimate=known or estimate,
                is_known=known is not None,
                state=_state(estimate, stated, filled, answers),
            )
        )
    return tuple(found)


def _state(
    estimate: Estimate,
    stated: tuple[cases.CostLine, ...],
    filled: tuple[cases.CostLine, ...],
    answers: Mapping[str, str],
) -> str:
    if estimate.is_scenario:
        return "scenario"
    if any(is_guess_of(line, estimate.category) for line in stated):
        return "added"
    if any(line.category == estimate.category for line in filled):
        return "filled"
    if not estimate.applies:
        return "idle"
    # Our own labour is answered by a hidden line only: a vendor's charge says nothing about our time.
    answered = {line.category for line in stated if estimate.cash or line.kind == "hidden"}
    is_free = answers.get(estimate.category) in FREE | {"not_applicable"}
    return "answered" if estimate.category in answered or (is_free and estimate.cash) else "open"


def is_guess_of(line: cases.CostLine, category: str) -> bool:
    """Whether a line is a rule of thumb that somebody added for this category."""
    return line.category == category and line.kind == "hidden" and line.source == "seed_default"
