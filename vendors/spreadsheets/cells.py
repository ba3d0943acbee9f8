"""Cells: what a cell says, as one plain text for each value, and the other way round.

The plain text of a value is what two states are compared by: "12.5", "2026-11-02", "True", "quote". A value that is
written to a sheet and read back untouched has the same plain text.
"""

import math
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from vendors.spreadsheets.columns import Choice, Column, Kind, folded
from vendors.wording import worded_for_reader

Cell = str | float | bool | date | datetime | time | timedelta | None
Written = str | Decimal | date | None

NUMBERS = frozenset({Kind.WHOLE, Kind.NUMBER, Kind.PERCENT})
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_YES = frozenset({"yes", "y", "true", "1", "x", "✓", "√", "是", "有", "对"})
_NO = frozenset({"no", "n", "false", "0", "-", "否", "无", "不"})
_LONGEST_NUMBER = 40
_LINE_BREAKS = re.compile(r"\r\n?|\u2028|\u2029")
_BETWEEN = re.compile(r"[;、；\n]+")
_COMMA = re.compile(r"[,，]")


class Unreadable(Exception):  # noqa: N818 - it reads as what happened
    """The cell does not say what its column asks for; the message says what would."""


def text_of(column: Column, cell: Cell, *, has_decimal_commas: bool = False) -> str:
    """The plain text of a cell; an empty cell is "".

    Args:
        has_decimal_commas: the file may come from where "1,234" means a little more than one.
    Raises: Unreadable.
    """
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return ""
    if column.kind in NUMBERS:
        return _number(column, cell, has_decimal_commas=has_decimal_commas)
    if column.kind is Kind.DAY:
        return _day(cell)
    return _said(column, _words(cell))


def plain(column: Column, value: Any) -> str:
    """The plain text of a value as it is stored."""
    if value in (None, "", [], ()):
        return ""
    if column.kind in NUMBERS:
        return _plain_number(value)
    if column.kind is Kind.SEVERAL:
        return _in_order(map(str, value), column.choices())
    if column.kind in {Kind.LINE, Kind.TEXT}:
        return _LINE_BREAKS.sub("\n", str(value)).strip()
    return value.isoformat() if isinstance(value, date) else str(value)


def written(column: Column, text: str) -> Written:
    """What is written into the cell, from its plain text: figures as figures, days as days, choices in words."""
    if not text:
        return None
    if column.kind in NUMBERS:
        number = Decimal(text)
        is_below_one = column.kind is Kind.PERCENT and 0 < number < 1
        return f"{text} %" if is_below_one else number
    return date.fromisoformat(text) if column.kind is Kind.DAY else shown(column, text)


def shown(column: Column, text: str) -> str:
    """The plain text in the reader's words."""
    if column.kind is Kind.YES_NO:
        return {"True": _("Yes"), "False": _("No")}.get(text, text)
    if column.kind in {Kind.CHOICE, Kind.SEVERAL}:
        labels = {choice.value: worded_for_reader(choice.label) for choice in column.choices()}
        parts = text.split(",") if column.kind is Kind.SEVERAL else [text]
        return "; ".join(labels.get(part, part) for part in parts)
    return text


def options(column: Column) -> list[str]:
    """What can be chosen, in the reader's words; nothing where anything may be written."""
    if column.kind is Kind.YES_NO:
        return [_("Yes"), _("No")]
    return [worded_for_reader(choice.label) for choice in column.choices()]


def _said(column: Column, words: str) -> str:
    if column.kind is Kind.YES_NO:
        return _yes_or_no(words)
    if column.kind is Kind.CHOICE:
        return _chosen(words, column.choices(), is_open=column.is_open)
    if column.kind is Kind.SEVERAL:
        return _several(words, column.choices())
    return _text(words, may_break=column.kind is Kind.TEXT)


def _words(cell: Cell) -> str:
    """Whatever stands there, as text: 2024 and not 2024.0."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float | int):
        return _plain_number(cell) if math.isfinite(cell) else str(cell)
    if isinstance(cell, datetime) and cell.time() == time.min:
        return cell.date().isoformat()
    return str(cell)


def _text(words: str, *, may_break: bool) -> str:
    text = _LINE_BREAKS.sub("\n", words).strip()
    if "\n" in text and not may_break:
        raise Unreadable(_("This must be one line, without line breaks."))
    if any(unicodedata.category(sign) == "Cc" and sign not in "\n\t" for sign in text):
        raise Unreadable(_("There are characters in this cell that cannot be seen. Write the text anew."))
    return text


def _number(column: Column, cell: Cell, *, has_decimal_commas: bool) -> str:
    if isinstance(cell, bool | time | timedelta | date):
        raise Unreadable(_("A number is needed here. Format the cell as a number and enter it again."))
    if isinstance(cell, str):
        text = _typed_number(column, cell, has_decimal_commas=has_decimal_commas)
    elif not math.isfinite(cell or 0):
        raise Unreadable(_("A number is needed here."))
    else:
        text = _plain_number(cell)
        if column.kind is Kind.PERCENT and 0 < Decimal(text) < 1:
            raise Unreadable(
                _("%(number)s is less than one percent. Write 20 for 20 %%, or “%(number)s %%” if you mean it.")
                % {"number": text}
            )
    if column.kind is Kind.WHOLE and "." in text:
        raise Unreadable(_("A whole number is needed here, not %s.") % text)
    return text


def _typed_number(column: Column, cell: str, *, has_decimal_commas: bool) -> str:
    typed = "".join(unicodedata.normalize("NFKC", cell).split()).replace("−", "-")
    if column.kind is Kind.PERCENT:
        typed = typed.removesuffix("%")
    if len(typed) <= _LONGEST_NUMBER:
        if _PLAIN.fullmatch(typed):
            return _plain_number(Decimal(typed))
        if _GROUPED.fullmatch(typed) and not has_decimal_commas:
            return _plain_number(Decimal(typed.replace(",", "")))
    raise Unreadable(
        _("“%s” is not a number. Write digits only, with a point before decimals: 1200.50.") % _short(cell)
    )


def _plain_number(value: Any) -> str:
    """A number with the 15 digits that spreadsheets keep, without zeros that nobody typed: 40, not 40.0."""
    number = Decimal(format(value, ".15g")) if isinstance(value, float) else Decimal(value)
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def _day(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str) and (found := _DAY.fullmatch("".join(unicodedata.normalize("NFKC", cell).split()))):
        try:
            return date(*map(int, found.groups())).isoformat()
        except ValueError:
            raise Unreadable(_("“%s” is not a day of the calendar.") % _short(cell)) from None
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        message = _("%s is a number and not a day. Format the cell as a date, or write the day as 2026-11-02.")
        raise Unreadable(message % _words(cell))
    raise Unreadable(_("“%s” is not a day. Write it as 2026-11-02.") % _short(_words(cell)))


def _yes_or_no(words: str) -> str:
    said = folded(words)
    if said in _YES:
        return "True"
    if said in _NO:
        return "False"
    raise Unreadable(_("Write yes or no, not “%s”.") % _short(words))


def _chosen(words: str, choices: Iterable[Choice], *, is_open: bool = False) -> str:
    choices, said = list(choices), folded(words)
    for choice in choices:
        if said in {folded(name) for name in (choice.value, *choice.label.values())}:
            return choice.value
    if is_open:
        return _text(words, may_break=False)
    listed = pgettext("between the items of a list", ", ").join(worded_for_reader(choice.label) for choice in choices)
    raise Unreadable(_("“%(said)s” is none of the choices: %(choices)s.") % {"said": _short(words), "choices": listed})


def _several(words: str, choices: Iterable[Choice]) -> str:
    choices = list(choices)
    known = {name for choice in choices for name in map(folded, (choice.value, *choice.label.values()))}
    parts: list[str] = []
    for part in _BETWEEN.split(words):
        # A choice may have commas in its name, so they part only what is no choice as it stands.
        parts += [part] if folded(part) in known else _COMMA.split(part)
    return _in_order((_chosen(part, choices) for part in parts if part.strip()), choices)


def _in_order(values: Iterable[str], choices: Iterable[Choice]) -> str:
    """Each once, in the order of the choices; what is no choice comes last."""
    order = [choice.value for choice in choices]
    found = dict.fromkeys(values)
    return ",".join(sorted(found, key=lambda value: order.index(value) if value in order else len(order)))


def _short(text: str) -> str:
    text, most = text.strip(), 60
    return text if len(text) <= most else f"{text[:most]}…"
