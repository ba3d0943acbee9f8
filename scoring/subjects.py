"""Subjects: what can be weighed against each other, the three dimensions or the criteria of one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum

from django.utils.translation import gettext as _

from scoring.formulas.rounding import printed
from scoring.models import Evaluation
from scoring.models.evaluation import DIMENSIONS, Dimension
from scoring.weighing import DimensionWeight, weighed

OF_DIMENSIONS = "dimensions"
CODES = (OF_DIMENSIONS, *DIMENSIONS)
WHOLE = 100
POINT_DECIMALS = 4  # of the points of 100 that an aid gives


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is weighed, with its share of the subject's whole as it stands."""

    key: str
    name: str
    share: float


@dataclass(frozen=True, slots=True)
class Subject:
    """What is weighed: the items that count here, in their order."""

    code: str
    label: str
    items: tuple[Item, ...]

    @property
    def keys(self) -> set[str]:
        """The items by key."""
        return {item.key for item in self.items}


def subjects_of(evaluation: Evaluation) -> dict[str, Subject]:
    """What there is to weigh in an evaluation, by code."""
    cards = weighed(evaluation)
    dimensions = tuple(Item(card.dimension.value, str(card.dimension.label), card.share) for card in cards)
    found = {OF_DIMENSIONS: Subject(OF_DIMENSIONS, _("The three dimensions"), dimensions)}
    for card in cards:
        found[card.dimension.value] = Subject(card.dimension.value, subject_label(card.dimension.value), _items(card))
    return found


def subject_label(code: str) -> str:
    """What is weighed, in words."""
    if code == OF_DIMENSIONS:
        return _("The three dimensions")
    return _("Criteria of “%(dimension)s”") % {"dimension": Dimension(code).label}


def points_of_hundred(shares: Mapping[str, float]) -> dict[str, float]:
    """Shares as points of 100 that a person can read. Equal shares stay equal; only proportions count.

    >>> points_of_hundred({"a": 1 / 3, "b": 1 / 3, "c": 1 / 3})
    {'a': 33.3333, 'b': 33.3333, 'c': 33.3333}
    """
    return {key: float(printed(share * WHOLE, POINT_DECIMALS)) for key, share in shares.items()}


def _items(card: DimensionWeight) -> tuple[Item, ...]:
    counting = [(row.criterion, row.weight) for row in card.rows if row.weight is not None]
    whole = fsum(weight for _criterion, weight in counting)
    return tuple(
        Item(criterion.key, str(criterion), weight / whole if whole else 0.0) for criterion, weight in counting
    )
