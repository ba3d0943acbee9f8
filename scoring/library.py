"""Library: the criteria, packs, company profiles and example companies that come with the product.

The texts stand in `fixtures/criteria.json` and `fixtures/scenarios.json`, in both languages; `worded` of
`scoring.formulas.case` picks one. Everything here is read once, is frozen, and needs neither Django nor a database.
An evaluation copies what it takes, so that a later edition of the library changes no evaluation.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from scoring.formulas.case import CLASSES, CONDITIONS, TIERS

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
# A text in both languages, under "en" and "zh-hans".
Text = Mapping[str, str]

# Why a criterion was given its class; pages put these codes into words.
BY_TIER = "by_tier"
RAISED_BY_PROFILE = "raised_by_profile"
CONDITION_UNMET = "condition_unmet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something to choose from: a pack, a company profile or a condition, with its name and what it stands for."""

    id: str
    name: Text
    description: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A chapter of the library inside one dimension."""

    id: str
    dimension: str
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryCriterion:
    """One criterion of the library, with everything that an evaluation copies from it."""

    id: str
    dimension: str
    group: str
    pack: str
    lead_role: str
    name: Text
    question: Text
    evidence: Text
    anchors: Mapping[int, Text]  # what the marks 0, 1, 3 and 5 stand for
    class_by_tier: Mapping[str, str]
    class_by_profile: Mapping[str, str]
    source: str
    measure: str | None
    fact: str | None
    knock_out: bool
    pass_mark: float | None  # given exactly for knock-outs
    condition: str | None
    seed_refs: tuple[str, ...]
    source_refs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A criterion with the class that the library proposes for one company, and why."""

    criterion: LibraryCriterion
    class_: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A way in which customers of an example company reach it."""

    id: str
    name: Text
    share_percent: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """An example company: what it is, what it needs and pays, and what the product must answer for it."""

    id: str
    name: Text
    profile: str
    industry: Text
    conditions: tuple[str, ...]
    requirements: tuple[Text, ...]
    channels: tuple[Channel, ...]
    figures: Mapping[str, Any]  # the remaining inputs, by their names in the fixture
    expected: Mapping[str, Any]


@lru_cache(maxsize=1)
def criteria() -> tuple[LibraryCriterion, ...]:
    """All criteria in the library's order."""
    return tuple(_criterion(row) for row in _library()["criteria"])


def criterion(criterion_id: str) -> LibraryCriterion:
    """One criterion. Raises: KeyError: the library has none with this id."""
    return _criteria_by_id()[criterion_id]


def packs() -> tuple[Choice, ...]:
    """The packs from the smallest to the largest; each contains the ones before it."""
    return _choices("packs")


def pack(name: str) -> tuple[LibraryCriterion, ...]:
    """The criteria of a pack, those of the smaller packs included. Raises: ValueError: there is no such pack."""
    return _criteria_in(name)


def profiles() -> tuple[Choice, ...]:
    """The company profiles."""
    return _choices("profiles")


def conditions() -> tuple[Choice, ...]:
    """The conditions that switch criteria on; a condition's name says what must be true."""
    return _choices("conditions")


@lru_cache(maxsize=1)
def groups() -> tuple[Group, ...]:
    """The library's chapters in order."""
    return tuple(
        Group(id=row["id"], dimension=row["dimension"], name=_text(row["name"])) for row in _library()["meta"]["groups"]
    )


@lru_cache(maxsize=1)
def scenarios() -> tuple[Scenario, ...]:
    """The example companies, S1 to S5."""
    return tuple(_scenario(row) for row in _read("scenarios.json")["scenarios"])


def scenario(scenario_id: str) -> Scenario:
    """One example company. Raises: KeyError: there is none with this id."""
    return {row.id: row for row in scenarios()}[scenario_id]


def dimension_weights(profile: str | None = None) -> Mapping[str, float]:
    """The suggested weights of need, cost and risk for a company profile, or in general.

    Raises: ValueError: there is no such profile.
    """
    suggested = _library()["meta"]["dimension_weights"]
    _refuse_unknown("profile", profile or "default", suggested)
    return MappingProxyType(suggested[profile or "default"])


def class_for(
    row: LibraryCriterion, *, tier: str, profile: str | None = None, conditions: Collection[str] = ()
) -> tuple[str, tuple[str, ...]]:
    """The class of a criterion for one company, and why.

    The tier's class comes first; the profile raises it (redundant < bonus < must) and never lowers it; an unmet
    condition makes it redundant whatever tier and profile say.

    Args:
        tier: basic, advanced, smart or custom.
        profile: a company profile; None or empty when it is not known.
        conditions: ids of the conditions that hold.
    Returns: the class, and the codes of what decided it.
    Raises: ValueError: an unknown tier, profile or condition.
    """
    _refuse_unknown("tier", tier, TIERS)
    for condition in conditions:
        _refuse_unknown("condition", condition, CONDITIONS)
    if profile:
        _refuse_unknown("profile", profile, row.class_by_profile)
    if row.condition is not None and row.condition not in conditions:
        return "redundant", (CONDITION_UNMET,)
    by_tier = row.class_by_tier[tier]
    by_profile = row.class_by_profile[profile] if profile else by_tier
    # CLASSES runs from must to redundant, so the smaller place is the higher class.
    if CLASSES.index(by_profile) < CLASSES.index(by_tier):
        return by_profile, (BY_TIER, RAISED_BY_PROFILE)
    return by_tier, (BY_TIER,)


def proposal(
    tier: str, profile: str | None = None, conditions: Collection[str] = (), pack: str = "core"
) -> tuple[Proposed, ...]:
    """The criteria of a pack with the classes proposed for one company; the committee may change each of them."""
    return tuple(
        Proposed(criterion=row, class_=class_, reasons=reasons)
        for row in _criteria_in(pack)
        for class_, reasons in [class_for(row, tier=tier, profile=profile, conditions=conditions)]
    )


def _refuse_unknown(noun: str, given: str, allowed: Collection[str]) -> None:
    if given not in allowed:
        raise ValueError(f"{noun} {given!r} is not one of {', '.join(allowed)}")


def _read(name: str) -> Any:
    return json.loads((FIXTURES / name).read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _library() -> Any:
    return _read("criteria.json")


@lru_cache(maxsize=1)
def _criteria_by_id() -> Mapping[str, LibraryCriterion]:
    return MappingProxyType({row.id: row for row in criteria()})


def _criteria_in(pack_id: str) -> tuple[LibraryCriterion, ...]:
    order = [choice.id for choice in packs()]
    _refuse_unknown("pack", pack_id, order)
    inside = frozenset(order[: order.index(pack_id) + 1])
    return tuple(row for row in criteria() if row.pack in inside)


@lru_cache(maxsize=3)
def _choices(key: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(id=row["id"], name=_text(row["name"]), description=_text(row.get("description", row["name"])))
        for row in _library()["meta"][key]
    )


def _text(row: Mapping[str, str]) -> Text:
    return MappingProxyType(dict(row))


def _criterion(row: Mapping[str, Any]) -> LibraryCriterion:
    return LibraryCriterion(
        **{
            **row,
            **{key: _text(row[key]) for key in ("name", "question", "evidence", "class_by_tier", "class_by_profile")},
            "anchors": MappingProxyType({int(mark): _text(text) for mark, text in row["anchors"].items()}),
            "seed_refs": tuple(row["seed_refs"]),
            "source_refs": tuple(row["source_refs"]),
        }
    )


def _scenario(row: Mapping[str, Any]) -> Scenario:
    named = ("id", "name", "profile", "industry", "conditions", "requirements", "channels", "expected")
    return Scenario(
        id=row["id"],
        name=_text(row["name"]),
        profile=row["profile"],
        industry=_text(row["industry"]),
        conditions=tuple(row["conditions"]),
        requirements=tuple(_text(text) for text in row["requirements"]),
        channels=tuple(
            Channel(id=channel["id"], name=_text(channel["name"]), share_percent=channel["share_percent"])
            for channel in row["channels"]
        ),
        figures=MappingProxyType({key: value for key, value in row.items() if key not in named}),
        expected=MappingProxyType(row["expected"]),
    )
