"""Document: the evaluation file. JSON -> case, case -> canonical JSON, and an assessment -> JSON.

This is the one door for other code; reading.py, writing.py and the modules that they use stand behind it. Nothing here
touches the database.
"""

from scoring.casefile.faults import Fault, Faults
from scoring.casefile.reading import read
from scoring.casefile.writing import (
    assessment_document,
    canonical_bytes,
    canonical_text,
    input_sha256,
    to_document,
)

__all__ = [
    "Fault",
    "Faults",
    "assessment_document",
    "canonical_bytes",
    "canonical_text",
    "input_sha256",
    "read",
    "to_document",
]
