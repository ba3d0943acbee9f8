"""Columns: what a sheet may hold, each with its heading in both languages, its kind of value and a word of help.

Headings are data and not translated messages: a sheet that was downloaded today must still be understood in a year.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from django.utils.translation import override

from vendors.wording import worded_for_reader

Text = Mapping[str, str]
LANGUAGES = ("en", "zh-hans")
_LONGEST_HEADING = 300


class Kind(Enum):
    """What a cell holds."""

    LINE = "line"  # text of one line
    TEXT = "text"  # text that may have several lines
    WHOLE = "whole"
    NUMBER = "number"
    PERCENT = "percent"  # 20 stands for 20 %
    DAY = "day"
    YES_NO = "yes_no"
    CHOICE = "choice"
    SEVERAL = "several"  # choices, one after another


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers of a column; a cell may say it by its key or in either language."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a sheet, or one line of a sheet that asks one thing a line."""

    key: str
    label: Text
    kind: Kind = Kind.LINE
    help: Text = field(default_factory=dict)
    example: str | Text = ""
    required: bool = False
    width: int = 18
    is_hidden: bool = False
    is_open: bool = False  # other words than the choices are right as well
    choices: Callable[[], Sequence[Choice]] = tuple  # asked when needed: tiers are rows of the database

    @property
    def heading(self) -> str:
        """What stands over the column: both languages, the reader's own first."""
        own = worded_for_reader(self.label)
        return " / ".join(dict.fromkeys([own, *(self.label[language] for language in LANGUAGES)]))

    @property
    def name(self) -> str:
        """The heading in the reader's language alone."""
        return worded_for_reader(self.label)

    @property
    def names(self) -> frozenset[str]:
        """All headings by which the column is known."""
        return _known_names(self.key, *self.label.values())


def both(en: str, zh: str) -> Text:
    """A text in both languages."""
    return MappingProxyType({"en": en, "zh-hans": zh})


def folded(text: str) -> str:
    """A word as it is compared: without capitals, wide letters, outer blanks and the star of a needed field.

    >>> folded(" Ｎａｍｅ * "), folded("Vendor  name")
    ('name', 'vendor name')
    """
    return " ".join(unicodedata.normalize("NFKC", text).replace("*", " ").split()).casefold()


@lru_cache(maxsize=2048)
def _known_names(*names: str) -> frozenset[str]:
    return frozenset(map(folded, names))


def known_by(heading: str, columns: Iterable[Column]) -> Column | None:
    """The column that a heading means: by its key, in one language, or in both."""
    if len(heading) > _LONGEST_HEADING:
        return None
    parts = {folded(heading), *(folded(part) for part in heading.split(" / "))} - {""}
    return next((column for column in columns if parts & column.names), None)


def choices_of(given: Callable[[], Iterable[tuple[Any, Any]]]) -> Callable[[], tuple[Choice, ...]]:
    """Choices of a model or form as choices of a column, worded in every language; asked once."""

    @cache
    def worded() -> tuple[Choice, ...]:
        labels: dict[str, dict[str, str]] = {}
        for language in LANGUAGES:
            with override(language):
                for value, label in given():
                    labels.setdefault(str(value), {})[language] = str(label)
        return tuple(Choice(value, label) for value, label in labels.items() if value)

    return worded
