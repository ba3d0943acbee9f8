"""Criteria: the table in which procurement weighs them, and the page of a single one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from scoring import library
from scoring.casefile.parts import WEIGHT_MAX
from scoring.forms.fields import FigureField, without_controls
from scoring.formulas.case import DEFAULT_PASS_MARK
from scoring.keys import free_key
from scoring.models import Criterion, Evaluation
from scoring.models.evaluation import Dimension
from scoring.weighing import weighed
from vendors.wording import worded_for_reader

# The marks that have words of their own; those between lie between.
ANCHORED = (0, 1, 3, 5)
_CLASSES = {
    "grade": "form-select form-select-sm",
    "weight": "form-control form-control-sm",
    "knock_out": "form-check-input",
    "pass_mark": "form-control form-control-sm",
}
_TEXT = 2000


def _text(label: Any, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, max_length=_TEXT, required=False, widget=widget, **options)


def _weight(**options: Any) -> FigureField:
    return FigureField(label=_("Weight"), highest=WEIGHT_MAX, required=False, **options)


class _Rules(forms.ModelForm[Criterion]):
    """What holds for a criterion wherever it is edited."""

    def clean(self) -> dict[str, Any]:
        """A price excludes nobody: the cheapest offer would otherwise decide who may be compared."""
        cleaned = super().clean() or {}
        if cleaned.get("knock_out") and self.instance.measure == "price":
            self.add_error("knock_out", _("Price cannot be a knock-out; the budget can."))
        return cleaned


class CriterionRow(_Rules):
    """One line of the table; `share` is the criterion's part of the total as it stands in the database."""

    share: float | None = None

    weight = _weight()
    pass_mark = FigureField(label=_("Pass mark"), highest=100)

    class Meta:
        model = Criterion
        fields = ("grade", "weight", "knock_out", "pass_mark")

    def _get_validation_exclusions(self) -> set[str]:
        """The fields have the limits of the model; asking the database would cost queries per constraint and row."""
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc] # the stubs lack it
        return exclusions | set(self.Meta.fields)


@dataclass(frozen=True, slots=True)
class Card:
    """The rows of one dimension."""

    dimension: Dimension
    rows: list[CriterionRow]
    error: str = ""


class CriteriaTable:
    """All rows of the table, as one form.

    A criterion that was added elsewhere since the page was opened is not among what was sent, and stays as it is.
    """

    def __init__(self, evaluation: Evaluation, sent: Mapping[str, Any] | None = None) -> None:
        self.evaluation = evaluation
        self._shares = {row.criterion.pk: row.share for each in weighed(evaluation) for row in each.rows}
        self.rows = [self._row(criterion, sent) for criterion in evaluation.criteria.all()]
        self._errors: dict[str, str] = {}

    def is_valid(self) -> bool:
        """Whether every row that was sent is right, and no dimension is left without any weight."""
        self._errors = {}
        if not all(row.is_valid() for row in self.rows if row.is_bound):
            return False
        for dimension, rows in self._by_dimension():
            counting = [row.instance for row in rows if self._counts(row.instance)]
            if counting and all(criterion.weight == 0 for criterion in counting):
                self._errors[dimension] = str(
                    _("All criteria of “%s” weigh 0; at least one must weigh more than 0, or leave them empty.")
                    % dimension.label
                )
        return not self._errors

    def save(self) -> int:
        """Save the rows that changed; returns how many."""
        changed = [row for row in self.rows if row.is_bound and row.has_changed()]
        Criterion.objects.bulk_update([row.instance for row in changed], CriterionRow.Meta.fields)
        return len(changed)

    @property
    def cards(self) -> list[Card]:
        """The three dimensions with their rows."""
        return [Card(dimension, rows, self._errors.get(dimension, "")) for dimension, rows in self._by_dimension()]

    @property
    def has_errors(self) -> bool:
        """Whether anything was refused."""
        return bool(self._errors or self.faulty_rows)

    @property
    def applying(self) -> set[str]:
        """The conditions under which a criterion counts here; the empty one always holds."""
        return {"", *self.evaluation.conditions}

    @property
    def faulty_rows(self) -> list[CriterionRow]:
        """The rows with something wrong."""
        return [row for row in self.rows if row.errors]

    def _by_dimension(self) -> Iterator[tuple[Dimension, list[CriterionRow]]]:
        for dimension in Dimension:
            yield dimension, [row for row in self.rows if row.instance.dimension == dimension]

    def _counts(self, criterion: Criterion) -> bool:
        return criterion.condition in self.applying and criterion.grade != Criterion.Grade.REDUNDANT

    def _row(self, criterion: Criterion, sent: Mapping[str, Any] | None) -> CriterionRow:
        prefix = f"criterion-{criterion.pk}"
        is_sent = sent is not None and f"{prefix}-grade" in sent
        row = CriterionRow(sent if is_sent else None, instance=criterion, prefix=prefix)
        row.share = self._shares.get(criterion.pk)
        for name, field in row.fields.items():
            field.widget.attrs |= {"class": _CLASSES[name], "data-part": name}
        return row


class CriterionForm(_Rules):
    """One criterion: its wording, what earns which mark, and how it counts."""

    weight = _weight(help_text=_("Empty: must 3, bonus 1, redundant 0; the price half of cost."))
    pass_mark = FigureField(
        label=_("Pass mark"),
        highest=100,
        initial=DEFAULT_PASS_MARK,
        help_text=_("Of 100 points. An offer below it is excluded, if the criterion is a knock-out."),
    )
    question = _text(_("Question"), help_text=_("What members ask themselves when they mark."))
    question_zh = _text(_("Question in Chinese"))
    evidence = _text(_("Evidence wanted"), help_text=_("What should be seen before marking."))
    evidence_zh = _text(_("Evidence wanted in Chinese"))
    condition = forms.ChoiceField(label=_("Only if"), required=False)

    class Meta:
        model = Criterion
        fields = ("name", "name_zh", "dimension", "grade", "weight", "knock_out", "pass_mark", "condition")

    def __init__(self, *args: Any, evaluation: Evaluation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.evaluation = evaluation
        self.anchored = [mark for mark in ANCHORED if evaluation.scale_min <= mark <= evaluation.scale_max]
        for mark in self.anchored:
            self.fields[f"anchor_{mark}"] = _text(_("What earns %d") % mark)
            self.fields[f"anchor_{mark}_zh"] = _text(_("What earns %d, in Chinese") % mark)
        self.fields["condition"].choices = [  # type: ignore[attr-defined]
            ("", _("It always counts")),
            *((each.id, worded_for_reader(each.name)) for each in library.conditions()),
        ]
        if self.instance.measure:
            # What a measure reads belongs to its dimension.
            del self.fields["dimension"]
        for name in ("name", "name_zh"):
            self.fields[name].validators.append(without_controls)
        for name, wording in self._wordings().items():
            self.initial.setdefault(name, wording)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = self._layout()

    def save(self, commit: bool = True) -> Criterion:  # noqa: FBT001, FBT002 - the signature is Django's
        """The criterion; a new one comes after the others, and members mark it."""
        criterion = self.instance
        if not criterion.key:
            taken = dict(self.evaluation.criteria.values_list("key", "position"))
            criterion.evaluation = self.evaluation
            criterion.key = free_key(criterion.name, taken=taken, noun="criterion")
            criterion.position = max(taken.values(), default=-1) + 1
        criterion.question = self._both("question")
        criterion.evidence_wanted = self._both("evidence")
        criterion.anchors = {str(mark): both for mark in self.anchored if (both := self._both(f"anchor_{mark}"))}
        return super().save(commit)

    def _both(self, name: str) -> dict[str, str]:
        said = {"en": self.cleaned_data[name], "zh-hans": self.cleaned_data[f"{name}_zh"]}
        return {language: text for language, text in said.items() if text}

    def _wordings(self) -> dict[str, str]:
        """The texts that are stored in both languages, as the fields' first content."""
        stored = {"question": self.instance.question, "evidence": self.instance.evidence_wanted}
        stored |= {f"anchor_{mark}": self.instance.anchors.get(str(mark), {}) for mark in self.anchored}
        filled: dict[str, str] = {}
        for name, wording in stored.items():
            said = {"en": wording} if isinstance(wording, str) else wording
            filled |= {name: said.get("en", ""), f"{name}_zh": said.get("zh-hans", "")}
        return filled

    def _layout(self) -> Layout:
        def pair(name: str) -> Row:
            return Row(Column(name, css_class="col-md-6"), Column(f"{name}_zh", css_class="col-md-6"))

        placed = ["dimension", "grade", "weight"] if "dimension" in self.fields else ["grade", "weight"]
        return Layout(
            Fieldset(_("Wording"), pair("name"), pair("question"), pair("evidence")),
            Fieldset(
                _("How it counts"),
                Row(*(Column(name, css_class="col-md-4") for name in placed)),
                Row(Column("condition", css_class="col-md-4"), Column("pass_mark", css_class="col-md-4")),
                "knock_out",
            ),
            Fieldset(_("What earns which mark"), *(pair(f"anchor_{mark}") for mark in self.anchored)),
        )
