"""Agreement in plain words: how far the members are apart, figure by figure. Nothing here changes a score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from scoring.formulas.agreement import Agreement, MeanSquares
from scoring.formulas.ranking import competition_ranks
from scoring.formulas.rounding import printed
from scoring.presentation import wording
from scoring.presentation.method import Statement
from scoring.presentation.result import Result
from scoring.presentation.robustness_rules import agreement_rules
from vendors.wording import worded_for_reader

LEAST_LEANING = 1  # points of 100
_SUM_DECIMALS = 4
LOW_WITHIN_GROUP = 0.70  # below it a criterion's members read it differently; the usual cut for r_wg

_READINGS = {
    "excellent": (gettext_lazy("excellent"), "good"),
    "good": (gettext_lazy("good"), "good"),
    "moderate": (gettext_lazy("moderate"), "note"),
    "tentative": (gettext_lazy("tentative"), "warn"),
    "low": (pgettext_lazy("of agreement", "low"), "bad"),
    "poor": (gettext_lazy("poor"), "bad"),
    "too_few": (gettext_lazy("too few to tell"), "note"),
    "undefined": (gettext_lazy("cannot be said"), "note"),
}
_UNDEFINED = {
    "no_shared_cells": gettext_lazy("No cell has marks of two members."),
    "no_variation": gettext_lazy("All marks are the same, so nothing can vary together."),
    "few_complete_seats": gettext_lazy("Fewer than two members have a total for every offer."),
    "one_offer": gettext_lazy("With one offer there is nothing to put in order."),
    "few_complete_cells": gettext_lazy("Fewer than two cells have a mark of every member."),
    "not_connected": gettext_lazy("Members and offers fall into groups that share no cell."),
    "incomplete_seat": gettext_lazy("This member has no total for some offer."),
}
# Name, and what the figure asks, in the order in which a reader needs them.
_COEFFICIENTS = {
    "alpha_ordinal": (
        gettext_lazy("Krippendorff's alpha, by order"),
        gettext_lazy("Do members put the same marks in the same cells? 1 is full agreement, 0 is chance."),
    ),
    "alpha_interval": (
        gettext_lazy("Krippendorff's alpha, by distance"),
        gettext_lazy("The same, where twice the distance between two marks counts four times."),
    ),
    "kendall_w": (
        gettext_lazy("Kendall's W"),
        gettext_lazy("Do members rank the offers alike by their own totals? 1 is the same order."),
    ),
    "icc2k": (
        gettext_lazy("ICC(2,k)"),
        gettext_lazy("How reliable is the committee's mean mark, if strict and lenient members count as disagreement?"),
    ),
    "icc3k": (
        gettext_lazy("ICC(3,k)"),
        gettext_lazy("How reliable is it, if only the order of a member's marks counts?"),
    ),
}

_RULES = {"alpha_ordinal": "alpha", "alpha_interval": "alpha", "kendall_w": "kendall", "icc2k": "icc", "icc3k": "icc"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CoefficientRow:
    """One coefficient with its reading."""

    label: str
    asks: str
    figure: str
    reading: str  # empty where none is usual
    tone: str
    why_missing: str
    rule: Statement  # how it comes about
    worked: str  # the same with the figures filled in; empty where there is no figure


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """One member against the others."""

    seat: str
    against_rest: str
    why_missing: str
    severity: str
    leaning: str
    own: tuple[str, ...]  # its own place and total for each offer, in the order of `offer_names`


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRow:
    """How far members agree on one offer and criterion."""

    offer_id: str
    offer: str
    figure: str
    marks: int  # how many it rests on


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionRow:
    """How far members agree on one criterion: the mean of its cells."""

    criterion_id: str
    criterion: str
    within_group: float | None
    figure: str
    is_low: bool
    cells: tuple[CellRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscrepancyRow:
    """A cell in which members are far apart."""

    offer_id: str
    offer: str
    criterion_id: str
    criterion: str
    low: int
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementFigures:
    """Everything that is printed about agreement."""

    headline: str
    reading: str
    tone: str
    is_too_few: bool
    coefficients: tuple[CoefficientRow, ...]
    members: tuple[MemberRow, ...]
    no_severity: str  # why nobody's strictness can be told; empty where it can
    criteria: tuple[CriterionRow, ...]  # the least agreed first
    discrepancies: tuple[DiscrepancyRow, ...]
    offer_names: tuple[str, ...]
    seats: int
    offers: int
    cells: int
    complete_cells: int


def agreement_figures(result: Result, found: Agreement) -> AgreementFigures:
    """Agreement in words and figures, in the language that is active."""
    rules = agreement_rules()
    coefficients = tuple(_coefficient(code, found, rules) for code in _COEFFICIENTS)
    headline = coefficients[0]
    return AgreementFigures(
        headline=_headline(found),
        reading=headline.reading,
        tone=headline.tone,
        is_too_few=found.is_too_few,
        coefficients=coefficients,
        members=_members(result, found),
        no_severity=_why("severity", found.undefined),
        criteria=_criteria(result, found),
        discrepancies=_discrepancies(result, found),
        offer_names=tuple(result.offer(key).name for key in found.offers),
        seats=len(found.seats),
        offers=len(found.offers),
        cells=len(found.cells),
        complete_cells=found.complete_cells,
    )


def _headline(found: Agreement) -> str:
    if found.alpha_ordinal is None:
        return _("How far the members agree cannot be said.")
    values = {"alpha": _figure(found.alpha_ordinal), "seats": len(found.seats), "offers": len(found.offers)}
    sentence = _("Alpha is %(alpha)s over the marks of %(seats)s members on %(offers)s offers.") % values
    if found.is_too_few:
        return _("%(sentence)s With fewer than three members or offers that says next to nothing.") % {
            "sentence": sentence
        }
    return sentence


def _coefficient(code: str, found: Agreement, rules: Mapping[str, Statement]) -> CoefficientRow:
    label, asks = _COEFFICIENTS[code]
    figure: float | None = getattr(found, code)
    reading, tone = _READINGS[found.readings[code]] if code in found.readings else ("", "note")
    return CoefficientRow(
        label=str(label),
        asks=str(asks),
        figure=_figure(figure),
        reading=str(reading),
        tone=tone,
        why_missing=_why(code, found.undefined),
        rule=rules[_RULES[code]],
        worked="" if figure is None else _worked(code, found, _figure(figure)),
    )


def _worked(code: str, found: Agreement, figure: str) -> str:
    """The sum that gave a coefficient, with its figures."""
    if code.startswith("icc"):
        squares = found.sums.icc
        return "" if squares is None else _worked_icc(code, squares, figure)
    pair = getattr(found.sums, code)
    part, whole = (wording.figure(printed(each, _SUM_DECIMALS)) for each in pair)
    if code == "kendall_w":
        return _("Squared spread of the sums of ranks, over that of one common order: %(sum)s") % {
            "sum": f"{part} / {whole} = {figure}"
        }
    return _("Mean disagreement found, over that of chance: %(sum)s") % {"sum": f"1 − {part} / {whole} = {figure}"}


def _worked_icc(code: str, squares: MeanSquares, figure: str) -> str:
    cells, members, rest = (
        wording.figure(printed(each, _SUM_DECIMALS)) for each in (squares.between, squares.judges, squares.error)
    )
    below = f"({cells} + ({members} − {rest}) / {squares.targets})" if code == "icc2k" else cells
    values = {"cells": cells, "members": members, "rest": rest, "sum": f"({cells} − {rest}) / {below} = {figure}"}
    if code == "icc2k":
        values["count"] = str(squares.targets)
        return (
            _("Mean squares of %(count)s cells %(cells)s, of members %(members)s, of the rest %(rest)s: %(sum)s")
            % values
        )
    return _("Mean squares of cells %(cells)s, of the rest %(rest)s: %(sum)s") % values


def _members(result: Result, found: Agreement) -> tuple[MemberRow, ...]:
    names = {seat.id: worded_for_reader(seat.name) for seat in result.case.seats}
    return tuple(
        MemberRow(
            seat=names[seat],
            against_rest=_figure(found.member_against_rest[seat]),
            why_missing=_why(f"member_against_rest.{seat}", found.undefined),
            severity=_signed(found.severity[seat]),
            leaning=_leaning(found.severity[seat]),
            own=_own(found.own_totals[seat], found.offers, result.decimals),
        )
        for seat in found.seats
    )


def _own(totals: Mapping[str, float | None], offers: Sequence[str], decimals: int) -> tuple[str, ...]:
    """A member's own place and total for each offer; a dash where its marks give none."""
    figures = [totals[offer] for offer in offers]
    return tuple(
        "–" if total is None or place is None else f"{place} · {wording.figure(printed(total, decimals))}"
        for total, place in zip(figures, competition_ranks(figures), strict=True)
    )


def _leaning(severity: float | None) -> str:
    """In which direction a member's marks lie; less than a point of 100 is nothing."""
    if severity is None or printed(abs(severity), 1) < LEAST_LEANING:
        return ""
    return _("more lenient than the others") if severity > 0 else _("stricter than the others")


def _criteria(result: Result, found: Agreement) -> tuple[CriterionRow, ...]:
    names = {criterion.id: worded_for_reader(criterion.name) for criterion in result.case.criteria}
    rows = [
        CriterionRow(
            criterion_id=key,
            criterion=names[key],
            within_group=figure,
            figure=_figure(figure),
            is_low=figure is not None and printed(figure, 2) < printed(LOW_WITHIN_GROUP, 2),
            cells=tuple(
                CellRow(
                    offer_id=cell.offer,
                    offer=result.offer(cell.offer).name,
                    figure=_figure(cell.within_group),
                    marks=cell.marks,
                )
                for cell in found.cells
                if cell.criterion == key
            ),
        )
        for key, figure in found.within_group.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.within_group is None, row.within_group or 0.0)))


def _discrepancies(result: Result, found: Agreement) -> tuple[DiscrepancyRow, ...]:
    offers = {offer.id: offer.name for offer in result.offers}
    names = {criterion.id: worded_for_reader(criterion.name) for criterion in result.case.criteria}
    return tuple(
        DiscrepancyRow(
            offer_id=each.offer,
            offer=offers[each.offer],
            criterion_id=each.criterion,
            criterion=names[each.criterion],
            low=each.min,
            high=each.max,
        )
        for each in found.discrepancies
    )


def _why(code: str, undefined: Mapping[str, str]) -> str:
    return str(_UNDEFINED[undefined[code]]) if code in undefined else ""


def _figure(figure: float | None) -> str:
    return "–" if figure is None else wording.figure(printed(figure, 2))


def _signed(figure: float | None) -> str:
    if figure is None:
        return "–"
    shown = printed(figure, 1)
    return f"{shown:+,f}".replace("-", "−") if shown else wording.figure(shown)
