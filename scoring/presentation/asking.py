"""Asking: which prices are so low that somebody should ask how, and what to write to a vendor, in both languages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring.formulas.assessment import assess
from scoring.formulas.case import LANGUAGES, Case
from scoring.formulas.cautions import ABNORMALLY_LOW
from scoring.presentation.wording import joined
from vendors.tco import ITEM_BY_CODE
from vendors.templatetags.figures import money, percent


@dataclass(frozen=True, slots=True, kw_only=True)
class LowPrice:
    """A cash cost that is more than 20 % under the mean of the other offers."""

    cash: float
    mean: float  # of the other offers
    below: float  # share of the mean, 0..1


def low_prices(case: Case) -> Mapping[str, LowPrice]:
    """Offer id -> what is odd about its price. Only costs are looked at: the case's marks are left out."""
    unmarked = replace(case, marks=(), consensus=(), overrides=())
    found = {}
    for offer in assess(unmarked).offers:
        for flag in offer.flags:
            if flag.code == "abnormally_low":
                cash, mean = float(str(flag.values["cash"])), float(str(flag.values["mean"]))
                found[offer.id] = LowPrice(cash=cash, mean=mean, below=1 - cash / mean)
    return found


def question_about_price(low: LowPrice, case: Case) -> str:
    """A question with the vendor's own figure and nobody else's.

    The mean of the others is not in it: where there is only one other offer, it is that vendor's price.
    """
    return _in_both(lambda: _about_price(low, case))


def question_about_costs(items: Sequence[str]) -> str:
    """A question about items of vendors/tco.py that the vendor has not answered, by their codes; empty for none."""
    return _in_both(lambda: _about_costs(items)) if items else ""


def _in_both(write: Callable[[], str]) -> str:
    texts = []
    for language in LANGUAGES:
        with translation.override(language):
            texts.append(write())
    return "\n\n".join(texts)


def _about_price(low: LowPrice, case: Case) -> str:
    profile = case.profile
    sentence = ngettext(
        "Your offer costs %(cash)s in cash over %(years)s year. That is more than %(share)s below the mean of the "
        "other offers. Please explain how this price comes about: which services, modules, seats or amounts of use are "
        "not included, which discounts end and when, and what the price will be at renewal. Please confirm that all "
        "obligations of the contract are met at this price.",
        "Your offer costs %(cash)s in cash over %(years)s years. That is more than %(share)s below the mean of the "
        "other offers. Please explain how this price comes about: which services, modules, seats or amounts of use are "
        "not included, which discounts end and when, and what the price will be at renewal. Please confirm that all "
        "obligations of the contract are met at this price.",
        profile.horizon_years,
    )
    return sentence % {
        "cash": money(low.cash, profile.currency),
        "years": profile.horizon_years,
        "share": percent(ABNORMALLY_LOW),
    }


def _about_costs(items: Sequence[str]) -> str:
    language = translation.get_language() or LANGUAGES[0]
    labels = [ITEM_BY_CODE[code].label[language] for code in items]
    return _(
        "Please tell us what each of the following costs over the years compared, or that it is included, free of "
        "charge, or does not apply to us: %(items)s."
    ) % {"items": joined(labels)}
