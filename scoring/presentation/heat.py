"""Heat table: criteria by offers, each cell with its number and a band that colours it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from scoring.formulas.case import Case, Criterion
from scoring.formulas.gates import is_gate
from scoring.formulas.results import Assessment, CriterionResult
from scoring.formulas.rounding import printed
from scoring.presentation import wording
from scoring.presentation.offers import DimensionHead, OfferFigures
from vendors.wording import worded_for_reader

# Lower ends of the bands, best last: a cell of 80 or more is in band 4.
BANDS = (0, 20, 40, 60, 80)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatCell:
    """One score."""

    offer_id: str
    score: Decimal | None  # 0..100
    status: str  # scored | missing | not_applicable | unknown
    band: str  # "0" .. "4"; "none" without a score
    marked: int  # n of N voting members
    expected: int
    is_consensus: bool
    fails: bool  # the knock-out that excludes the offer
    is_partial: bool  # marked by some of those who should have

    @property
    def text(self) -> str:
        """The number, or the word that stands in its place."""
        if self.score is not None:
            return wording.figure(self.score)
        return _("n/a") if self.status == "not_applicable" else _("missing")

    @property
    def signs(self) -> list[tuple[str, str]]:
        """What a reader should know beside the number: a sign, and the same in words."""
        signs = []
        if self.fails:
            signs.append(("✕", _("excluded by this knock-out")))
        if self.status == "unknown":
            signs.append(("?", _("the fact is not known")))
        if self.is_consensus:
            signs.append(("=", _("agreed in consensus")))
        if self.is_partial:
            words = _("marked by %(marked)d of %(expected)d voting members")
            signs.append((f"{self.marked}/{self.expected}", words % {"marked": self.marked, "expected": self.expected}))
        return signs


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatRow:
    """One criterion over all offers."""

    criterion_id: str
    name: str
    class_code: str
    class_label: str
    weight: float  # as entered or by default
    share: float  # of its dimension where everything applies, 0..1
    counts: bool
    is_knock_out: bool
    is_measured: bool
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatGroup:
    """The criteria of one dimension."""

    dimension: DimensionHead
    rows: tuple[HeatRow, ...]


def band(score: Decimal | None) -> str:
    """The band of a score, for its colour."""
    return "none" if score is None else str(sum(score >= low for low in BANDS) - 1)


def heat_groups(
    case: Case, assessment: Assessment, heads: tuple[DimensionHead, ...], offers: tuple[OfferFigures, ...]
) -> tuple[HeatGroup, ...]:
    """Criteria by offers, grouped by dimension; the offers in the order of the ranking."""
    found = {offer.id: offer for offer in assessment.offers}
    return tuple(
        HeatGroup(
            dimension=head,
            rows=tuple(
                _row(case, criterion, share, tuple((each, found[each.id].criteria[criterion.id]) for each in offers))
                for criterion, share in _shares(case, head.code)
            ),
        )
        for head in heads
    )


def _shares(case: Case, dimension: str) -> Iterator[tuple[Criterion, float]]:
    """The dimension's criteria with the share that each has in it where every one of them applies."""
    conditions = case.profile.conditions
    in_force = {
        item.id: item.weight
        for item in case.criteria
        if item.dimension == dimension and item.counts and (item.condition is None or item.condition in conditions)
    }
    total = sum(in_force.values())
    for item in case.criteria:
        if item.dimension == dimension:
            yield item, in_force.get(item.id, 0.0) / total if total else 0.0


def _row(
    case: Case, criterion: Criterion, share: float, found: tuple[tuple[OfferFigures, CriterionResult], ...]
) -> HeatRow:
    return HeatRow(
        criterion_id=criterion.id,
        name=worded_for_reader(criterion.name),
        class_code=criterion.class_,
        class_label=wording.class_label(criterion.class_),
        weight=criterion.weight,
        share=share,
        counts=criterion.counts,
        is_knock_out=is_gate(case.method.must_policy, criterion),
        is_measured=criterion.source == "measure",
        cells=tuple(_cell(criterion, offer, result, case.method.decimals) for offer, result in found),
    )


def _cell(criterion: Criterion, offer: OfferFigures, result: CriterionResult, decimals: int) -> HeatCell:
    score = None if result.score is None else printed(result.score, decimals)
    return HeatCell(
        offer_id=offer.id,
        score=score,
        status=result.status,
        band=band(score),
        marked=result.marked,
        expected=result.expected,
        is_consensus=result.is_consensus,
        fails=any(item.criterion_id == criterion.id for item in offer.exclusions),
        is_partial=0 < result.marked < result.expected,
    )
