"""Document: a dossier as one HTML page in one language, ready to be printed; and the report, which is that as a PDF."""

import re
from dataclasses import dataclass
from datetime import UTC

from django.template.loader import render_to_string
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override

from scoring.charts import cost_chart, profile_chart, ranking_chart
from scoring.formulas.case import LANGUAGES
from scoring.presentation import CostComparison, OfferFigures, Result, cost_comparison, method_statements, present
from scoring.reports import pdf
from scoring.reports.breakdown import breakdown
from scoring.reports.dossier import Dossier
from scoring.reports.glyphs import breakable, legible, stand_ins
from scoring.reports.member_sheets import MemberSheet, member_sheets
from scoring.reports.method_page import conditions_in_words, criterion_groups, decimals_needed, seat_rows
from scoring.reports.proceedings_page import proceedings_in_words
from vendors.wording import worded_for_reader

# As HTML and PDF name them.
_LANGUAGE_TAGS = {"en": "en", "zh-hans": "zh-Hans"}
# More columns than this are too narrow on an upright page.
UPRIGHT_OFFERS = 5
# A Chinese name up to this length is never broken over two lines.
UNBROKEN_LENGTH = 6
# Of a longer name a narrow column shows the beginning; the ranking and the costs show all of it.
HEAD_LENGTH = 40
# Half of the page otherwise, and nothing in print: where users' line breaks are kept, the spaces after them are not.
_INDENTATION = re.compile(r"\n[ \t]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """An offer at the top of a column."""

    offer: OfferFigures
    vendor: str
    is_unbroken: bool


def report(dossier: Dossier, language: str) -> bytes:
    """The report as a PDF. Raises: scoring.reports.pdf.ReportError: it cannot be made."""
    pdf.require_packages()  # what can be printed is read from the fonts, so they are looked for first
    return pdf.render(breakable(legible(document(dossier, language))))


def document(dossier: Dossier, language: str) -> str:
    """The report as HTML, wholly in one language, whatever language is active.

    What users wrote is escaped by the templates; the whole may hold characters that the report's font lacks, which
    `legible` spells out and the method page lists.
    """
    if language not in LANGUAGES:
        raise ValueError(f"the language must be one of {', '.join(LANGUAGES)}, not {language!r}")
    with override(language):
        result = present(dossier.case, dossier.assessment)
        sheets = member_sheets(dossier, result)
        context = _context(dossier, result, sheets) | {"language_tag": _LANGUAGE_TAGS[language]}
        body = render_to_string("report/body.html", context)
        whole = render_to_string("report/document.html", context | {"body": body, "stand_ins": stand_ins(body)})
    return _INDENTATION.sub("\n", whole)


def _context(dossier: Dossier, result: Result, sheets: tuple[MemberSheet, ...]) -> dict[str, object]:
    costs = cost_comparison(result)
    heads = [_head(offer) for offer in result.offers]
    return {
        "document_title": _("%(title)s: evaluation report") % {"title": result.title},
        "dossier": dossier,
        "result": result,
        "heads": heads,
        "columns": len(heads) + 1,
        "is_wide": len(heads) > UPRIGHT_OFFERS,
        "breakdown": breakdown(result),
        "matrix": [
            (group, [offer.dimensions[place].score for offer in result.offers])
            for place, group in enumerate(result.heat)
        ],
        "costs": costs,
        "cost_rows": [
            (head, sheet, _left(costs.spendable, sheet.cost.cash))
            for head, sheet in zip(heads, costs.sheets, strict=True)
        ],
        "money_decimals": _money_decimals(costs),
        "ranking_chart": ranking_chart(result),
        "profile_chart": profile_chart(result),
        "cost_chart": cost_chart(costs),
        "sheets": sheets,
        "voting": [sheet for sheet in sheets if sheet.is_voting],
        "counted": [sheet for sheet in sheets if sheet.is_voting and (sheet.submitted_at or sheet.admitted_at)],
        **_summary(dossier, result),
        **_method(dossier, result),
        **proceedings_in_words(dossier, result),
    }


def _summary(dossier: Dossier, result: Result) -> dict[str, object]:
    """The decision in one sentence, and the offer that it is about: the chosen one, or else the one in first place."""
    statement = dossier.statement
    chosen = statement.offer if statement else None
    dated = dossier.dated
    return {
        "statement": statement,
        "statement_reason": worded_for_reader(statement.reason) if statement else "",
        "statement_conditions": worded_for_reader(statement.conditions) if statement else "",
        "runner_up": result.offer(statement.runner_up).name if statement and statement.runner_up else "",
        "margin": abs(statement.margin) if statement and statement.margin is not None else None,
        "sentence": result.decision_sentence(chosen) if statement else result.verdict.sentence,
        "subject": result.offer(chosen) if chosen else None if statement else result.first,
        "lead": dossier.assessment.lead,
        "criteria_count": sum(row.counts for group in result.heat for row in group.rows),
        # In UTC, as the PDF's own dates are written, so that a server's time zone does not change the bytes.
        "dated": dated.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if dated else "",
    }


def _method(dossier: Dossier, result: Result) -> dict[str, object]:
    groups, seats = criterion_groups(result), seat_rows(dossier)
    return {
        "method": method_statements(dossier.case),
        "conditions": conditions_in_words(result),
        "criteria": groups,
        "criterion_decimals": decimals_needed(
            figure for group in groups for row in group.rows for figure in (row.weight, row.pass_mark or 0)
        ),
        "seats": seats,
        "seat_decimals": decimals_needed(weight for seat in seats for weight in seat.weights),
    }


def _head(offer: OfferFigures) -> Head:
    is_chinese = any("\u3400" <= character <= "\u9fff" for character in offer.vendor)
    return Head(
        offer=offer,
        vendor=Truncator(offer.vendor).chars(HEAD_LENGTH),
        is_unbroken=is_chinese and len(offer.vendor) <= UNBROKEN_LENGTH,
    )


def _left(spendable: float | None, cash: float | None) -> float | None:
    return None if spendable is None or cash is None else spendable - cash


def _money_decimals(costs: CostComparison) -> int:
    """Cents in every amount or in none, so that the columns line up."""
    amounts = [amount for sheet in costs.sheets for row in sheet.rows for amount in row.years if amount is not None]
    return 2 if decimals_needed(amounts) else 0
