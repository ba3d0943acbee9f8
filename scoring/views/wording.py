"""What setting up and the overview say about an evaluation, in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass

from scoring import library, packs
from scoring.models import Criterion, Evaluation
from scoring.models.evaluation import Dimension
from vendors.wording import worded_for_reader


@dataclass(frozen=True, slots=True)
class Counted:
    """How many criteria a dimension has, by class in the order of `Criterion.Grade`."""

    dimension: Dimension
    by_grade: list[int]

    @property
    def total(self) -> int:
        """All classes together."""
        return sum(self.by_grade)


def counted(rows: Iterable[Criterion]) -> list[Counted]:
    """The criteria by dimension and class."""
    numbers = packs.counts(rows)
    return [
        Counted(dimension, [numbers[dimension.value, grade.value] for grade in Criterion.Grade])
        for dimension in Dimension
    ]


def condition_names(evaluation: Evaluation) -> list[str]:
    """The conditions that hold."""
    return [worded_for_reader(each.name) for each in library.conditions() if each.id in evaluation.conditions]


def profile_name(evaluation: Evaluation) -> str:
    """The company profile; empty when none was chosen."""
    return _named(library.profiles(), evaluation.company_profile)


def pack_name(pack: str) -> str:
    """The criteria pack; empty when none was taken."""
    return _named(library.packs(), pack)


def _named(choices: Iterable[library.Choice], wanted: str) -> str:
    return next((worded_for_reader(each.name) for each in choices if each.id == wanted), wanted)
