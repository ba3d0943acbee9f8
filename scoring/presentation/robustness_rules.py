"""How the figures of robustness and agreement come about: a rule for each part of their pages."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from scoring.formulas.case import Case
from scoring.presentation.method import Statement


def robustness_rules(case: Case) -> Mapping[str, Statement]:
    """What is tried, and how the verdict follows."""
    return {
        "dimension": Statement(
            _("Weight of a dimension"),
            _(
                "One dimension's share is moved from 0 to 100 % and the others keep their proportions. Each total is "
                "then a straight line, so the stretch in which the winner stays first is exact."
            ),
        ),
        "criterion": Statement(
            _("Weight of a criterion"),
            _(
                "One criterion's share of its dimension is moved from nothing to all, and its neighbours keep their "
                "proportions; the dimensions keep their weights. An offer without a score on the criterion does not "
                "move."
            ),
        ),
        "shift": Statement(
            _("Smallest shift"),
            _("The lead divided by what a rival gains for each point that is moved; the smallest over all pairs."),
        ),
        "map": Statement(
            _("Map and shares"),
            _(
                "All weights of three dimensions form a triangle. Each offer's part is cut out exactly, and its share "
                "is its area."
            ),
        ),
        "ranks": Statement(
            _("Ranks under random weights"),
            _(
                "Weights are drawn %(draws)s times: freely over everything that adds up to 1, and near the agreed "
                "ones, each times 0.8 to 1.2. Ties split their share. The seed %(seed)s gives everybody the same draws."
            )
            % {"draws": f"{case.method.draws:,}", "seed": case.method.seed},
        ),
        "who_wins": Statement(
            _("Who wins if"),
            _(
                "The whole result is computed again without one losing offer, without one voting member, under each "
                "other official price formula, with all costs at their lowest and highest, and with each mark one step "
                "up and down."
            ),
        ),
        "verdict": Statement(
            _("Verdict"),
            _(
                "Too close: the lead is inside the band, or the first place is shared. Sensitive: another winner under "
                "anything that was tried but single marks, or first under less than half of all weights of the "
                "dimensions. Robust: neither."
            ),
        ),
    }


def agreement_rules() -> Mapping[str, Statement]:
    """What each figure of agreement divides by what."""
    return {
        "alpha": Statement(
            _("Krippendorff's alpha"),
            _(
                "1 − the disagreement that was found / the disagreement that chance would give, over all cells with "
                "two marks or more. From 0.80 on it reads good, from 0.667 on tentative."
            ),
        ),
        "within_group": Statement(
            _("Agreement within the group (r_wg)"),
            _(
                "1 − the variance of the marks in a cell / the variance of marks thrown at random, (A² − 1) / 12 with "
                "A points on the scale; never below 0. A criterion has the mean of its cells."
            ),
        ),
        "kendall": Statement(
            _("Kendall's W"),
            _("How far the members' own rankings of the offers go together, corrected for ties; complete sheets only."),
        ),
        "icc": Statement(
            _("ICC"),
            _(
                "The part of the variance of the mean mark that comes from the cells and not from the members. Below "
                "0.5 it reads poor, below 0.75 moderate, below 0.9 good."
            ),
        ),
        "severity": Statement(
            _("Points above or below"),
            _(
                "How many points of 100 a member gives more than the others to the same cells, by least squares over "
                "members and cells."
            ),
        ),
        "discrepancy": Statement(
            _("Far apart"),
            _("The highest and the lowest mark of a cell are two fifths of the scale apart or more."),
        ),
    }
