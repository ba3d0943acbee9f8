"""Proceedings as tables: what was decided and on what it rests, rulings, interests, answers and steps back."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from scoring.exports.parts import Column, Look, Part, Row, yes_no
from scoring.formulas.cost import spendable
from scoring.formulas.engine import ENGINE_VERSION
from scoring.presentation import Result, wording
from scoring.presentation.robustness import robustness_figures
from scoring.reports.dossier import Dossier
from scoring.reports.proceedings_page import proceedings_in_words
from scoring.reports.words import Found
from vendors.templatetags.figures import money
from vendors.wording import worded_for_reader


def overview_part(result: Result, dossier: Dossier, found: Found) -> Part:
    """The first sheet: the outcome, and everything by which the other sheets can be told to be about it."""
    columns = (Column(_("What"), wide=36), Column(_("Value"), Look.WRAPPED, 100))

    def lines() -> Iterator[Row]:
        yield from _outcome(result, dossier, found)
        yield from _money(result)
        yield from _origin(dossier)

    return Part(_("Overview"), columns, lines)


def proceedings_parts(result: Result, dossier: Dossier) -> Iterator[Part]:
    """Rulings, interests, answers to the decision, steps back."""
    words = proceedings_in_words(dossier, result)
    yield Part(
        _("Rulings"),
        (
            Column(_("Offer"), wide=34),
            Column(_("Knock-out"), wide=44),
            Column(_("Set aside by"), wide=30),
            Column(_("Reason"), Look.WRAPPED, 70),
        ),
        lambda: (
            (offer.name, ruling.criterion, ruling.by, ruling.reason)
            for offer in result.offers
            for ruling in offer.overrides
        ),
        2,
    )
    yield _table(
        _("Interests"),
        words["interests"],
        {
            "holder": Column(_("Member"), wide=24),
            "seat": Column(_("Seat"), wide=24),
            "vendor": Column(_("Vendor"), wide=28),
            "grounds": Column(_("Grounds"), Look.WRAPPED, 40),
            "statement": Column(_("Statement"), Look.WRAPPED),
            "withdraws": Column(_("Withdrew"), wide=10),
            "at": Column(_("On"), Look.MOMENT),
        },
    )
    yield _answers(words["answers"])
    steps = {"sentence": Column(_("Step"), Look.WRAPPED, 70), "at": Column(_("On"), Look.MOMENT)}
    yield _table(_("Steps back"), words["steps"], steps | {"reason": Column(_("Reason"), Look.WRAPPED, 70)})


def _outcome(result: Result, dossier: Dossier, found: Found) -> Iterator[Row]:
    statement = dossier.statement
    robustness = robustness_figures(result, found.robustness)
    voting = [seat for seat in dossier.case.seats if seat.voting]
    counted = sum(dossier.places[seat.id].is_counted for seat in voting)
    yield _("Evaluation"), result.title
    yield _("Result"), result.verdict.text
    yield _("Robustness"), f"{robustness.label}. {robustness.sentence}"
    if statement:
        yield _("Decision"), result.decision_sentence(statement.offer)
        yield _("Reason"), worded_for_reader(statement.reason)
        yield _("Conditions"), worded_for_reader(statement.conditions)
        yield _("Decided on"), statement.at
        yield _("Stated by"), statement.by
    else:
        yield _("Decision"), _("Not yet: this is the committee's result, not its decision.")
    yield _("Scoring opened"), dossier.opened_at
    yield _("Scoring closed"), dossier.closed_at
    sheets = _("%(counted)s of %(voting)s") % {"counted": counted, "voting": len(voting)}
    yield _("Voting members' sheets counted"), sheets
    for warning in result.warnings:
        yield _("To keep in mind"), warning


def _money(result: Result) -> Iterator[Row]:
    profile = result.case.profile
    yield _("Currency"), profile.currency
    yield _("Years of use"), profile.horizon_years
    yield _("Budget"), money(profile.budget, profile.currency)
    yield _("May be spent, the reserve taken off"), money(spendable(profile), profile.currency)
    yield _("Price formula"), wording.price_formula_label(result.case.method.price_formula)


def _origin(dossier: Dossier) -> Iterator[Row]:
    method = dossier.case.method
    yield _("Fingerprint of the input"), dossier.input_sha256
    yield _("Baseline version"), dossier.baseline_version
    yield _("Fingerprint of the baseline"), dossier.baseline_sha256
    yield _("Head of the record"), dossier.proceedings.head
    yield _("Entries in the record"), dossier.proceedings.entries
    yield _("Version of the arithmetic"), ENGINE_VERSION
    yield _("Random draws"), method.draws
    yield _("Random seed"), method.seed
    yield _("In these tables"), _("Values and no formulas; scores are rounded as the reports print them.")


def _answers(answers: object) -> Part:
    columns = (
        Column(_("Member"), wide=24),
        Column(_("Seat"), wide=24),
        Column(_("Answer"), wide=24),
        Column(_("Text"), Look.WRAPPED, 80),
        Column(_("On"), Look.MOMENT),
    )

    def lines() -> Iterator[Row]:
        for row in answers:  # type: ignore[attr-defined]
            said = [each for each in (row["latest"], *row["earlier"]) if each]
            for each in said:
                yield row["holder"], row["seat"], each["answer"], each["text"], each["at"]
            if not said:
                yield row["holder"], row["seat"], _("not answered"), "", None

    return Part(_("Answers"), columns, lines, 2)


def _table(name: str, rows: object, columns: dict[str, Column]) -> Part:
    """A table of rows that are mappings already."""

    def lines() -> Iterator[Row]:
        for row in rows:  # type: ignore[attr-defined]
            yield tuple(yes_no(row[key]) if isinstance(row[key], bool) else row[key] for key in columns)

    return Part(name, tuple(columns.values()), lines)
