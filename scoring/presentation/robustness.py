"""Robustness in figures: how well the first place stands, as pages and reports print it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from scoring.formulas.robustness import Acceptability, Interval, Reason, Robustness, Shift
from scoring.formulas.rounding import printed
from scoring.presentation import wording
from scoring.presentation.result import Result
from scoring.presentation.robustness_words import TONES, VERDICTS, Names, reason_sentence, tried_label
from vendors.templatetags.figures import percent
from vendors.wording import in_a_row

MOST_CENTRAL = 5  # of the criteria with which an offer wins, the heaviest are named
_EDGE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalRow:
    """The shares at which the winner stays first."""

    label: str
    code: str  # dimension, of a criterion its own
    now: float
    low: float
    high: float
    sentence: str  # what would change the winner, or that nothing does

    @property
    def is_free(self) -> bool:
        """Whether no share at all changes the winner."""
        return self.low <= _EDGE and self.high >= 1 - _EDGE


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """How often an offer wins or gets each rank."""

    offer_id: str
    name: str
    shares: tuple[float, ...]
    errors: tuple[float, ...]  # standard errors; empty where the shares are exact
    central: str  # with which weights it wins; empty where it never does


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedRow:
    """One who-wins-if question and its answer."""

    label: str
    winner: str
    changes: bool
    price_formula: str = ""  # of a question that What if can show in full


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionRow:
    """Whom another method puts first."""

    label: str
    rule: str
    first: str
    agrees: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingLine:
    """The verdict in one line, as the results page has it."""

    label: str
    tone: str
    sentence: str


def standing_line(result: Result, verdict: str, reason: Reason) -> StandingLine:
    """The verdict and its weightiest reason in words."""
    names = Names(result.case, {offer.id: offer.name for offer in result.offers})
    return StandingLine(label=str(VERDICTS[verdict]), tone=TONES[verdict], sentence=reason_sentence(reason, names))


@dataclass(frozen=True, slots=True, kw_only=True)
class RobustnessFigures:
    """Everything that is printed about robustness."""

    found: Robustness
    verdict: str
    label: str
    tone: str
    sentence: str
    further: tuple[str, ...]  # the other reasons
    winner: str
    dimensions: tuple[IntervalRow, ...]
    criteria: tuple[IntervalRow, ...]  # those whose weight can change the winner, the nearest first
    free_criteria: int  # how many cannot
    shift: str
    acceptability: tuple[ShareRow, ...]
    uniform: tuple[ShareRow, ...]
    near: tuple[ShareRow, ...]
    draws: int
    seed: int
    tried: tuple[TriedRow, ...]
    mark_changes: tuple[TriedRow, ...]
    dominated: tuple[str, ...]
    opinions: tuple[OpinionRow, ...]
    opinions_note: str
    names: Mapping[str, str]  # offer -> its name

    @property
    def draws_text(self) -> str:
        """How many draws, with thousands grouped."""
        return f"{self.draws:,}"


def robustness_figures(result: Result, found: Robustness) -> RobustnessFigures:
    """Robustness in words and figures, in the language that is active."""
    names = Names(result.case, {offer.id: offer.name for offer in result.offers})
    sentences = [reason_sentence(reason, names) for reason in found.reasons]
    criteria = _criteria(result, found, names)
    return RobustnessFigures(
        found=found,
        verdict=found.verdict,
        label=str(VERDICTS[found.verdict]),
        tone=TONES[found.verdict],
        sentence=sentences[0],
        further=tuple(sentences[1:]),
        winner=names.of_offers(found.winner),
        dimensions=interval_rows(found.dimension_intervals, names),
        criteria=tuple(row for row in criteria if not row.is_free),
        free_criteria=sum(row.is_free for row in criteria),
        shift=_shift(found, names),
        acceptability=tuple(
            ShareRow(offer_id=key, name=names.offers[key], shares=(share,), errors=(), central="")
            for key, share in sorted(found.dimension_acceptability.items(), key=lambda item: (-item[1], item[0]))
        ),
        uniform=_ranks(found.rank_acceptability.get("uniform"), names),
        near=_ranks(found.rank_acceptability.get("near"), names),
        draws=result.case.method.draws,
        seed=result.case.method.seed,
        tried=tuple(
            TriedRow(
                label=tried_label(kind, key, names),
                winner=names.of_offers(winners),
                changes=set(winners) != set(found.winner),
                price_formula=key if kind == "price_formula" else "",
            )
            for (kind, key), winners in found.wins_if.tried.items()
        ),
        mark_changes=_mark_changes(found, names),
        dominated=_dominated(found, names),
        opinions=_opinions(found, names),
        opinions_note=_opinions_note(found, names),
        names=names.offers,
    )


def interval_rows(intervals: Mapping[str, Interval], names: Names) -> tuple[IntervalRow, ...]:
    """The dimensions with the shares of weight at which the winner stays first."""
    return tuple(
        _interval(wording.dimension_label(code), code, interval, names) for code, interval in intervals.items()
    )


def _criteria(result: Result, found: Robustness, names: Names) -> list[IntervalRow]:
    dimension = {criterion.id: criterion.dimension for criterion in result.case.criteria}
    rows = [
        (_distance(interval), _interval(names.criteria[key], dimension[key], interval, names))
        for key, interval in found.criterion_intervals.items()
    ]
    return [row for _distance_of, row in sorted(rows, key=lambda item: (item[0], item[1].label))]


def _distance(interval: Interval) -> float:
    """How far the share is from the nearest end that changes the winner."""
    down = interval.present - interval.low if interval.low > _EDGE else 1.0
    up = interval.high - interval.present if interval.high < 1 - _EDGE else 1.0
    return min(down, up)


def _interval(label: str, code: str, interval: Interval, names: Names) -> IntervalRow:
    sentences = []
    if interval.low > _EDGE and interval.after_low:
        values = {"share": percent(interval.low, 1), "name": names.offers[interval.after_low]}
        sentences.append(_("Below %(share)s the first place goes to %(name)s.") % values)
    if interval.high < 1 - _EDGE and interval.after_high:
        values = {"share": percent(interval.high, 1), "name": names.offers[interval.after_high]}
        sentences.append(_("Above %(share)s the first place goes to %(name)s.") % values)
    return IntervalRow(
        label=label,
        code=code,
        now=interval.present,
        low=interval.low,
        high=interval.high,
        sentence=in_a_row(sentences) or _("No share changes the winner."),
    )


def _shift(found: Robustness, names: Names) -> str:
    shift: Shift | None = found.smallest_shift
    if shift is None:
        return _("No shift of weight between two dimensions changes the winner.") if found.winner else ""
    return _("Moving %(points)s of 100 points of weight from %(source)s to %(target)s puts %(name)s level.") % {
        "points": wording.figure(printed(shift.points, 1)),
        "source": wording.dimension_label(shift.source),
        "target": wording.dimension_label(shift.target),
        "name": names.offers[shift.new_winner],
    }


def _ranks(found: Acceptability | None, names: Names) -> tuple[ShareRow, ...]:
    if found is None:
        return ()
    rows = [
        ShareRow(
            offer_id=key,
            name=names.offers[key],
            shares=shares,
            errors=found.standard_errors[key],
            central=_central(found.central_weights[key], names),
        )
        for key, shares in found.shares.items()
    ]
    return tuple(sorted(rows, key=lambda row: (tuple(-share for share in row.shares), row.offer_id)))


def _central(weights: Mapping[str, float] | None, names: Names) -> str:
    if weights is None:
        return ""
    heaviest = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:MOST_CENTRAL]
    return wording.joined(f"{names.criteria[key]} {percent(share, 1)}" for key, share in heaviest)


def _mark_changes(found: Robustness, names: Names) -> tuple[TriedRow, ...]:
    label = _("%(seat)s gives %(offer)s a %(to)d instead of a %(value)d on “%(criterion)s”")
    return tuple(
        TriedRow(
            label=label
            % {
                "seat": names.seats[change.seat],
                "offer": names.offers[change.offer],
                "criterion": names.criteria[change.criterion],
                "value": change.value,
                "to": change.to,
            },
            winner=names.of_offers(change.winner),
            changes=True,
        )
        for change in found.wins_if.mark_changes
    )


def _dominated(found: Robustness, names: Names) -> tuple[str, ...]:
    sentence = _("%(name)s is nowhere better and somewhere worse than %(others)s.")
    return tuple(
        sentence % {"name": names.offers[key], "others": names.of_offers(others)}
        for key, others in found.dominated.items()
    )


def _opinions(found: Robustness, names: Names) -> tuple[OpinionRow, ...]:
    told = {
        "topsis": ("TOPSIS", _("nearest to the best of everything and farthest from the worst")),
        "vikor": ("VIKOR", _("the best compromise between the majority and the worst regret")),
        "promethee2": ("PROMETHEE II", _("wins most comparisons in pairs")),
    }
    return tuple(
        OpinionRow(
            label=told[key][0],
            rule=told[key][1],
            first=names.of_offers(first),
            agrees=bool(set(first) & set(found.winner)),
        )
        for key, first in found.second_opinions.first.items()
    )


def _opinions_note(found: Robustness, names: Names) -> str:
    opinions, sentences = found.second_opinions, []
    if opinions.offers_left_out:
        values = {"names": names.of_offers(opinions.offers_left_out)}
        sentences.append(_("Left out for want of values: %(names)s.") % values)
    if opinions.criteria_left_out:
        listed = wording.joined(names.criteria[key] for key in opinions.criteria_left_out)
        sentences.append(_("Criteria left out for want of values: %(names)s.") % {"names": listed})
    return in_a_row(sentences)
