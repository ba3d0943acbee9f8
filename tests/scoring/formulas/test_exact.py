"""The formulas against exact.py, a second reading of the method in fractions."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.casefile.document import read
from scoring.formulas.assessment import assess
from tests.scoring.formulas.documents import Document, documents
from tests.scoring.formulas.exact import DIMENSIONS, Exact

TOLERANCE = 1e-9


def close(figure: Fraction | None) -> object:
    """What a float has to be close to; None where there must be none."""
    return None if figure is None else pytest.approx(float(figure), rel=TOLERANCE, abs=TOLERANCE)


@given(documents() | documents(panel="trimmed"))
@settings(max_examples=150, deadline=None)
def test_every_figure_agrees_with_the_exact_reference(document: Document) -> None:
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
