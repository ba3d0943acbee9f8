"""Idle modules: what is paid for and not used, in money a year."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import fsum

from scoring.formulas.rounding import settled

Range = tuple[float, float, float]  # low, expected, high

# Seed defaults, with their row of the inventory.
IDLE_COUNT_LIMIT = 0.30  # share of the modules, A23
IDLE_SHARES = (0.20, 0.30, 0.40)  # of the subscription: low, expected, high; A24


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One module of an offer, as the buyer classes it."""

    name: str
    class_: str  # must | bonus | redundant
    price: float | None = None  # money a year; None: not given, or inside the subscription


@dataclass(frozen=True, slots=True, kw_only=True)
class Idle:
    """What is idle: `priced` stands on module prices, `seed_range` on the rule of thumb, `unknown` on nothing."""

    basis: str  # priced | seed_range | unknown
    modules: int
    redundant: tuple[str, ...]  # their names
    count_share: float | None  # redundant modules of all, 0..1; None without modules
    share: Range | None = None  # of the yearly price, 0..1
    money: Range | None = None  # a year

    @property
    def warns(self) -> bool:
        """Whether more than 30 % of the modules are idle."""
        return self.count_share is not None and settled(self.count_share) > settled(IDLE_COUNT_LIMIT)


def idle_waste(modules: Sequence[Module], subscription: float | None) -> Idle:
    """The part of the yearly price that pays for modules classed redundant.

    Args:
        modules: the offer's modules; an optional price each.
        subscription: money a year without the modules that are priced apart; 0 where all is priced apart, None where
            it is not given.
    Returns: the redundant modules' prices as a share of everything paid, where all of them have one (a share only with
        a subscription); else the seed range of the subscription where more than 30 % of the modules are idle; else
        unknown.
    Raises: ValueError: a price is negative.
    Source: docs/method.md, "Idle modules"; seed rows A23, A24.

    >>> voice = Module(name="Call centre abroad", class_="redundant", price=12_000)
    >>> found = idle_waste([voice, Module(name="Tickets", class_="must", price=8_000)], 60_000)
    >>> found.basis, found.share[1], found.money[1], found.warns
    ('priced', 0.15, 12000.0, True)
    """
    prices = [module.price for module in modules if module.price is not None]
    if min([*prices, subscription or 0.0]) < 0:
        raise ValueError("a price must not be negative")
    redundant = [module for module in modules if module.class_ == "redundant"]
    idle = [module.price for module in redundant if module.price is not None]
    whole = fsum([*prices, subscription or 0.0])
    found = Idle(
        basis="unknown",
        modules=len(modules),
        redundant=tuple(module.name for module in redundant),
        count_share=len(redundant) / len(modules) if modules else None,
    )
    if modules and len(idle) == len(redundant):
        wasted = fsum(idle)
        share = wasted / whole if whole and subscription is not None else None
        return _as(found, "priced", None if share is None else (share,) * 3, (wasted,) * 3)
    if found.warns and subscription is not None:
        low, expected, high = IDLE_SHARES
        return _as(found, "seed_range", IDLE_SHARES, (low * subscription, expected * subscription, high * subscription))
    return found


def _as(found: Idle, basis: str, share: Range | None, money: Range) -> Idle:
    return replace(found, basis=basis, share=share, money=money)
