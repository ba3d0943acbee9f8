"""Agreement: how far members are apart. No figure of this package ever changes a score."""

from scoring.formulas.agreement.coefficients import (
    kendall_w,
    krippendorff_alpha,
    member_against_rest,
    within_group_agreement,
)
from scoring.formulas.agreement.committee import (
    READINGS,
    UNDEFINED,
    Agreement,
    CellAgreement,
    agreement_of,
    alpha_reading,
    icc_reading,
)
from scoring.formulas.agreement.discrepancies import Discrepancy, discrepancies
from scoring.formulas.agreement.variance import MeanSquares, icc, severity

__all__ = [
    "READINGS",
    "UNDEFINED",
    "Agreement",
    "CellAgreement",
    "Discrepancy",
    "MeanSquares",
    "agreement_of",
    "alpha_reading",
    "discrepancies",
    "icc",
    "icc_reading",
    "kendall_w",
    "krippendorff_alpha",
    "member_against_rest",
    "severity",
    "within_group_agreement",
]
