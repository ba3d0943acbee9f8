"""What must hold for every evaluation, whatever its figures."""

import random
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scoring.casefile.document import read
from scoring.formulas.assessment import OfferResult, assess
from scoring.formulas.case import Case
from scoring.formulas.explain import explain_cell, explain_dimension, explain_total
from tests.scoring.formulas.documents import Document, documents

under_ceiling = documents(
    price_formula="ceiling", price_basis="cash", price_parameters={"ceiling": 200_000, "full_marks_at": 50_000}
)


def figures(offer: OfferResult) -> dict[str, object]:
    """What must not change when nothing that matters changes, to within the noise of floats."""
    return {
        "rank": offer.rank,
        "total": pytest.approx(offer.total),
        "scores": pytest.approx(offer.scores),
        "excluded": {exclusion.criterion for exclusion in offer.excluded},
        "provisional": offer.provisional,
        "contributions": pytest.approx({key: each.contribution for key, each in offer.criteria.items()}),
    }


def found(offer: OfferResult) -> dict[str, object]:
    """The same figures, as they are."""
    return {
        "rank": offer.rank,
        "total": offer.total,
        "scores": offer.scores,
        "excluded": {exclusion.criterion for exclusion in offer.excluded},
        "provisional": offer.provisional,
        "contributions": {key: each.contribution for key, each in offer.criteria.items()},
    }


@given(documents(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_members_offers_criteria_and_marks_is_irrelevant(
    document: Document, shuffle: random.Random
) -> None:
    before = assess(read(document))
    for part in ("seats", "offers", "criteria", "marks", "consensus", "overrides"):
        shuffle.shuffle(document[part])

    after = assess(read(document))

    for offer in before.offers:
        assert found(after.offer(offer.id)) == figures(offer)
    assert set(after.winners) == set(before.winners)
    assert {frozenset(tie) for tie in after.ties} == {frozenset(tie) for tie in before.ties}


@given(documents(), st.sampled_from([0.001, 0.5, 7, 1000]))
@settings(max_examples=60, deadline=None)
def test_scaling_all_weights_changes_nothing(document: Document, factor: float) -> None:
    case = read(document)
    scaled = replace(
        case,
        dimensions={name: weight * factor for name, weight in case.dimensions.items()},
        criteria=tuple(replace(criterion, weight=criterion.weight * factor) for criterion in case.criteria),
        seats=tuple(
            replace(seat, weights={name: seat.weight_in(name) * factor for name in case.dimensions})
            for seat in case.seats
        ),
    )

    after = assess(scaled)

    for offer in assess(case).offers:
        assert found(after.offer(offer.id)) == figures(offer)


@given(documents())
@settings(max_examples=60, deadline=None)
def test_contributions_add_up_to_the_total_and_weights_to_one(document: Document) -> None:
    for offer in assess(read(document)).offers:
        if offer.total is not None:
            assert sum(each.contribution for each in offer.criteria.values()) == pytest.approx(offer.total)
            assert sum(each.weight for each in offer.criteria.values()) == pytest.approx(1)


@given(documents() | documents(panel="trimmed"))
@settings(max_examples=60, deadline=None)
def test_every_score_is_on_the_scale_and_ranks_are_a_competition(document: Document) -> None:
    assessment = assess(read(document))

    for offer in assessment.offers:
        scores = [offer.total, *offer.scores.values(), *(each.score for each in offer.criteria.values())]
        assert all(score is None or -1e-9 <= score <= 100 + 1e-9 for score in scores)
        assert (offer.rank is None) == (offer.total is None or bool(offer.excluded))
        assert all("{" not in flag.text for flag in offer.flags)
    ranks = sorted(offer.rank for offer in assessment.offers if offer.rank is not None)
    assert ranks == [1 + sum(other < rank for other in ranks) for rank in ranks]


@given(under_ceiling, st.data())
@settings(max_examples=60, deadline=None)
def test_raising_a_mark_under_a_ceiling_never_lowers_the_offer(document: Document, data: st.DataObject) -> None:
    raisable = [mark for mark in document["marks"] if mark.get("value", 5) < 5]
    assume(raisable)
    mark = data.draw(st.sampled_from(raisable))
    before = assess(read(document)).offer(mark["offer"])
    mark["value"] += 1

    after = assess(read(document)).offer(mark["offer"])

    if before.total is not None:
        assert after.total is not None
        assert after.total >= before.total - 1e-9
    if before.rank is not None:
        assert after.rank is not None
        assert after.rank <= before.rank


@given(under_ceiling)
@settings(max_examples=60, deadline=None)
def test_removing_a_loser_under_a_ceiling_changes_no_order(document: Document) -> None:
    before = assess(read(document))
    losers = [offer.id for offer in before.offers if offer.rank is None or offer.rank > 1]
    assume(losers)
    case = read(document)

    after = assess(_without_offer(case, losers[-1]))

    kept = [offer.id for offer in before.ranking if offer.rank is not None and offer.id != losers[-1]]
    assert [offer.id for offer in after.ranking if offer.rank is not None] == kept
    assert after.winners == before.winners
    for offer in after.offers:
        assert offer.total == pytest.approx(before.offer(offer.id).total)


def _without_offer(case: Case, offer_id: str) -> Case:
    return replace(
        case,
        offers=tuple(offer for offer in case.offers if offer.id != offer_id),
        marks=tuple(mark for mark in case.marks if mark.offer != offer_id),
        consensus=tuple(agreed for agreed in case.consensus if agreed.offer != offer_id),
        overrides=tuple(override for override in case.overrides if override.offer != offer_id),
    )


@given(documents())
@settings(max_examples=60, deadline=None)
def test_every_figure_is_explained_by_terms_that_add_up_to_it(document: Document) -> None:
    case = read(document)
    assessment = assess(case)

    for offer in assessment.offers:
        total = explain_total(case, assessment, offer.id)
        if offer.total is not None:
            assert sum(term.product for term in total.terms) == pytest.approx(offer.total)
        for dimension, score in offer.scores.items():
            story = explain_dimension(case, assessment, offer.id, dimension)
            assert story.score == score
            if score is not None:
                assert sum(term.product for term in story.terms) == pytest.approx(score)
        for criterion, result in offer.criteria.items():
            cell = explain_cell(case, assessment, offer.id, criterion)
            assert cell.result is result
            if cell.panel is not None and cell.panel.panel == "mean" and cell.panel.individual is not None:
                told = sum((voice.share or 0) * (voice.score or 0) for voice in cell.panel.voices)
                assert told == pytest.approx(cell.panel.individual)
