"""Rulings: which knock-outs wait for a named person to settle them, and what that would change."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from scoring.formulas.assessment import assess
from scoring.formulas.case import Override
from scoring.presentation import wording
from scoring.presentation.offers import OfferFigures, criterion_names
from scoring.presentation.result import Result, present


@dataclass(frozen=True, slots=True, kw_only=True)
class GateToSettle:
    """A knock-out that an offer failed, or that has no figure for it."""

    offer_id: str
    offer: str
    criterion_id: str
    criterion: str
    is_open: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What a ruling would change."""

    offer: OfferFigures  # as it would stand
    verdict: str  # of the whole
    still_excluded_by: str  # names of the other knock-outs it failed


def gates_to_settle(result: Result) -> tuple[GateToSettle, ...]:
    """The knock-outs that keep offers out, or may yet do so; each could be ruled on."""
    names = criterion_names(result.case)
    return tuple(
        GateToSettle(
            offer_id=offer.id,
            offer=offer.name,
            criterion_id=key,
            criterion=names[key],
            is_open=is_open,
            text=text,
        )
        for offer in result.offers
        for key, is_open, text in _gates_of(result, offer, names)
    )


def consequence_of_ruling(result: Result, offer_id: str, criterion_id: str) -> Consequence:
    """Where the offer would stand if the knock-out were set aside or waived."""
    ruling = Override(offer=offer_id, criterion=criterion_id, by="–", reason="–")
    case = replace(result.case, overrides=(*result.case.overrides, ruling))
    ruled = present(case, assess(case))
    offer = ruled.offer(offer_id)
    return Consequence(
        offer=offer,
        verdict=ruled.verdict.sentence,
        still_excluded_by=wording.joined(each.criterion for each in offer.exclusions),
    )


def _gates_of(result: Result, offer: OfferFigures, names: Mapping[str, str]) -> Iterator[tuple[str, bool, str]]:
    """Criterion, whether it is open, and the sentence about it."""
    for each in offer.exclusions:
        yield each.criterion_id, False, each.text
    for flag in result.assessment.offer(offer.id).flags:
        if flag.code == "open_knock_out":
            key = str(flag.values["criterion"])
            yield key, True, _("Knock-out “%(criterion)s”: not known whether it is passed.") % {"criterion": names[key]}
