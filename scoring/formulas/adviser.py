"""Adviser: which tier fits a company, and which rules say so."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from scoring.formulas.case import TIERS
from scoring.formulas.needs import Needs
from scoring.formulas.rounding import settled

# Seed defaults, with their row of the inventory.
SMALL_TEAM_BELOW = 10  # agent seats, A30
SEVERAL_CHANNELS = 2  # A33
MANY_INQUIRIES = 100.0  # a day for each seat, A36
LARGE_TEAM_ABOVE = 1000  # agent seats, A39
# Conditions that stand for the special rules of a trade.
SPECIAL_COMPLIANCE = frozenset({"finance_industry"})  # A39
PRIVATE_DEPLOYMENT = "private_deployment"  # A37


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of the adviser, and what it says of this company."""

    code: str
    tier: str  # the tier that it asks for
    row: str  # of the seed inventory
    fires: bool | None  # None: what it needs is not known
    values: Mapping[str, float] = field(default_factory=dict)  # the company's figure and the limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """The tier that fits, and every rule, those that do not fire included."""

    tier: str
    rules: tuple[Rule, ...]  # from the largest tier to the smallest
    later: tuple[tuple[int, str], ...]  # year and tier, from when on the planned seats ask for another one

    @property
    def reasons(self) -> tuple[Rule, ...]:
        """What asks for this tier: without these rules a smaller one would do."""
        return tuple(rule for rule in self.rules if rule.tier == self.tier and rule.fires)

    @property
    def also(self) -> tuple[Rule, ...]:
        """What asks for a smaller tier, which this one answers as well."""
        return tuple(rule for rule in self.rules if _order(rule.tier) < _order(self.tier) and rule.fires)

    @property
    def against_larger(self) -> tuple[Rule, ...]:
        """What would ask for a larger tier, and does not or is not known."""
        return tuple(rule for rule in self.rules if _order(rule.tier) > _order(self.tier))


def advise(needs: Needs) -> Advice:
    """The tier that a company's needs ask for: that of the largest rule that fires, else basic.

    Args:
        needs: the answers; the seats of year 1 count, and later years are named where they ask for another tier.
    Source: docs/method.md, "Tiers"; seed rows A30-A39.

    >>> shop = Needs(agent_seats=(8, 9, 10), inquiries_per_day=260, channel_shares=(100,))
    >>> advise(shop).tier, advise(shop).later
    ('basic', ((3, 'advanced'),))
    >>> [rule.code for rule in advise(replace(shop, automation_goal=True)).reasons]
    ['automation_goal']
    """
    rules = _rules(needs)
    return Advice(tier=_tier(rules), rules=rules, later=_later(needs))


def _rules(needs: Needs) -> tuple[Rule, ...]:
    seats, channels = needs.seats_now, sum(1 for share in needs.channel_shares if share > 0)
    per_seat = needs.inquiries_per_seat
    is_many = None if per_seat is None else settled(per_seat) > settled(MANY_INQUIRIES)
    is_special = not SPECIAL_COMPLIANCE.isdisjoint(needs.conditions)
    is_small = seats < SMALL_TEAM_BELOW
    one_channel = None if not channels else channels < SEVERAL_CHANNELS
    inquiries = {} if per_seat is None else {"figure": per_seat}
    large = {"figure": float(seats), "limit": float(LARGE_TEAM_ABOVE)}
    team = {"figure": float(seats), "limit": float(SMALL_TEAM_BELOW)}
    reach = {"figure": float(channels), "limit": float(SEVERAL_CHANNELS)}
    return (
        Rule(code="large_team", tier="custom", row="A39", fires=seats > LARGE_TEAM_ABOVE, values=large),
        Rule(code="special_compliance", tier="custom", row="A39", fires=is_special),
        Rule(code="private_deployment", tier="custom", row="A37", fires=PRIVATE_DEPLOYMENT in needs.conditions),
        Rule(
            code="many_inquiries", tier="smart", row="A36", fires=is_many, values={**inquiries, "limit": MANY_INQUIRIES}
        ),
        Rule(code="automation_goal", tier="smart", row="A36", fires=needs.automation_goal),
        Rule(code="team_size", tier="advanced", row="A33", fires=not is_small, values=team),
        Rule(
            code="several_channels",
            tier="advanced",
            row="A33",
            fires=None if one_channel is None else not one_channel,
            values=reach,
        ),
        Rule(code="data_review", tier="advanced", row="A33", fires=needs.data_review),
        Rule(code="small_team", tier="basic", row="A30", fires=is_small, values=team),
        Rule(code="one_channel", tier="basic", row="A30", fires=one_channel, values=reach),
    )


def _tier(rules: tuple[Rule, ...]) -> str:
    return max((rule.tier for rule in rules if rule.fires), key=_order)  # a team is small or it is not: one rule fires


def _later(needs: Needs) -> tuple[tuple[int, str], ...]:
    """Inquiries are taken to grow with the seats, so only the size of the team can change the advice."""
    changes: list[tuple[int, str]] = []
    before = _tier(_rules(needs))
    for year, seats in enumerate(needs.agent_seats[1:], start=2):
        per_seat = needs.inquiries_per_seat
        then = replace(needs, agent_seats=(seats,), inquiries_per_day=None if per_seat is None else per_seat * seats)
        tier = _tier(_rules(then))
        if tier != before:
            changes.append((year, tier))
        before = tier
    return tuple(changes)


def _order(tier: str) -> int:
    return TIERS.index(tier)
