"""Letter: what one vendor is told about its own offer once the committee has decided. Nothing else is in it.

What is printed comes from a `Letter` alone, which holds no other vendor's name, price or score, no comment on a mark,
no member's name and no single mark. A price is scored against the others' prices, and against the budget, so whoever
knows its own price and its score could reckon theirs: such scores, and the sums that they are part of, are left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from scoring.formulas.case import Criterion, Wording
from scoring.formulas.measures import fact_read_by
from scoring.formulas.rounding import printed, settled
from scoring.models import Candidate, Remark
from scoring.presentation import OfferFigures, Result, present, wording
from scoring.presentation.heat import HeatCell, HeatGroup, HeatRow
from scoring.presentation.offers import ExclusionText
from scoring.reports.chapters import LANGUAGE_TAGS
from scoring.reports.dossier import Dossier
from scoring.reports.glyphs import stand_ins
from vendors.wording import paired, worded_for_reader

# Scored against other offers' prices, or against what the company can spend.
WITHHELD_MEASURES = frozenset({"price", "budget"})
# A strength is above it and a weakness below: from here on a must counts as met.
GOOD_FROM = 60
MOST_POINTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a letter says beside the figures, from the rows of one candidate."""

    contact: str
    remarks: Mapping[str | None, Wording]  # criterion -> remark; None: on the whole
    anchors: Mapping[str, Mapping[int, Wording]]  # criterion -> mark -> what earns it
    latest: datetime | None  # when the youngest remark was written


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    """One criterion as the vendor reads it."""

    criterion: str
    share: float  # of the total, 0..1
    score: Decimal | None  # 0..100
    word: str  # what stands in the score's place
    mark: str  # the score on the scale of the marks; empty where it was measured
    means: str  # the anchor that it reaches, or what the vendor stated
    asks: str  # the next anchor
    remark: str
    gain: float  # weighted distance to GOOD_FROM, in points of the total


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterGroup:
    """The criteria of one dimension."""

    label: str
    share: float
    score: Decimal | None
    is_withheld: bool
    rows: tuple[LetterRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Everything that a letter prints."""

    vendor: str
    contact: str
    edition: str
    title: str
    at: datetime
    outcome: tuple[str, ...]
    gates: tuple[str, ...]
    remark: str
    total: Decimal | None
    is_withheld: bool  # whether sums are left out
    decimals: int
    groups: tuple[LetterGroup, ...]

    @property
    def strengths(self) -> list[LetterRow]:
        """Where most was gained, the weightiest first."""
        return self._weightiest(1)

    @property
    def weaknesses(self) -> list[LetterRow]:
        """Where most was lost."""
        return self._weightiest(-1)

    @property
    def remarked(self) -> list[LetterRow]:
        """The criteria on which the committee wrote something."""
        return [row for group in self.groups for row in group.rows if row.remark]

    def _weightiest(self, sign: int) -> list[LetterRow]:
        rows = [row for group in self.groups for row in group.rows if sign * row.gain > 0]
        return sorted(rows, key=lambda row: -sign * row.gain)[:MOST_POINTS]


def told_to(candidate: Candidate) -> Told:
    """What the rows say to one vendor, in two queries."""
    remarks = list(Remark.objects.filter(candidate=candidate).select_related("criterion"))
    return Told(
        contact=candidate.offer.vendor.contact_name,
        remarks={row.criterion.key if row.criterion else None: paired(row.text, row.text_zh) for row in remarks},
        anchors={
            key: {int(mark): words for mark, words in anchors.items()}
            for key, anchors in candidate.evaluation.criteria.values_list("key", "anchors")
        },
        latest=max((row.at for row in remarks), default=None),
    )


def letter_html(dossier: Dossier, offer_id: str, told: Told, language: str) -> str:
    """The letter as HTML in one language. Raises: ValueError: nothing is decided."""
    with override(language):
        letter = letter_of(dossier, offer_id, told)
        context = {
            "letter": letter,
            "language_tag": LANGUAGE_TAGS[language],
            "dated": letter.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        strange = stand_ins(render_to_string("report/letter.html", context))
        return render_to_string("report/letter.html", context | {"stand_ins": strange})


def letter_of(dossier: Dossier, offer_id: str, told: Told) -> Letter:
    """What one vendor is told, in the language that is active. Raises: ValueError: nothing is decided."""
    statement = dossier.statement
    if statement is None:
        raise ValueError("there is no letter before the decision")
    result = present(dossier.case, dossier.assessment)
    offer = result.offer(offer_id)
    groups = tuple(_group(result, offer, place, group, told) for place, group in enumerate(result.heat))
    is_withheld = any(group.is_withheld for group in groups)
    return Letter(
        vendor=offer.vendor,
        contact=told.contact,
        edition=offer.edition,
        title=result.title,
        at=max(statement.at, told.latest or statement.at),
        outcome=(_decided(statement.offer, offer_id), _placed(offer, len(result.offers))),
        gates=tuple(_gate(exclusion, result) for exclusion in offer.exclusions),
        remark=worded_for_reader(told.remarks.get(None, "")),
        total=None if is_withheld else offer.total,
        is_withheld=is_withheld,
        decimals=result.decimals,
        groups=groups,
    )


def _decided(chosen: str | None, offer_id: str) -> str:
    if chosen is None:
        return _("The committee has awarded no offer.")
    if chosen == offer_id:
        return _("The committee has chosen your offer.")
    return _("The committee has chosen another offer.")


def _placed(offer: OfferFigures, compared: int) -> str:
    values = {"place": offer.place, "compared": compared}
    if offer.is_excluded:
        return (
            ngettext(
                "Your offer has no place, because it misses a knock-out; %(compared)s offer was compared.",
                "Your offer has no place, because it misses a knock-out; %(compared)s offers were compared.",
                compared,
            )
            % values
        )
    if offer.rank is None:
        return _("Your offer has no place, because something that its total needs was missing.")
    return (
        ngettext(
            "Your offer came in place %(place)s; %(compared)s offer was compared.",
            "Your offer came in place %(place)s; %(compared)s offers were compared.",
            compared,
        )
        % values
    )


def _gate(exclusion: ExclusionText, result: Result) -> str:
    if exclusion.criterion_id in _withheld(result):
        return _("Knock-out “%(criterion)s”: below its pass mark.") % {"criterion": exclusion.criterion}
    return exclusion.text


def _withheld(result: Result) -> set[str]:
    return {criterion.id for criterion in result.case.criteria if criterion.measure in WITHHELD_MEASURES}


def _group(result: Result, offer: OfferFigures, place: int, group: HeatGroup, told: Told) -> LetterGroup:
    criteria = {criterion.id: criterion for criterion in result.case.criteria}
    withheld = _withheld(result)
    rows = [row for row in group.rows if row.counts and row.share > 0]
    is_withheld = any(row.criterion_id in withheld for row in rows)
    return LetterGroup(
        label=group.dimension.label,
        share=group.dimension.share,
        score=None if is_withheld else offer.dimensions[place].score,
        is_withheld=is_withheld,
        rows=tuple(
            _row(
                result,
                offer,
                criteria[row.criterion_id],
                row,
                told,
                share=group.dimension.share * row.share,
                is_withheld=row.criterion_id in withheld,
            )
            for row in rows
        ),
    )


def _row(
    result: Result,
    offer: OfferFigures,
    criterion: Criterion,
    row: HeatRow,
    told: Told,
    *,
    share: float,
    is_withheld: bool,
) -> LetterRow:
    found = result.assessment.offer(offer.id).criteria[criterion.id]
    cell = next(each for each in row.cells if each.offer_id == offer.id)
    score = None if is_withheld else found.score
    mark = None if score is None or criterion.source != "panel" else _on_the_scale(result, score)
    means, asks = _anchors(told.anchors.get(criterion.id, {}), mark)
    return LetterRow(
        criterion=row.name,
        share=share,
        score=None if is_withheld else cell.score,
        word=_("not stated in this letter") if is_withheld else _word(cell),
        mark="" if mark is None else _mark(result, mark),
        means=means if criterion.source == "panel" else _stated(result, offer, criterion),
        asks=asks,
        remark=worded_for_reader(told.remarks.get(criterion.id, "")),
        gain=0.0 if score is None else found.weight * float(settled(score) - GOOD_FROM),
    )


def _word(cell: HeatCell) -> str:
    if cell.status == "unknown":
        return _("not stated by you")
    return _("does not apply") if cell.status == "not_applicable" else _("not scored")


def _on_the_scale(result: Result, score: float) -> float:
    scale = result.case.scale
    return scale.min + score / 100 * (scale.max - scale.min)


def _mark(result: Result, mark: float) -> str:
    return _("%(mark)s of %(most)s") % {"mark": wording.figure(printed(mark, 1)), "most": result.case.scale.max}


def _anchors(anchors: Mapping[int, Wording], mark: float | None) -> tuple[str, str]:
    """The highest anchor that the mark reaches, and the next one above it."""
    if mark is None:
        return "", ""
    reached = [each for each in sorted(anchors) if each <= settled(mark)]
    beyond = [each for each in sorted(anchors) if each > settled(mark)]
    return (
        worded_for_reader(anchors[reached[-1]]) if reached else "",
        worded_for_reader(anchors[beyond[0]]) if beyond else "",
    )


def _stated(result: Result, offer: OfferFigures, criterion: Criterion) -> str:
    """The vendor's own fact, where the measure reads one."""
    key = fact_read_by(criterion)
    fact = next(each for each in result.case.offers if each.id == offer.id).facts.get(key) if key else None
    if fact is None or not fact.is_known:
        return ""
    values = {"value": wording.fact_value(key, fact.value), "status": wording.fact_status_label(fact.status)}
    return _("Your figure: %(value)s (%(status)s)") % values
