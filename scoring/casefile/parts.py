"""Parts: the pieces of an evaluation file that stand on their own: company, method, criteria, seats and offers."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal

from scoring.casefile.faults import shown
from scoring.casefile.nodes import Node, Refused, nullable
from scoring.formulas import case as cases
from scoring.formulas.case import DIMENSIONS, CostLine, Criterion, Fact, Method, Offer, Profile, Scale, Seat
from scoring.formulas.measures import MEASURES
from scoring.formulas.price import FORMULA_PARAMETERS
from vendors.facts import FACTS, fault_in

NAME_MAX = 200
CATEGORY_MAX = 60
TEXT_MAX = 20_000
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
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


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
            "annual_revenue": nullable(_money),
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


def offer(node: Node, taken: Collection[str], horizon_years: int) -> Offer:
    """What a vendor would sell."""
    found = node.object(
        {
            "id": lambda each: new_id(each, taken),
            "vendor": name,
            "edition": lambda each: each.wording(NAME_MAX, may_be_empty=True),
            "tier": lambda each: each.choice(cases.TIERS),
        },
        {"facts": _facts, "costs": lambda each: tuple(each.each(lambda item: _cost_line(item, horizon_years)))},
    )
    return Offer(**{"id": "", "vendor": "", "edition": "", "tier": "", **found})


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


def _facts(node: Node) -> dict[str, Fact]:
    facts = {}
    for key, each in node.members().items():
        if key not in FACTS:
            each.note("unknown fact; docs/facts.json lists those that there are")
            continue
        try:
            facts[key] = _fact(each, key)
        except Refused:
            continue
    return facts


def _fact(node: Node, key: str) -> Fact:
    def value(each: Node) -> cases.FactValue:
        if FACTS[key].type == "text" and isinstance(each.value, str):
            each.text(TEXT_MAX, may_be_empty=True, may_break=True)
        if fault := fault_in(key, each.value):
            raise each.refused(f"{shown(each.value)} {fault}")
        found: cases.FactValue = each.value
        return found

    if not isinstance(node.value, dict):
        return Fact(value=value(node))
    found = node.object(
        {"value": nullable(value)},
        {"status": lambda each: each.choice(cases.FACT_STATUSES), "valid_until": nullable(_date)},
    )
    fact = Fact(**{"value": None, **found})
    if "value" in found and fact.value is None and fact.status != "unknown":
        node.child("value").note(f'null is only for the status "unknown", not {shown(fact.status)}')
    return fact


def _cost_line(node: Node, horizon_years: int) -> CostLine:
    def years(each: Node) -> tuple[int, ...]:
        noted = len(each.faults)
        found = each.each(lambda item: item.integer(1, horizon_years))
        if len(each.faults) == noted and len(set(found)) < len(found):
            each.note("no year may stand twice")
        if len(each.faults) > noted:
            raise Refused
        return tuple(found)

    def amounts(each: Node) -> tuple[float, ...]:
        noted = len(each.faults)
        found = tuple(each.each(_money))
        if len(each.faults) > noted:
            raise Refused
        return found

    found = node.object(
        {"category": lambda each: each.text(CATEGORY_MAX), "years": years, "amount": amounts},
        {
            "kind": lambda each: each.choice(cases.COST_KINDS),
            "cash": Node.boolean,
            "low": nullable(amounts),
            "high": nullable(amounts),
            "module": nullable(lambda each: each.text(NAME_MAX)),
            "source": lambda each: each.choice(cases.COST_SOURCES),
        },
    )
    _check_amounts(node, found)
    return CostLine(**{"category": "", "years": (), "amount": (), **found})


def _check_amounts(node: Node, found: Mapping[str, tuple[float, ...]]) -> None:
    years, expected = found.get("years"), found.get("amount", ())
    for key in ("amount", "low", "high"):
        amounts = found.get(key)
        if years is not None and amounts is not None and len(amounts) != len(years):
            node.child(key).note(f"has {len(amounts)} amounts for {len(years)} years")
    for position, (low, middle) in enumerate(zip(found.get("low") or (), expected, strict=False)):
        if low > middle:
            node.child("low").items()[position].note(f"{low:.15g} is more than the expected amount {middle:.15g}")
    for position, (high, middle) in enumerate(zip(found.get("high") or (), expected, strict=False)):
        if high < middle:
            node.child("high").items()[position].note(f"{high:.15g} is less than the expected amount {middle:.15g}")


def _currency(node: Node) -> str:
    code = node.text(3)
    if not _CURRENCY.fullmatch(code):
        raise node.refused(f"must be a code of three capital letters such as CNY, not {shown(code)}")
    return code


def _date(node: Node) -> str:
    text = node.text(10)
    if not _DATE.fullmatch(text) or not _is_in_the_calendar(text):
        raise node.refused(f"must be a date such as 2027-06-30, not {shown(text)}")
    return text


def _is_in_the_calendar(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _money(node: Node) -> float:
    amount = node.number(0, MONEY_MAX)
    exponent = Decimal(repr(amount)).normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent < -MONEY_DECIMALS:
        raise node.refused(f"{shown(node.value)} has more than {MONEY_DECIMALS} decimals")
    return amount


def _budget(node: Node) -> float:
    node.number(0, MONEY_MAX, above_minimum=True)
    return _money(node)


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
