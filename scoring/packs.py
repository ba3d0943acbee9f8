"""Packs: what an evaluation takes from the criteria library, and what follows when the company is described anew.

A criterion that still says exactly what the library proposed was never edited ("untouched"): it may be replaced. What
somebody changed or added stays, whatever is chosen later.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from scoring import library
from scoring.formulas.case import DEFAULT_PASS_MARK
from scoring.models import Criterion, Evaluation
from vendors.wording import columns

# What the library decides about a criterion.
_PROPOSED = (
    "name",
    "name_zh",
    "question",
    "group",
    "dimension",
    "grade",
    "weight",
    "source",
    "measure",
    "fact",
    "knock_out",
    "pass_mark",
    "condition",
    "anchors",
    "evidence_wanted",
    "lead_role",
)


@dataclass(frozen=True, slots=True)
class Takeover:
    """What taking a pack does to the criteria that are there."""

    added: list[Criterion]
    updated: list[Criterion]  # untouched ones that the new choice has as well
    removed: list[Criterion]  # untouched ones that it has not
    kept: list[Criterion]  # changed or made by people

    @property
    def replaced(self) -> int:
        """How many criteria of the library make room for the new choice."""
        return len(self.updated) + len(self.removed)


def criteria_for(evaluation: Evaluation, *, tier: str, pack: str) -> list[Criterion]:
    """The pack's criteria as rows of the evaluation, not saved, with the classes proposed for its company."""
    groups = {group.id: dict(group.name) for group in library.groups()}
    proposal = library.proposal(tier, evaluation.company_profile, evaluation.conditions, pack)
    return [_row(evaluation, each, groups, position) for position, each in enumerate(proposal)]


def counts(rows: Iterable[Criterion]) -> Counter[tuple[str, str]]:
    """How many criteria there are of each dimension and class."""
    return Counter((row.dimension, row.grade) for row in rows)


def untouched(evaluation: Evaluation) -> dict[str, Criterion]:
    """The criteria, by key, that still say what the library proposed for the evaluation as it stands."""
    if not evaluation.tier_id or not evaluation.pack:
        return {}
    proposed = {row.key: row for row in criteria_for(evaluation, tier=evaluation.tier_id, pack=evaluation.pack)}
    return {
        row.key: row
        for row in evaluation.criteria.all()
        if row.key in proposed and all(getattr(row, name) == getattr(proposed[row.key], name) for name in _PROPOSED)
    }


def takeover(evaluation: Evaluation, *, tier: str, pack: str) -> Takeover:
    """What taking this pack for this tier would do. Nothing is saved."""
    free = untouched(evaluation)
    kept = [row for row in evaluation.criteria.all() if row.key not in free]
    taken = {row.key for row in kept}
    proposed = [row for row in criteria_for(evaluation, tier=tier, pack=pack) if row.key not in taken]
    wanted = {row.key for row in proposed}
    for row in proposed:
        # The row stays the same one, so that whatever points at it still does.
        row.pk = free[row.key].pk if row.key in free else None
    return Takeover(
        added=[row for row in proposed if row.pk is None],
        updated=[row for row in proposed if row.pk is not None],
        removed=[row for key, row in free.items() if key not in wanted],
        kept=kept,
    )


def take(evaluation: Evaluation, *, tier: str, pack: str) -> Takeover:
    """Make the evaluation's criteria those of the pack, and keep what people changed or added, after them."""
    change = takeover(evaluation, tier=tier, pack=pack)
    _save(evaluation, change)
    evaluation.tier_id, evaluation.pack = tier, pack
    evaluation.save(update_fields=["tier", "pack"])
    return change


@dataclass(frozen=True, slots=True)
class Followed:
    """What changed by itself because nobody had changed it by hand."""

    classes: int
    dimension_weights: bool
    price_formula: bool


def follow_company(evaluation: Evaluation, *, was: Evaluation) -> Followed:
    """Let everything that the library or a default decided follow the company as it is described now.

    Args:
        evaluation: as described now.
        was: the same evaluation, as it was described before.
    """
    followed = Followed(
        classes=_follow_in_classes(evaluation, was),
        dimension_weights=weights_of(was) == suggested_weights(was) != suggested_weights(evaluation),
        price_formula=was.price_formula == suggested_formula(was) != suggested_formula(evaluation),
    )
    if followed.dimension_weights:
        suggest_weights(evaluation)
    if followed.price_formula:
        evaluation.price_formula = suggested_formula(evaluation)
        evaluation.price_parameters = {}
    evaluation.save()
    return followed


def weights_of(evaluation: Evaluation) -> tuple[float, float, float]:
    """The weights of need, cost and risk."""
    return evaluation.weight_need, evaluation.weight_cost, evaluation.weight_risk


def suggested_weights(evaluation: Evaluation) -> tuple[float, float, float]:
    """What the library suggests for the company profile."""
    suggested = library.dimension_weights(evaluation.company_profile or None)
    return suggested["need"], suggested["cost"], suggested["risk"]


def suggest_weights(evaluation: Evaluation) -> None:
    """Give the dimensions the weights that the library suggests; not saved."""
    evaluation.weight_need, evaluation.weight_cost, evaluation.weight_risk = suggested_weights(evaluation)


def suggested_formula(evaluation: Evaluation) -> str:
    """Against the budget wherever one is given: no offer, winning or losing, can then bend another's points."""
    has_ceiling = evaluation.budget is not None and evaluation.price_basis == Evaluation.PriceBasis.CASH
    return Evaluation.PriceFormula.CEILING if has_ceiling else Evaluation.PriceFormula.LOWEST_RATIO


def _follow_in_classes(evaluation: Evaluation, was: Evaluation) -> int:
    """Give untouched criteria the classes of the company as described now; returns how many changed."""
    free = untouched(was)
    if not free:
        return 0
    now = {row.key: row for row in criteria_for(evaluation, tier=evaluation.tier_id or "", pack=evaluation.pack)}
    changed = [row for key, row in free.items() if row.grade != now[key].grade]
    for row in changed:
        row.grade = now[row.key].grade
    Criterion.objects.bulk_update(changed, ["grade"])
    return len(changed)


def _save(evaluation: Evaluation, change: Takeover) -> None:
    evaluation.criteria.filter(pk__in=[row.pk for row in change.removed]).delete()
    Criterion.objects.bulk_update(change.updated, [*_PROPOSED, "position"])
    Criterion.objects.bulk_create(change.added)
    after = len(change.updated) + len(change.added)
    for position, row in enumerate(change.kept, start=after):
        row.position = position
    Criterion.objects.bulk_update(change.kept, ["position"])


def _row(
    evaluation: Evaluation, proposed: library.Proposed, groups: dict[str, dict[str, str]], position: int
) -> Criterion:
    said = proposed.criterion
    name, name_zh = columns(said.name)
    return Criterion(
        evaluation=evaluation,
        key=said.id,
        name=name,
        name_zh=name_zh,
        question=dict(said.question),
        group=groups[said.group],
        dimension=said.dimension,
        grade=proposed.class_,
        source=said.source,
        measure=said.measure or "",
        fact=said.fact or "",
        knock_out=said.knock_out,
        pass_mark=DEFAULT_PASS_MARK if said.pass_mark is None else float(said.pass_mark),
        condition=said.condition or "",
        anchors={str(mark): dict(text) for mark, text in said.anchors.items()},
        evidence_wanted=dict(said.evidence),
        lead_role=said.lead_role,
        position=position,
    )
