"""Parts: the tables of an evaluation as files hold them, row by row, with what each column holds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, auto

from django.utils.translation import gettext as _

Cell = str | int | float | Decimal | date | datetime | None
Row = tuple[Cell, ...]


class Look(Enum):
    """What a column holds, which decides how a spreadsheet shows it."""

    TEXT = auto()
    WRAPPED = auto()  # several lines
    WHOLE = auto()
    NUMBER = auto()  # with as many decimals as it has
    POINTS = auto()  # with the evaluation's decimals
    MONEY = auto()
    SHARE = auto()  # of 1, shown in percent
    DAY = auto()
    MOMENT = auto()


_WIDTHS = {
    Look.TEXT: 22,
    Look.WRAPPED: 60,
    Look.WHOLE: 10,
    Look.NUMBER: 11,
    Look.POINTS: 11,
    Look.MONEY: 16,
    Look.SHARE: 11,
    Look.DAY: 12,
    Look.MOMENT: 17,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, and what stands below it; a cell may hold a word where there is no figure."""

    heading: str
    look: Look = Look.TEXT
    wide: int = 0  # 0: as wide as its kind usually is

    @property
    def width(self) -> int:
        """In characters."""
        return self.wide or _WIDTHS[self.look]


@dataclass(frozen=True, slots=True)
class Part:
    """One table."""

    name: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterable[Row]]  # made when they are written, so that a large table is never held whole
    names: int = 1  # columns that name the row and stay in view


def in_currency(heading: str, currency: str) -> str:
    """A heading over amounts of money."""
    return _("%(heading)s (%(currency)s)") % {"heading": heading, "currency": currency}


def yes_no(claim: object) -> str:
    """A claim in a word."""
    return _("Yes") if claim else _("No")
