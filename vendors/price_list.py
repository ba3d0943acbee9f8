"""Price list: the prices of an offer as rows of a page, each with its date, its source, and whether it has aged."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from vendors.catalogue import is_old
from vendors.models import Module, Offer, Period, SeatPrice, UsageTerm
from vendors.models.price import Price


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One price."""

    what: str
    grade: str  # what we need a module for; "" for everything else
    grade_label: str
    amount: Decimal | None
    unit: str
    terms: tuple[str, ...]  # what else is said, in sentences
    price: Price
    age: str  # "old", "undated", or "" for a price that is known and fresh


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceList:
    """All prices of an offer."""

    rows: tuple[Listed, ...]
    limit_months: int

    @property
    def old(self) -> int:
        """How many are older than the limit, or may be."""
        return sum(bool(row.age) for row in self.rows)


def price_list(offer: Offer, today: date) -> PriceList:
    """Reads `seat_prices`, `modules` and `usage_terms`: prefetch them."""
    limit = settings.CATALOGUE_PRICE_MONTHS
    return PriceList(
        rows=(
            *(_seat(offer, step, today, limit) for step in offer.seat_prices.all()),
            *(_module(module, today, limit) for module in offer.modules.all()),
            *(_usage(usage, today, limit) for usage in offer.usage_terms.all()),
        ),
        limit_months=limit,
    )


def _seat(offer: Offer, step: SeatPrice, today: date, limit: int) -> Listed:
    return Listed(
        what=_("Seats from %(number)s on") % {"number": f"{step.from_seat:,}"},
        grade="",
        grade_label="",
        amount=step.unit_price,
        unit=_per_seat(offer.seat_period),
        terms=(),
        price=step,
        age=_age(step, step.unit_price, today, limit),
    )


def _module(module: Module, today: date, limit: int) -> Listed:
    if module.is_included:
        unit = _("included in the seats")
    elif module.per == Module.Per.ONCE:
        unit = _("once, for all")
    elif module.per == Module.Per.SEAT:
        unit = _per_seat(module.period)
    else:
        unit = _("for all, a month") if module.period == Period.MONTH else _("for all, a year")
    return Listed(
        what=str(module),
        grade=module.grade,
        grade_label=module.get_grade_display(),
        amount=module.price,
        unit=unit,
        terms=(),
        price=module,
        age=_age(module, module.price, today, limit),
    )


def _usage(usage: UsageTerm, today: date, limit: int) -> Listed:
    return Listed(
        what=str(usage),
        grade="",
        grade_label="",
        amount=usage.unit_price,
        unit=_("a unit"),
        terms=tuple(_usage_terms(usage)),
        price=usage,
        age=_age(usage, usage.unit_price, today, limit),
    )


def _usage_terms(usage: UsageTerm) -> Iterator[str]:
    named = {
        name: _plain(getattr(usage, name)) for name in ("included", "overage_from", "overage_price", "cap", "volume")
    }
    if usage.included:
        yield _("%(included)s units a month are included.") % named
    if usage.overage_from is not None and usage.overage_price is not None:
        yield _("Above %(overage_from)s units a month a unit costs %(overage_price)s.") % named
    if usage.cap is not None:
        yield _("Never more than %(cap)s a month.") % named
    yield _("We use %(volume)s units a month.") % named if usage.volume is not None else _("Our volume is not given.")


def _per_seat(period: str) -> str:
    return _("a seat, a month") if period == Period.MONTH else _("a seat, a year")


def _age(price: Price, amount: Decimal | None, today: date, limit: int) -> str:
    if amount is None:
        return ""
    if price.as_of is None:
        return "undated"
    return "old" if is_old(price.as_of.isoformat(), today, limit) else ""


def _plain(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:,.4f}".rstrip("0").rstrip(".")
