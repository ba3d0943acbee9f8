"""Compare: two to four offers beside each other, with what differs and which is best in each row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from scoring.formulas.case import Fact, Offer
from scoring.formulas.rounding import printed
from scoring.presentation import wording
from scoring.presentation.heat import HeatRow
from scoring.presentation.offers import OfferFigures
from scoring.presentation.result import Result
from vendors.facts import FACTS, verdict
from vendors.templatetags.figures import money, percent

FEWEST, MOST = 2, 4
_NOTHING = "–"
_VERDICT_ORDER = {"fail": 0.0, "warn": 1.0, "pass": 2.0}


@dataclass(frozen=True, slots=True)
class ComparedCell:
    """What one offer says in a row."""

    text: str
    is_best: bool = False
    offer_id: str = ""  # of a figure that opens how it came about
    note: str = ""  # how well a fact is proven, why a score is missing


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """One thing over all compared offers."""

    label: str
    note: str
    criterion_id: str  # of a criterion's row; empty otherwise
    cells: tuple[ComparedCell, ...]
    opens: str = ""  # the part of an offer's explanation that tells its figures, or "costs"

    @property
    def differs(self) -> bool:
        """Whether the offers say different things."""
        return len({(cell.text, cell.note) for cell in self.cells}) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedGroup:
    """Rows that belong together."""

    label: str
    rows: tuple[ComparedRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The offers beside each other."""

    offers: tuple[OfferFigures, ...]
    groups: tuple[ComparedGroup, ...]
    hidden: int  # rows that say the same of every offer and are left out


_Reader = Callable[[OfferFigures], tuple[str, float | None]]


def compare(result: Result, offer_ids: Sequence[str], *, only_differences: bool) -> Comparison:
    """The offers beside each other, in the order in which they were chosen.

    Raises: KeyError: there is no such offer.
    """
    offers = tuple(result.offer(offer_id) for offer_id in offer_ids)
    groups = [
        ComparedGroup(label=_("Result"), rows=_result_rows(result, offers)),
        ComparedGroup(label=_("Costs"), rows=_cost_rows(result, offers)),
        *(
            ComparedGroup(
                label=group.dimension.label, rows=tuple(_criterion_row(row, offers) for row in group.rows if row.counts)
            )
            for group in result.heat
        ),
        ComparedGroup(label=_("Facts"), rows=_fact_rows(result, offers)),
    ]
    shown = [
        ComparedGroup(label=group.label, rows=tuple(row for row in group.rows if row.differs or not only_differences))
        for group in groups
    ]
    kept = sum(len(group.rows) for group in shown)
    return Comparison(
        offers=offers,
        groups=tuple(group for group in shown if group.rows),
        hidden=sum(len(group.rows) for group in groups) - kept,
    )


def _result_rows(result: Result, offers: tuple[OfferFigures, ...]) -> tuple[ComparedRow, ...]:
    rows = [
        _figure_row(_("Rank"), offers, lambda offer: (offer.place, None if offer.rank is None else -float(offer.rank))),
        _figure_row(_("Total"), offers, lambda offer: _points(offer.total), opens="total"),
    ]
    for place, head in enumerate(result.dimensions):
        label = _("%(dimension)s (weight %(share)s)") % {"dimension": head.label, "share": percent(head.share)}
        rows.append(_figure_row(label, offers, _dimension_reader(place), opens=head.code))
    rows.append(
        _figure_row(
            _("Musts that are met"),
            offers,
            lambda offer: (
                (_NOTHING, None) if offer.must_coverage is None else (percent(offer.must_coverage), offer.must_coverage)
            ),
        )
    )
    excluded = tuple(
        ComparedCell(wording.joined(exclusion.criterion for exclusion in offer.exclusions) or _("not excluded"))
        for offer in offers
    )
    return (*rows, ComparedRow(label=_("Excluded by"), note="", criterion_id="", cells=excluded))


def _dimension_reader(place: int) -> _Reader:
    return lambda offer: _points(offer.dimensions[place].score)


def _cost_rows(result: Result, offers: tuple[OfferFigures, ...]) -> tuple[ComparedRow, ...]:
    currency, years = result.currency, result.case.profile.horizon_years

    def row(label: str, read: Callable[[OfferFigures], float | None]) -> ComparedRow:
        return _figure_row(
            label,
            offers,
            lambda offer: (money(read(offer), currency), None if read(offer) is None else -(read(offer) or 0.0)),
            opens="costs",
        )

    def of_year(year: int) -> Callable[[OfferFigures], float | None]:
        return lambda offer: None if offer.cost.lines is None else offer.cost.by_year[year]

    share: _Reader = lambda offer: (  # noqa: E731 - one of several readers of the same shape
        (_("not given"), None)
        if offer.cost.hidden_share is None
        else (percent(offer.cost.hidden_share), -offer.cost.hidden_share)
    )
    return (
        row(_("Cash over all years"), lambda offer: offer.cost.cash),
        row(_("All lines"), lambda offer: offer.cost.lines),
        row(_("All lines at their lowest"), lambda offer: offer.cost.low),
        row(_("All lines at their highest"), lambda offer: offer.cost.high),
        *(row(_("All lines in year %d") % (year + 1), of_year(year)) for year in range(years)),
        _figure_row(_("Hidden share"), offers, share, opens="costs"),
    )


def _criterion_row(row: HeatRow, offers: tuple[OfferFigures, ...]) -> ComparedRow:
    cells = {cell.offer_id: cell for cell in row.cells}
    chosen = [cells[offer.id] for offer in offers]
    best = _best([None if cell.score is None else float(cell.score) for cell in chosen])
    return ComparedRow(
        label=row.name,
        note=row.class_label,
        criterion_id=row.criterion_id,
        cells=tuple(
            ComparedCell(cell.text, is_best, cell.offer_id, wording.joined(words for _sign, words in cell.signs))
            for cell, is_best in zip(chosen, best, strict=True)
        ),
    )


def _fact_rows(result: Result, offers: tuple[OfferFigures, ...]) -> tuple[ComparedRow, ...]:
    by_id = {offer.id: offer for offer in result.case.offers}
    chosen = [by_id[offer.id] for offer in offers]
    stated = [key for key in FACTS if any(_known(offer, key) for offer in chosen)]
    return tuple(_fact_row(key, chosen) for key in stated)


def _fact_row(key: str, offers: list[Offer]) -> ComparedRow:
    facts = [_known(offer, key) for offer in offers]
    best = _best([None if fact is None else _standing(key, fact) for fact in facts])
    return ComparedRow(
        label=wording.fact_label(key),
        note="",
        criterion_id="",
        cells=tuple(
            ComparedCell(_("not known"))
            if fact is None
            else ComparedCell(wording.fact_value(key, fact.value), is_best, note=wording.fact_status_label(fact.status))
            for fact, is_best in zip(facts, best, strict=True)
        ),
    )


def _standing(key: str, fact: Fact) -> float | None:
    """How a fact stands against its limits, the higher the better; None where the value alone says nothing."""
    return _VERDICT_ORDER[verdict(key, fact.value)] if FACTS[key].has_verdict else None


def _known(offer: Offer, key: str) -> Fact | None:
    fact = offer.facts.get(key)
    return fact if fact is not None and fact.is_known else None


def _figure_row(label: str, offers: tuple[OfferFigures, ...], read: _Reader, *, opens: str = "") -> ComparedRow:
    found = [read(offer) for offer in offers]
    best = _best([figure for _text, figure in found])
    return ComparedRow(
        label=label,
        note="",
        criterion_id="",
        cells=tuple(
            ComparedCell(text, is_best, offer.id)
            for offer, (text, _figure), is_best in zip(offers, found, best, strict=True)
        ),
        opens=opens,
    )


def _points(score: Decimal | None) -> tuple[str, float | None]:
    return (_NOTHING, None) if score is None else (wording.figure(score), float(score))


def _best(figures: Sequence[float | None]) -> list[bool]:
    """Which figures are the highest; none where all that are known are equal, since then nothing is to be marked."""
    known = [printed(figure, 4) for figure in figures if figure is not None]
    if len(known) < FEWEST or min(known) == max(known):
        return [False] * len(figures)
    return [figure is not None and printed(figure, 4) == max(known) for figure in figures]
