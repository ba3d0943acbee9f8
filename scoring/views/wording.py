"""What setting up and the overview say about an evaluation, in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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


def tell_followed(followed: packs.Followed) -> list[str]:
    """What changed by itself, in sentences."""
    sentences = []
    if followed.classes:
        sentence = ngettext(
            "%(count)d criterion has another class now, because the company is another.",
            "%(count)d criteria have another class now, because the company is another.",
            followed.classes,
        )
        sentences.append(sentence % {"count": followed.classes})
    if followed.dimension_weights:
        sentences.append(_("The three dimensions now weigh what is suggested for this company profile."))
    if followed.price_formula:
        sentences.append(_("The price formula now fits the budget: look at it under “Criteria and weights”."))
    return sentences


def _named(choices: Iterable[library.Choice], wanted: str) -> str:
    return next((worded_for_reader(each.name) for each in choices if each.id == wanted), wanted)
