"""Method in words: how this evaluation turns marks and figures into a ranking."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from scoring.formulas.case import Case
from scoring.formulas.price import parameters_of
from scoring.formulas.rounding import printed
from scoring.presentation import wording
from vendors.templatetags.figures import money
from vendors.wording import in_a_row


@dataclass(frozen=True, slots=True)
class Statement:
    """One rule of the method."""

    term: str
    text: str


def method_statements(case: Case) -> tuple[Statement, ...]:
    """Every rule that the result rests on, in the order in which they are applied."""
    return (
        Statement(_("Marks"), _marks(case)),
        Statement(_("From members to the panel"), _panel(case)),
        Statement(_("Measures"), _measures(case)),
        Statement(_("Price"), _price(case)),
        Statement(_("Dimension scores"), _dimension()),
        Statement(_("Total"), _total(case)),
        Statement(_("Knock-outs"), _gates(case)),
        Statement(_("Nothing is a zero that was not said"), _missing()),
        Statement(_("Ranking and ties"), _ties(case)),
        Statement(_("Rounding"), _rounding(case)),
    )


def _marks(case: Case) -> str:
    return _(
        "A mark is a whole number from %(low)d to %(high)d. It becomes a score from 0 to 100: "
        "100 × (mark − %(low)d) / (%(high)d − %(low)d)."
    ) % {"low": case.scale.min, "high": case.scale.max}


def _panel(case: Case) -> str:
    if case.method.panel == "median":
        return _(
            "The score of a cell is the weighted median of the voting members' scores; at exactly half the weight it "
            "is the mean of the two neighbours. Each member's weight is the one that the seat has in the dimension."
        )
    if case.method.panel == "trimmed":
        return _(
            "The score of a cell is the mean of the voting members' scores; where five or more marked it, one highest "
            "and one lowest are left out first. This was agreed before scoring opened."
        )
    return _(
        "The score of a cell is the weighted mean of the voting members' scores. Each member's weight is the one that "
        "the seat has in the dimension; a seat without weights counts 1. Members are combined criterion by criterion, "
        "never by their totals, and nobody's marks are dropped."
    )


def _measures(case: Case) -> str:
    text = _("A measured criterion is scored from figures and facts by a fixed rule; members do not mark it.")
    if case.method.unknown == "zero":
        return in_a_row([text, _("A fact that is not known earns nothing, and says so.")])
    return in_a_row([text, _("A criterion whose fact is not known drops out for that offer, and says so.")])


def _price(case: Case) -> str:
    method = case.method
    text = _("%(name)s, on %(basis)s: %(formula)s, never below 0 or above 100.") % {
        "name": wording.price_formula_label(method.price_formula),
        "basis": wording.price_basis_label(method.price_basis),
        "formula": wording.price_rule(method.price_formula),
    }
    if method.price_formula == "ceiling":
        parameters = parameters_of(method, case.profile)
        values = {name: money(amount, case.profile.currency) for name, amount in parameters.items()}
        limits = _("The ceiling is %(ceiling)s; %(full_marks_at)s or less earns full marks.") % values
        return in_a_row([text, limits])
    if method.price_formula == "log":
        base = parameters_of(method, case.profile)["base"]
        return in_a_row([text, _("The base is %(base)s.") % {"base": f"{base:g}"}])
    return in_a_row([text, _("Excluded offers are no reference: their price moves nobody else.")])


def _dimension() -> str:
    return _(
        "A dimension's score is the weighted mean of its criteria: sum of weight × score, divided by the sum of the "
        "weights. A must weighs 3 and a bonus 1 unless stated otherwise; redundant criteria never count."
    )


def _total(case: Case) -> str:
    weights = wording.joined(f"{wording.dimension_label(code)} {weight:g}" for code, weight in case.dimensions.items())
    return _(
        "The total is the weighted mean of the three dimension scores, with these weights: %(weights)s. "
        "A dimension in which nothing could be scored leaves an offer without a total."
    ) % {"weights": weights}


def _gates(case: Case) -> str:
    text = _(
        "A knock-out whose score is below its pass mark excludes the offer: its total is shown, but it has no place. "
        "Where a knock-out cannot be judged yet the offer is provisional."
    )
    if case.method.must_policy == "all_musts":
        return in_a_row([_("Every must is a knock-out."), text])
    return text


def _missing() -> str:
    return _(
        "Not applicable, abstained and missing are not zero: such a mark drops out of the mean, and a criterion "
        "without any drops out of both sums. A criterion is not applicable to an offer only if every voting member "
        "says so."
    )


def _ties(case: Case) -> str:
    return _(
        "Offers stand by their total as printed. Equal totals are separated by the lower cash costs, then the higher "
        "need match, then the higher risk control; what is still equal shares a place. A lead of less than %(band)s "
        "points is too close to call."
    ) % {"band": wording.figure(printed(case.method.too_close, case.method.decimals))}


def _rounding(case: Case) -> str:
    return _(
        "Everything is computed unrounded. A figure is rounded half up to %(decimals)d decimals only when it is "
        "compared or printed; contributions are printed so that they add up to the printed total."
    ) % {"decimals": case.method.decimals}
