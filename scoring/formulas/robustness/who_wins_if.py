"""Who wins if: the first place with one offer, one seat, one formula or one set of costs changed."""

from dataclasses import replace

import numpy as np

from scoring.formulas.case import OFFICIAL_PRICE_FORMULAS, Case, CostLine, Method, Offer
from scoring.formulas.panel import panel_cells
from scoring.formulas.price import parameters_of
from scoring.formulas.robustness.board import Board, is_eligible
from scoring.formulas.robustness.mark_changes import mark_changes
from scoring.formulas.robustness.results import Winners, WinsIf
from scoring.formulas.scored import ranks_of, score

LOW, HIGH = "low", "high"


def who_wins_if(board: Board) -> WinsIf:
    """Everything that is tried; nothing where there is no winner.

    Source: docs/method.md, "Robustness".
    """
    if not board.winners:
        return WinsIf()
    return WinsIf(
        without_offer=_without_offer(board),
        without_seat=_without_seat(board),
        price_formula=_price_formula(board),
        costs=_costs(board),
        mark_changes=mark_changes(board),
    )


def _without_offer(board: Board) -> dict[str, Winners]:
    found = {}
    for row in np.flatnonzero(board.eligible).tolist():
        if row not in board.winners:
            others = board.eligible.copy()
            others[row] = False
            scores = board.priced(board.scored.scores, others, without=row)
            found[board.case.offers[row].id] = board.ids(board.winners_with(scores, others))
    return found


def _without_seat(board: Board) -> dict[str, Winners]:
    seats = board.sheets.seats
    if len(seats) < 2:  # noqa: PLR2004 - somebody must be left
        return {}
    found = {}
    for position, seat in enumerate(seats):
        scores, fails = board.with_cells(panel_cells(board.case, board.sheets.without(position)))
        eligible = is_eligible(fails)
        found[seat] = board.ids(board.winners_with(board.priced(scores, eligible), eligible))
    return found


def _price_formula(board: Board) -> dict[str, Winners]:
    if not (board.is_price & board.is_on).any():
        return {}
    eligible = board.eligible
    return {
        method.price_formula: board.ids(
            board.winners_with(board.priced(board.scored.scores, eligible, method=method), eligible)
        )
        for method in _other_official(board.case)
    }


def _other_official(case: Case) -> list[Method]:
    """The official price formulas that this case could have, with their default parameters."""
    found = []
    for formula in OFFICIAL_PRICE_FORMULAS:
        method = replace(case.method, price_formula=formula, price_parameters={})
        if formula == case.method.price_formula or (formula == "ceiling" and method.price_basis != "cash"):
            continue
        try:
            parameters_of(method, case.profile)
        except ValueError:
            continue  # no budget, no ceiling
        found.append(method)
    return found


def _costs(board: Board) -> dict[str, Winners]:
    winners = {board.case.offers[row].id for row in board.winners}

    def first(**which: str) -> Winners:
        offers = tuple(_at(offer, which["winner" if offer.id in winners else "others"]) for offer in board.case.offers)
        case = replace(board.case, offers=offers)
        ranks = ranks_of(case, score(case, board.scored.cells))
        return tuple(offer.id for offer, rank in zip(offers, ranks, strict=True) if rank == 1)

    return {
        "low": first(winner=LOW, others=LOW),
        "high": first(winner=HIGH, others=HIGH),
        "against_winner": first(winner=HIGH, others=LOW),
    }


def _at(offer: Offer, end: str) -> Offer:
    """The offer with every cost at one end of what it may be; as offered where no end is stated."""

    def line_at(line: CostLine) -> CostLine:
        amount = line.low if end == LOW else line.high
        return line if amount is None else replace(line, amount=amount)

    return replace(offer, costs=tuple(line_at(line) for line in offer.costs))
