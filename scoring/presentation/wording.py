"""Wording: what the codes of a case are called in the reader's language."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from scoring.formulas.case import FactValue
from scoring.models import Criterion, Evaluation
from scoring.models.evaluation import Dimension
from scoring.models.mark import Evidence, State
from vendors.facts import FACTS, FactKind
from vendors.models import Promise, Tier
from vendors.models.cost_line import Category, CostLine
from vendors.wording import in_a_row, worded_for_reader

_MEASURES = {
    "price": gettext_lazy("Price"),
    "budget": gettext_lazy("Fits the budget"),
    "hidden_share": gettext_lazy("Share of hidden costs"),
    "idle_waste": gettext_lazy("Paid for and not used"),
    "cost_completeness": gettext_lazy("Completeness of the quote"),
    "marginal_seat": gettext_lazy("Price of one more seat"),
    "headroom": gettext_lazy("Room above the normal load"),
    "trial_days": gettext_lazy("Free trial"),
    "full_trial_days": gettext_lazy("Trial with all functions"),
    "failure_rate": gettext_lazy("Failure rate"),
    "recovery_hours": gettext_lazy("Time to recover"),
    "promise": gettext_lazy("Promise against its limits"),
}

_MEASURE_RULES = {
    "budget": gettext_lazy(
        "100 while the cash costs fit into what is spendable, then in a straight line to 0 at the full budget."
    ),
    "hidden_share": gettext_lazy("100 without hidden costs, in a straight line to 0 when all costs are hidden."),
    "idle_waste": gettext_lazy("100 when nothing that is paid for stays idle, in a straight line to 0 at 40 %."),
    "cost_completeness": gettext_lazy("100 for a complete quote, in a straight line to 0."),
    "marginal_seat": gettext_lazy(
        "100 when one more seat costs no more than the average seat, in a straight line to 0 at twice as much."
    ),
    "headroom": gettext_lazy("100 at the required concurrency or more, in a straight line to 0 at a third of it."),
    "trial_days": gettext_lazy("100 for 15 days or more, in a straight line to 0."),
    "full_trial_days": gettext_lazy("100 for 7 days or more, in a straight line to 0."),
    "failure_rate": gettext_lazy(
        "100 below 0.1 % with the SLA seen, 50 without it or at exactly 0.1 %; above, from 50 in a straight line to 0 "
        "at 1 %."
    ),
    "recovery_hours": gettext_lazy("100 for 4 hours or less, in a straight line to 0 at 12 hours."),
    "promise": gettext_lazy("100 where the promise passes its limit, 50 where it is a warning, 0 where it fails."),
}

_PRICE_RULES = {
    "ceiling": gettext_lazy("100 × (ceiling − price) / (ceiling − price that earns full marks)"),
    "lowest_ratio": gettext_lazy("100 × lowest price / price"),
    "linear": gettext_lazy("100 × (1 − (price − lowest) / (highest − lowest))"),
    "log": gettext_lazy("100 × (1 − ln(price / lowest) / ln(base))"),
    "points_per_percent": gettext_lazy("100 − 100 × (price − lowest) / lowest"),
    "mean_deviation": gettext_lazy("50 − 100 × (price − mean) / mean"),
}

_VERDICTS = {
    "pass": gettext_lazy("Passes"),
    "warn": gettext_lazy("Warning"),
    "fail": gettext_lazy("Fails"),
}


def dimension_label(code: str) -> str:
    """Need match, cost health or risk control."""
    return str(Dimension(code).label)


def class_label(code: str) -> str:
    """Must, bonus or redundant."""
    return str(Criterion.Grade(code).label)


def source_label(code: str) -> str:
    """Members' marks, or measured."""
    return str(Criterion.Source(code).label)


def measure_label(code: str) -> str:
    """What a measure is called."""
    return str(_MEASURES[code])


def measure_rule(code: str) -> str:
    """How a measure other than the price turns a figure into a score, in one sentence."""
    return str(_MEASURE_RULES[code])


def price_rule(formula: str) -> str:
    """A price formula with names in the place of numbers."""
    return str(_PRICE_RULES[formula])


def price_formula_label(code: str) -> str:
    """What a price formula is called."""
    return str(Evaluation.PriceFormula(code).label)


def price_basis_label(code: str) -> str:
    """Cash costs, or all cost lines."""
    return str(Evaluation.PriceBasis(code).label)


def panel_label(code: str) -> str:
    """Mean, trimmed mean or median."""
    return str(Evaluation.Panel(code).label)


def tier_label(code: str) -> str:
    """Basic, advanced, smart or custom."""
    return str(Tier.Code(code).label)


def category_label(code: str) -> str:
    """A cost category; a word that only an imported file knows is shown as it is."""
    return str(dict(Category.choices).get(code, code))


def cost_kind_label(code: str) -> str:
    """Visible or hidden."""
    return str(CostLine.Kind(code).label)


def cost_source_label(code: str) -> str:
    """Where a cost figure comes from."""
    return str(CostLine.Source(code).label)


def evidence_label(code: str | None) -> str:
    """What a mark rests on; empty where nobody said."""
    return str(Evidence(code).label) if code else ""


def mark_state_label(code: str) -> str:
    """What a cell without a value says."""
    return str(State(code).label)


def fact_label(key: str) -> str:
    """What a fact is called."""
    return worded_for_reader(FACTS[key].label)


def fact_status_label(code: str) -> str:
    """How well a fact is proven."""
    return str(Promise.Status(code).label)


def fact_value(key: str, value: FactValue) -> str:
    """A fact's value with its unit, as a reader says it."""
    kind = FACTS[key]
    if value is None:
        return _("Not known")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, str):
        labels = {choice.value: worded_for_reader(choice.label) for choice in kind.choices}
        return labels.get(value, value)
    return with_unit(kind, value)


def with_unit(kind: FactKind, figure: float) -> str:
    """A figure of a fact with its unit."""
    number = _number(100 * figure if kind.type == "share" else figure)
    if kind.type == "share" or kind.unit == "percent":
        return _("{figure} %").format(figure=number)
    count = int(figure) if figure == int(figure) else 2  # any plural will do for a broken number
    worded = {
        "days": ngettext("%(number)s day", "%(number)s days", count),
        "hours": ngettext("%(number)s hour", "%(number)s hours", count),
        "months": ngettext("%(number)s month", "%(number)s months", count),
        "bits": ngettext("%(number)s bit", "%(number)s bits", count),
        "conversations": ngettext("%(number)s conversation", "%(number)s conversations", count),
        "inquiries": ngettext("%(number)s inquiry", "%(number)s inquiries", count),
    }.get(kind.unit, "%(number)s")
    return worded % {"number": number}


def fact_limits(key: str) -> str:
    """From where on a fact passes or is a warning; empty where its value alone says neither."""
    kind = FACTS[key]
    if kind.limits is not None:
        return _figure_limits(kind)
    if kind.choices:
        return _choice_limits({worded_for_reader(choice.label): choice.verdict for choice in kind.choices})
    if kind.when_true and kind.when_false:
        return _choice_limits({_("Yes"): kind.when_true, _("No"): kind.when_false})
    return ""


def verdict_label(code: str) -> str:
    """Passes, warning or fails."""
    return str(_VERDICTS[code])


def figure(number: Decimal) -> str:
    """A figure that is already rounded, as vendors.templatetags.figures writes them; its zeros stay."""
    return f"{number:,f}"


def person_on(name: str, day: str | None) -> str:
    """Who did something, with the day where it is known."""
    if not day:
        return name
    shown = date_format(date.fromisoformat(day), "DATE_FORMAT")
    return pgettext("a person and a day", "%(name)s (%(day)s)") % {"name": name, "day": shown}


def joined(names: Iterable[str]) -> str:
    """Names in a row."""
    return pgettext("between the items of a list", ", ").join(names)


def _figure_limits(kind: FactKind) -> str:
    limits = kind.limits
    if limits is None:
        return ""
    values = {"passes": with_unit(kind, limits.passes), "warns": with_unit(kind, limits.warns)}
    if limits.better == "higher":
        return _("Passes from %(passes)s, a warning from %(warns)s, fails below.") % values
    if limits.pass_is_strict:
        return _("Passes below %(passes)s, a warning up to %(warns)s, fails above.") % values
    return _("Passes up to %(passes)s, a warning up to %(warns)s, fails above.") % values


def _choice_limits(verdict_of: Mapping[str, str]) -> str:
    parts = []
    for verdict, label in _VERDICTS.items():
        choices = [name for name, found in verdict_of.items() if found == verdict]
        if choices:
            parts.append(_("%(verdict)s: %(choices)s.") % {"verdict": label, "choices": joined(choices)})
    return in_a_row(parts)


def _number(figure: float) -> str:
    """A figure without needless zeros, in the reader's notation."""
    return number_format(f"{figure:.10g}", use_l10n=True)
