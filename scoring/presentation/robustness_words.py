"""Robustness in sentences: the verdict, its reasons, and what was tried."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scoring.formulas.case import Case
from scoring.formulas.robustness import Reason
from scoring.formulas.rounding import printed
from scoring.presentation import wording
from vendors.templatetags.figures import percent
from vendors.wording import worded_for_reader

VERDICTS = {
    "none": gettext_lazy("No winner"),
    "only_one": gettext_lazy("Only one left"),
    "too_close": gettext_lazy("Too close to call"),
    "sensitive": gettext_lazy("Sensitive"),
    "robust": gettext_lazy("Robust"),
}
# How the verdict's tag looks: templates know the classes.
TONES = {"none": "bad", "only_one": "note", "too_close": "warn", "sensitive": "warn", "robust": "good"}
_COSTS = {
    "low": gettext_lazy("All costs at their lowest"),
    "high": gettext_lazy("All costs at their highest"),
    "against_winner": gettext_lazy("Costs of the winner at their highest, those of the others at their lowest"),
}


class Names:
    """What the ids of a case are called, in the reader's language."""

    def __init__(self, case: Case, offers: Mapping[str, str]) -> None:
        self.offers = offers
        self.seats = {seat.id: worded_for_reader(seat.name) for seat in case.seats}
        self.criteria = {criterion.id: worded_for_reader(criterion.name) for criterion in case.criteria}

    def of_offers(self, ids: tuple[str, ...]) -> str:
        """Offers in a row; a word for none."""
        return wording.joined(self.offers[key] for key in ids) or _("nobody")


def reason_sentence(reason: Reason, names: Names) -> str:
    """One reason of the verdict."""
    return _SENTENCES[reason.code](reason.values, names)


def tried_label(kind: str, key: str, names: Names) -> str:
    """What was different in a who-wins-if question."""
    if kind == "without_offer":
        return _("Without the offer %(name)s") % {"name": names.offers[key]}
    if kind == "without_seat":
        return _("Without the marks of %(name)s") % {"name": names.seats[key]}
    if kind == "price_formula":
        return _("With the price formula “%(name)s”") % {"name": wording.price_formula_label(key)}
    return str(_COSTS[key])


def _changing(label: str) -> Callable[[Mapping[str, object], Names], str]:
    def sentence(values: Mapping[str, object], names: Names) -> str:
        key = str(values.get("key", ""))
        return _("%(what)s: the first place would go to %(winner)s.") % {
            "what": tried_label(label, key, names),
            "winner": _winner(values, names),
        }

    return sentence


def _winner(values: Mapping[str, object], names: Names) -> str:
    found = values["winner"]
    return names.of_offers(found if isinstance(found, tuple) else (str(found),))


def _points(figure: object) -> str:
    return wording.figure(printed(float(str(figure)), 2))


_SENTENCES: Mapping[str, Callable[[Mapping[str, object], Names], str]] = {
    "nobody_is_eligible": lambda _values, _names: _("No offer is eligible and has a total, so nobody is first."),
    "only_one_is_left": lambda values, names: (
        _("Only %(winner)s is eligible and has a total, so there is nothing to compare it with.")
        % {"winner": _winner(values, names)}
    ),
    "shared_first": lambda values, names: _("%(winner)s share the first place.") % {"winner": _winner(values, names)},
    "lead_in_band": lambda values, names: (
        _("%(winner)s leads by %(lead)s points, less than the %(band)s within which offers are too close to call.")
        % {"winner": _winner(values, names), "lead": _points(values["lead"]), "band": _points(values["band"])}
    ),
    "without_offer": _changing("without_offer"),
    "without_seat": _changing("without_seat"),
    "price_formula": _changing("price_formula"),
    "costs": _changing("costs"),
    "costs_against_winner": _changing("costs"),
    "low_acceptability": lambda values, names: (
        _("%(winner)s is first under only %(share)s of all weights of the dimensions.")
        % {"winner": _winner(values, names), "share": percent(float(str(values["share"])))}
    ),
    "stands": lambda values, names: (
        _(
            "%(winner)s stays first under each of the %(tried)s changes that were tried, and under %(share)s of all "
            "weights of the dimensions."
        )
        % {
            "winner": _winner(values, names),
            "tried": values["tried"],
            "share": percent(float(str(values["share"]))),
        }
    ),
}
