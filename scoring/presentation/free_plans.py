"""Free plans in figures: what each costs at a volume, from where on a paid offer is cheaper, and what it lacks."""

from dataclasses import dataclass
from math import fsum

from django.utils.translation import gettext as _

from scoring.casefile.free_plans import Offered
from scoring.formulas import free_plan as formulas
from scoring.formulas.case import Case, Offer
from scoring.presentation import wording
from vendors.facts import verdict
from vendors.models import FreePlan
from vendors.wording import worded_for_reader


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidOffer:
    """One paid offer beside a free plan."""

    name: str
    yearly: float | None  # what the vendor bills in a year, on average over the horizon
    break_even: int | None  # inquiries a day from which on the free plan costs as much
    verdict: str  # cheaper | dearer | forced_upgrade | open: the free plan at our volume


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A term of the free plan against the limit for it."""

    label: str
    value: str
    status: str  # pass | warn | fail | unknown
    limits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """One free plan at a volume of inquiries."""

    offered: Offered
    vendor: str
    inquiries: float | None
    limit: float  # inquiries a day that are free, by rule of thumb where nobody said
    multiple: float  # of the usual price, above the limit; by rule of thumb where nobody said
    day: float | None  # money
    year: float | None
    paid: tuple[PaidOffer, ...]
    forced_by: str  # names of musts that the plan leaves out
    untried: str  # names of musts of which nobody knows
    is_over_limit: bool
    seats_short: int  # planned seats of year 1 beyond those that are free
    promises: tuple[Promise, ...]

    @property
    def row(self) -> FreePlan:
        """The plan as it was entered."""
        return self.offered.row


def simulations(plans: tuple[Offered, ...], case: Case, inquiries: float | None) -> tuple[Simulation, ...]:
    """Every free plan at so many inquiries a day."""
    return tuple(_simulated(each, case, inquiries) for each in plans)


def billed_a_year(offer: Offer, horizon_years: int) -> float | None:
    """What a vendor bills in a year, on average: its visible cash lines. Hidden work is left out on both sides."""
    lines = [line for line in offer.costs if line.cash and line.kind == "visible"]
    return fsum(amount for line in lines for amount in line.amount) / horizon_years if lines else None


def _simulated(offered: Offered, case: Case, inquiries: float | None) -> Simulation:
    plan, seats = offered.plan, case.profile.agent_seats
    limit = formulas.DAILY_LIMIT if offered.is_limit_assumed else float(offered.row.daily_limit or 0)
    multiple = formulas.OVERAGE_MULTIPLE if offered.is_multiple_assumed else float(offered.row.overage_multiple or 0)
    return Simulation(
        offered=offered,
        vendor=str(offered.row.vendor),
        inquiries=inquiries,
        limit=limit,
        multiple=multiple,
        day=None if plan is None or inquiries is None else formulas.bill_per_day(inquiries, plan),
        year=None if plan is None or inquiries is None else formulas.bill_per_year(inquiries, plan),
        paid=tuple(_beside(offer, offered, case, inquiries) for offer in case.offers),
        forced_by=wording.joined(formulas.forced_upgrade(offered.lacking)),
        untried=wording.joined(
            str(each) for each in offered.functions if each.grade == "must" and each.in_free == each.Given.UNKNOWN
        ),
        is_over_limit=inquiries is not None and inquiries > limit,
        seats_short=max(0, seats[0] - offered.row.seat_limit) if seats and offered.row.seat_limit is not None else 0,
        promises=_promises(offered.row),
    )


def _beside(offer: Offer, offered: Offered, case: Case, inquiries: float | None) -> PaidOffer:
    plan, yearly = offered.plan, billed_a_year(offer, case.profile.horizon_years)
    vendor, edition = worded_for_reader(offer.vendor), worded_for_reader(offer.edition)
    found = "open"
    if formulas.forced_upgrade(offered.lacking):
        found = "forced_upgrade"
    elif plan is not None and inquiries is not None:
        found = formulas.verdict(inquiries, plan, offered.lacking, yearly)
    return PaidOffer(
        name=f"{vendor} · {edition}" if edition else vendor,
        yearly=yearly,
        break_even=None if plan is None or yearly is None else formulas.break_even(yearly, plan),
        verdict=found,
    )


def _promises(row: FreePlan) -> tuple[Promise, ...]:
    stated = {
        "support_hours_per_week": row.support_hours_per_week,
        "recovery_hours": None if row.recovery_hours is None else float(row.recovery_hours),
    }
    return tuple(
        Promise(
            label=wording.fact_label(key),
            value=_("Not known") if value is None else wording.fact_value(key, value),
            status="unknown" if value is None else verdict(key, value),
            limits=wording.fact_limits(key),
        )
        for key, value in stated.items()
    )
