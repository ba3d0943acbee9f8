"""Mark changes: which single marks, one up or one down, alter the winner.

There may be millions of them, so nothing is assessed anew: a mark moves one cell, the cell moves its offer's total, and
only where that could reach the first place, or a gate opens or shuts, is more looked at.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.formulas.panel import Scores, panel_scores
from scoring.formulas.robustness.board import Board, Flags, Rows
from scoring.formulas.robustness.results import MarkChange
from scoring.formulas.rounding import printed_units
from scoring.formulas.total import Sums, add_up

_CELLS_AT_ONCE = 2**19  # marks x seats

Positions = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class _Changes:
    """Marks that are changed, each by itself."""

    seats: Positions
    rows: Positions
    columns: Positions
    values: NDArray[np.float64]
    to: NDArray[np.float64]

    def part(self, which: slice | Flags) -> "_Changes":
        return _Changes(self.seats[which], self.rows[which], self.columns[which], self.values[which], self.to[which])


@dataclass(frozen=True, slots=True)
class _World:
    """What one offer meets when a mark of its own changes: the others, and its own figures before the change."""

    scores: Scores
    sums: Sums
    eligible: Flags
    best_units: float  # the highest total among the others, as printed; -inf without others
    best: Rows


def mark_changes(board: Board) -> tuple[MarkChange, ...]:
    """Every single mark that would alter the winner if it were one higher or one lower.

    Only marks that count are tried: of voting seats, on their own sheets, on criteria that count, and not under a
    consensus mark, which stands whatever the members' own marks are.
    """
    found: list[MarkChange] = []
    worlds: dict[tuple[int, bool], _World] = {}
    base = set(board.winners)
    for changes in _chunks(_every_change(board), len(board.sheets.seats)):
        cells = _cells_after(board, changes)
        # Where nobody who marked has a weight there is no score, before and after.
        moved = ~np.isnan(cells) & (cells != board.scored.scores[changes.rows, changes.columns])
        for row in np.unique(changes.rows[moved]).tolist():
            is_own = moved & (changes.rows == row)
            own, own_cells = changes.part(is_own), cells[is_own]
            for position, winners in _winners_after(board, worlds, row, own.columns, own_cells):
                if set(winners) != base:
                    found.append(_told(board, own, position, winners))
    order = {id_: place for place, id_ in enumerate(board.sheets.seats)}
    rows = {offer.id: row for row, offer in enumerate(board.case.offers)}
    columns = {criterion.id: column for column, criterion in enumerate(board.case.criteria)}
    return tuple(sorted(found, key=lambda each: (order[each.seat], rows[each.offer], columns[each.criterion], each.to)))


def _every_change(board: Board) -> _Changes:
    cells = board.scored.cells
    matters = board.is_panel & board.is_on & ~cells.is_consensus & ~cells.not_applicable
    seats, rows, columns = np.nonzero(~np.isnan(board.sheets.scores) & matters)
    scale = board.case.scale
    width = scale.max - scale.min
    values = np.rint(board.sheets.scores[seats, rows, columns] * width / 100) + scale.min
    both = _Changes(
        seats=np.repeat(seats, 2),
        rows=np.repeat(rows, 2),
        columns=np.repeat(columns, 2),
        values=np.repeat(values, 2),
        to=np.repeat(values, 2) + np.tile([-1.0, 1.0], len(values)),
    )
    return both.part((both.to >= scale.min) & (both.to <= scale.max))


def _chunks(changes: _Changes, seats: int) -> Iterator[_Changes]:
    at_once = max(1, _CELLS_AT_ONCE // max(1, seats))
    for start in range(0, len(changes.seats), at_once):
        yield changes.part(slice(start, start + at_once))


def _cells_after(board: Board, changes: _Changes) -> Scores:
    """The panel's score of each changed mark's cell."""
    scale = board.case.scale
    sheets = board.sheets.scores[:, changes.rows, changes.columns]
    sheets[changes.seats, np.arange(len(changes.seats))] = 100.0 * (changes.to - scale.min) / (scale.max - scale.min)
    weights = board.sheets.weights[:, changes.columns]
    return np.asarray(panel_scores(sheets[:, None, :], weights, board.case.method.panel)[0])


def _winners_after(
    board: Board, worlds: dict[tuple[int, bool], _World], row: int, columns: Positions, cells: Scores
) -> Iterator[tuple[int, Rows]]:
    """Who is first after each change of a cell of one offer; changes that leave it as it is may be left out."""
    fails = board.fails[row]
    is_gate = board.can_exclude[row, columns]
    fails_now = np.zeros(len(cells), dtype=bool)
    units = printed_units(cells[is_gate], board.case.method.decimals)
    fails_now[is_gate] = units < board.pass_units[columns[is_gate]]
    is_in = fails.sum() - fails[columns] + fails_now == 0
    was_in = not fails.any()
    for stays_in in (True, False):
        changed = np.flatnonzero(is_in == stays_in)
        if not len(changed) or not (stays_in or was_in):
            continue  # who was out and stays out is nobody's reference
        if (row, stays_in) not in worlds:
            worlds[row, stays_in] = _world(board, row, is_in=stays_in)
        world = worlds[row, stays_in]
        yield from (
            (int(changed[place]), winners)
            for place, winners in _in_world(board, world, row, columns[changed], cells[changed])
        )


def _world(board: Board, row: int, *, is_in: bool) -> _World:
    eligible = board.eligible.copy()
    was_in = bool(eligible[row])
    eligible[row] = is_in
    scores = board.scored.scores if is_in == was_in else board.priced(board.scored.scores, eligible)
    sums = add_up(board.case, scores)
    others = eligible.copy()
    others[row] = False
    placed = others & ~np.isnan(sums.totals)
    units = printed_units(sums.totals[placed], board.case.method.decimals)
    return _World(scores, sums, eligible, float(units.max(initial=-np.inf)), board.first(sums, others))


def _in_world(board: Board, world: _World, row: int, columns: Positions, cells: Scores) -> Iterator[tuple[int, Rows]]:
    if not world.eligible[row] or np.isnan(world.sums.totals[row]):
        yield from ((place, world.best) for place in range(len(cells)))
        return
    gains = world.sums.weights[row, columns] * (cells - world.scores[row, columns])
    units = printed_units(world.sums.totals[row] + gains, board.case.method.decimals)
    is_first, is_level = units > world.best_units, units == world.best_units
    if board.winners != (row,):
        yield from ((int(place), (row,)) for place in np.flatnonzero(is_first))
    if set(board.winners) != set(world.best):
        yield from ((int(place), world.best) for place in np.flatnonzero(~is_first & ~is_level))
    for place in np.flatnonzero(is_level).tolist():
        # The tie rule asks for need and risk as well: few get here, so they are added up anew.
        scores = world.scores.copy()
        scores[row, columns[place]] = cells[place]
        yield place, board.winners_with(scores, world.eligible)


def _told(board: Board, own: _Changes, position: int, winners: Rows) -> MarkChange:
    return MarkChange(
        seat=board.sheets.seats[int(own.seats[position])],
        offer=board.case.offers[int(own.rows[position])].id,
        criterion=board.case.criteria[int(own.columns[position])].id,
        value=int(own.values[position]),
        to=int(own.to[position]),
        winner=board.ids(winners),
    )
