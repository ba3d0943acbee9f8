"""What setting up says about criteria and weights: figures as a person writes them, codes by their names."""

from typing import Any

from django import template

from scoring import library
from scoring.forms import fields
from scoring.models import Criterion
from scoring.presentation.wording import fact_label, measure_label
from vendors.wording import worded_for_reader

register = template.Library()


@register.filter
def plain(figure: Any) -> Any:
    """A weight or a factor without zeros that nobody typed: 40, not 40.0."""
    return fields.plain(figure)


@register.filter
def condition_name(condition: str) -> str:
    """The name of a condition of the library."""
    return next((worded_for_reader(each.name) for each in library.conditions() if each.id == condition), condition)


@register.filter
def measured_by(criterion: Criterion) -> str:
    """What decides a measured criterion: the fact it reads, or else the name of its measure."""
    return fact_label(criterion.fact) if criterion.fact else measure_label(criterion.measure)
