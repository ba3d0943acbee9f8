"""Verdict: who comes first, in one sentence, and what to keep in mind beside it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from scoring.formulas.case import Case
from scoring.formulas.results import Assessment
from scoring.formulas.rounding import printed
from scoring.presentation import wording
from scoring.presentation.offers import OfferFigures
from vendors.wording import in_a_row


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the ranking says."""

    kind: str  # none | only_one | shared | tie_rule | too_close | clear
    sentence: str
    notes: tuple[str, ...]  # provisional, and whom it concerns

    @property
    def text(self) -> str:
        """All of it in a row, for where there is one place only."""
        return in_a_row([self.sentence, *self.notes])


def verdict_of(case: Case, assessment: Assessment, offers: tuple[OfferFigures, ...]) -> Verdict:
    """The ranking in words."""
    kind, sentence = _sentence(case, assessment, offers)
    return Verdict(kind, sentence, tuple(_notes(offers)))


def decision_text(chosen: OfferFigures | None) -> str:
    """What the committee decided, in one sentence; None = no award."""
    if chosen is None:
        return _("The committee awards no offer.")
    values = {"name": chosen.name, "place": chosen.place, "total": _total(chosen)}
    if chosen.rank == 1:
        return _("The committee chooses %(name)s, which came first with %(total)s of 100 points.") % values
    if chosen.rank is None:
        return _("The committee chooses %(name)s, which has no place in the ranking.") % values
    return _("The committee chooses %(name)s, which came in place %(place)s with %(total)s of 100 points.") % values


def _sentence(case: Case, assessment: Assessment, offers: tuple[OfferFigures, ...]) -> tuple[str, str]:
    ranked = [offer for offer in offers if offer.rank is not None]
    eligible = [offer for offer in offers if not offer.is_excluded]
    if not ranked:
        if eligible:
            return "none", _("No offer has a total yet, so none can be recommended.")
        return "none", _("No offer passes every knock-out, so none can be recommended.")
    if len(ranked) == 1:
        sentence = (
            _("Only %(name)s passes every knock-out; it scores %(total)s of 100 points.")
            if len(eligible) == 1
            else _("Only %(name)s has a total: %(total)s of 100 points.")
        )
        return "only_one", sentence % {"name": ranked[0].name, "total": _total(ranked[0])}
    return _comparison(case, assessment, ranked)


def _comparison(case: Case, assessment: Assessment, ranked: list[OfferFigures]) -> tuple[str, str]:
    first = ranked[0]
    values = {"name": first.name, "total": _total(first)}
    if len(assessment.winners) > 1:
        names = wording.joined(offer.name for offer in ranked if offer.id in assessment.winners)
        sentence = _("%(names)s share the first place with %(total)s of 100 points; no rule separates them.")
        return "shared", sentence % (values | {"names": names})
    decimals = case.method.decimals
    lead = printed(assessment.lead or 0.0, decimals)
    values |= {
        "second": ranked[1].name,
        "lead": wording.figure(lead),
        "band": wording.figure(printed(case.method.too_close, decimals)),
    }
    if ranked[1].total == first.total:
        sentence = _("%(name)s and %(second)s both have %(total)s of 100 points; the tie rule puts %(name)s first.")
        return "tie_rule", sentence % values
    if assessment.is_close:
        sentence = _(
            "%(name)s comes first with %(total)s of 100 points, only %(lead)s ahead of %(second)s: "
            "within %(band)s points the result is too close to call."
        )
        return "too_close", sentence % values
    sentence = _("%(name)s comes first with %(total)s of 100 points, %(lead)s points ahead of %(second)s.")
    return "clear", sentence % values


def _notes(offers: tuple[OfferFigures, ...]) -> list[str]:
    provisional = [offer for offer in offers if offer.is_provisional and not offer.is_excluded]
    if not provisional:
        return []
    names = wording.joined(offer.name for offer in provisional)
    notes = [_("The result is provisional, because something is still missing for: %(names)s.") % {"names": names}]
    notes += [
        _("Whether %(name)s passes the knock-outs is open: %(criteria)s.")
        % {"name": offer.name, "criteria": wording.joined(offer.open_knock_outs)}
        for offer in provisional
        if offer.open_knock_outs
    ]
    return notes


def _total(offer: OfferFigures) -> str:
    return "–" if offer.total is None else wording.figure(offer.total)
