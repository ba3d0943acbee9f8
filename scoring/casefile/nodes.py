"""Nodes: typed reading of JSON that notes each fault with its path and goes on to find the next one."""

import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeVar

from scoring.casefile.faults import Fault, member, shown
from scoring.formulas.case import LANGUAGES, Wording

T = TypeVar("T")
Reader = Callable[["Node"], T]
Readers = Mapping[str, Callable[["Node"], Any]]
NOTHING: Readers = {}

ID_MAX = 64
_SPACES_AND_CONTROLS = re.compile(r"[\s\x00-\x20\x7f-\x9f]")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_CONTROLS_BUT_BREAKS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")


class Refused(Exception):  # noqa: N818 - it never leaves the reader: the fault is already noted
    """A value was refused and its fault noted."""


class JsonObject(dict[str, Any]):
    """A JSON object that remembers which of its keys stood in it twice."""

    repeated: tuple[str, ...] = ()


class Node:
    """A JSON value with its path, and the list in which faults are noted."""

    __slots__ = ("faults", "key", "parent", "value")

    def __init__(
        self, value: Any, faults: list[Fault], parent: "Node | None" = None, key: str | int | None = None
    ) -> None:
        self.value = value
        self.faults = faults
        self.parent = parent
        self.key = key

    @property
    def path(self) -> str:
        """Where it stands, as in marks[3].value. Put together only for a fault: a file has many thousand nodes."""
        if self.parent is None:
            return ""
        above = self.parent.path
        return f"{above}[{self.key}]" if isinstance(self.key, int) else member(above, str(self.key))

    def note(self, message: str) -> None:
        """Note a fault here."""
        self.faults.append(Fault(self.path, message))

    def refused(self, message: str) -> Refused:
        """Note a fault here; the answer is to be raised."""
        self.note(message)
        return Refused()

    def members(self) -> dict[str, "Node"]:
        """The members of an object."""
        if not isinstance(self.value, dict):
            raise self.refused(f"must be an object, not {shown(self.value)}")
        for key in getattr(self.value, "repeated", ()):
            Node(None, self.faults, self, key).note("stands twice in the same object")
        return {str(key): Node(value, self.faults, self, str(key)) for key, value in self.value.items()}

    def child(self, key: str) -> "Node":
        """A member of an object, null where it is absent."""
        return Node(self.value.get(key), self.faults, self, key)

    def object(self, required: Readers, optional: Readers = NOTHING) -> dict[str, Any]:
        """The members of an object whose keys are known, each read by its reader.

        What is absent or refused is not in the answer; unknown keys and absent required ones are faults.
        """
        readers = {**required, **optional}
        found: dict[str, Any] = {}
        for key, node in self.members().items():
            if key not in readers:
                node.note(f"unknown key; allowed are {', '.join(sorted(readers))}")
                continue
            try:
                found[key] = readers[key](node)
            except Refused:
                continue
        for key in required:
            if key not in self.value:
                self.note(f"needs {key}")
        return found

    def items(self) -> list["Node"]:
        """The items of a list."""
        if not isinstance(self.value, list):
            raise self.refused(f"must be a list, not {shown(self.value)}")
        return [Node(item, self.faults, self, position) for position, item in enumerate(self.value)]

    def each(self, read: Reader[T]) -> list[T]:
        """The items that could be read."""
        return each(self.items(), read)

    def number(self, minimum: float, maximum: float, *, above_minimum: bool = False) -> float:
        """A finite number in a range, of which the minimum may itself be left out."""
        value = self.value
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.refused(f"must be a number, not {shown(value)}")
        if isinstance(value, float) and not math.isfinite(value):
            raise self.refused("must be a finite number")
        if above_minimum and not minimum < value <= maximum:
            raise self.refused(f"{shown(value)} is not above {minimum:.15g} and at most {maximum:.15g}")
        if not minimum <= value <= maximum:
            raise self.refused(f"{shown(value)} is outside {minimum:.15g}..{maximum:.15g}")
        return float(value)

    def integer(self, minimum: int, maximum: int) -> int:
        """A whole number in a range; 4.0 is one."""
        if isinstance(self.value, float) and math.isfinite(self.value) and not self.value.is_integer():
            raise self.refused(f"must be a whole number, not {shown(self.value)}")
        return int(self.number(minimum, maximum))

    def boolean(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            raise self.refused(f"must be true or false, not {shown(self.value)}")
        return self.value

    def choice(self, allowed: Iterable[str]) -> str:
        """One of a closed list."""
        options = list(allowed)
        if not isinstance(self.value, str) or self.value not in options:
            raise self.refused(f"must be one of {', '.join(options)}, not {shown(self.value)}")
        return self.value

    def text(self, max_length: int, *, may_be_empty: bool = False, may_break: bool = False) -> str:
        """A text that both databases and every file format can hold."""
        value = self.value
        if not isinstance(value, str):
            raise self.refused(f"must be a text, not {shown(value)}")
        if len(value) > max_length:
            raise self.refused(f"has {len(value)} characters; at most {max_length} are allowed")
        if not may_be_empty and not value.strip():
            raise self.refused("must not be empty")
        if (_CONTROLS_BUT_BREAKS if may_break else _CONTROLS).search(value):
            raise self.refused("must not hold control characters")
        if _SURROGATES.search(value):
            raise self.refused("must be text that Unicode can encode")
        return value

    def wording(self, max_length: int, *, may_be_empty: bool = False, may_break: bool = False) -> Wording:
        """A text, or one for each language. One language, or two equal ones, come back as a plain text."""
        if not isinstance(self.value, dict):
            return self.text(max_length, may_be_empty=may_be_empty, may_break=may_break)

        def one(node: Node) -> str:
            return node.text(max_length, may_be_empty=True, may_break=may_break)

        noted = len(self.faults)
        texts = self.object({}, dict.fromkeys(LANGUAGES, one))
        if len(self.faults) > noted:
            raise Refused
        if not may_be_empty and not any(text.strip() for text in texts.values()):
            raise self.refused(f"must hold a text under {' or '.join(LANGUAGES)}")
        return collapse(texts)

    def identifier(self) -> str:
        """A stored key: short, without spaces."""
        value = self.text(ID_MAX)
        if _SPACES_AND_CONTROLS.search(value):
            raise self.refused("must not hold spaces")
        return value

    def reference(self, known: Collection[str], noun: str) -> str:
        """The id of something that the document defines."""
        if isinstance(self.value, str) and self.value in known:
            return self.value
        raise self.refused(f"there is no {noun} {shown(self.identifier())}")


def each(nodes: Iterable[Node], read: Reader[T]) -> list[T]:
    """What the nodes say, without those that were refused."""
    found = []
    for node in nodes:
        try:
            found.append(read(node))
        except Refused:
            continue
    return found


def nullable(read: Reader[T]) -> Reader[T | None]:
    """A reader that lets null through."""
    return lambda node: None if node.value is None else read(node)


def collapse(wording: Wording) -> Wording:
    """A wording in its canonical shape: a plain text unless the two languages differ."""
    if isinstance(wording, str):
        return wording
    texts = {language: wording[language] for language in LANGUAGES if wording.get(language)}
    return texts if len(set(texts.values())) > 1 else next(iter(texts.values()), "")
