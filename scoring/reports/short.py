"""Short: the method in ten lines, for those who want to know by which rules an offer came first, and no more."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring.formulas.case import Case
from scoring.formulas.price import parameters_of
from scoring.formulas.rounding import printed
from scoring.presentation import Result, wording
from vendors.templatetags.figures import money, percent


def ten_lines(result: Result, *, counted: int, voting: int) -> tuple[str, ...]:
    """The rules that decided, one line each."""
    case = result.case
    return (
        _members(case, counted, voting),
        _criteria(result),
        _panel(case),
        _("Total: the weighted mean of %(weights)s.") % {"weights": _weights(result)},
        _price(case),
        _knock_outs(case),
        _("Not applicable, abstained and missing are not zeros: they drop out."),
        _unknown(case),
        _ties(case),
        _("Computed unrounded, printed with %(decimals)d decimals, rounded half up.") % {"decimals": result.decimals},
    )


def _members(case: Case, counted: int, voting: int) -> str:
    return _("%(counted)d of %(voting)d voting members marked from %(low)d to %(high)d, each on their own.") % {
        "counted": counted,
        "voting": voting,
        "low": case.scale.min,
        "high": case.scale.max,
    }


def _criteria(result: Result) -> str:
    count = sum(row.counts for group in result.heat for row in group.rows)
    sentence = ngettext(
        "%(count)d criterion counts; a must weighs 3 and a bonus 1 unless stated otherwise.",
        "%(count)d criteria count; a must weighs 3 and a bonus 1 unless stated otherwise.",
        count,
    )
    return sentence % {"count": count}


def _panel(case: Case) -> str:
    return _("From members to the panel, criterion by criterion: %(rule)s.") % {
        "rule": wording.panel_label(case.method.panel)
    }


def _weights(result: Result) -> str:
    return wording.joined(f"{head.label} {percent(head.share, 1)}" for head in result.dimensions)


def _price(case: Case) -> str:
    method = case.method
    values = {
        "name": wording.price_formula_label(method.price_formula),
        "basis": wording.price_basis_label(method.price_basis),
        "formula": wording.price_rule(method.price_formula),
    }
    if method.price_formula == "ceiling":
        amounts = parameters_of(method, case.profile)
        values |= {name: money(amount, case.profile.currency) for name, amount in amounts.items()}
        return _("Price: %(name)s on %(basis)s: %(formula)s; ceiling %(ceiling)s, full marks at %(full_marks_at)s.") % (
            values
        )
    return _("Price: %(name)s on %(basis)s: %(formula)s.") % values


def _knock_outs(case: Case) -> str:
    if case.method.must_policy == "all_musts":
        return _("Every must is a knock-out: below its pass mark the offer is excluded.")
    count = sum(criterion.knock_out for criterion in case.criteria)
    sentence = ngettext(
        "%(count)d criterion is a knock-out: below its pass mark the offer is excluded.",
        "%(count)d criteria are knock-outs: below its pass mark the offer is excluded.",
        count,
    )
    return sentence % {"count": count}


def _unknown(case: Case) -> str:
    if case.method.unknown == "zero":
        return _("A fact that is not known earns nothing.")
    return _("A fact that is not known drops out for that offer.")


def _ties(case: Case) -> str:
    return _(
        "Equal totals: lower cash costs, then need match, then risk control decide; below %(band)s points a lead is "
        "too close to call."
    ) % {"band": wording.figure(printed(case.method.too_close, case.method.decimals))}
