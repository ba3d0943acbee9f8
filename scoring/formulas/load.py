"""Load: how many conversations come at once, what a system must be rated for, and which channels bring them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from scoring.formulas.measures import required_concurrency
from scoring.formulas.needs import Needs
from scoring.formulas.rounding import rounded_up, settled

# Seed defaults, with their row of the inventory.
CORE_SHARE = 0.80  # B10
TRIAL_USERS = 10  # B20


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """The load of a normal peak hour and what follows from it, in whole conversations."""

    parts: tuple[float, ...]  # one per stream, as computed
    exact: float  # their sum
    normal: int  # the sum, rounded up
    with_headroom: int  # headroom factor x normal
    with_promotion: int  # promotion factor x exact, rounded up
    required: int  # the larger of the two
    trial_users: int  # people who ask at once in a trial


@dataclass(frozen=True, slots=True)
class ChannelRank:
    """A channel's place among the channels, the largest first."""

    position: int  # where it stood in the input, from 0
    share: float  # of all inquiries, 0..1
    cumulative: float  # with all larger ones, 0..1
    is_core: bool


def load_of(needs: Needs) -> Load | None:
    """The load of a company; None without live conversations.

    Source: docs/method.md, "Load"; seed rows B20, B39, B40.

    >>> from scoring.formulas.needs import Stream
    >>> shop = Stream(inquiries_per_day=3200, peak_hour_share=0.14, minutes_each=9)
    >>> load = load_of(Needs(agent_seats=(40,), streams=(shop,), promotion_factor=4))
    >>> load.exact, load.normal, load.with_headroom, load.with_promotion, load.required, load.trial_users
    (67.2, 68, 204, 269, 269, 68)
    """
    profile = needs.profile
    exact, required = profile.normal_concurrency, required_concurrency(profile)
    if exact is None or required is None:
        return None
    normal = rounded_up(exact)
    return Load(
        parts=tuple(stream.concurrency for stream in needs.streams),
        exact=exact,
        normal=normal,
        with_headroom=rounded_up(needs.headroom_factor * normal),
        with_promotion=rounded_up(needs.promotion_factor * exact),
        required=int(required),
        trial_users=max(TRIAL_USERS, normal),
    )


def headroom(rated: float, required: float) -> float | None:
    """Rated concurrency as a multiple of what is required; None where nothing is required.

    >>> headroom(300, 300), headroom(150, 300), headroom(150, 0)
    (1.0, 0.5, None)
    """
    return rated / required if required > 0 else None


def ranked_channels(shares: Sequence[float]) -> tuple[ChannelRank, ...]:
    """The channels by share, the largest first, with the fewest that carry 80 % marked as core.

    Args:
        shares: one per channel, >= 0, in percent or as counts; divided by their sum here. Equal ones keep their order.
    Returns: one row per channel; () where nothing comes in.
    Raises: ValueError: a share is negative.
    Source: docs/method.md, "Load"; seed row B10.

    >>> [(row.position, row.is_core) for row in ranked_channels([12, 38, 21, 17, 7, 5])]
    [(1, True), (2, True), (3, True), (0, True), (4, False), (5, False)]
    """
    if any(share < 0 for share in shares):
        raise ValueError("a channel's share must not be negative")
    whole = fsum(shares)
    if not whole:
        return ()
    ranked: list[ChannelRank] = []
    before = 0.0
    for position in sorted(range(len(shares)), key=lambda place: -shares[place]):
        share = shares[position] / whole
        is_core = share > 0 and settled(before) < settled(CORE_SHARE)
        before = fsum([before, share])
        ranked.append(ChannelRank(position, share, before, is_core))
    return tuple(ranked)
