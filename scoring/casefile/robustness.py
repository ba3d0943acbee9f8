"""Robustness as `score` prints it: offers, seats and criteria by id, figures unrounded."""

from collections.abc import Mapping
from typing import Any

from scoring.formulas.robustness import Interval, Robustness, WinsIf


def robustness_document(found: Robustness) -> dict[str, Any]:
    """The JSON of a case's robustness."""
    shift = found.smallest_shift
    return {
        "winner": sorted(found.winner),
        "dimension_intervals": _intervals(found.dimension_intervals),
        "criterion_intervals": _intervals(found.criterion_intervals),
        "smallest_shift": None
        if shift is None
        else {"from": shift.source, "to": shift.target, "points": shift.points, "new_winner": shift.new_winner},
        "dimension_acceptability": dict(found.dimension_acceptability),
        "rank_acceptability": {
            name: {offer: list(shares) for offer, shares in drawn.shares.items()}
            for name, drawn in found.rank_acceptability.items()
        },
        "wins_if": _wins_if(found.wins_if),
        "dominated": _sorted(found.dominated),
        "second_opinions": _sorted(found.second_opinions.first),
        "verdict": found.verdict,
        "sentence": found.sentence,
    }


def _intervals(intervals: Mapping[str, Interval]) -> dict[str, list[float]]:
    return {name: [interval.low, interval.high] for name, interval in intervals.items()}


def _wins_if(wins_if: WinsIf) -> dict[str, Any]:
    changes = sorted(wins_if.mark_changes, key=lambda each: (each.seat, each.offer, each.criterion, each.to))
    return {
        "without_offer": _sorted(wins_if.without_offer),
        "without_seat": _sorted(wins_if.without_seat),
        "price_formula": _sorted(wins_if.price_formula),
        "mark_changes": [
            {
                "seat": each.seat,
                "offer": each.offer,
                "criterion": each.criterion,
                "to": each.to,
                "winner": sorted(each.winner),
            }
            for each in changes
        ],
        "costs": _sorted(wins_if.costs),
    }


def _sorted(offers: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {key: sorted(each) for key, each in offers.items()}
