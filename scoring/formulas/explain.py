"""Explain: how a figure came about, as codes and numbers that pages word in both languages.

Every number here is one that `assess` used; nothing is computed in a second way.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from scoring.formulas.case import DIMENSIONS, Case, Criterion, FactValue, Mark, Offer, Seat
from scoring.formulas.cost import price_on
from scoring.formulas.gates import gate_outcome, is_gate
from scoring.formulas.measures import read_measure
from scoring.formulas.panel import TRIM_NEEDS, is_switched_off, mark_score
from scoring.formulas.price import parameters_of, reference_prices
from scoring.formulas.results import Assessment, CriterionResult, OfferResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """What one seat said about a cell, and how much of the panel's score it makes."""

    seat: str
    said: str  # marked | not_applicable | abstained | missing | recused | not_assigned
    value: int | None  # the mark
    score: float | None  # the mark on 0..100
    weight: float  # the seat's weight in the dimension
    share: float | None  # its share of a mean, 0..1; None where it has none, or where the median decides
    is_voting: bool  # an advisory seat is shown and never counted


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelStory:
    """How the members' marks became a score."""

    panel: str  # mean | trimmed | median: what was applied to this cell
    voices: tuple[Voice, ...]  # every seat, in the case's order
    individual: float | None  # what the marks gave
    consensus: int | None  # the agreed mark that replaces it


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureStory:
    """How a figure became a score.

    `inputs` by measure: the fact read, by its key; `verdict` (promise), `required_concurrency` (headroom),
    `sla_evidence` (failure_rate), `cash`, `spendable` and `budget` (budget), `hidden`, `lines` and `hidden_share`
    (hidden_share); for the price `price`, the formula's parameters and, for a relative formula, `lowest`,
    `lowest_positive`, `highest` and `mean` of the offers compared (none of them when there is nothing to tell apart).
    """

    measure: str
    formula: str | None  # only for the price
    inputs: Mapping[str, FactValue]
    unknown_policy: str | None  # zero | exclude, where a fact is not known


@dataclass(frozen=True, slots=True, kw_only=True)
class GateStory:
    """How a knock-out judged the score."""

    pass_mark: float
    outcome: str  # passed | failed | open | not_applicable | overridden | waived


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One summand: share x score = product."""

    id: str  # a criterion or a dimension
    weight: float  # as stated
    share: float  # of this sum, 0..1
    score: float
    product: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CellStory:
    """How one offer's score on one criterion came about."""

    offer: str
    criterion: str
    result: CriterionResult
    is_switched_off: bool  # its condition does not hold, so it applies to nobody
    panel: PanelStory | None
    measure: MeasureStory | None
    gate: GateStory | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SumStory:
    """How a dimension's score, or the total, came about."""

    score: float | None
    terms: tuple[Term, ...]  # what is in the sum; the products add up to the score
    left_out: tuple[str, ...]  # what has no value for this offer


def explain_cell(case: Case, assessment: Assessment, offer_id: str, criterion_id: str) -> CellStory:
    """How the score of one offer on one criterion came about.

    Raises: StopIteration: there is no such offer or criterion.
    """
    offer = next(item for item in case.offers if item.id == offer_id)
    criterion = next(item for item in case.criteria if item.id == criterion_id)
    result = assessment.offer(offer_id)
    is_panel = criterion.source == "panel"
    return CellStory(
        offer=offer_id,
        criterion=criterion_id,
        result=result.criteria[criterion_id],
        is_switched_off=is_switched_off(case, criterion),
        panel=_panel_story(case, offer, criterion, result.criteria[criterion_id]) if is_panel else None,
        measure=None if is_panel else _measure_story(case, assessment, offer, criterion),
        gate=_gate_story(case, criterion, result) if is_gate(case.method.must_policy, criterion) else None,
    )


def explain_dimension(case: Case, assessment: Assessment, offer_id: str, dimension: str) -> SumStory:
    """How an offer's score in one dimension came about."""
    result = assessment.offer(offer_id)
    criteria = [item for item in case.criteria if item.dimension == dimension and item.counts]
    whole = sum(item.weight for item in criteria if result.criteria[item.id].score is not None)
    terms = [
        Term(
            id=item.id, weight=item.weight, share=item.weight / whole, score=score, product=item.weight / whole * score
        )
        for item in criteria
        if (score := result.criteria[item.id].score) is not None and whole
    ]
    kept = {term.id for term in terms}
    return SumStory(
        score=result.scores[dimension],
        terms=tuple(terms),
        left_out=tuple(item.id for item in criteria if item.id not in kept),
    )


def explain_total(case: Case, assessment: Assessment, offer_id: str) -> SumStory:
    """How an offer's total came about."""
    result = assessment.offer(offer_id)
    whole = sum(case.dimensions.values())
    terms = []
    for dimension in DIMENSIONS:
        weight, score = case.dimensions[dimension], result.scores[dimension]
        if score is not None:
            share = weight / whole
            terms.append(Term(id=dimension, weight=weight, share=share, score=score, product=share * score))
    left_out = tuple(dimension for dimension in DIMENSIONS if result.scores[dimension] is None)
    return SumStory(score=result.total, terms=tuple(terms), left_out=left_out)


def _panel_story(case: Case, offer: Offer, criterion: Criterion, result: CriterionResult) -> PanelStory:
    marks = {mark.seat: mark for mark in case.marks if mark.offer == offer.id and mark.criterion == criterion.id}
    consensus = next(
        (item.value for item in case.consensus if item.offer == offer.id and item.criterion == criterion.id), None
    )
    is_trimmed = case.method.panel == "trimmed" and result.marked >= TRIM_NEEDS
    panel = "mean" if case.method.panel == "trimmed" and not is_trimmed else case.method.panel
    voices = [_voice(case, seat, offer, criterion, marks.get(seat.id)) for seat in case.seats]
    return PanelStory(
        panel=panel,
        voices=tuple(_with_shares(voices) if panel == "mean" else voices),
        individual=result.individual if result.is_consensus else result.score,
        consensus=consensus,
    )


def _voice(case: Case, seat: Seat, offer: Offer, criterion: Criterion, mark: Mark | None) -> Voice:
    said, value = "missing", None
    if offer.id in seat.recused:
        said = "recused"
    elif not seat.marks_criterion(criterion.id):
        said = "not_assigned"
    elif mark is not None:
        said, value = mark.state or "marked", mark.value
    return Voice(
        seat=seat.id,
        said=said,
        value=value,
        score=None if value is None else mark_score(value, case.scale.min, case.scale.max),
        weight=seat.weight_in(criterion.dimension),
        share=None,
        is_voting=seat.voting,
    )


def _with_shares(voices: list[Voice]) -> list[Voice]:
    counted = [voice for voice in voices if voice.is_voting and voice.score is not None]
    whole = sum(voice.weight for voice in counted)
    return [replace(voice, share=voice.weight / whole) if voice in counted and whole else voice for voice in voices]


def _measure_story(case: Case, assessment: Assessment, offer: Offer, criterion: Criterion) -> MeasureStory:
    if criterion.measure == "price":
        return MeasureStory(
            measure="price",
            formula=case.method.price_formula,
            inputs=_price_inputs(case, assessment, offer),
            unknown_policy=None,
        )
    reading = read_measure(criterion, offer, assessment.offer(offer.id).cost, case.profile)
    return MeasureStory(
        measure=criterion.measure or "",
        formula=None,
        inputs=reading.inputs,
        unknown_policy=case.method.unknown if reading.status == "unknown" else None,
    )


def _price_inputs(case: Case, assessment: Assessment, offer: Offer) -> dict[str, FactValue]:
    prices = [price_on(case.method.price_basis, result.cost) for result in assessment.offers]
    inputs: dict[str, FactValue] = {"price": price_on(case.method.price_basis, assessment.offer(offer.id).cost)}
    inputs |= parameters_of(case.method, case.profile)
    if case.method.price_formula == "ceiling":
        return inputs
    eligible = [result.is_eligible for result in assessment.offers]
    reference = reference_prices(prices, eligible if any(eligible) else [True] * len(prices))
    return inputs if reference is None else inputs | asdict(reference)


def _gate_story(case: Case, criterion: Criterion, result: OfferResult) -> GateStory:
    finding = result.criteria[criterion.id]
    is_set_aside = any(item.offer == result.id and item.criterion == criterion.id for item in case.overrides)
    outcome = gate_outcome(finding.status, finding.score, criterion.pass_mark, case.method.decimals)
    if is_set_aside:
        outcome = {"failed": "overridden", "open": "waived"}.get(outcome, outcome)
    return GateStory(pass_mark=criterion.pass_mark, outcome=outcome)
