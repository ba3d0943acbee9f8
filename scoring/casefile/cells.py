"""Cells: the pieces of an evaluation file that say something about one offer on one criterion."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scoring.casefile.faults import shown
from scoring.casefile.nodes import Node, Refused, nullable
from scoring.casefile.offers import calendar_date
from scoring.formulas import case as cases
from scoring.formulas.case import Consensus, Criterion, Mark, Method, Override, Scale, Seat
from scoring.formulas.gates import is_gate

PERSON_MAX = 120
TEXT_MAX = 20_000


@dataclass(slots=True, kw_only=True)
class Known:
    """What the rest of the document defines, and which cells were already spoken of."""

    scale: Scale
    method: Method
    criteria: Mapping[str, Criterion]
    seats: Mapping[str, Seat]
    offers: frozenset[str]
    taken: set[tuple[str, ...]] = field(default_factory=set)


def mark(node: Node, known: Known) -> Mark:
    """What one seat says about one cell."""
    found = node.object(
        {
            "seat": lambda each: each.reference(known.seats, "seat"),
            "offer": lambda each: each.reference(known.offers, "offer"),
            "criterion": lambda each: _panel_criterion(each, known),
        },
        {
            "value": lambda each: each.integer(known.scale.min, known.scale.max),
            "state": lambda each: each.choice(cases.MARK_STATES),
            "evidence": nullable(lambda each: each.choice(cases.EVIDENCE_LEVELS)),
            "comment": lambda each: each.wording(TEXT_MAX, may_be_empty=True, may_break=True),
        },
    )
    if ("value" in node.value) == ("state" in node.value):
        node.note("needs a value or a state, and not both")
    if not {"seat", "offer", "criterion"} <= found.keys():
        raise Refused
    read = Mark(**found)
    seat = known.seats[read.seat]
    if read.offer in seat.recused:
        node.note(f"seat {shown(read.seat)} is recused from offer {shown(read.offer)}")
    if not seat.marks_criterion(read.criterion):
        node.note(f"criterion {shown(read.criterion)} is not on the sheet of seat {shown(read.seat)}")
    _once(node, known, "mark", read.seat, read.offer, read.criterion)
    return read


def consensus(node: Node, known: Known) -> Consensus:
    """A mark that the committee agreed on."""
    found = node.object(
        {
            "offer": lambda each: each.reference(known.offers, "offer"),
            "criterion": lambda each: _panel_criterion(each, known),
            "value": lambda each: each.integer(known.scale.min, known.scale.max),
            "reason": _reason,
        }
    )
    if "offer" in found and "criterion" in found:
        _once(node, known, "consensus mark", found["offer"], found["criterion"])
    return Consensus(**{"offer": "", "criterion": "", "value": known.scale.min, "reason": "", **found})


def override(node: Node, known: Known) -> Override:
    """A knock-out that a named person set aside."""

    def knock_out(each: Node) -> str:
        found = each.reference(known.criteria, "criterion")
        if not is_gate(known.method.must_policy, known.criteria[found]):
            raise each.refused(f"{shown(found)} is no knock-out")
        return found

    found = node.object(
        {
            "offer": lambda each: each.reference(known.offers, "offer"),
            "criterion": knock_out,
            "by": lambda each: each.wording(PERSON_MAX),
            "reason": _reason,
        },
        {"on": nullable(calendar_date)},
    )
    if "offer" in found and "criterion" in found:
        _once(node, known, "override", found["offer"], found["criterion"])
    return Override(**{"offer": "", "criterion": "", "by": "", "reason": "", **found})


def _panel_criterion(node: Node, known: Known) -> str:
    found = node.reference(known.criteria, "criterion")
    if known.criteria[found].source != "panel":
        raise node.refused(f"{shown(found)} is measured: members do not mark it")
    return found


def _reason(node: Node) -> cases.Wording:
    return node.wording(TEXT_MAX, may_break=True)


def _once(node: Node, known: Known, noun: str, *cell: str) -> None:
    if (noun, *cell) in known.taken:
        node.note(f"there is already a {noun} for {', '.join(shown(part) for part in cell)}")
    known.taken.add((noun, *cell))
