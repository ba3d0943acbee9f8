"""What an evaluation still lacks before members can mark: checked when procurement looks, and again when it opens."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from scoring.casefile.document import Faults, read, to_document
from scoring.casefile.priced import rates_of
from scoring.casefile.rows import live_case
from scoring.formulas.assessment import assess
from scoring.formulas.case import Case
from scoring.models import Criterion, Evaluation
from scoring.models.evaluation import Dimension

FEWEST_OFFERS = 2
FULL, NONE = 100.0, 0.0


def opening_problems(evaluation: Evaluation) -> list[str]:
    """Everything that keeps scoring from opening, as sentences for procurement; empty when it may open."""
    problems = [*_committee_problems(evaluation), *_offer_problems(evaluation), *_criteria_problems(evaluation)]
    return problems or _case_problems(live_case(evaluation))


def amendment_problems(evaluation: Evaluation, case: Case) -> list[str]:
    """Everything that keeps the case, made from the evaluation's changed rows, from replacing the frozen one."""
    return _criteria_problems(evaluation) or _case_problems(case)


def _case_problems(case: Case) -> list[str]:
    try:
        read(to_document(case))
    except Faults as faults:
        return [str(_("The evaluation does not add up: %s")) % line for line in faults.lines]
    return _price_problems(case)


def _committee_problems(evaluation: Evaluation) -> list[str]:
    seats = list(evaluation.seats.all())
    problems = []
    if not any(seat.is_voting for seat in seats):
        problems.append(_("The committee needs at least one voting seat."))
    if not any(seat.is_chair for seat in seats):
        problems.append(_("Say who chairs the committee: the chair states the decision."))
    vacant = [str(seat) for seat in seats if seat.member_id is None]
    if vacant:
        problems.append(
            _("Put a person on each seat. Nobody sits on: %s.")
            % pgettext("between the items of a list", ", ").join(vacant)
        )
    return problems


def _offer_problems(evaluation: Evaluation) -> list[str]:
    count = evaluation.candidates.count()
    if count >= FEWEST_OFFERS:
        return _rate_problems(evaluation)
    return [
        ngettext(
            "There is %(count)d offer; a comparison needs at least 2.",
            "There are %(count)d offers; a comparison needs at least 2.",
            count,
        )
        % {"count": count}
    ]


def _rate_problems(evaluation: Evaluation) -> list[str]:
    """Amounts in another currency can only be compared at a rate that somebody stated."""
    quoted = evaluation.candidates.order_by("offer__currency").values_list("offer__currency", flat=True).distinct()
    rates = rates_of(evaluation)
    missing = [currency for currency in quoted if currency not in rates]
    if not missing:
        return []
    return [
        _("State the exchange rate, with its date and source, of: %s.")
        % pgettext("between the items of a list", ", ").join(missing)
    ]


def _criteria_problems(evaluation: Evaluation) -> list[str]:
    criteria = [each for each in evaluation.criteria.all() if each.condition in {"", *evaluation.conditions}]
    problems = []
    for dimension in Dimension:
        if not getattr(evaluation, f"weight_{dimension}"):
            continue
        counting = [each for each in criteria if each.dimension == dimension and each.grade != "redundant"]
        if not counting:
            problems.append(_("“%s” has a weight but no criterion that counts.") % dimension.label)
        elif all(each.weight == 0 for each in counting):
            problems.append(_("All criteria of “%s” have weight 0; at least one must be above 0.") % dimension.label)
    return [*problems, *_coverage_problems(evaluation, criteria)]


def _coverage_problems(evaluation: Evaluation, criteria: list[Criterion]) -> list[str]:
    """Every criterion that members mark needs a seat with a vote that marks it, and every seat something to mark."""
    asked = {each.pk: str(each) for each in criteria if each.source == "panel" and each.grade != "redundant"}
    seats = list(evaluation.seats.prefetch_related("criteria"))
    marks = {seat: set(asked) if seat.has_all_criteria else {each.pk for each in seat.criteria.all()} for seat in seats}
    covered = set().union(*(marks[seat] for seat in seats if seat.is_voting))
    problems, comma = [], pgettext("between the items of a list", ", ")
    idle = [str(seat) for seat in seats if asked and not marks[seat] & set(asked)]
    if idle:
        problems.append(_("Give each seat a criterion to mark. Without any: %s.") % comma.join(idle))
    missed = [name for key, name in asked.items() if key not in covered]
    if missed and covered:
        problems.append(_("No seat with a vote marks: %s.") % comma.join(missed))
    return problems


def _price_problems(case: Case) -> list[str]:
    """A price criterion on which every eligible offer clips to the same end tells them apart by nothing."""
    if case.method.price_formula != "ceiling":
        return []
    priced = [each.id for each in case.criteria if each.measure == "price" and each.counts]
    eligible = [offer for offer in assess(case).offers if not offer.excluded]
    for criterion in priced:
        scores = {offer.criteria[criterion].score for offer in eligible if criterion in offer.criteria}
        if scores in ({FULL}, {NONE}):
            return [
                _(
                    "Every offer gets %d points for its price. "
                    "Change the limits of the price formula, or the budget, so that prices tell the offers apart."
                )
                % scores.pop()
            ]
    return []
