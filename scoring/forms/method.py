"""Weights and method: what the three dimensions weigh, and how marks and prices become points."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from scoring.casefile.parts import DECIMALS, MONEY_MAX, WEIGHT_MAX
from scoring.forms.fields import FigureField
from scoring.formulas.case import OFFICIAL_PRICE_FORMULAS
from scoring.models import Evaluation
from scoring.models.evaluation import DIMENSIONS


class DimensionsForm(forms.ModelForm[Evaluation]):
    """What need, cost and risk weigh against each other."""

    weight_need = FigureField(label=_("Need match"), highest=WEIGHT_MAX)
    weight_cost = FigureField(label=_("Cost health"), highest=WEIGHT_MAX)
    weight_risk = FigureField(label=_("Risk control"), highest=WEIGHT_MAX)

    class Meta:
        model = Evaluation
        fields = ("weight_need", "weight_cost", "weight_risk")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for dimension in DIMENSIONS:
            widget = self.fields[f"weight_{dimension}"].widget
            widget.attrs |= {"class": "form-control", "data-dimension-weight": dimension}

    def clean(self) -> dict[str, Any]:
        """Weights that are all 0 would leave nothing to divide by."""
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned[f"weight_{dimension}"] for dimension in DIMENSIONS):
            raise forms.ValidationError(
                _("Need match, cost health and risk control all weigh 0; at least one must weigh more than 0.")
            )
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """What `clean` has said in words is not said again by the name of the model's constraint."""
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc] # the stubs lack it
        return exclusions | set(self.Meta.fields) if self.non_field_errors() else exclusions


class MethodForm(forms.ModelForm[Evaluation]):
    """How marks become a result. Frozen when scoring opens, so that nobody can choose it by its outcome."""

    full_marks_at = FigureField(
        label=_("Full points up to this price"),
        highest=MONEY_MAX,
        required=False,
        help_text=_("Only against the budget. Empty: half of the budget that may be spent."),
    )
    ceiling = FigureField(
        label=_("No points from this price on"),
        highest=MONEY_MAX,
        required=False,
        help_text=_("Only against the budget. Empty: the budget."),
    )
    decimals = forms.IntegerField(label=_("Decimals"), min_value=DECIMALS[0], max_value=DECIMALS[1])
    too_close = FigureField(
        label=_("Too close to call within"), highest=100, help_text=_("Points between the first and the second offer.")
    )

    class Meta:
        model = Evaluation
        fields = (
            "panel",
            "price_formula",
            "price_basis",
            "unknown",
            "must_policy",
            "decimals",
            "too_close",
            "has_price_envelope",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The others can be bent by a losing offer's withdrawal; an imported evaluation keeps the one it came with.
        offered = {*OFFICIAL_PRICE_FORMULAS, self.instance.price_formula}
        self.fields["price_formula"].choices = [  # type: ignore[attr-defined]
            choice for choice in Evaluation.PriceFormula.choices if choice[0] in offered
        ]
        self.fields["has_price_envelope"].help_text = _(
            "Members other than finance see no price, no cost criterion and no budget here until they have handed in "
            "need match and risk control. Whoever may see vendors' pages still reads prices there: give members of "
            "the committee no such right."
        )
        for name in ("full_marks_at", "ceiling"):
            self.initial.setdefault(name, self.instance.price_parameters.get(name))
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = _layout()

    def clean(self) -> dict[str, Any]:
        """What the ceiling formula needs, and what goes with no other."""
        cleaned = super().clean() or {}
        given = {name: cleaned[name] for name in ("full_marks_at", "ceiling") if cleaned.get(name) is not None}
        if cleaned.get("price_formula") == Evaluation.PriceFormula.CEILING:
            self._check_ceiling(given, cleaned.get("price_basis"))
        else:
            for name in given:
                self.add_error(name, _("Only the formula “against the budget” takes a limit; empty this field."))
        return cleaned

    def _check_ceiling(self, given: dict[str, float], basis: str | None) -> None:
        budget = self.instance.budget
        if basis == Evaluation.PriceBasis.LINES:
            self.add_error("price_basis", _("Prices against the budget are cash: choose “Cash costs”."))
        if budget is None and "ceiling" not in given:
            self.add_error("ceiling", _("There is no budget, so say from which price on there are no points."))
            return
        if budget is None and "full_marks_at" not in given:
            self.add_error("full_marks_at", _("There is no budget, so say up to which price there are full points."))
            return
        available = float(budget or 0) * (1 - self.instance.reserve_share)
        lower, upper = given.get("full_marks_at", available / 2), given.get("ceiling", float(budget or 0))
        if lower >= upper:
            self.add_error("full_marks_at", _("Full points must end below the price from which there are none."))

    def save(self, commit: bool = True) -> Evaluation:  # noqa: FBT001, FBT002 - the signature is Django's
        """The method, with the price limits that its formula takes."""
        given = {name: self.cleaned_data[name] for name in ("full_marks_at", "ceiling")}
        if set(given) & set(self.changed_data) or "price_formula" in self.changed_data:
            self.instance.price_parameters = {name: limit for name, limit in given.items() if limit is not None}
        return super().save(commit)


def _layout() -> Layout:
    third = "col-md-4"
    return Layout(
        Row(
            Column("panel", css_class=third),
            Column("must_policy", css_class=third),
            Column("unknown", css_class=third),
        ),
        Row(
            Column("price_formula", css_class=third),
            Column("full_marks_at", css_class=third),
            Column("ceiling", css_class=third),
        ),
        Row(
            Column("price_basis", css_class=third),
            Column("decimals", css_class=third),
            Column("too_close", css_class=third),
        ),
        Row(Column("has_price_envelope", css_class="col-md-12")),
    )
