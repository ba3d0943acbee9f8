"""The formulas against exact.py, a second reading of the method in fractions."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.casefile.document import read
from scoring.formulas.assessment import Assessment, assess
from tests.scoring.formulas.documents import Document, documents
from tests.scoring.formulas.exact import DIMENSIONS, Exact, rounded

TOLERANCE = 1e-9


def close(figure: Fraction | None) -> object:
    """What a float has to be close to; None where there must be none."""
    return None if figure is None else pytest.approx(float(figure), rel=TOLERANCE, abs=TOLERANCE)


def check_places(exact: Exact, assessment: Assessment) -> None:
    """Who won, who shares a place, and by how much."""
    ranks, lead = exact.ranks(), exact.lead()
    winners = {id_ for id_, rank in ranks.items() if rank == 1}
    assert set(assessment.winners) == winners
    shared = {rank for rank in ranks.values() if rank and list(ranks.values()).count(rank) > 1}
    assert {frozenset(tie) for tie in assessment.ties} == {
        frozenset(id_ for id_, rank in ranks.items() if rank == place) for place in shared
    }
    assert assessment.lead == close(lead)
    band = rounded(Fraction(1), exact.method["decimals"])
    is_inside = lead is not None and rounded(lead, exact.method["decimals"]) < band
    assert assessment.is_close is (len(winners) > 1 or is_inside)


# 1,000 files in four parts, so that workers can share them.
@pytest.mark.parametrize("part", range(4))
@given(document=documents() | documents(panel="trimmed"))
@settings(max_examples=250, deadline=None)
def test_every_figure_agrees_with_the_exact_reference(document: Document, part: int) -> None:
    exact, assessment = Exact(document), assess(read(document))

    assert {offer.id: offer.rank for offer in assessment.offers} == exact.ranks()
    for stated, offer in zip(document["offers"], assessment.offers, strict=True):
        assert offer.total == close(exact.total(stated))
        assert offer.scores == {name: close(exact.dimension(stated, name)) for name in DIMENSIONS}
        scores = exact.scores(stated)
        assert {key: (each.status, each.score) for key, each in offer.criteria.items()} == {
            key: (status, close(score)) for key, (status, score) in scores.items()
        }
        assert [exclusion.criterion for exclusion in offer.excluded] == exact.excluded_by(stated)
        assert offer.provisional is exact.is_provisional(stated)
        assert offer.must_coverage == close(exact.must_coverage(stated))
        assert (offer.coverage.marked, offer.coverage.expected) == exact.coverage(stated)
        shares = exact.shares(stated)
        assert {key: each.weight for key, each in offer.criteria.items()} == {
            key: close(share) for key, share in shares.items()
        }
        assert {key: each.contribution for key, each in offer.criteria.items()} == {
            key: close(share * (scores[key][1] or 0)) for key, share in shares.items()
        }
    check_places(exact, assessment)


@given(documents())
@settings(max_examples=60, deadline=None)
def test_every_cost_agrees_with_the_exact_reference(document: Document) -> None:
    exact, assessment = Exact(document), assess(read(document))

    for stated, offer in zip(document["offers"], assessment.offers, strict=True):
        cost = offer.cost
        assert cost.lines == close(exact.money(stated))
        assert cost.cash == close(exact.money(stated, cash=True))
        assert cost.hidden == close(exact.money(stated, hidden=True))
        assert cost.seed == close(exact.seed(stated))
        assert cost.low == close(exact.money(stated, amount="low"))
        assert cost.high == close(exact.money(stated, amount="high"))
        assert sum(cost.by_year) == pytest.approx(cost.lines or 0)
        assert sum(cost.by_category.values()) == pytest.approx(cost.lines or 0)


@given(st.sampled_from(["lowest_ratio", "linear", "points_per_percent", "mean_deviation"]), documents())
@settings(max_examples=60, deadline=None)
def test_a_relative_price_formula_compares_with_eligible_offers_only(formula: str, document: Document) -> None:
    document["method"] |= {"price_formula": formula, "price_parameters": {}}
    document["criteria"].append(
        {
            "id": "the-price",
            "name": "Price",
            "dimension": "cost",
            "class": "must",
            "source": "measure",
            "measure": "price",
        }
    )
    expected = Exact(document).price_scores()

    scores = {offer.id: offer.criteria["the-price"].score for offer in assess(read(document)).offers}

    assert scores == {offer: close(score) for offer, score in expected.items()}
