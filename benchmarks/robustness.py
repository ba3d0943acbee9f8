"""Each part of the robustness of a result, at three sizes, against the bare NumPy that it cannot do without.

    OPENBLAS_NUM_THREADS=1 .venv/bin/python -m benchmarks.robustness [--sizes small middle large] [--draws N]

What counts is the ratio within one run, not how many milliseconds a machine takes, and the growth from size to size:
the exponent with which the time grows in the number of marks. One thread, because threads that wait for a busy
processor would be measured instead. The large size takes a minute or two.
"""

import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from math import log

import numpy as np
from numpy.typing import NDArray

from scoring.formulas.assessment import assess
from scoring.formulas.case import DIMENSIONS, Case, CostLine, Criterion, Mark, Method, Offer, Profile, Seat
from scoring.formulas.mark_table import MarkTable, columns_of
from scoring.formulas.panel import panel_scores
from scoring.formulas.robustness import dimension_acceptability, robustness_of, weight_intervals
from scoring.formulas.robustness.acceptability import simulate
from scoring.formulas.robustness.board import Board
from scoring.formulas.robustness.field import Field
from scoring.formulas.robustness.mark_changes import mark_changes
from scoring.formulas.robustness.who_wins_if import who_wins_if
from scoring.formulas.total import weighted_means

SIZES = {"small": (5, 20, 3), "middle": (20, 100, 10), "large": (100, 300, 50)}  # offers, criteria, seats
WANTED_DRAWS = 1.5  # times the bare draws, as the design asks
WANTED_ASSESS = 2.0  # times bare NumPy at the middle size
SCALE_MAX = 5
PER_CHUNK = 2**17

Figures = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Timed:
    """One part at one size."""

    seconds: float
    bare: float | None  # what the same arithmetic takes without any of our code; None where there is no such thing


def main() -> int:
    """Run it, and print the table."""
    arguments = _arguments()
    found: dict[str, dict[str, Timed]] = {}
    for size in arguments.sizes:
        for part, timed in _parts(_case(*SIZES[size]), arguments.draws):
            found.setdefault(part, {})[size] = timed
    _tell(found, arguments.sizes)
    worst = max(each.seconds / each.bare for each in found["draws"].values() if each.bare)
    print(f"draws take {worst:.2f} times the bare ones at most (wanted: {WANTED_DRAWS})")
    if "middle" not in arguments.sizes:
        return 0 if worst <= WANTED_DRAWS else 1
    table = found["assess, mark table"]["middle"]
    ratio = table.seconds / (table.bare or table.seconds)
    print(f"assess takes {ratio:.2f} times bare NumPy from a mark table (wanted: {WANTED_ASSESS})")
    return 0 if worst <= WANTED_DRAWS and ratio <= WANTED_ASSESS else 1


def _arguments() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=["small", "middle"])
    parser.add_argument("--draws", type=int, default=100_000)
    return parser.parse_args()


def _parts(case: Case, draws: int) -> list[tuple[str, Timed]]:
    assessment, board = assess(case), Board.of(case)
    field = Field(board, assessment)
    values = board.scored.scores[field.rows]
    dimensions = board.dimension_of.tolist()
    totals, shares = field.scores, field.shares
    return [
        *_assessing(case, board),
        (
            "draws",
            Timed(
                _best(partial(simulate, values, draws, 0, dimensions=dimensions), times=2),
                _best(partial(_bare_draws, values, board.dimension_of, draws), times=2),
            ),
        ),
        (
            "dimension intervals",
            Timed(
                _best(partial(weight_intervals, totals, shares, field.winners)),
                _best(partial(_bare_crossings, totals, shares)),
            ),
        ),
        ("criterion intervals", Timed(_best(field.criterion_intervals), None)),
        (
            "triangle",
            Timed(_best(partial(dimension_acceptability, totals)), _best(partial(_bare_grid, totals))),
        ),
        (
            "single marks",
            Timed(_best(partial(mark_changes, board), times=2), _best(partial(_bare_marks, board), times=2)),
        ),
        ("who wins if", Timed(_best(partial(who_wins_if, board), times=1), None)),
        ("second opinions", Timed(_best(field.second_opinions), None)),
        ("dominance", Timed(_best(field.dominated), None)),
        ("robustness", Timed(_best(partial(robustness_of, case, assessment), times=1), None)),
    ]


def _assessing(case: Case, board: Board) -> list[tuple[str, Timed]]:
    """Assess from marks one by one, as a file gives them, and from a table, as the database does."""
    table = _tabled(case)
    bare = _best(partial(_bare_assessment, case, board), times=20)
    return [
        ("assess, marks", Timed(_best(partial(assess, case), times=20), bare)),
        ("assess, mark table", Timed(_best(partial(assess, table), times=20), bare)),
    ]


def _tabled(case: Case) -> Case:
    columns = columns_of(case.marks)
    values, states, evidence, comments = zip(
        *((mark.value, mark.state, mark.evidence, mark.comment) for mark in case.marks), strict=True
    )
    return replace(case, marks=MarkTable(columns, values, states, evidence, comments))


def _bare_assessment(case: Case, board: Board) -> Figures:
    """The marks into an array, and the sums of an assessment of it: nothing said of coverage, gates or flags."""
    layers = {seat.id: layer for layer, seat in enumerate(case.seats)}
    rows = {offer.id: row for row, offer in enumerate(case.offers)}
    columns = {criterion.id: column for column, criterion in enumerate(case.criteria)}
    values = np.full(board.sheets.scores.shape, np.nan)
    values[
        [layers[mark.seat] for mark in case.marks],
        [rows[mark.offer] for mark in case.marks],
        [columns[mark.criterion] for mark in case.marks],
    ] = [mark.value for mark in case.marks]
    return _bare_totals(board, 100 / SCALE_MAX * values)


def _bare_totals(board: Board, sheets: Figures) -> Figures:
    """The sums of an assessment: panel, dimensions, total."""
    cells = panel_scores(sheets, board.sheets.weights)
    scores = np.where(board.is_panel, cells, board.scored.scores)
    means = [
        weighted_means(scores[:, columns], board.weights[columns])[0]
        for columns in (board.dimension_of == position for position in range(len(DIMENSIONS)))
    ]
    return np.asarray(np.column_stack(means) @ (board.dimension_weights / board.dimension_weights.sum()))


def _bare_draws(values: Figures, dimensions: NDArray[np.intp], draws: int) -> tuple[Figures, Figures]:
    """Draw, multiply, sort, count, and average the winners' weights, without a gap or a tie to think of."""
    rows, columns = values.shape
    generator = np.random.Generator(np.random.PCG64(0))
    counts, firsts = np.zeros(rows * rows), np.zeros((rows, columns))
    at_once = PER_CHUNK // (columns + len(DIMENSIONS))
    inside = [np.flatnonzero(dimensions == position) for position in range(len(DIMENSIONS))]
    for start in range(0, draws, at_once):
        weights = -np.log(1 - generator.random((min(at_once, draws - start), columns + len(DIMENSIONS))))
        outer = weights[:, : len(DIMENSIONS)] / weights[:, : len(DIMENSIONS)].sum(axis=1, keepdims=True)
        full = np.empty((len(weights), columns))
        for position, own in enumerate(inside):
            drawn = weights[:, len(DIMENSIONS) + own]
            full[:, own] = drawn * (outer[:, position : position + 1] / drawn.sum(axis=1, keepdims=True))
        order = np.argsort(-(full @ values.T), axis=1)
        counts += np.bincount((order * rows + np.arange(rows)).ravel(), minlength=rows * rows)
        firsts += (order[:, :1] == np.arange(rows)).T.astype(float) @ full
    return counts, firsts


def _bare_crossings(scores: Figures, shares: Figures) -> Figures:
    """Where each pair of lines crosses."""
    without = (scores @ shares)[:, None] - shares * scores
    slopes = scores - without
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((without[:, None] - without[None]) / (slopes[None] - slopes[:, None]))


def _bare_grid(scores: Figures) -> Figures:
    """The winners on a grid of 5,000 points: the triangle, but not exactly."""
    points = np.random.Generator(np.random.PCG64(0)).dirichlet(np.ones(len(DIMENSIONS)), 5_000)
    return np.bincount((points @ scores.T).argmax(axis=1), minlength=len(scores)).astype(float)


def _bare_marks(board: Board) -> Figures:
    """The panel's mean of every cell with every one of its marks one up and one down."""
    seats, rows, columns = np.nonzero(~np.isnan(board.sheets.scores))
    found = []
    for step in (-20.0, 20.0):
        for start in range(0, len(seats), PER_CHUNK):
            part = slice(start, start + PER_CHUNK)
            sheets = board.sheets.scores[:, rows[part], columns[part]]
            sheets[seats[part], np.arange(len(seats[part]))] += step
            weights = board.sheets.weights[:, columns[part]]
            found.append((sheets * weights).sum(axis=0) / weights.sum(axis=0))
    return np.concatenate(found)


def _case(offers: int, criteria: int, seats: int) -> Case:
    """Every cell is marked; the price is one criterion of the cost dimension."""
    generator = np.random.Generator(np.random.PCG64(1))
    asked = tuple(
        Criterion(
            id=f"c{position:03}",
            name="",
            dimension=DIMENSIONS[position % len(DIMENSIONS)],
            class_="must" if position % 2 else "bonus",
            weight=3.0 if position % 2 else 1.0,
            knock_out=position % 10 == 0,
            pass_mark=20.0,
        )
        for position in range(criteria - 1)
    )
    price = Criterion(
        id="price", name="", dimension="cost", class_="must", weight=30.0, source="measure", measure="price"
    )
    quality = generator.integers(2, 4, offers)
    noise = generator.integers(-1, 3, (seats, offers, criteria - 1))
    values = np.clip(quality[None, :, None] + noise, 1, SCALE_MAX)
    cost = generator.uniform(100_000, 200_000, offers).tolist()
    return Case(
        title="",
        profile=Profile(currency="CNY", horizon_years=3),
        dimensions={"need": 40.0, "cost": 30.0, "risk": 30.0},
        criteria=(*asked, price),
        seats=tuple(Seat(id=f"s{seat:02}", name="") for seat in range(seats)),
        offers=tuple(
            Offer(
                id=f"o{offer:03}",
                vendor="",
                edition="",
                tier="smart",
                costs=(CostLine(category="subscription", years=(1,), amount=(cost[offer],)),),
            )
            for offer in range(offers)
        ),
        marks=tuple(
            Mark(seat=f"s{seat:02}", offer=f"o{offer:03}", criterion=asked[column].id, value=int(values[place]))
            for place in np.ndindex(values.shape)
            for seat, offer, column in [place]
        ),
        method=Method(draws=10_000),
    )


def _best(act: Callable[[], object], times: int = 3) -> float:
    taken = []
    for _ in range(times):
        start = time.process_time()
        act()
        taken.append(time.process_time() - start)
    return min(taken)


def _tell(found: dict[str, dict[str, Timed]], sizes: list[str]) -> None:
    print("milliseconds, and in brackets the ratio to bare NumPy")
    named = [f"{size} {'x'.join(map(str, SIZES[size]))}" for size in sizes]
    print(f"{'':20}" + "".join(f"{name:>24}" for name in named) + f"{'growth':>10}")
    for part, by_size in found.items():
        told = [
            f"{each.seconds * 1000:.2f}" + (f" ({each.seconds / each.bare:.2f})" if each.bare else "")
            for each in by_size.values()
        ]
        print(f"{part:20}" + "".join(f"{each:>24}" for each in told) + f"{_growth(by_size):>10}")


def _growth(by_size: dict[str, Timed]) -> str:
    """The exponent in the number of marks, from the first size to the last."""
    first, *_, last = [*by_size, *by_size]
    if first == last:
        return ""
    more = np.prod(SIZES[last]) / np.prod(SIZES[first])
    return f"{log(by_size[last].seconds / by_size[first].seconds) / log(more):.2f}"


if __name__ == "__main__":
    sys.exit(main())
