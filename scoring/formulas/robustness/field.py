"""Field: the offers that have a place, best first, and everything that is asked about their weights."""

from collections.abc import Iterable
from typing import TypeVar

import numpy as np

from scoring.formulas.case import DIMENSIONS
from scoring.formulas.results import Assessment
from scoring.formulas.robustness.acceptability import simulate
from scoring.formulas.robustness.board import Board
from scoring.formulas.robustness.criterion_intervals import criterion_stays
from scoring.formulas.robustness.dominance import dominators
from scoring.formulas.robustness.intervals import Stay, shares_of, smallest_move, stays, weight_lines
from scoring.formulas.robustness.opinions import second_opinions
from scoring.formulas.robustness.results import Acceptability, Corner, Interval, SecondOpinions, Shift
from scoring.formulas.robustness.triangle import dimension_acceptability, winning_regions

Figure = TypeVar("Figure")


class Field:
    """The offers that have a place, as rows, best first: of two that take over at one point the better is named."""

    def __init__(self, board: Board, assessment: Assessment) -> None:
        sums = board.scored.sums
        self.board, self.case = board, board.case
        ranked = [row for row, offer in enumerate(assessment.offers) if offer.rank is not None]
        self.rows = np.array(board.places(sums, ranked), dtype=np.intp)
        self.ids = board.ids(self.rows.tolist())
        self.winners = [place for place, offer in enumerate(self.ids) if offer in assessment.winners]
        self.scores, self.totals = sums.dimension_scores[self.rows], sums.totals[self.rows]
        self.shares = shares_of(board.dimension_weights)
        # A dimension in which somebody has no score can only weigh 0: at any other weight they would have no total.
        self.inside = [int(position) for position in np.flatnonzero(~np.isnan(self.scores).any(axis=0))]
        # Totals that print the same are told apart by the tie rule, and differ by less than this.
        self.level = 10.0**-self.case.method.decimals

    def by_offer(self, figures: Iterable[Figure]) -> dict[str, Figure]:
        """Figures by the ids of the offers."""
        return dict(zip(self.ids, figures, strict=True))

    def dimension_intervals(self) -> dict[str, Interval]:
        """How far each dimension's weight may move."""
        found = stays(self.scores[:, self.inside], self.shares[self.inside], self.winners, level=self.level)
        by_position = dict(zip(self.inside, found, strict=True))
        nowhere_else = Stay(0.0, 0.0)
        return {
            name: self._interval(by_position.get(position, nowhere_else), float(self.shares[position]))
            for position, name in enumerate(DIMENSIONS)
        }

    def lines(self) -> dict[str, dict[str, tuple[float, float]]]:
        """Each offer's total where a dimension weighs nothing and where it weighs all."""
        ends = np.stack(weight_lines(self.scores[:, self.inside], self.shares[self.inside]), axis=2)
        return {
            DIMENSIONS[position]: self.by_offer((at_none, at_all) for at_none, at_all in ends[:, column].tolist())
            for column, position in enumerate(self.inside)
        }

    def smallest_shift(self) -> Shift | None:
        """The smallest move between two dimensions that changes the first place."""
        move = smallest_move(self.scores[:, self.inside], self.shares[self.inside], self.winners, level=self.level)
        if move is None:
            return None
        return Shift(
            source=DIMENSIONS[self.inside[move.source]],
            target=DIMENSIONS[self.inside[move.target]],
            points=100 * move.share,
            new_winner=self.ids[move.new_first],
        )

    def criterion_intervals(self) -> dict[str, Interval]:
        """How far each criterion's weight may move inside its dimension; only criteria that count."""
        found: dict[str, Interval] = {}
        for position in range(len(DIMENSIONS)):
            columns = np.flatnonzero(self.board.is_on & (self.board.dimension_of == position))
            if not len(columns):
                continue
            weights = self.board.weights[columns]
            values = self.board.scored.scores[np.ix_(self.rows, columns)]
            weighs = float(self.shares[position])
            there = criterion_stays(values, weights, self.totals, weighs, self.winners, level=self.level)
            for column, stay, share in zip(columns, there, shares_of(weights).tolist(), strict=True):
                found[self.case.criteria[column].id] = self._interval(stay, share)
        return {item.id: found[item.id] for item in self.case.criteria if item.id in found}

    def dimension_acceptability(self) -> dict[str, float]:
        """The share of all weights of the dimensions in which each offer wins."""
        return self.by_offer(dimension_acceptability(self.scores[:, self.inside]))

    def regions(self) -> dict[str, tuple[Corner, ...]]:
        """Where in the triangle of weights each offer wins."""
        return self.by_offer(tuple(region) for region in winning_regions(self.scores[:, self.inside]))

    def rank_acceptability(self) -> dict[str, Acceptability]:
        """The ranks under random weights: any at all, and near the present ones."""
        # By id, so that the same evaluation draws the same weights in whatever order its criteria come.
        criteria = self.case.criteria
        columns = np.array(sorted(self._weighing(), key=lambda column: criteria[column].id), dtype=np.intp)
        dimensions = [self.inside.index(int(self.board.dimension_of[column])) for column in columns]
        values = self.board.scored.scores[np.ix_(self.rows, columns)]
        near = np.concatenate([self.shares[self.inside], self.board.weights[columns]])
        method, found = self.case.method, {}
        for name, around in {"uniform": None, "near": near}.items():
            drawn = simulate(values, method.draws, method.seed, dimensions=dimensions, around=around)
            central = [
                None if np.isnan(row).any() else dict(zip([criteria[c].id for c in columns], row.tolist(), strict=True))
                for row in drawn.central_weights
            ]
            found[name] = Acceptability(
                shares=self.by_offer(tuple(row) for row in drawn.shares.tolist()),
                standard_errors=self.by_offer(tuple(row) for row in drawn.standard_errors.tolist()),
                central_weights=self.by_offer(central),
                draws=drawn.draws,
            )
        return found

    def dominated(self) -> dict[str, tuple[str, ...]]:
        """The offers that others dominate."""
        values = self.board.scored.scores[np.ix_(self.rows, np.flatnonzero(self.board.weights > 0))]
        return {
            self.ids[place]: tuple(self.ids[other] for other in others)
            for place, others in enumerate(dominators(values))
            if others
        }

    def second_opinions(self) -> SecondOpinions:
        """What other methods put first."""
        columns = np.flatnonzero(self.board.weights > 0)
        dimensions = self.board.dimension_of[columns]
        in_dimension = np.bincount(dimensions, self.board.weights[columns], minlength=len(DIMENSIONS))
        weights = self.shares[dimensions] * self.board.weights[columns] / in_dimension[dimensions]
        weighs = weights > 0
        values = self.board.scored.scores[np.ix_(self.rows, columns[weighs])]
        return second_opinions(
            values, weights[weighs], self.ids, [self.case.criteria[column].id for column in columns[weighs]]
        )

    def _weighing(self) -> list[int]:
        """The columns that weights are drawn for: those that weigh something, in the dimensions of the triangle."""
        is_inside = np.isin(self.board.dimension_of, self.inside)
        return [int(column) for column in np.flatnonzero((self.board.weights > 0) & is_inside)]

    def _interval(self, stay: Stay, present: float) -> Interval:
        def named(place: int | None) -> str | None:
            return None if place is None else self.ids[place]

        return Interval(stay.low, stay.high, present, named(stay.after_low), named(stay.after_high))
