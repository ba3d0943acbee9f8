"""Result: a case and its assessment as pages and reports print them, in the language that is active."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring.formulas.case import Case
from scoring.formulas.results import Assessment
from scoring.presentation.heat import HeatGroup, heat_groups
from scoring.presentation.offers import DimensionHead, OfferFigures, dimension_heads, offer_figures, with_earlier
from scoring.presentation.verdict import Verdict, decision_text, verdict_of
from vendors.wording import worded_for_reader

# Flags that name the offer at which a reader of the whole result should stop; the others stand beside the offer.
_WARN_OF = ("cheapest_unfit", "over_budget", "abnormally_low", "zero_price", "overridden", "waived", "no_total")
_OF_ALL_OFFERS = ("no_eligible_offer", "price_tells_nothing")  # every offer carries them, with the same sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Everything that is printed about a result."""

    case: Case
    assessment: Assessment
    title: str
    currency: str
    decimals: int
    dimensions: tuple[DimensionHead, ...]
    offers: tuple[OfferFigures, ...]
    verdict: Verdict
    warnings: tuple[str, ...]
    heat: tuple[HeatGroup, ...]
    recusals: tuple[tuple[str, str], ...]  # seat, and the offer that it has withdrawn from judging

    @property
    def ranked(self) -> tuple[OfferFigures, ...]:
        """Offers with a place."""
        return tuple(offer for offer in self.offers if offer.rank is not None)

    @property
    def unranked(self) -> tuple[OfferFigures, ...]:
        """Eligible offers without a total."""
        return tuple(offer for offer in self.offers if offer.rank is None and not offer.is_excluded)

    @property
    def excluded(self) -> tuple[OfferFigures, ...]:
        """Offers that a knock-out excludes; the reason stands beside each."""
        return tuple(offer for offer in self.offers if offer.is_excluded)

    @property
    def first(self) -> OfferFigures | None:
        """The offer in first place; None where there is none or the place is shared."""
        return self.ranked[0] if len(self.assessment.winners) == 1 else None

    @property
    def shows_before(self) -> bool:
        """Whether the offers show what they had before the discussion."""
        return any(offer.before for offer in self.offers)

    def offer(self, offer_id: str) -> OfferFigures:
        """One offer. Raises: KeyError: there is none of this id."""
        return self._by_id[offer_id]

    def decision_sentence(self, chosen: str | None) -> str:
        """What the committee decided: an offer's id, or None where it awarded none."""
        return decision_text(None if chosen is None else self.offer(chosen))

    @property
    def _by_id(self) -> Mapping[str, OfferFigures]:
        return {offer.id: offer for offer in self.offers}


def present(case: Case, assessment: Assessment, before: Assessment | None = None) -> Result:
    """The case and its assessment in words and figures, in the language that is active.

    `before` is the result of the members' own marks, where talking changed them; each offer then shows both.
    """
    heads = dimension_heads(case)
    offers = offer_figures(case, assessment, heads)
    if before is not None:
        offers = with_earlier(offers, before, case.method.decimals)
    return Result(
        case=case,
        assessment=assessment,
        title=worded_for_reader(case.title),
        currency=case.profile.currency,
        decimals=case.method.decimals,
        dimensions=heads,
        offers=offers,
        verdict=verdict_of(case, assessment, offers),
        warnings=tuple(_warnings(offers)),
        heat=heat_groups(case, assessment, heads, offers),
        recusals=tuple(
            (worded_for_reader(seat.name), offer.name)
            for seat in case.seats
            for offer in offers
            if offer.id in seat.recused
        ),
    )


def _warnings(offers: tuple[OfferFigures, ...]) -> list[str]:
    warnings = list(dict.fromkeys(flag.text for offer in offers for flag in offer.flags if flag.code in _OF_ALL_OFFERS))
    for offer in offers:
        warnings += [
            _("%(name)s: %(sentence)s") % {"name": offer.name, "sentence": flag.text}
            for flag in offer.flags
            if flag.code in _WARN_OF
        ]
        unknown = sum(flag.code == "unknown_fact" for flag in offer.flags)
        if unknown:
            warnings.append(_unknown_facts(offer, unknown))
    return warnings


def _unknown_facts(offer: OfferFigures, count: int) -> str:
    return ngettext(
        "%(name)s: %(count)s fact is not known and scores by the rule for unknown facts.",
        "%(name)s: %(count)s facts are not known and score by the rule for unknown facts.",
        count,
    ) % {"name": offer.name, "count": count}
