"""Mark table: a case's marks as columns, which the arithmetic reads at once instead of one by one.

Twenty thousand marks are twenty thousand objects, and making them takes longer than everything that is computed from
them. A `MarkTable` is the same sequence of marks, each made only when somebody asks for it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Self, overload

import numpy as np
from numpy.typing import NDArray

from scoring.formulas.case import Mark, Wording

Positions = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Axis:
    """Which seat, offer or criterion each mark is about."""

    ids: tuple[str, ...]  # each once
    positions: Positions  # one per mark, in `ids`

    @classmethod
    def of(cls, ids: Iterable[str]) -> Self:
        """The axis of marks, from the id that each names."""
        places: defaultdict[str, int] = defaultdict()
        places.default_factory = places.__len__  # an id that is new gets the next position
        positions = np.array([places[key] for key in ids], dtype=np.intp)
        return cls(tuple(places), positions)

    def placed(self, ids: Sequence[str]) -> Positions:
        """The position of each mark in other ids; -1 where they do not have it."""
        places = {key: place for place, key in enumerate(ids)}
        return np.array([places.get(key, -1) for key in self.ids], dtype=np.intp)[self.positions]

    def found(self, ids: Sequence[str]) -> Positions:
        """The same where each must be there. Raises: KeyError: the ids that are not."""
        if unknown := sorted(set(self.ids).difference(ids)):
            raise KeyError(*unknown)
        return self.placed(ids)

    @property
    def ordered(self) -> tuple[list[str], Positions]:
        """The ids in the order of the alphabet, and the position of each mark in them."""
        ids = sorted(self.ids)
        return ids, self.placed(ids)


@dataclass(frozen=True, slots=True)
class Columns:
    """What the arithmetic reads of marks; one item per mark everywhere."""

    seats: Axis
    offers: Axis
    criteria: Axis
    values: NDArray[np.float64]  # on the mark's scale; NaN where a state stands in its place
    says_not_applicable: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class MarkTable(Sequence[Mark]):
    """Marks, equal to the tuple of the same marks in the same order."""

    columns: Columns
    values: Sequence[int | None]
    states: Sequence[str | None]
    evidence: Sequence[str | None]
    comments: Sequence[Wording]

    def __len__(self) -> int:
        return len(self.values)

    @overload
    def __getitem__(self, place: int) -> Mark: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Mark, ...]: ...
    def __getitem__(self, place: int | slice) -> Mark | tuple[Mark, ...]:
        return tuple(self)[place]

    def __iter__(self) -> Iterator[Mark]:
        axes = self.columns.seats, self.columns.offers, self.columns.criteria
        named = ([axis.ids[place] for place in axis.positions.tolist()] for axis in axes)
        rows = zip(*named, self.values, self.states, self.evidence, self.comments, strict=True)
        for seat, offer, criterion, value, state, evidence, comment in rows:
            yield Mark(
                seat=seat,
                offer=offer,
                criterion=criterion,
                value=value,
                state=state,
                evidence=evidence,
                comment=comment,
            )

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return tuple(self) == tuple(other) if isinstance(other, MarkTable | tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))


def columns_of(marks: Sequence[Mark]) -> Columns:
    """The columns of marks, of which a table has them already."""
    if isinstance(marks, MarkTable):
        return marks.columns
    values = [mark.value for mark in marks]
    says_not_applicable = np.zeros(len(values), dtype=bool)
    if None in values:
        says_not_applicable[:] = [mark.state == "not_applicable" for mark in marks]
    return Columns(
        seats=Axis.of(map(attrgetter("seat"), marks)),
        offers=Axis.of(map(attrgetter("offer"), marks)),
        criteria=Axis.of(map(attrgetter("criterion"), marks)),
        values=figures(values),
        says_not_applicable=says_not_applicable,
    )


def figures(values: Sequence[int | None]) -> NDArray[np.float64]:
    """Marks as an array, NaN for None."""
    return np.array(values, dtype=np.float64)
