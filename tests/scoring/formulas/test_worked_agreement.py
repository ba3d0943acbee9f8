"""Agreement and weighting against published figures."""

from typing import Any

import numpy as np
import pytest

from scoring.formulas.agreement import icc, kendall_w, krippendorff_alpha, member_against_rest, severity
from scoring.formulas.ranking import competition_ranks
from scoring.formulas.weighting import pairwise, rank_order_centroid
from tests.scoring.formulas.worked import derived, of_kind, of_method


@pytest.mark.parametrize("case", of_method("krippendorff"))
def test_a_published_alpha(case: dict[str, Any]) -> None:
    levels = [level for level in ("nominal", "ordinal", "interval") if level in case["expected"]]
    found = {level: krippendorff_alpha(case["input"]["raters_by_units"], level) for level in levels}
    expected = {level: case["expected"][level] for level in levels}
    assert found == pytest.approx(expected, abs=case["tolerance"]["abs"])


@pytest.mark.parametrize("case", of_method("icc"))
def test_published_intraclass_correlations(case: dict[str, Any]) -> None:
    names = {"icc1": "ICC(1,1)", "icc2": "ICC(2,1)", "icc3": "ICC(3,1)"}
    names |= {"icc1k": "ICC(1,k)", "icc2k": "ICC(2,k)", "icc3k": "ICC(3,k)"}
    expected = {name: case["expected"][printed] for name, printed in names.items()}
    assert icc(case["input"]["targets_by_raters"]) == pytest.approx(expected, abs=case["tolerance"]["abs"])


@pytest.mark.parametrize("case", of_method("kendall_w"))
def test_a_published_concordance(case: dict[str, Any]) -> None:
    by_judge = list(zip(*case["input"]["items_by_judges"], strict=True))
    assert kendall_w(by_judge) == pytest.approx(case["expected"]["W"], abs=case["tolerance"]["abs"])


@pytest.mark.parametrize("case", of_method("rank_committee"))
def test_a_published_committee(case: dict[str, Any]) -> None:
    ranks, expected, within = case["input"]["ranks_by_judge"], case["expected"], case["tolerance"]
    against = dict(zip(case["input"]["judges"], member_against_rest(ranks), strict=True))

    assert kendall_w(ranks) == pytest.approx(expected["W"], abs=within["abs"])
    stated = expected["judge_vs_rest"]
    assert {judge: against[judge] for judge in stated} == pytest.approx(stated, abs=within["R"])


def test_severity_is_told_from_the_offers_that_somebody_happened_to_mark() -> None:
    case = derived("dv09_rater_severity_unbalanced")
    table = np.array(case["input"]["vendors_by_raters"], dtype=float)
    effects = severity(table.T)

    assert effects == pytest.approx(case["expected"]["rater_effect"])
    adjusted = np.nanmean(table - np.array(effects), axis=1).tolist()
    assert adjusted == pytest.approx(case["expected"]["adjusted"])
    assert competition_ranks(adjusted) == case["expected"]["adjusted_rank"]
    assert competition_ranks(np.nanmean(table, axis=1).tolist()) == case["expected"]["raw_rank"]


@pytest.mark.parametrize("case", of_method("ahp"))
def test_published_pairwise_weights(case: dict[str, Any]) -> None:
    weights, ratio = pairwise(case["input"]["matrix"])
    expected, within = case["expected"], case["tolerance"]
    assert ratio == pytest.approx(expected["cr"], abs=within["cr"])
    assert weights == pytest.approx(expected.get("weights", weights), abs=within["abs"])


@pytest.mark.parametrize("case", of_method("ahp_hierarchy"))
def test_a_published_choice_by_two_levels_of_pairwise_weights(case: dict[str, Any]) -> None:
    criteria, _ = pairwise(case["input"]["criteria_matrix"])
    offers = np.array([pairwise(matrix)[0] for matrix in case["input"]["alternative_matrices"]])
    scores = (np.array(criteria) @ offers).tolist()
    assert scores == pytest.approx(case["expected"]["score"], abs=case["tolerance"]["abs"])
    assert competition_ranks(scores) == case["expected"]["rank"]


@pytest.mark.parametrize("case", of_kind("weights"))
def test_published_rank_order_centroids(case: dict[str, Any]) -> None:
    for count in case["input"]["n"]:
        expected = case["expected"][f"roc{count}"]
        assert rank_order_centroid(count) == pytest.approx(expected, abs=case["tolerance"]["abs"])
