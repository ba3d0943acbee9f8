"""Robustness: how well the first place stands."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from scoring.access import Act
from scoring.casefile.rows import case_of
from scoring.charts.intervals import interval_chart
from scoring.charts.ranks import rank_chart
from scoring.charts.ternary import ternary_chart
from scoring.formulas.assessment import assess
from scoring.formulas.robustness import robustness_of
from scoring.presentation import present
from scoring.presentation.robustness import ShareRow, robustness_figures
from scoring.presentation.robustness_rules import robustness_rules
from scoring.presentation.what_if import points_of, tipping_points
from scoring.views.here import found
from scoring.views.results import sealed
from scoring.views.what_if import address_with


@require_safe
def robustness(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The verdict, why, and everything that was tried."""
    evaluation, access = found(request, pk)
    if not access.may(Act.SEE_RESULTS):
        return sealed(request, evaluation, access)
    case = case_of(evaluation)
    assessment = assess(case)
    result = present(case, assessment)
    found_out = robustness_of(case, assessment)
    figures = robustness_figures(result, found_out)
    now, formula = points_of(case.dimensions), case.method.price_formula
    context = {
        "evaluation": evaluation,
        "access": access,
        "result": result,
        "figures": figures,
        "interval_chart": interval_chart(figures) if figures.dimensions else None,
        "ternary_chart": ternary_chart(figures, dict(case.dimensions)),
        "winners": [(key, figures.names[key]) for key in found_out.winner],
        # The totals at a tipping point, and under another price formula, stand in What if with their numbers filled in.
        "tipping": [
            (point.label, address_with(pk, point.weights, formula)) for point in tipping_points(found_out, now)
        ],
        "tried": [
            (row, address_with(pk, now, row.price_formula) if row.price_formula else "") for row in figures.tried
        ],
        "rules": robustness_rules(case),
        "uniform_chart": _drawn(figures.uniform, _("Rank of each offer when all weights are drawn freely"), "uniform"),
        "near_chart": _drawn(figures.near, _("Rank of each offer when every weight varies by a fifth"), "near"),
    }
    return render(request, "scoring/robustness.html", context)


def _drawn(rows: tuple[ShareRow, ...], title: str, kind: str) -> str | None:
    return rank_chart(rows, title, chart_id=f"chart-ranks-{kind}") if rows else None
