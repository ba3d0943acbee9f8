"""Standing: how well the first place stands, kept so that the results page need not try everything again each time.

What is kept goes by everything that the result depends on and by the version of the arithmetic, so it can be old but
never wrong. Nothing is kept of an evaluation whose sheets are sealed.
"""

import hashlib
import json
from dataclasses import dataclass, replace

import numpy as np
from django.core.cache import cache

from scoring.casefile.document import to_document
from scoring.formulas.case import Case
from scoring.formulas.engine import ENGINE_VERSION
from scoring.formulas.mark_table import columns_of
from scoring.formulas.results import Assessment
from scoring.formulas.robustness import Reason, robustness_of
from scoring.models import Evaluation

_KEPT_SECONDS = 30 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Standing:
    """The verdict of robustness, and its weightiest reason."""

    verdict: str
    reason: Reason


def standing_of(evaluation: Evaluation, case: Case, assessment: Assessment) -> Standing:
    """How well the first place stands; the case and its assessment are those of the evaluation as it is now."""
    if not evaluation.is_revealed:
        return _worked_out(case, assessment)
    key = fingerprint(case)
    kept = cache.get(key)
    if kept is None:
        found = _worked_out(case, assessment)
        # Plain values, which a later version of these classes can still read.
        cache.set(key, (found.verdict, found.reason.code, dict(found.reason.values)), _KEPT_SECONDS)
        return found
    verdict, code, values = kept
    return Standing(verdict, Reason(code, values))


def fingerprint(case: Case) -> str:
    """The key of a case in the cache: everything that its figures depend on, and the version of the arithmetic.

    Marks are hashed as columns and the rest as plain JSON; the canonical form would take longer than the assessment.
    Comments change no figure.
    """
    found = hashlib.sha256(f"engine {ENGINE_VERSION}\n".encode())
    found.update(json.dumps(to_document(replace(case, marks=())), sort_keys=True).encode())
    given = columns_of(case.marks)
    (seats, layers), (offers, rows), (criteria, columns) = (
        axis.ordered for axis in (given.seats, given.offers, given.criteria)
    )
    found.update(json.dumps([seats, offers, criteria]).encode())
    order = np.lexsort((columns, rows, layers))  # in whatever order the marks came
    for each in (layers, rows, columns, given.values, given.says_not_applicable):
        found.update(each[order].tobytes())
    return f"standing:{found.hexdigest()}"


def _worked_out(case: Case, assessment: Assessment) -> Standing:
    found = robustness_of(case, assessment)
    return Standing(found.verdict, found.reasons[0])
