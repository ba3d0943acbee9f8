"""Robustness page: how well the first place stands, in words, figures and pictures."""

from django.utils.translation import gettext as _

from scoring.charts.intervals import interval_chart
from scoring.charts.ranks import rank_chart
from scoring.charts.ternary import ternary_chart
from scoring.formulas.robustness import Robustness
from scoring.presentation import Result
from scoring.presentation.robustness import ShareRow, robustness_figures

MARK_CHANGES_SHOWN = 12
CRITERIA_SHOWN = 8


def robustness_in_words(result: Result, found: Robustness, *, suffix: str) -> dict[str, object]:
    """What the chapter's templates print; where there is nothing to compare no more than the verdict.

    `suffix` keeps the ids of pictures apart where a report has two languages.
    """
    figures = robustness_figures(result, found)
    if found.verdict in {"none", "only_one"}:
        return {"robustness": figures, "is_compared": False}
    return {
        "robustness": figures,
        "is_compared": True,
        "mark_changes": figures.mark_changes[:MARK_CHANGES_SHOWN],
        "more_mark_changes": max(len(figures.mark_changes) - MARK_CHANGES_SHOWN, 0),
        "criterion_weights": figures.criteria[:CRITERIA_SHOWN],
        "more_criterion_weights": max(len(figures.criteria) - CRITERIA_SHOWN, 0),
        "interval_chart": interval_chart(figures, chart_id=f"chart-intervals{suffix}"),
        "ternary_chart": ternary_chart(figures, dict(result.case.dimensions), chart_id=f"chart-ternary{suffix}"),
        "uniform_chart": _drawn(
            figures.uniform, _("Rank of each offer when all weights are drawn freely"), f"uniform{suffix}"
        ),
        "near_chart": _drawn(
            figures.near, _("Rank of each offer when every weight varies by a fifth"), f"near{suffix}"
        ),
    }


def _drawn(rows: tuple[ShareRow, ...], title: str, kind: str) -> str | None:
    return rank_chart(rows, title, chart_id=f"chart-ranks-{kind}") if rows else None
