"""Offer costs in words: where each line of one candidate comes from, and what the rules of thumb say about it."""

from dataclasses import dataclass
from datetime import date
from math import fsum

from django.utils.translation import gettext as _

from scoring.casefile.offer_costs import Guess, OfferCosts, Sourced
from scoring.formulas.case import CostLine, Profile
from scoring.formulas.measures import required_concurrency
from scoring.formulas.outgrow import Limits, Outgrown, first_outgrown
from scoring.presentation import wording
from scoring.presentation.needs_wording import CHANGES, DRIVERS, REASONS
from vendors.templatetags.figures import money


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """One line over the years."""

    label: str
    source: str
    as_of: date | None
    note: str
    is_hidden: bool
    is_cash: bool
    years: tuple[float | None, ...]
    total: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GuessRow:
    """One rule of thumb."""

    driver: str
    label: str
    row: str
    reason: str
    changes: str
    is_cash: bool
    state: str  # see scoring.casefile.offer_costs.Guess
    is_silent: bool  # a scenario that lacks a figure of ours: nothing given is not 0
    low: float
    expected: float
    high: float
    can_be_counted: bool
    can_be_dropped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgrowing:
    """When the offer is too small, why, and what moving again would cost."""

    sentence: str
    reasons: tuple[str, ...]


def line_rows(lines: tuple[Sourced, ...], horizon_years: int) -> tuple[LineRow, ...]:
    """Lines that somebody stated."""
    return tuple(_row(each.line, horizon_years, each.as_of, each.note) for each in lines)


def filled_rows(costs: OfferCosts, horizon_years: int) -> tuple[LineRow, ...]:
    """Rules of thumb that stand in for what the offer leaves open."""
    return tuple(_row(line, horizon_years, None, "") for line in costs.filled)


def guess_rows(costs: OfferCosts) -> tuple[GuessRow, ...]:
    """Every rule of thumb, those that do not apply included."""
    return tuple(_guess(guess, costs) for guess in costs.guesses)


def outgrowing(costs: OfferCosts, profile: Profile, lines: tuple[CostLine, ...], rated: float | None) -> Outgrowing:
    """Whether the planned seats or the load pass a limit of the offer.

    Args:
        lines: everything the offer costs in the case.
        rated: rated concurrency; None where it is not known.
    """
    if not costs.seats:
        return Outgrowing(sentence=_("The seats by year are not given, so nothing can be said."), reasons=())
    limits = Limits(tier=costs.offer.tier_id, seat_maximum=costs.offer.seat_maximum, rated_concurrency=rated)
    found = first_outgrown(costs.seats, required_concurrency(profile), limits, lines)
    if found is None:
        return Outgrowing(sentence=_("As far as is known, it lasts for the whole plan."), reasons=())
    return Outgrowing(sentence=outgrown_sentence(found, profile.currency), reasons=_reasons(found, costs))


def outgrown_sentence(found: Outgrown, currency: str) -> str:
    """From when on an offer is too small, and what moving again would cost: a scenario that no sum counts."""
    values = {"year": found.year, "cost": money(found.cost, currency)}
    if found.year == 1:
        return _("Too small from the start; moving again would cost about %(cost)s.") % values
    return _("Too small from year %(year)s on; moving again would cost about %(cost)s.") % values


def _reasons(found: Outgrown, costs: OfferCosts) -> tuple[str, ...]:
    sentences = {
        "seat_maximum": _("%(needed)s seats are planned; the edition ends at %(limit)s."),
        "rated_concurrency": _("%(needed)s conversations at a time are required; it is rated for %(limit)s."),
        "tier_size": _("%(needed)s seats are planned; the tier “%(tier)s” fits up to %(limit)s."),
    }
    tier = wording.tier_label(costs.offer.tier_id)
    return tuple(
        sentences[reason.code] % {"needed": f"{reason.needed:,}", "limit": f"{reason.limit:,.0f}", "tier": tier}
        for reason in found.reasons
    )


def _row(line: CostLine, horizon_years: int, as_of: date | None, note: str) -> LineRow:
    amounts = dict(zip(line.years, line.amount, strict=True))
    label = wording.category_label(line.category)
    return LineRow(
        label=f"{label} · {line.module}" if line.module else label,
        source=wording.cost_source_label(line.source),
        as_of=as_of,
        note=note,
        is_hidden=line.kind == "hidden",
        is_cash=line.cash,
        years=tuple(amounts.get(year) for year in range(1, horizon_years + 1)),
        total=fsum(line.amount),
    )


def _guess(guess: Guess, costs: OfferCosts) -> GuessRow:
    estimate = guess.estimate
    low, expected, high = estimate.total
    return GuessRow(
        driver=estimate.driver,
        label=str(DRIVERS[estimate.driver]),
        row=estimate.row,
        reason=str(REASONS[estimate.reason if guess.is_known else "no_rate"]),
        changes=str(CHANGES[estimate.changed_by]),
        is_cash=estimate.cash,
        state=guess.state if guess.is_known else "idle",
        is_silent=not estimate.applies and estimate.is_scenario and not estimate.values,
        low=low,
        expected=expected,
        high=high,
        can_be_counted=guess.is_known and guess.state in {"open", "filled", "answered"} and costs.rate is not None,
        can_be_dropped=guess.state == "added",
    )
