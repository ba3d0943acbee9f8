"""Raised classes: which requirements weigh more for one company, and why."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from scoring import library
from scoring.formulas.case import CLASSES
from scoring.presentation import wording
from vendors.wording import worded_for_reader

# All requirements are looked at, so that none is missed by the choice of a smaller pack.
PACK = "full"


@dataclass(frozen=True, slots=True)
class RaisedByProfile:
    """A requirement whose class the company profile raises."""

    name: str
    was: str
    is_now: str


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """A condition that holds, and the requirements that it brings in."""

    condition: str
    requirements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """What profile and conditions do to the classes of the library's requirements."""

    profile: str
    by_profile: tuple[RaisedByProfile, ...]
    by_condition: tuple[BroughtIn, ...]
    switched_off: int  # requirements of conditions that do not hold
    counts: tuple[tuple[str, int], ...]  # class and how many requirements have it


def raised_classes(tier: str, profile: str, conditions: Collection[str]) -> Raised:
    """The classes that the library proposes for a company, and what raised them above the tier's own."""
    proposed = library.proposal(tier, profile or None, conditions, PACK)
    counted = Counter(each.class_ for each in proposed)
    return Raised(
        profile=_profile_name(profile),
        by_profile=tuple(
            RaisedByProfile(
                name=worded_for_reader(each.criterion.name),
                was=wording.class_label(each.criterion.class_by_tier[tier]),
                is_now=wording.class_label(each.class_),
            )
            for each in proposed
            if library.RAISED_BY_PROFILE in each.reasons
        ),
        by_condition=_brought_in(proposed, conditions),
        switched_off=sum(library.CONDITION_UNMET in each.reasons for each in proposed),
        counts=tuple((wording.class_label(code), counted[code]) for code in CLASSES),
    )


def _brought_in(proposed: Collection[library.Proposed], conditions: Collection[str]) -> tuple[BroughtIn, ...]:
    found = []
    for condition in library.conditions():
        names = tuple(
            worded_for_reader(each.criterion.name)
            for each in proposed
            if each.criterion.condition == condition.id and each.class_ != "redundant"
        )
        if condition.id in conditions and names:
            found.append(BroughtIn(worded_for_reader(condition.name), names))
    return tuple(found)


def _profile_name(profile: str) -> str:
    return next((worded_for_reader(each.name) for each in library.profiles() if each.id == profile), "")
