"""Board: a scored case as arrays, so that one thing can be changed and the first place asked for again, cheaply."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scoring.formulas.case import DIMENSIONS, Case, Method
from scoring.formulas.cost import price_on
from scoring.formulas.gates import is_gate
from scoring.formulas.panel import PanelCells, Scores, Sheets, is_switched_off, panel_cells, voting_sheets
from scoring.formulas.price import parameters_of, price_scores_among
from scoring.formulas.ranking import Standing
from scoring.formulas.rounding import printed_units
from scoring.formulas.scored import Scored, or_none, score
from scoring.formulas.total import Sums, add_up

Flags = NDArray[np.bool_]
Rows = tuple[int, ...]


@dataclass(frozen=True)
class Board:
    """A case, what it scores, and the sheets behind it; rows are offers, columns criteria."""

    case: Case
    sheets: Sheets
    scored: Scored

    @classmethod
    def of(cls, case: Case) -> "Board":
        """The board of a case."""
        sheets = voting_sheets(case)
        return cls(case, sheets, score(case, panel_cells(case, sheets)))

    @cached_property
    def is_panel(self) -> Flags:
        """Columns that members mark."""
        return np.array([criterion.source == "panel" for criterion in self.case.criteria], dtype=bool)

    @cached_property
    def is_on(self) -> Flags:
        """Columns that count and whose condition holds."""
        return np.array(
            [item.counts and not is_switched_off(self.case, item) for item in self.case.criteria], dtype=bool
        )

    @cached_property
    def weights(self) -> Scores:
        """What each column weighs in its dimension, raw; 0 where it does not count."""
        raw = np.array([criterion.weight for criterion in self.case.criteria], dtype=float)
        return np.where(self.is_on, raw, 0.0)

    @cached_property
    def dimension_of(self) -> NDArray[np.intp]:
        """The dimension of each column, as a position in DIMENSIONS."""
        return np.array([DIMENSIONS.index(criterion.dimension) for criterion in self.case.criteria], dtype=np.intp)

    @cached_property
    def dimension_weights(self) -> Scores:
        """What each dimension weighs, raw."""
        return np.array([self.case.dimensions[name] for name in DIMENSIONS], dtype=float)

    @cached_property
    def can_exclude(self) -> Flags:
        """Cells that exclude the offer when they are scored below the pass mark: gates that nobody set aside."""
        set_aside = {(override.offer, override.criterion) for override in self.case.overrides}
        policy = self.case.method.must_policy
        gates = [(item.id, is_gate(policy, item)) for item in self.case.criteria]
        return np.array(
            [[gate and (offer.id, id_) not in set_aside for id_, gate in gates] for offer in self.case.offers],
            dtype=bool,
        ).reshape(self.scored.scores.shape)

    @cached_property
    def pass_units(self) -> Scores:
        """Each column's pass mark, as printed."""
        marks = np.array([criterion.pass_mark for criterion in self.case.criteria], dtype=float)
        return printed_units(marks, self.case.method.decimals)

    @cached_property
    def fails(self) -> Flags:
        """Cells that exclude their offer."""
        position = {criterion.id: column for column, criterion in enumerate(self.case.criteria)}
        fails = np.zeros(self.scored.scores.shape, dtype=bool)
        for row, gate in enumerate(self.scored.gates):
            fails[row, [position[exclusion.criterion] for exclusion in gate.excluded]] = True
        return fails

    @cached_property
    def eligible(self) -> Flags:
        """Rows that no gate excludes."""
        return is_eligible(self.fails)

    @cached_property
    def prices(self) -> list[float | None]:
        """What is compared, per offer."""
        return [price_on(self.case.method.price_basis, cost) for cost in self.scored.costs]

    @cached_property
    def is_price(self) -> Flags:
        """Columns that hold the price."""
        criteria = self.case.criteria
        is_price = [item.measure == "price" and not is_switched_off(self.case, item) for item in criteria]
        return np.array(is_price, dtype=bool)

    @cached_property
    def winners(self) -> Rows:
        """Who is first as things are."""
        return self.first(self.scored.sums, self.eligible)

    def first(self, sums: Sums, eligible: Flags) -> Rows:
        """The rows that are first: one, several that share the place, or none."""
        placed = np.flatnonzero(eligible & ~np.isnan(sums.totals))
        if not len(placed):
            return ()
        units = printed_units(sums.totals[placed], self.case.method.decimals)
        best = [int(row) for row in placed[units == units.max()]]
        if len(best) == 1:
            return tuple(best)
        keys = [self._key(sums, row) for row in best]
        return tuple(row for row, key in zip(best, keys, strict=True) if key == min(keys))

    def places(self, sums: Sums, rows: Sequence[int]) -> list[int]:
        """Rows in the order of the ranking; those that share a place by the ids of their offers."""
        return sorted(rows, key=lambda row: (self._key(sums, row), self.case.offers[row].id))

    def priced(
        self, scores: Scores, compared: Flags, *, without: int | None = None, method: Method | None = None
    ) -> Scores:
        """The scores with the prices scored anew.

        Args:
            scores: rows x columns.
            compared: the offers with which prices are compared; all where there is none.
            without: an offer that is not there.
            method: with another price formula.
        """
        if not self.is_price.any():
            return scores
        method = method or self.case.method
        prices = [None if row == without else price for row, price in enumerate(self.prices)]
        references = compared if compared.any() else np.ones(len(prices), dtype=bool)
        parameters = parameters_of(method, self.case.profile)
        found = price_scores_among(prices, references.tolist(), method.price_formula, parameters)
        scores = scores.copy()
        scores[:, self.is_price] = np.array(found, dtype=float)[:, None]
        return scores

    def winners_with(self, scores: Scores, eligible: Flags) -> Rows:
        """Who is first with other scores, among those who are eligible."""
        return self.first(add_up(self.case, scores), eligible)

    def with_cells(self, cells: PanelCells) -> tuple[Scores, Flags]:
        """The scores and the failing cells with other results of the panel; prices are still the old ones."""
        panel = np.where(cells.not_applicable, np.nan, cells.scores)
        scores = np.where(self.is_panel, panel, self.scored.scores)
        fails = np.where(self.is_panel, self.below(panel) & self.can_exclude, self.fails)
        return scores, fails

    def below(self, scores: Scores) -> Flags:
        """Which scores are below the pass mark of their column; one that is not there is not."""
        gates = self.can_exclude.any(axis=0)
        is_below = np.zeros(scores.shape, dtype=bool)
        is_below[:, gates] = printed_units(scores[:, gates], self.case.method.decimals) < self.pass_units[gates]
        return is_below

    def ids(self, rows: Sequence[int]) -> tuple[str, ...]:
        """The ids of the offers."""
        return tuple(self.case.offers[row].id for row in rows)

    def _key(self, sums: Sums, row: int) -> tuple[object, ...]:
        scores = dict(zip(DIMENSIONS, sums.dimension_scores[row].tolist(), strict=True))
        return Standing(
            total=float(sums.totals[row]),
            cash=self.scored.costs[row].cash,
            need=or_none(scores["need"]),
            risk=or_none(scores["risk"]),
        ).key(self.case.method.decimals)


def is_eligible(fails: Flags) -> Flags:
    """Rows without a failing cell."""
    return np.asarray(~fails.any(axis=1))
