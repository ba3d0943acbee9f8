"""Agreement page: how far the members are apart, and where most."""

from scoring.formulas.agreement import Agreement
from scoring.presentation import Result
from scoring.presentation.agreement import LOW_WITHIN_GROUP, agreement_figures

CELLS_SHOWN = 20
CRITERIA_SHOWN = 10


def agreement_in_words(result: Result, found: Agreement) -> dict[str, object]:
    """What the chapter's templates print: of long lists the beginning, and how many more there are."""
    figures = agreement_figures(result, found)
    low = [row for row in figures.criteria if row.is_low]
    return {
        "agreement": figures,
        "low_agreement": LOW_WITHIN_GROUP,
        "apart": figures.discrepancies[:CELLS_SHOWN],
        "more_apart": max(len(figures.discrepancies) - CELLS_SHOWN, 0),
        "low_criteria": low[:CRITERIA_SHOWN],
        "more_low_criteria": max(len(low) - CRITERIA_SHOWN, 0),
    }
