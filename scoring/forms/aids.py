"""Weighting aids as forms: direct points, swing, rank order, comparison in pairs. Each gives shares of the whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scoring.forms.fields import FigureField, plain
from scoring.forms.whole import WHOLE, not_whole
from scoring.formulas.weighting import MOST_ITEMS, Triad, pairwise, rank_order_centroid, swing, worst_triad
from scoring.models import WeightProposal
from scoring.subjects import Item, points_of_hundred

Aid = WeightProposal.Aid

# Saaty's scale in words; the numbers between lie between.
SAATY = {
    2: _("a little more"),
    3: _("moderately more"),
    4: _("clearly more"),
    5: _("strongly more"),
    6: _("more than strongly"),
    7: _("very strongly more"),
    8: _("nearly extremely more"),
    9: _("extremely more"),
}


@dataclass(frozen=True, slots=True)
class Consistency:
    """How far comparisons contradict each other."""

    ratio: float
    triad: Triad | None  # the worst three, by position among the items


class AidForm(forms.Form):
    """What every aid has in common: one answer for each item, and the weights that follow."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, items: Sequence[Item], answers: Any = None, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.items = items
        self._ask(answers)
        for field in self.fields.values():
            css = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            field.widget.attrs |= {"class": css, "autocomplete": "off"}

    @property
    def weights(self) -> dict[str, float]:
        """Key -> share of the whole, from points of 100 that a person can read; only of a form that is valid."""
        shares = dict(zip([item.key for item in self.items], self._shares(), strict=True))
        return {key: round(each / WHOLE, 6) for key, each in points_of_hundred(shares).items()}

    @property
    def answers(self) -> Any:
        """What was said, as a proposal keeps it: key -> figure."""
        return {item.key: self.cleaned_data[item.key] for item in self.items}

    @property
    def total(self) -> float | None:
        """What the points add up to; None where an aid has no points, or a figure is missing."""
        return None

    @property
    def consistency(self) -> Consistency | None:
        """How far the answers contradict each other, where an aid can tell; only of a form that is valid."""
        return None

    def _ask(self, answers: Any) -> None:
        """Make the fields; `answers` are those of an earlier proposal."""
        raise NotImplementedError

    def _shares(self) -> list[float]:
        raise NotImplementedError

    def _figures(self) -> list[float]:
        return [self.cleaned_data[item.key] for item in self.items if self.cleaned_data.get(item.key) is not None]


class DirectForm(AidForm):
    """Points that add up to 100."""

    def _ask(self, answers: Any) -> None:
        said = answers or points_of_hundred({item.key: item.share for item in self.items})
        for item in self.items:
            self.fields[item.key] = FigureField(label=item.name, highest=WHOLE, initial=said.get(item.key))

    @property
    def total(self) -> float | None:
        figures = self._figures()
        return sum(figures) if len(figures) == len(self.items) else None

    def clean(self) -> dict[str, Any]:
        """The sum is told, never made right in silence."""
        cleaned = super().clean() or {}
        if self.total is not None and (problem := not_whole(self.total)):
            raise forms.ValidationError(problem)
        return cleaned

    def _shares(self) -> list[float]:
        return swing(self._figures())


class SwingForm(AidForm):
    """100 for the swing that matters most, for the others a part of it."""

    def _ask(self, answers: Any) -> None:
        for item in self.items:
            initial = (answers or {}).get(item.key)
            self.fields[item.key] = FigureField(label=item.name, highest=WHOLE, initial=initial)

    def clean(self) -> dict[str, Any]:
        """The swing that matters most is the measure of the others."""
        cleaned = super().clean() or {}
        figures = self._figures()
        if len(figures) == len(self.items) and max(figures) != WHOLE:
            raise forms.ValidationError(_("Give 100 to the step that matters most, and to the others a part of it."))
        return cleaned

    def _shares(self) -> list[float]:
        return swing(self._figures())


class RankOrderForm(AidForm):
    """1 for the most important; equal ranks share their places."""

    def _ask(self, answers: Any) -> None:
        for item in self.items:
            self.fields[item.key] = forms.IntegerField(
                label=item.name, min_value=1, max_value=len(self.items), initial=(answers or {}).get(item.key)
            )

    def clean(self) -> dict[str, Any]:
        """An order begins with 1; a typing slip would otherwise pass as an order."""
        cleaned = super().clean() or {}
        figures = self._figures()
        if len(figures) == len(self.items) and min(figures) != 1:
            raise forms.ValidationError(_("Give rank 1 to what matters most; equal ranks are allowed."))
        return cleaned

    def _shares(self) -> list[float]:
        return rank_order_centroid([int(rank) for rank in self._figures()])


class PairwiseForm(AidForm):
    """For each pair, which of the two matters more, and how many times."""

    def _ask(self, answers: Any) -> None:
        said = {(first, second): ratio for first, second, ratio in answers or []}
        for first, second in self._pairs:
            self.fields[_pair_name(first, second)] = forms.ChoiceField(
                label=_("%(first)s against %(second)s") % {"first": first.name, "second": second.name},
                choices=_choices(first, second),
                initial=said.get((first.key, second.key), ""),
                error_messages={"required": _("Say which of the two matters more.")},
            )

    @property
    def answers(self) -> Any:
        """Triples of first, second and how many times the first matters as much: "3" or "1/3"."""
        return [[first.key, second.key, self.cleaned_data[_pair_name(first, second)]] for first, second in self._pairs]

    @property
    def missing(self) -> int:
        """How many pairs are not compared yet."""
        return sum(not self.data.get(self.add_prefix(_pair_name(first, second))) for first, second in self._pairs)

    @property
    def consistency(self) -> Consistency:
        """How far the answers contradict each other; only of a form that is valid."""
        matrix = self._matrix()
        return Consistency(pairwise(matrix)[1], worst_triad(matrix))

    @property
    def _pairs(self) -> list[tuple[Item, Item]]:
        return list(combinations(self.items, 2))

    def _shares(self) -> list[float]:
        return pairwise(self._matrix())[0]

    def _matrix(self) -> list[list[float]]:
        place = {item.key: number for number, item in enumerate(self.items)}
        matrix = [[1.0] * len(self.items) for _item in self.items]
        for first, second, said in self.answers:
            ratio = Fraction(said)
            matrix[place[first]][place[second]] = float(ratio)
            matrix[place[second]][place[first]] = float(1 / ratio)
        return matrix


FORMS: Mapping[str, type[AidForm]] = {
    Aid.DIRECT: DirectForm,
    Aid.SWING: SwingForm,
    Aid.RANK_ORDER: RankOrderForm,
    Aid.PAIRWISE: PairwiseForm,
}


def is_too_many(aid: str, items: Sequence[Item]) -> bool:
    """Whether there are more items than can be compared in pairs."""
    return aid == Aid.PAIRWISE and len(items) > MOST_ITEMS


def said_of_pair(first: str, second: str, ratio: str) -> str:
    """One comparison in words."""
    times = Fraction(ratio)
    if times == 1:
        return str(_("“%(first)s” and “%(second)s” matter equally (1).")) % {"first": first, "second": second}
    more, less = (first, second) if times > 1 else (second, first)
    figure = int(max(times, 1 / times))
    sentence = str(_("“%(more)s” matters %(words)s than “%(less)s” (%(times)s)."))
    return sentence % {"more": more, "less": less, "words": SAATY[figure], "times": plain(float(figure))}


def _pair_name(first: Item, second: Item) -> str:
    return f"{first.key}:{second.key}"


def _choices(first: Item, second: Item) -> list[Any]:
    """Each answer names what matters more: once a list is closed, nobody sees under which heading it stood."""
    sentence = _("%(name)s matters more")
    return [
        ("", _("choose")),
        (str(sentence) % {"name": first.name}, [(str(times), _answer(first, times)) for times in SAATY]),
        ("1", _("1 · both matter equally")),
        (str(sentence) % {"name": second.name}, [(f"1/{times}", _answer(second, times)) for times in SAATY]),
    ]


def _answer(more: Item, times: int) -> str:
    return f"{more.name} · {times} · {SAATY[times]}"
