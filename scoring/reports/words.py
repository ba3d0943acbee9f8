"""Words: everything that the chapters print, in the language that is active, from a dossier and what follows of it."""

from dataclasses import dataclass, replace
from datetime import UTC
from typing import Any

from django.utils.translation import gettext as _

from scoring.charts import profile_chart, ranking_chart
from scoring.formulas.agreement import Agreement, agreement_of
from scoring.formulas.assessment import Assessment, assess
from scoring.formulas.case import Case, Mark
from scoring.formulas.robustness import Robustness, robustness_of
from scoring.presentation import OfferFigures, Result, method_statements, present
from scoring.reports.agreement_page import agreement_in_words
from scoring.reports.breakdown import breakdown
from scoring.reports.clarified_page import clarified
from scoring.reports.costs_page import costs_in_words, gate_of
from scoring.reports.dossier import Dossier
from scoring.reports.facts_page import fact_rows
from scoring.reports.heads import UPRIGHT_OFFERS, head_of
from scoring.reports.member_sheets import MemberSheet, member_sheets
from scoring.reports.method_page import conditions_in_words, criterion_groups, decimals_needed, seat_rows
from scoring.reports.proceedings_page import proceedings_in_words
from scoring.reports.robustness_page import robustness_in_words
from scoring.reports.short import ten_lines
from scoring.reports.talks_page import talks
from scoring.reports.traps_page import traps_in_words
from vendors.wording import worded_for_reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What follows from a dossier in any language; computed once."""

    at_closing: Case
    before: Assessment
    robustness: Robustness
    agreement: Agreement


def find(dossier: Dossier) -> Found:
    """Compute what the dossier does not hold."""
    at_closing = at_closing_of(dossier)
    return Found(
        at_closing=at_closing,
        before=dossier.assessment if at_closing == dossier.case else assess(at_closing),
        robustness=robustness_of(dossier.case, dossier.assessment),
        agreement=agreement_of(dossier.case),
    )


def words_of(dossier: Dossier, found: Found, *, suffix: str = "") -> dict[str, Any]:
    """What the templates print. `suffix` keeps the ids of pictures apart where a report has two languages."""
    result = present(dossier.case, dossier.assessment, None if found.before is dossier.assessment else found.before)
    heads = [head_of(offer) for offer in result.offers]
    sheets = member_sheets(dossier, result)
    costs = costs_in_words(result, heads, suffix=suffix)
    summary = _summary(dossier, result)
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
        "ranking_chart": ranking_chart(result, chart_id=f"chart-ranking{suffix}"),
        "profile_chart": profile_chart(result, chart_id=f"chart-profile{suffix}"),
        "facts": fact_rows(result, dossier.dated),
        **traps_in_words(result, heads, dossier.screening),
        **_clarified(dossier, result, summary["subject"]),
        "talks": talks(result, found.at_closing, found.before),
        **costs,
        **summary,
        "subject_gate": gate_of(summary["subject"], costs["cost_rows"]),
        **robustness_in_words(result, found.robustness, suffix=suffix),
        **agreement_in_words(result, found.agreement),
        **_sheets(sheets),
        **_method(dossier, result, sheets),
        **proceedings_in_words(dossier, result),
    }


def at_closing_of(dossier: Dossier) -> Case:
    """The case as the members left it when scoring closed, as far as it differs from what counts now."""
    case = dossier.case
    then = {(each.seat, each.offer, each.criterion): each for each in dossier.revised}
    kept = tuple(mark for mark in case.marks if (mark.seat, mark.offer, mark.criterion) not in then)
    earlier = tuple(
        Mark(seat=each.seat, offer=each.offer, criterion=each.criterion, value=each.value, state=each.state)
        for each in dossier.revised
        if each.value is not None or each.state is not None
    )
    return replace(case, marks=kept + earlier if then else case.marks, consensus=())


def _clarified(dossier: Dossier, result: Result, subject: OfferFigures | None) -> dict[str, object]:
    """Every matter, and what was asked about the offer that the report is about."""
    threads = dossier.proceedings.clarifications
    whole = clarified(result, threads)
    own = clarified(result, threads, about=subject) if subject else None
    return {"clarified": whole, "threads": whole.threads, "subject_clarified": own}


def _sheets(sheets: tuple[MemberSheet, ...]) -> dict[str, object]:
    voting = [sheet for sheet in sheets if sheet.is_voting]
    return {"sheets": sheets, "voting": voting, "counted": [sheet for sheet in voting if sheet.is_counted]}


def _summary(dossier: Dossier, result: Result) -> dict[str, Any]:
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


def _method(dossier: Dossier, result: Result, sheets: tuple[MemberSheet, ...]) -> dict[str, object]:
    groups, seats = criterion_groups(result), seat_rows(dossier)
    voting = [sheet for sheet in sheets if sheet.is_voting]
    return {
        "method": method_statements(dossier.case),
        "conditions": conditions_in_words(result),
        "criteria": groups,
        "criterion_decimals": decimals_needed(
            figure for group in groups for row in group.rows for figure in (row.weight, row.pass_mark or 0)
        ),
        "seats": seats,
        "seat_decimals": decimals_needed(weight for seat in seats for weight in seat.weights),
        "rates": dossier.rates,
        "ten_lines": ten_lines(result, counted=sum(sheet.is_counted for sheet in voting), voting=len(voting)),
    }
