"""Faults: everything that is wrong with a document, each with the place where it stands."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_SHOWN_CHARACTERS = 60
_SHOWN_NUMBER = 10**15


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong."""

    path: str  # as in marks[3].value; empty for the document as a whole
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class Faults(ValueError):  # noqa: N818 - several at once, and called what they are
    """A document that cannot be read, with every fault that was found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.lines))

    @property
    def lines(self) -> list[str]:
        """One line per fault."""
        return [str(fault) for fault in self.faults]


def shown(value: Any) -> str:
    """A value as a fault message quotes it: on one line, never long, and printable whatever it holds."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, str) and len(value) > _SHOWN_CHARACTERS:
        return f"a text of {len(value)} characters"
    if isinstance(value, int) and abs(value) > _SHOWN_NUMBER:
        return "a number of that size"
    text = json.dumps(value, ensure_ascii=False, default=lambda other: type(other).__name__)
    printable = "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text)
    return printable if len(printable) <= _SHOWN_CHARACTERS else f"{printable[:_SHOWN_CHARACTERS]}..."


def member(path: str, key: str) -> str:
    """The path of an object's member."""
    if _PLAIN_KEY.fullmatch(key):
        return f"{path}.{key}" if path else key
    return f"{path}[{shown(key)}]"
