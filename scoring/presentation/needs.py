"""The answer of the need self-check: tier, load, channels, classes, hidden costs and budget, in words and figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from scoring.formulas.adviser import Advice, Rule, advise
from scoring.formulas.cost import spendable
from scoring.formulas.estimate import Estimate, Range, summed
from scoring.formulas.load import CORE_SHARE, Load, load_of, ranked_channels
from scoring.formulas.needs import Needs, Stream
from scoring.formulas.rounding import printed, settled
from scoring.formulas.tiers import Band
from scoring.presentation import needs_wording as words
from scoring.presentation import wording
from scoring.presentation.raised import Raised, raised_classes
from vendors.templatetags.figures import percent
from vendors.wording import in_a_row


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence with the seed row that it stands on."""

    text: str
    row: str


@dataclass(frozen=True, slots=True)
class Sum:
    """A computation with its numbers filled in."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadAnswer:
    """The load of a normal peak hour, and what a system must be rated for."""

    normal: int
    required: int
    trial_users: int
    sums: tuple[Sum, ...]


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel, with what it carries alone and together with all larger ones."""

    name: str
    share: float
    cumulative: float
    is_core: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenCost:
    """One hidden cost by rule of thumb, over the years compared."""

    label: str
    row: str
    applies: bool
    is_scenario: bool
    cash: bool
    total: Range
    explanation: str  # why it counts or not, and what would change it


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What may be spent: the budget without its reserve."""

    whole: float
    reserve_share: float
    spendable: float
    spendable_per_year: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsAnswer:
    """Everything that the page shows beside the form."""

    tier: str  # its code
    tier_label: str
    reasons: tuple[Reason, ...]
    also: tuple[Reason, ...]
    against_larger: tuple[Reason, ...]
    later: tuple[str, ...]
    band: Band | None  # what the tier usually costs a year, in CNY
    band_for_team: Band | None  # the same for a team of this size
    seats: tuple[int, ...]
    inquiries_per_seat: float | None
    may_double: bool
    load: LoadAnswer | None
    channels: tuple[Channel, ...]
    core_share: float
    languages: tuple[str, ...]
    raised: Raised
    hidden: tuple[HiddenCost, ...]
    hidden_total: Range
    budget: Budget | None
    currency: str
    horizon_years: int

    @property
    def core_names(self) -> str:
        """The core channels in a row."""
        return wording.joined(channel.name for channel in self.channels if channel.is_core)

    @property
    def language_names(self) -> str:
        """The customers' languages in a row."""
        return wording.joined(self.languages)


def needs_answer(
    needs: Needs,
    *,
    channel_names: Sequence[str],
    languages: Sequence[str],
    profile: str,
    bands: Sequence[Band],
    hidden: Sequence[tuple[Estimate, bool]],
) -> NeedsAnswer:
    """The answer in the reader's language.

    Args:
        needs: what the company said.
        channel_names, languages: in the reader's language; names in the order of needs.channel_shares.
        profile: id of the company profile; "" when none was chosen.
        bands: the tier table's price bands, in CNY.
        hidden: the estimates in the company's currency, each with whether it could be converted.
    """
    advice = advise(needs)
    band = next((each for each in bands if each.tier == advice.tier), None)
    return NeedsAnswer(
        tier=advice.tier,
        tier_label=wording.tier_label(advice.tier),
        reasons=_sentences(advice.reasons),
        also=_sentences(advice.also),
        against_larger=_sentences(advice.against_larger),
        later=_later(advice, needs),
        band=band,
        band_for_team=band.scaled(needs.seats_now) if band else None,
        seats=needs.agent_seats,
        inquiries_per_seat=needs.inquiries_per_seat,
        may_double=needs.may_double,
        load=_load(needs),
        channels=_channels(needs, channel_names),
        core_share=CORE_SHARE,
        languages=tuple(languages),
        raised=raised_classes(advice.tier, profile, needs.conditions),
        hidden=tuple(_hidden(estimate, is_known=is_known) for estimate, is_known in hidden),
        hidden_total=summed(estimate for estimate, is_known in hidden if is_known),
        budget=_budget(needs),
        currency=needs.currency,
        horizon_years=needs.horizon_years,
    )


def _sentences(rules: Sequence[Rule]) -> tuple[Reason, ...]:
    return tuple(Reason(_sentence(rule), rule.row) for rule in rules)


def _sentence(rule: Rule) -> str:
    fires, fires_not, unknown = words.RULES[rule.code]
    text = unknown if rule.fires is None else fires if rule.fires else fires_not
    return str(text) % {name: number(figure) for name, figure in rule.values.items()}


def _later(advice: Advice, needs: Needs) -> tuple[str, ...]:
    return tuple(
        _("From year %(year)s on, with %(seats)s agent seats, the advice is “%(tier)s”.")
        % {"year": year, "seats": number(needs.agent_seats[year - 1]), "tier": wording.tier_label(tier)}
        for year, tier in advice.later
    )


def _load(needs: Needs) -> LoadAnswer | None:
    load = load_of(needs)
    if load is None:
        return None
    return LoadAnswer(
        normal=load.normal, required=load.required, trial_users=load.trial_users, sums=tuple(_sums(needs, load))
    )


def _sums(needs: Needs, load: Load) -> list[Sum]:
    sums = [_stream_sum(stream, place) for place, stream in enumerate(needs.streams, start=1)]
    if len(sums) > 1:
        parts = " + ".join(number(part) for part in load.parts)
        sums.append(Sum(_("Together"), f"{parts} = {number(load.exact)}"))
    headroom = {
        "factor": number(needs.headroom_factor),
        "normal": number(load.normal),
        "result": number(load.with_headroom),
    }
    promotion = {
        "factor": number(needs.promotion_factor),
        "exact": number(load.exact),
        "result": number(load.with_promotion),
    }
    return [
        *sums,
        Sum(_("Normal peak, rounded up"), number(load.normal)),
        Sum(_("With headroom"), str(words.FORMULAS["headroom"]) % headroom),
        Sum(_("In a promotion"), str(words.FORMULAS["promotion"]) % promotion),
        Sum(_("Required, the larger of the two"), number(load.required)),
    ]


def _stream_sum(stream: Stream, place: int) -> Sum:
    values = {
        "inquiries": number(stream.inquiries_per_day),
        "share": percent(stream.peak_hour_share, 0 if settled(100 * stream.peak_hour_share) % 1 == 0 else 1),
        "minutes": number(stream.minutes_each),
        "load": number(stream.concurrency),
    }
    return Sum(_("Conversations %(place)s") % {"place": place}, str(words.FORMULAS["stream"]) % values)


def _channels(needs: Needs, names: Sequence[str]) -> tuple[Channel, ...]:
    return tuple(
        Channel(names[row.position], row.share, row.cumulative, row.is_core)
        for row in ranked_channels(needs.channel_shares)
    )


def _hidden(estimate: Estimate, *, is_known: bool) -> HiddenCost:
    return HiddenCost(
        label=str(words.DRIVERS[estimate.driver]),
        row=estimate.row,
        applies=estimate.applies and is_known,
        is_scenario=estimate.is_scenario,
        cash=estimate.cash,
        total=estimate.total,
        explanation=in_a_row(
            [str(words.REASONS[estimate.reason if is_known else "no_rate"]), str(words.CHANGES[estimate.changed_by])]
        ),
    )


def _budget(needs: Needs) -> Budget | None:
    available = spendable(needs.profile)
    if needs.budget is None or available is None:
        return None
    return Budget(
        whole=needs.budget,
        reserve_share=needs.reserve_share,
        spendable=available,
        spendable_per_year=available / needs.horizon_years,
    )


def number(figure: float) -> str:
    """A figure as a person writes it: grouped, with no more than three decimals and none for nothing.

    >>> number(3200), number(67.2), number(11.396), number(2.5)
    ('3,200', '67.2', '11.396', '2.5')
    """
    text = f"{printed(figure, 3):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
