"""Standing: how well the first place stands, kept so that the results page need not try everything again each time.

What is kept goes by everything that the result depends on and by the version of the arithmetic, so it can be old but
never wrong. Nothing is kept of an evaluation whose sheets are sealed.
"""

import hashlib
from dataclasses import dataclass, replace

from django.core.cache import cache

from scoring.casefile.document import canonical_bytes
from scoring.formulas.case import Case
from scoring.formulas.engine import ENGINE_VERSION
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

    Marks are hashed as they are and not in canonical form, which at twenty thousand marks would take longer than the
    whole page; their comments change no figure.
    """
    found = hashlib.sha256(f"engine {ENGINE_VERSION}\n".encode())
    found.update(canonical_bytes(replace(case, marks=())))
    marks = sorted((mark.seat, mark.offer, mark.criterion, mark.value, mark.state) for mark in case.marks)
    found.update(repr(marks).encode())
    return f"standing:{found.hexdigest()}"


def _worked_out(case: Case, assessment: Assessment) -> Standing:
    found = robustness_of(case, assessment)
    return Standing(found.verdict, found.reasons[0])
