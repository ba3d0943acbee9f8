"""Interests: for each vendor, whether the member has anything to do with it, and whether they still judge it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scoring.actions import Declaration
from scoring.models import Candidate, Ground, Interest
from vendors.models import Vendor

STATEMENT_LIMIT = 20_000


class Answer(models.TextChoices):
    """What a member may say about a vendor."""

    NONE = "none", gettext_lazy("I have nothing to do with this vendor")
    JUDGES = "judges", gettext_lazy("I declare an interest, and judge its offers all the same")
    WITHDRAWS = "withdraws", gettext_lazy("I declare an interest, and withdraw from judging its offers")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about one vendor, and which of its offers are compared."""

    vendor: Vendor
    candidates: Sequence[Candidate]
    answer: forms.BoundField
    grounds: forms.BoundField
    statement: forms.BoundField


class InterestsForm(forms.Form):
    """One declaration about every vendor of an evaluation."""

    def __init__(
        self,
        *args: Any,
        vendors: Mapping[Vendor, Sequence[Candidate]],
        before: Mapping[int, Interest],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.vendors = vendors
        for vendor in vendors:
            self._ask(vendor, before.get(vendor.pk))

    @property
    def questions(self) -> Iterator[Question]:
        """The fields, vendor by vendor."""
        for vendor, candidates in self.vendors.items():
            fields = (self[f"{name}-{vendor.pk}"] for name in ("answer", "grounds", "statement"))
            yield Question(vendor, candidates, *fields)

    @property
    def declarations(self) -> dict[int, Declaration]:
        """What was declared, by vendor. Only after validation."""
        said = self.cleaned_data
        return {
            vendor.pk: Declaration()
            if said[f"answer-{vendor.pk}"] == Answer.NONE
            else Declaration(
                grounds=tuple(said[f"grounds-{vendor.pk}"]),
                statement=said[f"statement-{vendor.pk}"],
                withdraws=said[f"answer-{vendor.pk}"] == Answer.WITHDRAWS,
            )
            for vendor in self.vendors
        }

    def clean(self) -> dict[str, Any]:
        """An interest has grounds and a sentence; no interest has neither."""
        cleaned = super().clean() or {}
        for vendor in self.vendors:
            answer = cleaned.get(f"answer-{vendor.pk}")
            grounds, statement = f"grounds-{vendor.pk}", f"statement-{vendor.pk}"
            if answer == Answer.NONE and (cleaned.get(grounds) or cleaned.get(statement)):
                sentence = _("%s: you ticked grounds or wrote a statement. Declare an interest, or take them away.")
                self.add_error(f"answer-{vendor.pk}", sentence % vendor)
            if answer in {Answer.JUDGES, Answer.WITHDRAWS}:
                if grounds in cleaned and not cleaned[grounds]:
                    self.add_error(grounds, _("%s: tick what applies.") % vendor)
                if statement in cleaned and not cleaned[statement]:
                    self.add_error(statement, _("%s: describe in a sentence what it is.") % vendor)
        return cleaned

    def _ask(self, vendor: Vendor, before: Interest | None) -> None:
        key = vendor.pk
        self.fields[f"answer-{key}"] = forms.ChoiceField(
            label=gettext_lazy("Where do you stand?"),
            choices=Answer.choices,
            widget=forms.RadioSelect,
            initial=_answer(before),
            error_messages={"required": _("%s: say where you stand.") % vendor},
        )
        self.fields[f"grounds-{key}"] = forms.MultipleChoiceField(
            label=gettext_lazy("What it is"),
            choices=Ground.choices,
            widget=forms.CheckboxSelectMultiple,
            required=False,
            initial=before.grounds if before else [],
        )
        self.fields[f"statement-{key}"] = forms.CharField(
            label=gettext_lazy("In a sentence or two"),
            max_length=STATEMENT_LIMIT,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            initial=before.statement if before else "",
        )


def _answer(before: Interest | None) -> str | None:
    if before is None:
        return None
    if before.withdraws:
        return Answer.WITHDRAWS
    return Answer.JUDGES if before.grounds else Answer.NONE
