"""Plot: what the charts with two axes share: a frame with its lines, letters for offers, labels that do not collide."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from scoring.charts.drawing import SMALL, WIDTH, nice_ticks, shortened, text_width
from vendors.templatetags.figures import money

_KEY_LINE = 22
_LETTER_ROOM = 26
LABEL_SIZE = 18  # of the square that a letter needs


@dataclass(frozen=True, slots=True)
class Line:
    """One horizontal line of the grid with its number at the left."""

    y: float
    label: str
    label_y: float


@dataclass(frozen=True, slots=True)
class Key:
    """What a letter stands for, and its figures in words at the right end of the line."""

    letter: str
    name: str
    figures: str
    y: float
    css: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One vertical line with a dash pattern of its own, and its entry in the key above the picture."""

    x: float
    dashes: str
    label: str
    key_y: float


@dataclass(frozen=True, slots=True)
class Frame:
    """The ground of a picture: where its numbers stand on the paper."""

    left: float
    right: float
    top: float
    bottom: float
    x_highest: float
    y_highest: float
    lines: tuple[Line, ...] = field(default=())

    def x(self, figure: float) -> float:
        """Where a figure stands from left to right."""
        share = figure / self.x_highest if self.x_highest else 0.0
        return round(self.left + (self.right - self.left) * share, 2)

    def y(self, figure: float) -> float:
        """Where a figure stands from bottom to top."""
        share = figure / self.y_highest if self.y_highest else 0.0
        return round(self.bottom - (self.bottom - self.top) * share, 2)


def letter_of(number: int) -> str:
    """A, B, C ... for the offers of a picture, in the order of its tables.

    >>> letter_of(0), letter_of(7)
    ('A', 'H')
    """
    return chr(ord("A") + number)


def highest_tick(figures: Sequence[float]) -> float:
    """The round figure at which an axis ends that holds all of these.

    >>> highest_tick([12, 230])
    250.0
    """
    return max(nice_ticks(max(figures, default=0.0))) or 1.0


def frame(*, top: float, height: float, x_highest: float, y_highest: float, y_labels: Sequence[str]) -> Frame:
    """A frame whose horizontal lines are evenly spaced from 0 to `y_highest`; the labels make its left margin."""
    left = max((text_width(label, SMALL) for label in y_labels), default=0.0) * 1.08 + 10
    bare = Frame(round(left, 2), WIDTH - 12, top, top + height, x_highest, y_highest)
    steps = max(len(y_labels) - 1, 1)
    lines = []
    for number, label in enumerate(y_labels):
        y = bare.y(y_highest * number / steps)
        lines.append(Line(y, label, round(y + 4, 2)))
    return Frame(bare.left, bare.right, bare.top, bare.bottom, x_highest, y_highest, tuple(lines))


def money_labels(highest: float) -> list[str]:
    """The numbers of an axis of money."""
    return [money(tick) for tick in nice_ticks(highest)]


def keys(rows: Sequence[tuple[str, str]], *, top: float) -> tuple[list[Key], float]:
    """One line for each offer below the picture: letter, name, and figures that are never cut; and where they end."""
    found = []
    for number, (name, figures) in enumerate(rows):
        room = WIDTH - _LETTER_ROOM - text_width(figures, SMALL) * 1.08 - 16
        found.append(Key(letter_of(number), shortened(name, room), figures, round(top + 14 + number * _KEY_LINE, 2)))
    return found, top + len(rows) * _KEY_LINE


def marks(rows: Sequence[tuple[float, str, str]], *, top: float) -> tuple[list[Mark], float]:
    """Vertical lines from (x, dash pattern, label), each with a line of the key; and where the key ends."""
    found = [
        Mark(x, dashes, label, round(top + number * _KEY_LINE, 2)) for number, (x, dashes, label) in enumerate(rows)
    ]
    return found, top + len(rows) * _KEY_LINE


def apart(places: Sequence[float], *, least: float, lowest: float, highest: float) -> list[float]:
    """The places moved so that neighbours are at least so far apart, in their order, inside the limits.

    >>> apart([10, 12, 40], least=10, lowest=0, highest=100)
    [10, 20, 40]
    >>> apart([95, 99], least=10, lowest=0, highest=100)
    [90, 100]
    """
    order = sorted(range(len(places)), key=lambda row: places[row])
    moved = [max(place, lowest) for place in places]
    for before, row in pairwise(order):
        moved[row] = max(moved[row], moved[before] + least)
    ceiling = highest
    for row in reversed(order):
        moved[row] = min(moved[row], ceiling)
        ceiling = moved[row] - least
    return moved


def free_places(points: Sequence[tuple[float, float]], inside: Frame) -> list[tuple[float, float]]:
    """For each point a place for its letter, beside it, that covers neither a point nor another letter."""
    taken: list[tuple[float, float]] = []
    for x, y in points:
        best = min(_around(x, y), key=lambda place: _cost(place, points, taken, inside))
        taken.append((round(best[0], 2), round(best[1], 2)))
    return taken


def _around(x: float, y: float) -> list[tuple[float, float]]:
    near, far = 15.0, 24.0
    steps = [(1, -1), (1, 0), (0, -1), (-1, -1), (-1, 0), (1, 1), (0, 1), (-1, 1)]
    return [(x + reach * across, y + reach * down) for reach in (near, far) for across, down in steps]


def _cost(
    place: tuple[float, float],
    points: Sequence[tuple[float, float]],
    taken: Sequence[tuple[float, float]],
    inside: Frame,
) -> float:
    """How much a letter here would be in the way; 0 is free. Candidates come in order, the first free one wins."""
    half = LABEL_SIZE / 2
    x, y = place
    is_out = x - half < inside.left or x + half > inside.right or y - half < inside.top or y + half > inside.bottom
    hidden = sum(abs(x - px) < half + 5 and abs(y - py) < half + 5 for px, py in points)
    covered = sum(abs(x - tx) < LABEL_SIZE and abs(y - ty) < LABEL_SIZE for tx, ty in taken)
    return 10.0 * is_out + 3.0 * covered + hidden
