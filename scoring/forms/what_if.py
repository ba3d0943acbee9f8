"""What if: other weights and another price formula, to be looked at and never to decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scoring.casefile.parts import MONEY_MAX
from scoring.forms.fields import FigureField, without_controls
from scoring.forms.whole import WHOLE, not_whole
from scoring.formulas.case import Case
from scoring.formulas.cost import spendable
from scoring.formulas.price import FORMULA_PARAMETERS
from scoring.models import Evaluation, WhatIf
from scoring.models.evaluation import DIMENSIONS

PARAMETERS = ("full_marks_at", "ceiling", "base")  # in the order in which they are asked
_LARGEST_BASE, _USUAL_BASE = 1_000.0, 2.0


def usual_parameters(case: Case, formula: str) -> dict[str, float]:
    """What a formula starts from: the budget, base 2, and the method that counts if it is the same formula."""
    available, usual = spendable(case.profile), {}
    if formula == "ceiling" and available is not None and case.profile.budget is not None:
        usual = {"full_marks_at": available / 2, "ceiling": case.profile.budget}
    elif formula == "log":
        usual = {"base": _USUAL_BASE}
    return usual | (dict(case.method.price_parameters) if formula == case.method.price_formula else {})


class WhatIfForm(forms.Form):
    """Weights in points of 100, and a price formula with its parameters."""

    weight_need = FigureField(label=_("Need match"), highest=WHOLE)
    weight_cost = FigureField(label=_("Cost health"), highest=WHOLE)
    weight_risk = FigureField(label=_("Risk control"), highest=WHOLE)
    price_formula = forms.ChoiceField(label=_("Price formula"), choices=Evaluation.PriceFormula.choices)
    full_marks_at = FigureField(label=_("Full points up to this price"), highest=float(MONEY_MAX), required=False)
    ceiling = FigureField(label=_("No points from this price on"), highest=float(MONEY_MAX), required=False)
    base = FigureField(label=_("Base of the logarithm"), highest=_LARGEST_BASE, required=False)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs |= {"class": "form-select" if is_choice else "form-control", "autocomplete": "off"}
        for dimension in DIMENSIONS:
            self.fields[f"weight_{dimension}"].widget.attrs["data-weight"] = dimension

    @property
    def weight_fields(self) -> list[forms.BoundField]:
        """The three weights, for the template."""
        return [self[f"weight_{dimension}"] for dimension in DIMENSIONS]

    @property
    def parameter_fields(self) -> list[forms.BoundField]:
        """What the chosen formula takes; the others stay out of sight."""
        return [self[name] for name in PARAMETERS if name in self.parameter_names]

    @property
    def parameter_names(self) -> frozenset[str]:
        """What the chosen formula takes; nothing if there is no such formula."""
        return FORMULA_PARAMETERS.get(self["price_formula"].value(), frozenset())

    @property
    def total(self) -> float | None:
        """What the weights add up to; None where one is no figure."""
        figures = [self.cleaned_data.get(f"weight_{dimension}") for dimension in DIMENSIONS]
        return None if None in figures else sum(figure for figure in figures if figure is not None)

    def clean(self) -> dict[str, Any]:
        """Weights are never brought to 100 silently, and a formula gets what it takes."""
        cleaned = super().clean() or {}
        total = self.total
        if total is not None and (problem := not_whole(total)):
            raise forms.ValidationError(problem)
        self._check_parameters(cleaned)
        return cleaned

    def _check_parameters(self, cleaned: dict[str, Any]) -> None:
        parameters, budget = self.parameters, self.case.profile.budget
        if cleaned.get("price_formula") == "ceiling":
            for name in ("full_marks_at", "ceiling"):
                if name not in parameters and budget is None:
                    self.add_error(name, _("There is no budget to take this from: enter it."))
            lower = parameters.get("full_marks_at", (budget or 0) * (1 - self.case.profile.reserve_share) / 2)
            if lower >= parameters.get("ceiling", budget or 0) and not self.errors:
                self.add_error("full_marks_at", _("Full points must end below the price from which there are none."))
        if cleaned.get("price_formula") == "log" and not parameters.get("base", 0) > 1:
            self.add_error("base", _("The base must be more than 1; 2 is usual."))

    @property
    def tried(self) -> tuple[dict[str, float], str, dict[str, float]]:
        """Weights, formula and parameters; ask only where everything is valid."""
        weights = {dimension: self.cleaned_data[f"weight_{dimension}"] for dimension in DIMENSIONS}
        return weights, self.cleaned_data["price_formula"], self.parameters

    @property
    def parameters(self) -> dict[str, float]:
        """The parameters that were given and that the formula takes."""
        wanted = FORMULA_PARAMETERS.get(self.cleaned_data.get("price_formula", ""), frozenset())
        return {name: self.cleaned_data[name] for name in sorted(wanted) if self.cleaned_data.get(name) is not None}


class WhatIfNameForm(forms.ModelForm[WhatIf]):
    """The name under which a what-if is kept."""

    name = forms.CharField(label=_("Name"), max_length=120, validators=[without_controls])

    class Meta:
        model = WhatIf
        fields = ("name",)

    def __init__(self, *args: Any, evaluation: Evaluation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.evaluation = evaluation
        # A name that is being typed outlives the answer to the slider that was moved just before.
        self.fields["name"].widget.attrs |= {"class": "form-control", "hx-preserve": "true"}

    def clean_name(self) -> str:
        """A name stands once, so that nobody looks at one and means the other."""
        name: str = self.cleaned_data["name"]
        if self.evaluation.what_ifs.filter(name=name).exists():
            raise forms.ValidationError(_("There is a what-if of this name; choose another."))
        return name
