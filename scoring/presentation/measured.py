"""Measured scores in words: the fact or the costs behind one, its limits, and the rule with the numbers filled in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scoring.formulas.case import Fact, FactValue
from scoring.formulas.explain import CellStory, MeasureStory
from scoring.formulas.measures import fact_read_by
from scoring.formulas.rounding import printed
from scoring.presentation import wording
from scoring.presentation.result import Result
from vendors.facts import FACTS
from vendors.templatetags.figures import money, percent

_MONEY_INPUTS = {
    "cash": gettext_lazy("Cash costs"),
    "spendable": gettext_lazy("Spendable budget"),
    "budget": gettext_lazy("Budget"),
    "hidden": gettext_lazy("Hidden costs"),
    "lines": gettext_lazy("All costs"),
    "price": gettext_lazy("Price of this offer"),
    "ceiling": gettext_lazy("Ceiling"),
    "full_marks_at": gettext_lazy("Price that earns full marks"),
    "lowest": gettext_lazy("Lowest price"),
    "lowest_positive": gettext_lazy("Lowest price above 0"),
    "highest": gettext_lazy("Highest price"),
    "mean": gettext_lazy("Mean of the prices"),
}
_OTHER_INPUTS = {
    "hidden_share": gettext_lazy("Hidden share"),
    "verdict": gettext_lazy("Against the limits"),
    "required_concurrency": gettext_lazy("Concurrency that is needed"),
    "normal_concurrency": gettext_lazy("Normal peak of simultaneous conversations"),
    "base": gettext_lazy("Base of the logarithm"),
}
# What each price formula reads besides the price, and the formula over those names.
_PRICE_FORMULAS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "ceiling": (
        ("ceiling", "full_marks_at"),
        "100 × (%(ceiling)s − %(price)s) / (%(ceiling)s − %(full_marks_at)s)",
    ),
    "lowest_ratio": (("lowest_positive",), "100 × %(lowest_positive)s / %(price)s"),
    "linear": (("lowest", "highest"), "100 × (1 − (%(price)s − %(lowest)s) / (%(highest)s − %(lowest)s))"),
    "log": (("lowest_positive", "base"), "100 × (1 − ln(%(price)s / %(lowest_positive)s) / ln(%(base)s))"),
    "points_per_percent": (
        ("lowest_positive",),
        "100 − 100 × (%(price)s − %(lowest_positive)s) / %(lowest_positive)s",
    ),
    "mean_deviation": (("mean",), "50 − 100 × (%(price)s − %(mean)s) / %(mean)s"),
}


@dataclass(frozen=True, slots=True)
class Input:
    """A figure that a measure used."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureWorking:
    """How a measured score came about."""

    label: str
    rule: str  # in words; for the price its formula with names in the place of numbers
    inputs: tuple[Input, ...]
    formula: str  # the price formula with the numbers filled in; empty for the others
    fact: str  # what the fact is called; empty where costs are read
    fact_status: str
    fact_valid_until: str
    limits: str
    unknown_rule: str  # what the method does with a fact that is not known; empty where it is known


def measure_working(result: Result, story: CellStory, measure: MeasureStory) -> MeasureWorking:
    """How a measured score came about."""
    criterion = next(each for each in result.case.criteria if each.id == story.criterion)
    offer = next(each for each in result.case.offers if each.id == story.offer)
    key = fact_read_by(criterion)
    fact = offer.facts.get(key)
    return MeasureWorking(
        label=wording.measure_label(measure.measure),
        rule=wording.price_rule(measure.formula) if measure.formula else wording.measure_rule(measure.measure),
        inputs=tuple(_input(name, measure.inputs[name], result.currency) for name in _names(measure)),
        formula=_price_formula(result, story, measure) if measure.formula else "",
        fact=wording.fact_label(key) if key else "",
        fact_status=_status(fact) if key else "",
        fact_valid_until=date_format(date.fromisoformat(fact.valid_until)) if fact and fact.valid_until else "",
        limits=wording.fact_limits(key) if measure.measure == "promise" else "",
        unknown_rule=_unknown_rule(measure.unknown_policy),
    )


def _names(measure: MeasureStory) -> list[str]:
    """The inputs to show: of a price only what its formula reads."""
    if measure.formula is None:
        return list(measure.inputs)
    return [name for name in ("price", *_PRICE_FORMULAS[measure.formula][0]) if name in measure.inputs]


def _status(fact: Fact | None) -> str:
    return wording.fact_status_label("unknown" if fact is None or not fact.is_known else fact.status)


def _unknown_rule(policy: str | None) -> str:
    if policy is None:
        return ""
    if policy == "zero":
        return _("The fact is not known. By this evaluation's rule it earns nothing.")
    return _("The fact is not known. By this evaluation's rule the criterion drops out for this offer.")


def _input(name: str, value: FactValue, currency: str) -> Input:
    if name in FACTS:
        return Input(wording.fact_label(name), wording.fact_value(name, value))
    if name in _MONEY_INPUTS:
        return Input(str(_MONEY_INPUTS[name]), _or_not_given(value, lambda amount: money(amount, currency)))
    label = str(_OTHER_INPUTS[name])
    if name == "verdict":
        return Input(label, wording.verdict_label(str(value)))
    if name == "hidden_share":
        return Input(label, _or_not_given(value, lambda share: percent(share, 1)))
    return Input(label, _or_not_given(value, lambda figure: f"{figure:g}"))


def _price_formula(result: Result, story: CellStory, measure: MeasureStory) -> str:
    return price_in_numbers(measure.formula or "", measure.inputs, story.result.score, result.decimals)


def price_in_numbers(code: str, inputs: Mapping[str, FactValue], found: float | None, decimals: int) -> str:
    """A price formula with the numbers filled in, and the score that it gives; empty without a price.

    Args:
        inputs: `price`, and what the formula reads besides it; less than that where there is nothing to compare with.
    """
    price = inputs["price"]
    if price is None or found is None:
        return ""
    score = wording.figure(printed(found, decimals))
    if price == 0:
        return _("A price of 0 scores %(score)s.") % {"score": score}
    names, formula = _PRICE_FORMULAS[code]
    numbers = {name: _number(inputs[name]) for name in ("price", *names) if name in inputs}
    if len(numbers) <= len(names):
        return _("With one price, or only equal ones, there is nothing to tell apart: %(score)s.") % {"score": score}
    written = formula % numbers
    if found in {0.0, 100.0}:
        return _("%(formula)s, kept between 0 and 100: %(score)s") % {"formula": written, "score": score}
    return f"{written} = {score}"


def _number(value: FactValue) -> str:
    """Money inside a formula: without its currency."""
    return money(value) if isinstance(value, int | float) else ""


def _or_not_given(value: FactValue, shown: Callable[[float], str]) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return shown(value)
    return _("not given")
