"""Traps page: what the three screening rules and the five traps of buying find in each offer."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scoring.casefile.free_plans import FreeTerms
from scoring.presentation import Result
from scoring.presentation.trap_checks import Check
from scoring.presentation.traps import Card, screened
from scoring.reports.heads import Head


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """What the traps look at beside the case."""

    inquiries: int | None = None  # a day, as the company says
    free_plans: Mapping[str, FreeTerms] = field(default_factory=dict)  # by offer


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule or a trap finds in one offer."""

    head: Head
    card: Card

    @property
    def status(self) -> str:
        """The worst of its checks: pass | warn | fail | unknown; none where there is nothing to check."""
        return self.card.status

    @property
    def passed(self) -> int:
        """How many of its checks pass."""
        return sum(check.status == "pass" for check in self.card.checks)

    @property
    def others(self) -> tuple[Check, ...]:
        """The checks that do not."""
        return tuple(check for check in self.card.checks if check.status != "pass")


@dataclass(frozen=True, slots=True)
class Screen:
    """A rule or a trap over all offers, in the order of the ranking."""

    title: str
    question: str
    findings: tuple[Finding, ...]


def traps_in_words(result: Result, heads: list[Head], screening: Screening) -> dict[str, object]:
    """What the chapter's templates print."""
    offers = {
        each.id: each for each in screened(result.case, inquiries=screening.inquiries, plans=screening.free_plans)
    }
    return {
        "rules": _screens([(head, offers[head.offer.id].rules) for head in heads]),
        "traps": _screens([(head, offers[head.offer.id].traps) for head in heads]),
    }


def _screens(rows: list[tuple[Head, tuple[Card, ...]]]) -> list[Screen]:
    """The cards of every offer, turned: card by card, with all offers."""
    columns = zip(*(cards for _head, cards in rows), strict=True)
    heads = [head for head, _cards in rows]
    return [
        Screen(
            cards[0].title,
            cards[0].question,
            tuple(Finding(head, card) for head, card in zip(heads, cards, strict=True)),
        )
        for cards in columns
    ]
