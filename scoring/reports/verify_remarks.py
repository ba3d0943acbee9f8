"""Verify the last chapter: its pages show lines of text, one below the other, and nothing else.

Comments are not carried inside, so these pages cannot be printed again. What can be said of them is how they are laid
out: lines of text, one below the other, in a few sizes and colours, with thin rules between them, and round that the
margins of an empty page. Whatever else is drawn there was not printed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pikepdf

from scoring.reports.pages import Page
from scoring.reports.pages_fonts import Font, glyphs_of

# static/report/report.css says so: ink, comments, soft, accent; and the line below what was written on a criterion.
_INKS = {(0.114, 0.137, 0.129), (0.231, 0.271, 0.255), (0.337, 0.376, 0.357), (0.09, 0.333, 0.294)}
_LINE = (0.863, 0.843, 0.796)
_THICKEST = 1.0  # in CSS pixels, as all that follows
_SIZES = (8.0, 16.0)
_PIXELS_A_POINT = 96 / 72
_TOP, _BOTTOM, _SIDES = 70.0, 60.0, 45.0  # no text is nearer to the edge
_UPRIGHT = (1.0, 0.0, 0.0, -1.0)
_RULE = ("BMC", "q", "m", "l", "l", "l", "W*", "n", "gs", "rg", "re", "re", "f*", "Q", "EMC")
_OPAQUE = ("/a1.0",)
_LINE_STEP = 0.8  # of the smaller size: nearer than that, two lines would overlap
_STEP = (0.0, 2200.0)  # thousandths of the size from the middle of a glyph to that of the next
_TIGHTEST = 0.3  # of its glyphs' widths: what a line of punctuation may shrink to
_SAME_LINE, _TOUCHING = 1.0, 2.5
_ABOVE, _BELOW = 0.75, 0.15  # of the size: how far a glyph reaches from its line

Instruction = tuple[str, tuple[object, ...]]
_CRAMPED = "glyphs on top of each other or far apart"
_NO_GLYPHS = "text that is not shown glyph by glyph"
_SAVE: Instruction = ("q", ())
_RESTORE: Instruction = ("Q", ())


class _Strange(Exception):  # noqa: N818 - it reads as what is found
    """Something that a report does not draw there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Box:
    """A line of text, or a rule."""

    left: float
    right: float
    top: float
    bottom: float
    size: float = 0.0
    base: float = 0.0


def strange_in_remarks(page: Page, empty: Page, fonts: Mapping[str, Font]) -> str | None:
    """What is drawn on a page of the last chapter that no comment is, or None.

    Args:
        empty: the same page printed again, with its margins and without comments.
        fonts: those of the report, which were found to be its own.
    """
    try:
        rules, rest = _without_rules(_instructions(page.drawing))
        empty_rules, empty_rest = _without_rules(_instructions(empty.drawing))
        _all_of(empty_rules, rules)
        lines = list(_lines(_inserted(rest, empty_rest), fonts, page.height * _PIXELS_A_POINT))
        _below_each_other(lines)
        _apart(rules, lines)
    except _Strange as strange:
        return str(strange)
    return None


def _instructions(drawing: bytes) -> list[Instruction]:
    with pikepdf.new() as holder:
        return [
            (str(each.operator), tuple(_operand(operand) for operand in each.operands))
            for each in pikepdf.parse_content_stream(holder.make_stream(drawing))
        ]


def _operand(operand: object) -> object:
    """As plain Python; of the number that ties a passage to its tag only that it is one."""
    if isinstance(operand, pikepdf.Dictionary):
        return tuple(sorted(operand.keys()))
    if isinstance(operand, pikepdf.Array):
        return tuple(_operand(each) for each in operand)
    if isinstance(operand, pikepdf.String):
        return bytes(operand)
    if isinstance(operand, pikepdf.Name):
        return str(operand)
    return float(operand)  # type: ignore[arg-type]


def _without_rules(drawn: Sequence[Instruction]) -> tuple[list[_Box], list[Instruction]]:
    """The thin lines below what was written on a criterion, and everything else."""
    rules: list[_Box] = []
    rest: list[Instruction] = []
    place = 0
    while place < len(drawn):
        few = drawn[place : place + len(_RULE)]
        if tuple(name for name, _operands in few) == _RULE and _ink(few[9]) == _LINE and few[8][1] == _OPAQUE:
            rules.append(_rule([operands for _name, operands in few[2:6]]))
            place += len(_RULE)
        else:
            rest.append(drawn[place])
            place += 1
    return rules, rest


def _rule(corners: list[tuple[object, ...]]) -> _Box:
    """What is painted lies inside these corners: they cut off everything else."""
    points = [_figures(corner, 2) for corner in corners]
    across, down = sorted({x for x, _y in points}), sorted({y for _x, y in points})
    if len(across) != 2 or len(down) != 2 or down[1] - down[0] > _THICKEST:  # noqa: PLR2004 - left and right
        raise _Strange("a line is thicker than those that are printed")
    return _Box(left=across[0], right=across[1], top=down[0], bottom=down[1])


def _inserted(drawn: Sequence[Instruction], empty: Sequence[Instruction]) -> Sequence[Instruction]:
    """What stands between the beginning and the end that the page has in common with its empty one."""
    end = _in_common(drawn[::-1], empty[::-1])
    start = _in_common(drawn, empty[: len(empty) - end])
    if start + end < len(empty):
        raise _Strange("the margins are others")
    inserted = drawn[start : len(drawn) - end]
    while inserted and (inserted[0], inserted[-1]) == (_SAVE, _RESTORE):  # on a page that is empty they are left out
        inserted = inserted[1:-1]
    return inserted


def _in_common(one: Sequence[Instruction], other: Sequence[Instruction]) -> int:
    pairs = zip(one, other, strict=False)
    return next((place for place, (each, same) in enumerate(pairs) if each != same), min(len(one), len(other)))


def _lines(drawn: Sequence[Instruction], fonts: Mapping[str, Font], height: float) -> Iterator[_Box]:
    """The lines of text. Raises: _Strange: there is something else, or one is not where text is printed."""
    pen = _Pen(fonts)
    for name, operands in drawn:
        if name not in _Pen.READS:
            raise _Strange(f"the command {name} draws no text")
        line = getattr(pen, _Pen.READS[name])(operands)
        if line:
            if not _SIDES < line.left <= line.right or not _TOP < line.base < height - _BOTTOM:
                raise _Strange("text outside the margins")
            yield line


class _Pen:
    """Where text goes: follows the commands that a report draws text with."""

    READS = {
        "BDC": "mark", "EMC": "keep", "BT": "keep", "ET": "keep", "gs": "opaque", "rg": "ink",
        "Tm": "place", "Tf": "choose", "TJ": "write", "Ts": "raised",
    }  # fmt: skip

    def __init__(self, fonts: Mapping[str, Font]) -> None:
        self.fonts = fonts
        self.widths: Mapping[int, float] = {}
        self.size = 0.0
        self.x = self.y = 0.0

    def keep(self, operands: tuple[object, ...]) -> None:
        """Begin or end of a passage."""
        if operands:
            raise _Strange("a passage of its own kind")

    def mark(self, operands: tuple[object, ...]) -> None:
        """A tagged passage; it must not be read out as something else."""
        if operands[1:] != (("/MCID",),):
            raise _Strange("a passage that is read out as something else")

    def opaque(self, operands: tuple[object, ...]) -> None:
        """No text is printed half seen through."""
        if operands != _OPAQUE:
            raise _Strange("text that is seen through")

    def ink(self, operands: tuple[object, ...]) -> None:
        """The colours are few, and none is that of the paper."""
        if _ink(("rg", operands)) not in _INKS:
            raise _Strange("text in another colour")

    def place(self, operands: tuple[object, ...]) -> None:
        """A line begins."""
        *turned, self.x, self.y = _figures(operands, 6)
        if tuple(turned) != _UPRIGHT:
            raise _Strange("text that is turned or stretched")

    def choose(self, operands: tuple[object, ...]) -> None:
        """A font and its size."""
        name, size = operands
        if str(name) not in self.fonts or not isinstance(size, float) or not _SIZES[0] < size < _SIZES[1]:
            raise _Strange("text in another font or size")
        self.widths, self.size = self.fonts[str(name)].widths, size

    def raised(self, operands: tuple[object, ...]) -> None:
        """An accent that is set higher."""
        if abs(_figures(operands, 1)[0]) > self.size:
            raise _Strange("text that is raised")

    def write(self, operands: tuple[object, ...]) -> _Box:
        """Glyphs one after the other."""
        shown = operands[0] if operands else None
        if not isinstance(shown, tuple):
            raise _Strange(_NO_GLYPHS)
        start, widths = self.x, 0.0
        middle: float | None = None
        for each in shown:
            if isinstance(each, float):
                self.x -= each * self.size / 1000
                continue
            if not isinstance(each, bytes) or len(each) % 2:
                raise _Strange(_NO_GLYPHS)
            for glyph in glyphs_of(each):
                width = self.widths.get(glyph, 1000.0)
                step = None if middle is None else (self.x - middle) * 1000 / self.size + width / 2
                if step is not None and width and not _STEP[0] < step < _STEP[1]:
                    raise _Strange(_CRAMPED)
                middle = self.x + width / 2 * self.size / 1000 if width else middle
                self.x += width * self.size / 1000
                widths += width * self.size / 1000
        if self.x - start < _TIGHTEST * widths:
            raise _Strange(_CRAMPED)
        top, bottom = self.y - _ABOVE * self.size, self.y + _BELOW * self.size
        return _Box(left=start, right=self.x, top=top, bottom=bottom, size=self.size, base=self.y)


def _all_of(expected: Sequence[_Box], rules: Sequence[_Box]) -> None:
    if any(rule not in rules for rule in expected):
        raise _Strange("a line is missing")


def _below_each_other(lines: Sequence[_Box]) -> None:
    """So the order in which the text is read is that in which it is seen, and no line covers another."""
    for line, after in pairwise(lines):
        is_beside = abs(after.base - line.base) < _SAME_LINE and after.left > line.right - _TOUCHING
        if not is_beside and after.base < line.base + _LINE_STEP * min(line.size, after.size):
            raise _Strange("lines of text that cover each other or stand in another order")


def _apart(rules: Sequence[_Box], lines: Sequence[_Box]) -> None:
    for rule in rules:
        if any(line.top < rule.bottom and rule.top < line.bottom for line in lines):
            raise _Strange("a line through the text")


def _ink(instruction: Instruction) -> tuple[float, ...]:
    return tuple(round(share, 3) for share in _figures(instruction[1], 3))


def _figures(operands: Sequence[object], count: int) -> list[float]:
    figures = [each for each in operands if isinstance(each, float)]
    if len(figures) != count or len(operands) != count:
        raise _Strange("a command that is not one of a report")
    return figures
