"""Offers: what an evaluation file says that vendors would sell: editions with their facts and cost lines."""

import re
from collections.abc import Collection, Mapping
from datetime import date

from scoring.casefile.faults import shown
from scoring.casefile.nodes import Node, Refused, nullable
from scoring.casefile.parts import NAME_MAX, money, name, new_id
from scoring.formulas import case as cases
from scoring.formulas.case import CostLine, Fact, Offer
from vendors.facts import FACTS, TEXT_MAX, fault_in

CATEGORY_MAX = 60

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


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
        {"status": lambda each: each.choice(cases.FACT_STATUSES), "valid_until": nullable(calendar_date)},
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
        found = tuple(each.each(money))
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
    lists = {key: amounts for key in ("amount", "low", "high") if (amounts := found.get(key)) is not None}
    wrong_lengths = {key for key, amounts in lists.items() if years is not None and len(amounts) != len(years)}
    for key in sorted(wrong_lengths):
        node.child(key).note(f"has {len(lists[key])} amounts for {len(years or ())} years")
    if wrong_lengths:
        return
    for position, (low, middle) in enumerate(zip(found.get("low") or (), expected, strict=False)):
        if low > middle:
            node.child("low").items()[position].note(f"{low:.15g} is more than the expected amount {middle:.15g}")
    for position, (high, middle) in enumerate(zip(found.get("high") or (), expected, strict=False)):
        if high < middle:
            node.child("high").items()[position].note(f"{high:.15g} is less than the expected amount {middle:.15g}")


def calendar_date(node: Node) -> str:
    """A day, as in 2027-06-30."""
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
