"""Facts page: what vendors state, how well it is proven and until when, offer by offer."""

from dataclasses import dataclass
from datetime import date, datetime

from scoring.formulas.case import Fact
from scoring.formulas.measures import fact_read_by
from scoring.presentation import Result, wording
from vendors.facts import FACTS, FactKind, verdict
from vendors.wording import worded_for_reader


@dataclass(frozen=True, slots=True, kw_only=True)
class FactCell:
    """What one offer states; without a value it is not known."""

    value: str
    status: str  # how well it is proven
    valid_until: date | None
    is_over: bool  # its day has passed by the report's date
    verdict: str  # pass | warn | fail; empty where the value alone says none
    verdict_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """One fact over all offers."""

    label: str
    criteria: str  # names of the criteria that are measured by it
    limits: str
    cells: tuple[FactCell, ...]  # one per offer, in the order of the ranking


def fact_rows(result: Result, dated: datetime | None) -> tuple[FactRow, ...]:
    """Every fact that an offer states or a criterion asks for, in the order of the closed list."""
    offers = {offer.id: offer for offer in result.case.offers}
    readers: dict[str, list[str]] = {}
    for criterion in result.case.criteria:
        readers.setdefault(fact_read_by(criterion), []).append(worded_for_reader(criterion.name))
    stated = {key for offer in offers.values() for key, fact in offer.facts.items() if fact.is_known}
    day = dated.date() if dated else None
    return tuple(
        FactRow(
            label=worded_for_reader(kind.label),
            criteria=wording.joined(readers.get(key, ())),
            limits=wording.fact_limits(key),
            cells=tuple(_cell(kind, offers[each.id].facts.get(key), day) for each in result.offers),
        )
        for key, kind in FACTS.items()
        if key in stated or key in readers
    )


def _cell(kind: FactKind, fact: Fact | None, day: date | None) -> FactCell:
    if fact is None or not fact.is_known:
        return FactCell(value="", status="", valid_until=None, is_over=False, verdict="", verdict_label="")
    until = date.fromisoformat(fact.valid_until) if fact.valid_until else None
    found = verdict(kind.key, fact.value) if kind.has_verdict else ""
    return FactCell(
        value=wording.fact_value(kind.key, fact.value),
        status=wording.fact_status_label(fact.status),
        valid_until=until,
        is_over=until is not None and day is not None and until < day,
        verdict=found,
        verdict_label=wording.verdict_label(found) if found else "",
    )
