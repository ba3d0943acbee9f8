"""Presentation: a case and its assessment in words and figures, ready for pages, charts and the PDF alike.

    result = present(case, assess(case))          # in the language that is active (translation.override for a report)

`Result` holds what is printed: figures already rounded as the method says (Decimal), texts in the reader's language,
offers in the order of the ranking. Templates and reports only lay it out.

    result.title, .currency, .decimals, .dimensions     # heads: code, label, weight, share
    result.offers                                       # OfferFigures, by rank, then those without one, then excluded
    result.ranked, .unranked, .excluded                 # the same offers, parted
    result.offer(offer_id)
    result.verdict.sentence, .kind, .notes, .text       # who comes first, in words; provisional as notes; all in a row
    result.warnings                                     # sentences that a reader must not miss
    result.heat                                         # groups by dimension -> rows by criterion -> cells by offer
    result.decision_sentence(chosen)                    # after the decision: offer id, or None for no award
    offer_working(result, offer_id)                     # how an offer's total came about, with the numbers filled in
    cell_working(result, offer_id, criterion_id)        # how one score came about
    cost_comparison(result)                             # category x year per offer, totals, against the budget
    method_statements(case)                             # term and sentence: what the method page says
    counted_sheets(evaluation)                          # n of N sheets, and who has not handed one in (reads rows)
    wording.*                                           # labels of codes: dimension, class, measure, category, tier ...
"""

from scoring.presentation.cells import CellWorking, cell_working
from scoring.presentation.costs import CostComparison, CostSheet, cost_comparison
from scoring.presentation.discussion import DiscussedCell, discussed_cells
from scoring.presentation.method import Statement, method_statements
from scoring.presentation.offers import OfferFigures
from scoring.presentation.result import Result, present
from scoring.presentation.rulings import Consequence, GateToSettle, consequence_of_ruling, gates_to_settle
from scoring.presentation.sheets import SheetCount, counted_sheets
from scoring.presentation.verdict import Verdict
from scoring.presentation.working import OfferWorking, offer_working

__all__ = [
    "CellWorking",
    "Consequence",
    "CostComparison",
    "CostSheet",
    "DiscussedCell",
    "GateToSettle",
    "OfferFigures",
    "OfferWorking",
    "Result",
    "SheetCount",
    "Statement",
    "Verdict",
    "cell_working",
    "consequence_of_ruling",
    "cost_comparison",
    "counted_sheets",
    "discussed_cells",
    "gates_to_settle",
    "method_statements",
    "offer_working",
    "present",
]
