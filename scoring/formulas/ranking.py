"""Ranking: who comes first, what breaks a tie, and who shares a place."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isnan
from typing import Any

from scoring.formulas.rounding import NOISE_DECIMALS, printed


def competition_ranks(scores: Iterable[float | None], decimals: int = NOISE_DECIMALS) -> list[int | None]:
    """Ranks as in a competition, highest score first: 1, 2, 2, 4.

    Args:
        scores: any figures; None or NaN = no score.
        decimals: figures that agree when printed with so many decimals share a rank.
    Returns: a rank each; None stays None.
    Source: docs/method.md, "Rank".

    >>> competition_ranks([0.3, 0.1 + 0.2, None, 0.1])
    [1, 1, None, 3]
    """
    keys = [None if score is None or isnan(score) else -printed(score, decimals) for score in scores]
    return ranks_by_key(keys)


def ranks_by_key(keys: Sequence[Any]) -> list[int | None]:
    """Ranks by a sortable key, smallest first; equal keys share a rank, None stays None."""
    first_place: dict[Hashable, int] = {}
    for place, key in enumerate(sorted(key for key in keys if key is not None), start=1):
        first_place.setdefault(key, place)
    return [None if key is None else first_place[key] for key in keys]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The figures that decide an offer's place."""

    total: float
    cash: float | None
    need: float | None
    risk: float | None

    def key(self, decimals: int) -> tuple[Decimal, bool, Decimal, Decimal, Decimal]:
        """Smallest first: higher total, then lower cash cost, then higher need, then higher risk control.

        Figures are compared as printed. An offer without a cash cost comes after those with one.
        """
        return (
            -printed(self.total, decimals),
            self.cash is None,
            printed(self.cash or 0.0, decimals),
            -printed(self.need or 0.0, decimals),
            -printed(self.risk or 0.0, decimals),
        )
