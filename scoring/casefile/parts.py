"""Parts: the pieces of an evaluation file that stand on their own: company, method, criteria and seats."""

import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal

from scoring.casefile.faults import shown
from scoring.casefile.nodes import Node, Refused, nullable
from scoring.formulas import case as cases
from scoring.formulas.case import DIMENSIONS, Criterion, Method, Profile, Scale, Seat
from scoring.formulas.measures import MEASURES
from scoring.formulas.price import FORMULA_PARAMETERS
from vendors.facts import FACTS

NAME_MAX = 200
MONEY_MAX = 10**12
MONEY_DECIMALS = 4
WEIGHT_MAX = 10**9
HORIZON_MAX = 30
SEATS_MAX = 10**6
LOAD_MAX = 10**8
FACTOR_MAX = 1000
SCALE_MAX = 100
DECIMALS = (2, 9)
DRAWS_MAX = 10**6
SEED_MAX = 2**53 - 1

_CURRENCY = re.compile(r"[A-Z]{3}")


def name(node: Node) -> cases.Wording:
    """A name, in one language or two."""
    return node.wording(NAME_MAX)


def weights(node: Node) -> dict[str, float]:
    """A weight for each dimension, not all 0."""
    found = node.object(dict.fromkeys(DIMENSIONS, _weight))
    if len(found) == len(DIMENSIONS) and not any(found.values()):
        node.note(f"the weights of {', '.join(DIMENSIONS)} must not all be 0")
    return {dimension: found.get(dimension, 1.0) for dimension in DIMENSIONS}


def profile(node: Node) -> Profile:
    """The company that buys."""
    found = node.object(
        {"currency": _currency, "horizon_years": lambda each: each.integer(1, HORIZON_MAX)},
        {
            "annual_revenue": nullable(money),
            "hidden_cost_share": _share,
            "hidden_cost_per_year": Node.boolean,
            "budget": nullable(_budget),
            "reserve_share": _share,
            "agent_seats": nullable(_agent_seats),
            "normal_concurrency": nullable(lambda each: each.number(0, LOAD_MAX)),
            "headroom_factor": _factor,
            "promotion_factor": _factor,
            "conditions": lambda each: distinct(each, lambda item: item.choice(cases.CONDITIONS)),
        },
    )
    seats, horizon = found.get("agent_seats"), found.get("horizon_years")
    if isinstance(seats, int):
        found["agent_seats"] = (seats,) * (horizon or 1)
    elif seats is not None and horizon is not None and len(seats) != horizon:
        node.child("agent_seats").note(f"has {len(seats)} numbers for {horizon} years")
    return Profile(**{"currency": "", "horizon_years": HORIZON_MAX, **found})


def scale(node: Node) -> Scale:
    """The marks that members may give."""
    found = node.object(
        {}, {"min": lambda each: each.integer(0, SCALE_MAX), "max": lambda each: each.integer(0, SCALE_MAX)}
    )
    if not (read := Scale(**found)).min < read.max:
        node.note(f"min {read.min} must be less than max {read.max}")
        raise Refused
    return read


def method(node: Node) -> Method:
    """How marks become a result."""
    found = node.object(
        {},
        {
            "panel": lambda each: each.choice(cases.PANELS),
            "price_formula": lambda each: each.choice(cases.PRICE_FORMULAS),
            "price_parameters": lambda each: each.object({}, _PRICE_PARAMETERS),
            "price_basis": lambda each: each.choice(cases.PRICE_BASES),
            "unknown": lambda each: each.choice(cases.UNKNOWN_POLICIES),
            "must_policy": lambda each: each.choice(cases.MUST_POLICIES),
            "decimals": lambda each: each.integer(*DECIMALS),
            "too_close": lambda each: each.number(0, 100),
            "draws": lambda each: each.integer(1, DRAWS_MAX),
            "seed": lambda each: each.integer(0, SEED_MAX),
        },
    )
    read = Method(**found)
    if read.price_formula == "ceiling" and read.price_basis != "cash":
        node.child("price_basis").note("must be cash, because a ceiling is money that is spent")
    return read


def criterion(node: Node, taken: Collection[str]) -> tuple[Criterion, float | None]:
    """A criterion, and the weight that it states."""
    found = node.object(
        {
            "id": lambda each: new_id(each, taken),
            "name": name,
            "dimension": lambda each: each.choice(DIMENSIONS),
            "class": lambda each: each.choice(cases.CLASSES),
        },
        {
            "weight": _weight,
            "source": lambda each: each.choice(cases.SOURCES),
            "measure": nullable(lambda each: each.choice(MEASURES)),
            "fact": nullable(lambda each: each.choice(FACTS)),
            "knock_out": Node.boolean,
            "pass_mark": lambda each: each.number(0, 100),
            "condition": nullable(lambda each: each.choice(cases.CONDITIONS)),
        },
    )
    _check_source(node, found)
    stated = found.pop("weight", None)
    class_ = found.pop("class", "must")
    fallback = {"id": "", "name": "", "dimension": "need"}
    return Criterion(**{**fallback, "weight": 0.0, "class_": class_, **found}), stated


def seat(node: Node, taken: Collection[str], criteria: Mapping[str, Criterion], offers: Collection[str]) -> Seat:
    """A seat on the committee."""

    def panel_criterion(each: Node) -> str:
        found = each.reference(criteria, "criterion")
        if criteria[found].source != "panel":
            raise each.refused(f"{shown(found)} is measured: members do not mark it")
        return found

    found = node.object(
        {"id": lambda each: new_id(each, taken), "name": name},
        {
            "weights": nullable(weights),
            "voting": Node.boolean,
            "criteria": nullable(lambda each: distinct(each, panel_criterion)),
            "recused": lambda each: distinct(each, lambda item: item.reference(offers, "offer")),
        },
    )
    return Seat(**{"id": "", "name": "", **found})


def distinct(node: Node, read: Callable[[Node], str]) -> frozenset[str]:
    """A list of which no item stands twice."""
    taken: set[str] = set()

    def one(each: Node) -> None:
        found = read(each)
        if found in taken:
            raise each.refused(f"{shown(found)} stands twice")
        taken.add(found)

    node.each(one)
    return frozenset(taken)


def new_id(node: Node, taken: Collection[str]) -> str:
    """An id that nothing before it in its list has."""
    found = node.identifier()
    if found in taken:
        raise node.refused(f"{shown(found)} is already the id of another")
    return found


def money(node: Node) -> float:
    """An amount of money: never negative, at most four decimals."""
    amount = node.number(0, MONEY_MAX)
    exponent = Decimal(repr(amount)).normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent < -MONEY_DECIMALS:
        raise node.refused(f"{shown(node.value)} has more than {MONEY_DECIMALS} decimals")
    return amount


def _check_source(node: Node, found: Mapping[str, object]) -> None:
    measure, fact = found.get("measure"), found.get("fact")
    is_measured = found.get("source", "panel") == "measure"
    if is_measured and node.child("measure").value is None:
        node.note("a measured criterion needs a measure")
    if not is_measured and measure is not None:
        node.child("measure").note('is only for source "measure"')
    if measure == "promise" and node.child("fact").value is None:
        node.note("the measure promise needs a fact")
    if measure != "promise" and fact is not None:
        node.child("fact").note("is only for the measure promise")
    if isinstance(fact, str) and not FACTS[fact].has_verdict:
        node.child("fact").note(f"{fact} has no limits that a promise could be held against")
    if measure == "price" and found.get("knock_out"):
        node.child("knock_out").note("the price cannot be a knock-out")


def _currency(node: Node) -> str:
    code = node.text(3)
    if not _CURRENCY.fullmatch(code):
        raise node.refused(f"must be a code of three capital letters such as CNY, not {shown(code)}")
    return code


def _budget(node: Node) -> float:
    node.number(0, MONEY_MAX, above_minimum=True)
    return money(node)


def _weight(node: Node) -> float:
    return node.number(0, WEIGHT_MAX)


def _share(node: Node) -> float:
    return node.number(0, 1)


def _factor(node: Node) -> float:
    return node.number(0, FACTOR_MAX, above_minimum=True)


def _agent_seats(node: Node) -> int | tuple[int, ...]:
    if isinstance(node.value, list):
        return tuple(node.each(lambda item: item.integer(0, SEATS_MAX)))
    return node.integer(0, SEATS_MAX)


_PRICE_PARAMETERS = {
    parameter: (lambda each: each.number(0, MONEY_MAX)) for names in FORMULA_PARAMETERS.values() for parameter in names
}
