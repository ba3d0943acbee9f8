"""Reading: an evaluation file as a case, or every fault in it."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from scoring.casefile import cells, offers, parts
from scoring.casefile.faults import Fault, Faults
from scoring.casefile.nodes import JsonObject, Node, Refused, each
from scoring.formulas.case import DIMENSIONS, Case, Criterion, Method, Offer, Profile, Scale, Seat, with_default_weights
from scoring.formulas.panel import is_switched_off
from scoring.formulas.price import parameters_of
from scoring.formulas.total import check_weights

FORMAT = "evaluation/1"
MAX_BYTES = 20_000_000
_LONGEST_WHOLE_NUMBER = 18  # digits; longer ones are read as floats


def read(document: str | bytes | dict[str, Any]) -> Case:
    """An evaluation file as a case.

    Args:
        document: the file's bytes (UTF-8), its text, or what `json` made of it.
    Returns: the case, with defaults filled in and comments kept.
    Raises: Faults: with every fault of the document, one line each.
    """
    content = _parsed(document) if isinstance(document, str | bytes) else document
    faults: list[Fault] = []
    try:
        case = _case(Node(content, faults))
    except Refused:
        raise Faults(faults) from None
    if faults:
        raise Faults(faults)
    return case


def _parsed(document: str | bytes) -> Any:
    if len(document) > MAX_BYTES:
        raise Faults([Fault("", f"is longer than {MAX_BYTES} bytes")])
    try:
        text = document if isinstance(document, str) else document.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=_json_object, parse_int=_whole_number)
    except UnicodeDecodeError as error:
        raise Faults([Fault("", f"is not UTF-8 text (byte {error.start})")]) from None
    except json.JSONDecodeError as error:
        raise Faults([Fault("", f"is not JSON: line {error.lineno}, column {error.colno}: {error.msg}")]) from None
    except RecursionError:
        raise Faults([Fault("", "is nested too deeply")]) from None


def _json_object(pairs: list[tuple[str, Any]]) -> JsonObject:
    found = JsonObject(pairs)
    if len(found) < len(pairs):
        times = Counter(key for key, _ in pairs)
        found.repeated = tuple(key for key, count in times.items() if count > 1)
    return found


def _whole_number(digits: str) -> int | float:
    return int(digits) if len(digits) <= _LONGEST_WHOLE_NUMBER else float(digits)


def _case(root: Node) -> Case:
    """The pieces in the order in which they refer to each other."""
    found = root.object(
        {
            "format": lambda node: node.choice([FORMAT]),
            "title": parts.name,
            "profile": parts.profile,
            "dimensions": parts.weights,
            "criteria": _criteria,
            "seats": Node.items,
            "offers": Node.items,
            "marks": Node.items,
        },
        {"scale": parts.scale, "method": parts.method, "consensus": Node.items, "overrides": Node.items},
    )
    profile: Profile = found.get("profile", Profile(currency="", horizon_years=parts.HORIZON_MAX))
    method: Method = found.get("method", Method())
    # A scale that was refused refuses no mark: its own fault is enough.
    scale: Scale = found.get("scale", Scale(max=parts.SCALE_MAX) if "scale" in root.value else Scale())
    stated_criteria, stated_weights = found.get("criteria", ((), {}))
    criteria = with_default_weights(stated_criteria, stated_weights, profile.conditions)
    candidates = _offers(found.get("offers", []), profile.horizon_years)
    # Without the lists that they refer to, every seat and every mark would be a fault of its own.
    seats = _seats(found.get("seats", []), criteria, candidates) if {"criteria", "offers"} <= found.keys() else ()
    case = Case(
        title=found.get("title", ""),
        profile=profile,
        dimensions=found.get("dimensions", dict.fromkeys(DIMENSIONS, 1.0)),
        scale=scale,
        method=method,
        criteria=criteria,
        seats=seats,
        offers=candidates,
    )
    _check_together(root, case)
    return _with_cells(found, case) if {"criteria", "seats", "offers"} <= found.keys() else case


def _criteria(node: Node) -> tuple[tuple[Criterion, ...], dict[str, float | None]]:
    criteria: list[Criterion] = []
    stated: dict[str, float | None] = {}

    def one(each: Node) -> None:
        criterion, weight = parts.criterion(each, stated)
        criteria.append(criterion)
        stated[criterion.id] = weight

    node.each(one)
    return tuple(criteria), stated


def _offers(nodes: Sequence[Node], horizon_years: int) -> tuple[Offer, ...]:
    found: dict[str, Offer] = {}

    def one(node: Node) -> None:
        offer = offers.offer(node, found, horizon_years)
        found[offer.id] = offer

    each(nodes, one)
    return tuple(found.values())


def _seats(nodes: Sequence[Node], criteria: Sequence[Criterion], candidates: Sequence[Offer]) -> tuple[Seat, ...]:
    seats: dict[str, Seat] = {}
    by_id = {criterion.id: criterion for criterion in criteria}
    offer_ids = frozenset(offer.id for offer in candidates)

    def one(node: Node) -> None:
        seat = parts.seat(node, seats, by_id, offer_ids)
        seats[seat.id] = seat

    each(nodes, one)
    return tuple(seats.values())


def _with_cells(found: dict[str, Any], case: Case) -> Case:
    known = cells.Known(
        scale=case.scale,
        method=case.method,
        criteria={criterion.id: criterion for criterion in case.criteria},
        seats={seat.id: seat for seat in case.seats},
        offers=frozenset(offer.id for offer in case.offers),
    )
    return replace(
        case,
        marks=tuple(each(found.get("marks", []), lambda node: cells.mark(node, known))),
        consensus=tuple(each(found.get("consensus", []), lambda node: cells.consensus(node, known))),
        overrides=tuple(each(found.get("overrides", []), lambda node: cells.override(node, known))),
    )


def _check_together(root: Node, case: Case) -> None:
    """What no piece can say on its own."""
    for dimension in DIMENSIONS:
        counting = {
            criterion.id: criterion.weight
            for criterion in case.criteria
            if criterion.dimension == dimension and criterion.counts and not is_switched_off(case, criterion)
        }
        try:
            check_weights(counting, f"in {dimension}")
        except ValueError as error:
            root.child("criteria").note(str(error))
    if "profile" in root.value and "method" in root.value:
        _check_method(root.child("method"), case)


def _check_method(node: Node, case: Case) -> None:
    try:
        parameters_of(case.method, case.profile)
    except ValueError as error:
        node.child("price_parameters").note(str(error))
    if case.method.panel != "trimmed":
        return
    for dimension in DIMENSIONS:
        if len({seat.weight_in(dimension) for seat in case.seats if seat.voting}) > 1:
            node.child("panel").note(f"trimmed needs voting seats of equal weight; in {dimension} they differ")
