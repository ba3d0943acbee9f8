"""Weights in words: what an aid gave beside what stands now, and where comparisons contradict each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isclose

from django.utils.translation import gettext as _

from scoring.formulas.rounding import printed
from scoring.formulas.weighting import CONSISTENCY_LIMIT, Triad
from scoring.presentation import wording
from scoring.subjects import WHOLE, Item

_DECIMALS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightRow:
    """One item with its points of 100, now and then."""

    name: str
    now: Decimal
    then: Decimal

    @property
    def change(self) -> str:
        """By how many points it would move, with its sign."""
        moved = self.then - self.now
        return f"{moved:+f}".replace("-", "−") if moved else wording.figure(moved)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsistencyFigures:
    """How far comparisons in pairs contradict each other."""

    ratio: str
    limit: str
    is_bad: bool
    triad: str  # the worst three in words; empty where no three contradict each other


def weight_rows(items: Sequence[Item], weights: Mapping[str, float]) -> tuple[WeightRow, ...]:
    """The items with what they weigh and would weigh."""
    return tuple(
        WeightRow(
            name=item.name,
            now=printed(item.share * WHOLE, _DECIMALS),
            then=printed(weights[item.key] * WHOLE, _DECIMALS),
        )
        for item in items
    )


def consistency_figures(ratio: float, triad: Triad | None, items: Sequence[Item]) -> ConsistencyFigures:
    """The consistency ratio against its limit; the worst three are named from the limit on."""
    is_bad = printed(ratio, _DECIMALS) > printed(CONSISTENCY_LIMIT, _DECIMALS)
    return ConsistencyFigures(
        ratio=wording.figure(printed(ratio, _DECIMALS)),
        limit=wording.figure(printed(CONSISTENCY_LIMIT, _DECIMALS)),
        is_bad=is_bad,
        triad="" if triad is None else _triad_sentence(triad, [item.name for item in items]),
    )


def times_words(ratio: float) -> str:
    """A ratio as people say it: 3 times, a third.

    >>> times_words(3.0), times_words(1 / 3), times_words(1.5)
    ('3', '1/3', '1.5')
    """
    if isclose(ratio, round(ratio), abs_tol=1e-6) and ratio >= 1:
        return str(round(ratio))
    if ratio < 1 and isclose(1 / ratio, round(1 / ratio), abs_tol=1e-6):
        return f"1/{round(1 / ratio)}"
    return wording.figure(printed(ratio, _DECIMALS)).rstrip("0").rstrip(".")


def _triad_sentence(triad: Triad, names: Sequence[str]) -> str:
    return _(
        "Look at these three again: “%(first)s”, “%(second)s” and “%(third)s”. By the other two comparisons the first "
        "matters %(implied)s times as much as the third, but %(stated)s times was said."
    ) % {
        "first": names[triad.first],
        "second": names[triad.second],
        "third": names[triad.third],
        "implied": times_words(triad.implied),
        "stated": times_words(triad.stated),
    }
