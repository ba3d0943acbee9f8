"""Discrepancies: the cells on which members are so far apart that they should talk."""

from collections import defaultdict
from dataclasses import dataclass

from scoring.formulas.case import Case

# From this share of the scale on, a spread is worth talking about.
DISCREPANCY_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A cell on which voting members are far apart."""

    offer: str
    criterion: str
    min: int
    max: int

    @property
    def spread(self) -> int:
        """Points of the mark's scale between the lowest and the highest mark."""
        return self.max - self.min


def discrepancies(case: Case) -> tuple[Discrepancy, ...]:
    """The cells whose marks differ by 40 % of the scale or more, widest first, else in the order of the criteria.

    Args:
        case: marks of voting seats count; those of recused seats, non-voting ones and states without a value do not.
    Returns: empty when nobody is far apart, or fewer than two members marked each cell.
    Source: VendorPanel's rule, as docs/method.md says.
    """
    voting = {seat.id: seat for seat in case.seats if seat.voting}
    marks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for mark in case.marks:
        if mark.value is not None and mark.seat in voting and mark.offer not in voting[mark.seat].recused:
            marks[mark.criterion, mark.offer].append(mark.value)
    limit = DISCREPANCY_SHARE * (case.scale.max - case.scale.min)
    found = [
        Discrepancy(offer=offer.id, criterion=criterion.id, min=min(values), max=max(values))
        for criterion in case.criteria
        for offer in case.offers
        if len(values := marks[criterion.id, offer.id]) > 1 and max(values) - min(values) >= limit - 1e-9
    ]
    return tuple(sorted(found, key=lambda each: -each.spread))
