"""Offers in figures: one row of the ranking, with its dimensions, flags and the reasons for which it is out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from scoring.formulas.case import Case, Offer
from scoring.formulas.results import Assessment, CostResult, OfferResult
from scoring.formulas.rounding import largest_remainder, printed
from scoring.presentation import wording
from scoring.presentation.flags import Badge, FlagText, badges, flag_text
from vendors.wording import worded_for_reader


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionHead:
    """One of the three dimensions with its weight."""

    code: str
    label: str
    weight: float  # as entered
    share: float  # of the sum of the three, 0..1


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionFigure:
    """What one offer got in one dimension."""

    code: str
    label: str
    score: Decimal | None  # 0..100
    contribution: Decimal | None  # points of the total; the three add up to the printed total


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionText:
    """A knock-out that an offer failed."""

    criterion_id: str
    criterion: str
    score: Decimal
    pass_mark: Decimal
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideText:
    """A knock-out that a named person set aside for an offer."""

    criterion_id: str
    criterion: str
    by: str  # who, and on which day where that is known
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What an offer had before the committee talked: by the members' own marks, as they stood at closing."""

    place: str
    total: Decimal | None
    delta: Decimal | None  # what talking added to the printed total

    @property
    def difference(self) -> str:
        """The delta with its sign; a dash where a total is missing."""
        if self.delta is None:
            return "–"
        return f"{self.delta:+,f}".replace("-", "−") if self.delta else f"{self.delta:,f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFigures:
    """One offer as the ranking prints it."""

    id: str
    vendor: str
    edition: str
    tier: str
    rank: int | None
    place: str  # "1", "1=" where it is shared, "–" without one
    total: Decimal | None
    dimensions: tuple[DimensionFigure, ...]
    is_provisional: bool
    exclusions: tuple[ExclusionText, ...]
    overrides: tuple[OverrideText, ...]
    open_knock_outs: tuple[str, ...]  # names of criteria; deciding for the offer needs the fact or a waiver
    must_coverage: float | None  # share of 1
    marked: int
    expected: int
    cost: CostResult
    flags: tuple[FlagText, ...]
    before: Earlier | None = None  # where talking changed a total or a place of any offer

    @property
    def name(self) -> str:
        """Vendor and edition."""
        return f"{self.vendor} · {self.edition}" if self.edition else self.vendor

    @property
    def is_excluded(self) -> bool:
        """Whether a knock-out excludes it."""
        return bool(self.exclusions)

    @property
    def badges(self) -> tuple[Badge, ...]:
        """The flags in two or three words each."""
        return badges(self.flags)


def dimension_heads(case: Case) -> tuple[DimensionHead, ...]:
    """The three dimensions with their weights."""
    total = sum(case.dimensions.values())
    return tuple(
        DimensionHead(code=code, label=wording.dimension_label(code), weight=weight, share=weight / total)
        for code, weight in case.dimensions.items()
    )


def offer_figures(case: Case, assessment: Assessment, heads: tuple[DimensionHead, ...]) -> tuple[OfferFigures, ...]:
    """Every offer: by rank, then those without one, then the excluded, each in the case's order."""
    offers = {offer.id: offer for offer in case.offers}
    shared = {offer for tie in assessment.ties for offer in tie}
    names = criterion_names(case)
    ordered = sorted(assessment.ranking, key=lambda found: (bool(found.excluded), found.rank is None, found.rank or 0))
    return tuple(
        _figures(case, offers[found.id], found, heads, names, is_shared=found.id in shared) for found in ordered
    )


def with_earlier(offers: tuple[OfferFigures, ...], before: Assessment, decimals: int) -> tuple[OfferFigures, ...]:
    """The offers with what each had before the discussion; as they are where that is the same for all of them."""
    shared = {offer for tie in before.ties for offer in tie}
    found = {each.id: each for each in before.offers}
    compared = tuple(replace(offer, before=_earlier(offer, found[offer.id], shared, decimals)) for offer in offers)
    differs = any(
        each.before and (each.before.place, each.before.total) != (each.place, each.total) for each in compared
    )
    return compared if differs else offers


def criterion_names(case: Case) -> Mapping[str, str]:
    """Criterion id -> its name in the reader's language."""
    return {criterion.id: worded_for_reader(criterion.name) for criterion in case.criteria}


def dimension_contributions(
    found: OfferResult, heads: tuple[DimensionHead, ...], decimals: int
) -> dict[str, Decimal] | None:
    """Dimension -> points of the total as printed, so that they add up to the printed total; None without a total."""
    if found.total is None:
        return None
    parts = {head.code: head.share * (found.scores[head.code] or 0.0) for head in heads}
    return largest_remainder(parts, found.total, decimals)


def _figures(
    case: Case,
    offer: Offer,
    found: OfferResult,
    heads: tuple[DimensionHead, ...],
    names: Mapping[str, str],
    *,
    is_shared: bool,
) -> OfferFigures:
    decimals = case.method.decimals
    contributions = dimension_contributions(found, heads, decimals)
    return OfferFigures(
        id=offer.id,
        vendor=worded_for_reader(offer.vendor),
        edition=worded_for_reader(offer.edition),
        tier=wording.tier_label(offer.tier),
        rank=found.rank,
        place=_place(found, is_shared=is_shared),
        total=_printed(found.total, decimals),
        dimensions=tuple(
            DimensionFigure(
                code=head.code,
                label=head.label,
                score=_printed(found.scores[head.code], decimals),
                contribution=None if contributions is None else contributions[head.code],
            )
            for head in heads
        ),
        is_provisional=found.provisional,
        exclusions=_exclusions(found, names, decimals),
        overrides=tuple(
            OverrideText(
                criterion_id=override.criterion,
                criterion=names[override.criterion],
                by=wording.person_on(worded_for_reader(override.by), override.on),
                reason=worded_for_reader(override.reason),
            )
            for override in case.overrides
            if override.offer == offer.id
        ),
        open_knock_outs=tuple(
            names[str(flag.values["criterion"])] for flag in found.flags if flag.code == "open_knock_out"
        ),
        must_coverage=found.must_coverage,
        marked=found.coverage.marked,
        expected=found.coverage.expected,
        cost=found.cost,
        flags=tuple(flag_text(flag, case) for flag in found.flags),
    )


def _earlier(offer: OfferFigures, found: OfferResult, shared: set[str], decimals: int) -> Earlier:
    total = _printed(found.total, decimals)
    return Earlier(
        place=_place(found, is_shared=found.id in shared),
        total=total,
        delta=None if total is None or offer.total is None else offer.total - total,
    )


def _place(found: OfferResult, *, is_shared: bool) -> str:
    return "–" if found.rank is None else f"{found.rank}{'=' if is_shared else ''}"


def _exclusions(found: OfferResult, names: Mapping[str, str], decimals: int) -> tuple[ExclusionText, ...]:
    texts = []
    for item in found.excluded:
        score, pass_mark = printed(item.score, decimals), printed(item.pass_mark, decimals)
        values = {
            "criterion": names[item.criterion],
            "score": wording.figure(score),
            "pass_mark": wording.figure(pass_mark),
        }
        texts.append(
            ExclusionText(
                criterion_id=item.criterion,
                criterion=names[item.criterion],
                score=score,
                pass_mark=pass_mark,
                text=_("Knock-out “%(criterion)s”: scored %(score)s, passes from %(pass_mark)s.") % values,
            )
        )
    return tuple(texts)


def _printed(figure: float | None, decimals: int) -> Decimal | None:
    return None if figure is None else printed(figure, decimals)
