"""Trap checks: one question to an offer each, answered from its facts and costs: pass, warn, fail or unknown."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from scoring.formulas.case import Case, Fact, Offer
from scoring.formulas.cost import seed_cost
from scoring.formulas.measures import (
    fact_read_by,
    failure_rate_score,
    headroom_score,
    required_concurrency,
)
from scoring.formulas.outgrow import Limits, Outgrown, first_outgrown
from scoring.formulas.results import OfferResult
from scoring.formulas.rounding import settled
from scoring.presentation import wording
from scoring.presentation.flags import flag_text
from scoring.presentation.offer_costs import outgrown_sentence
from scoring.presentation.price_checks import tier_readings
from vendors.facts import FACTS, verdict
from vendors.templatetags.figures import money, percent
from vendors.wording import in_a_row, worded_for_reader

FULL, NONE = 100.0, 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One question with its answer."""

    label: str
    status: str  # pass | warn | fail | unknown
    value: str
    limit: str  # what passes, in a sentence
    rows: tuple[str, ...]  # of the seed inventory
    proof: str = ""  # how well the promise is proven
    is_knock_out: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """What the checks of one offer look at."""

    case: Case
    offer: Offer
    result: OfferResult
    inquiries: float | None

    def fact(self, key: str) -> Fact | None:
        """A fact that is known."""
        found = self.offer.facts.get(key)
        return found if found is not None and found.is_known else None

    def figure(self, key: str) -> float | None:
        """A fact that is a number."""
        found = self.fact(key)
        return float(found.value) if found is not None and isinstance(found.value, int | float) else None


def promised(looked: Looked, key: str) -> Check:
    """A fact against its own limits."""
    fact = looked.fact(key)
    return Check(
        label=wording.fact_label(key),
        status="unknown" if fact is None else verdict(key, fact.value),
        value=_("Not known") if fact is None else wording.fact_value(key, fact.value),
        limit=wording.fact_limits(key),
        rows=FACTS[key].seed_rows,
        proof="" if fact is None else wording.fact_status_label(fact.status),
        is_knock_out=is_knock_out(looked.case, key),
    )


def failure_rate(looked: Looked) -> Check:
    """Below 0.1 % passes only with the agreement seen."""
    key = "failure_rate_percent"
    fact, rate, agreement = looked.fact(key), looked.figure(key), looked.fact("sla_evidence")
    has_evidence = agreement is not None and agreement.value is True
    status = "unknown"
    if rate is not None:
        score = failure_rate_score(rate, has_evidence=has_evidence)
        status = "pass" if score == FULL else "warn" if score == FULL / 2 else "fail"
    seen = _("SLA agreement seen.") if has_evidence else _("SLA agreement not seen.")
    return Check(
        label=wording.fact_label(key),
        status=status,
        value=_("Not known") if fact is None else in_a_row([_as_sentence(wording.fact_value(key, fact.value)), seen]),
        limit=_("Passes below 0.1 % over 12 months with the SLA agreement seen; a warning without it or at 0.1 %."),
        rows=("A50", "A51"),
        proof="" if fact is None else wording.fact_status_label(fact.status),
        is_knock_out=is_knock_out(looked.case, key),
    )


def _as_sentence(figure: str) -> str:
    return pgettext("a figure as a sentence", "%(figure)s.") % {"figure": figure}


def headroom(looked: Looked) -> Check:
    """The rated concurrency against what the company's load requires."""
    rated, required = looked.figure("rated_concurrency"), required_concurrency(looked.case.profile)
    status, limit = "unknown", _("The company's load is not given, so nothing says how much is enough.")
    if required is not None:
        values = {"required": f"{required:,.0f}", "third": f"{required / 3:,.0f}"}
        limit = _("Passes from %(required)s conversations at a time, fails at %(third)s.") % values
        if rated is not None:
            score = headroom_score(rated, required)
            status = "pass" if score == FULL else "fail" if score == NONE else "warn"
    fact = looked.fact("rated_concurrency")
    return Check(
        label=wording.fact_label("rated_concurrency"),
        status=status,
        value=_("Not known") if fact is None else wording.fact_value("rated_concurrency", fact.value),
        limit=limit,
        rows=FACTS["rated_concurrency"].seed_rows,
        proof="" if fact is None else wording.fact_status_label(fact.status),
        is_knock_out=is_knock_out(looked.case, "rated_concurrency"),
    )


def lasting(looked: Looked) -> Check:
    """Whether the offer is outgrown within the years compared, and what moving again would cost."""
    profile = looked.case.profile
    limits = Limits(tier=looked.offer.tier, rated_concurrency=looked.figure("rated_concurrency"))
    seats = profile.agent_seats or ()
    found = first_outgrown(seats, required_concurrency(profile), limits, looked.offer.costs)
    status = "unknown" if not seats else "pass" if found is None else "fail" if found.year == 1 else "warn"
    return Check(
        label=_("Lasts for the whole plan"),
        status=status,
        value=_lasting(found, profile.currency, is_planned=bool(seats)),
        limit=_("Passes where neither seats nor load pass the limits of the offer within the years compared."),
        rows=("B12", "B36"),
    )


def budget(looked: Looked) -> Check:
    """The cash cost against the spendable budget, and each year against an even share of it."""
    cash, profile = looked.result.cost.cash, looked.case.profile
    flags = {flag.code: flag for flag in looked.result.flags}
    over = flags.get("over_budget") or flags.get("over_spendable")
    if cash is None or profile.budget is None:
        status, value = "unknown", _("No budget or no cash costs are given.")
    elif over is not None:
        status, value = "fail" if over.code == "over_budget" else "warn", flag_text(over, looked.case).text
    else:
        status, value = "pass", money(cash, profile.currency)
    yearly = [flag_text(flag, looked.case).text for flag in looked.result.flags if flag.code == "over_yearly_budget"]
    if yearly and status == "pass":
        status, value = "warn", in_a_row(yearly)
    return Check(
        label=_("Fits the budget"),
        status=status,
        value=value,
        limit=_("Passes within the budget after its reserve, a warning inside the reserve or above an even year."),
        rows=("A54", "A57"),
    )


def hidden(looked: Looked) -> Check:
    """Hidden lines against the common share of the revenue."""
    cost, profile = looked.result.cost, looked.case.profile
    common = seed_cost(0.0, profile)
    values = {"hidden": money(cost.hidden, profile.currency), "share": percent(cost.hidden_share)}
    status = "unknown"
    if cost.hidden is not None and common is not None:
        status = "pass" if settled(cost.hidden) <= settled(common) else "warn"
    return Check(
        label=_("Hidden costs"),
        status=status,
        value=_("Not known") if cost.hidden is None else _("%(hidden)s, %(share)s of all costs") % values,
        limit=_("No annual revenue is given, so the common rule says nothing.")
        if common is None
        else _("Passes up to %(common)s, the common share of the revenue; a warning above.")
        % {"common": money(common, profile.currency)},
        rows=("A45", "B27"),
    )


def open_costs(looked: Looked) -> Check:
    """Whether hidden costs had to be filled in by rule of thumb."""
    guessed = [line for line in looked.offer.costs if line.source == "seed_default"]
    labels = wording.joined(dict.fromkeys(wording.category_label(line.category) for line in guessed))
    if not looked.offer.costs:
        status, value = "unknown", _("No costs are given.")
    elif guessed:
        status, value = "warn", _("By rule of thumb: %(labels)s") % {"labels": labels}
    else:
        status, value = "pass", _("Every line was stated by somebody.")
    return Check(
        label=_("No cost is guessed"),
        status=status,
        value=value,
        limit=_("Passes where no line is a rule of thumb."),
        rows=("B33", "B34"),
    )


def tier_price(looked: Looked) -> Check:
    """The subscription against its tier's band; one of the two readings is enough."""
    readings = tier_readings(looked.offer, looked.case)
    statuses = {reading.status for reading in readings}
    return Check(
        label=_("Price is usual for its tier"),
        status="unknown" if not readings else "pass" if "inside" in statuses else "warn",
        value=in_a_row(reading.sentence for reading in readings) or _("Nothing to compare."),
        limit=_("Passes inside the tier's band, as it stands or for a team of your size."),
        rows=("A29", "A32", "A35", "A38"),
    )


def not_too_low(looked: Looked) -> Check:
    """A price far below the others is asked about."""
    flag = next((flag for flag in looked.result.flags if flag.code == "abnormally_low"), None)
    cash = looked.result.cost.cash
    return Check(
        label=_("Price is not abnormally low"),
        status="unknown" if cash is None else "pass" if flag is None else "warn",
        value=flag_text(flag, looked.case).text if flag else money(cash, looked.case.profile.currency),
        limit=_("A warning more than a fifth under the mean of the other offers; the vendor is asked, never rejected."),
        rows=("A03",),
    )


def _lasting(found: Outgrown | None, currency: str, *, is_planned: bool) -> str:
    if not is_planned:
        return _("The seats by year are not given.")
    return outgrown_sentence(found, currency) if found else _("As far as is known, yes.")


def is_knock_out(case: Case, key: str) -> bool:
    """Whether a criterion that is in force excludes on this fact."""
    return any(
        criterion.knock_out
        and criterion.source == "measure"
        and fact_read_by(criterion) == key
        and (criterion.condition is None or criterion.condition in case.profile.conditions)
        for criterion in case.criteria
    )


def name_of(offer: Offer) -> str:
    """Vendor and edition in the reader's language."""
    vendor, edition = worded_for_reader(offer.vendor), worded_for_reader(offer.edition)
    return f"{vendor} · {edition}" if edition else vendor
